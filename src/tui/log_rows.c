#include "src/tui/log_rows.h"

#include <stdlib.h>
#include <string.h>

#include "aiguillage/date.h"
#include "aiguillage/mem.h"
#include "aiguillage/place.h"
#include "src/tui/log_form.h"
#include "src/tui/picker.h"
#include "src/tui/screens.h"

#define DAY_WIDTH 14

/* ---- painting ---- */

static void say_below(const struct session *s, const struct entry *e, struct str *out)
{
	int today = clock_today(), day;
	struct str code;
	struct err ignored = ERR_INIT;

	str_init(&code);
	if (e->kind == KIND_REFERRAL) {
		log_say_state(s, e, today, out);
		if (referral_is_open(referral_state(e)) && entry_day(e, REF_FOLLOWUP, &day)) {
			str_add(out, day < today ? " · relancer depuis le " : " · relancer le ");
			date_french(out, day, 0, date_of_day(today).year);
		}
		if (*entry_get(e, REF_PHONE)) {
			str_add(out, " · ");
			phone_french(out, entry_get(e, REF_PHONE));
		}
	}
	if (log_code((struct session *)s, e, &code, &ignored) && code.len)
		str_join(out, " · ", code.s);
	if (e->removed)
		str_join(out, " · ", "annulée");
	str_done(&code);
}

void log_row_draw(const struct session *s, const struct entry *e, struct term *t, struct area a,
		  bool selected)
{
	int today = clock_today(), day = today;
	bool late = e->kind == KIND_REFERRAL && referral_is_due(e, today);
	struct str b;

	str_init(&b);
	if (entry_day(e, ENTRY_DAY, &day))
		date_french(&b, day, 0, date_of_day(today).year);
	term_fill(t, a.y, a.x, a.w, list_style(selected, STYLE_NORMAL), "");
	term_text(t, a.y, a.x, DAY_WIDTH, list_style(selected, STYLE_DIM), b.s);
	str_clear(&b);
	log_say(s, e, &b);
	term_text(t, a.y, a.x + DAY_WIDTH, a.w - DAY_WIDTH, list_style(selected, STYLE_NORMAL), b.s);
	str_clear(&b);
	say_below(s, e, &b);
	term_text(t, a.y + 1, a.x + DAY_WIDTH, a.w - DAY_WIDTH, late ? STYLE_WARNING : STYLE_DIM, b.s);
	str_done(&b);
}

/* ---- acts ---- */

static void tell(struct app *app, bool done, const struct err *err, const char *what)
{
	if (done)
		app_say(app, STYLE_GOOD, "%s Défaire : u.", what);
	else
		app_say(app, STYLE_ERROR, "%s", err->msg);
}

static void on_reason(void *ctx, struct app *app, const bool *checked)
{
	struct log_rows *r = ctx;
	const struct vocab *v = app_session(app)->vocab;
	struct err err = ERR_INIT;

	for (size_t i = 0; i < vocab_count(v, VOCAB_REASON); i++)
		if (checked[i])
			tell(app, log_become(app_session(app), r->failing, STATE_FAILED,
					     vocab_at(v, VOCAB_REASON, i)->code, &err),
			     &err, "Noté : non abouti.");
}

/* Why: « pas venu » is under the marker, so that Enter is enough. */
static void ask_reason(struct log_rows *r, struct app *app, const struct entry *e)
{
	const struct vocab *v = app_session(app)->vocab;
	size_t n = vocab_count(v, VOCAB_REASON);
	struct picker_item *items = xcalloc(n, sizeof *items);

	strcpy(r->failing, e->id);
	for (size_t i = 0; i < n; i++)
		items[i] = (struct picker_item){
			.label = vocab_at(v, VOCAB_REASON, i)->label,
			.words = vocab_at(v, VOCAB_REASON, i)->synonyms,
			.count = PICKER_NO_COUNT,
			.checked = !strcmp(vocab_at(v, VOCAB_REASON, i)->code, "non-presente"),
		};
	picker_open(app, &(struct picker_request){ .title = "Pourquoi ?",
						   .items = items,
						   .n = n,
						   .done = on_reason,
						   .ctx = r });
	free(items);
}

static void undo(struct app *app)
{
	struct err err = ERR_INIT;
	struct str what;

	str_init(&what);
	if (log_undo(app_session(app), &what, &err))
		app_say(app, STYLE_GOOD, "Défait : %s", what.s);
	else
		app_say(app, err.kind ? STYLE_ERROR : STYLE_NORMAL, "%s",
			err.kind ? err.msg : "Il n’y a rien à défaire.");
	str_done(&what);
}

static void again_elsewhere(struct app *app, const struct entry *e)
{
	log_carry(app_session(app), e);
	app_push(app, &screen_search, NULL);
	app_say(app, STYLE_NORMAL, "Choisissez un autre lieu, puis o : la demande et la personne suivent.");
}

static void again_other(struct app *app, const struct entry *e)
{
	struct entry other;

	log_same(e, &other);
	log_form_open(app, &other);
	entry_done(&other);
}

static void show_sheet(struct app *app, const struct entry *e)
{
	app_push(app, &screen_sheet, &(struct sheet_screen_request){ .referral = e });
}

static void act_referral(struct log_rows *r, struct app *app, const struct entry *e,
			 enum action action)
{
	struct session *s = app_session(app);
	struct err err = ERR_INIT;

	if (e->kind != KIND_REFERRAL)
		app_say(app, STYLE_NORMAL, "Cette touche concerne les orientations.");
	else if (action == ACTION_SHEET)
		show_sheet(app, e);
	else if (action == ACTION_CAME)
		tell(app, log_become(s, e->id, STATE_CAME, "", &err), &err, "Noté : venu.");
	else if (action == ACTION_AGAIN)
		tell(app, log_postpone(s, e->id, REFERRAL_AGAIN, &err), &err,
		     "À relancer dans 7 jours.");
	else if (action == ACTION_FAILED)
		ask_reason(r, app, e);
	else
		again_elsewhere(app, e);
}

bool log_row_act(struct log_rows *r, struct app *app, const struct entry *e,
		 enum action action)
{
	struct err err = ERR_INIT;

	switch (action) {
	case ACTION_UNDO:
		undo(app);
		return true;
	case ACTION_CAME:
	case ACTION_FAILED:
	case ACTION_AGAIN:
	case ACTION_ELSEWHERE:
	case ACTION_SHEET:
	case ACTION_SAME:
	case ACTION_CANCEL:
	case ACTION_PATHWAY:
	case ACTION_OPEN:
		break;
	default:
		return false;
	}
	if (!e)
		app_say(app, STYLE_NORMAL, "Il n’y a pas d’entrée ici.");
	else if (action == ACTION_OPEN)
		log_form_open(app, e);
	else if (action == ACTION_SAME)
		again_other(app, e);
	else if (action == ACTION_PATHWAY)
		app_push(app, &screen_pathway, e);
	else if (action == ACTION_CANCEL)
		tell(app, log_cancel(app_session(app), e->id, true, &err), &err, "Entrée annulée.");
	else
		act_referral(r, app, e, action);
	return true;
}
