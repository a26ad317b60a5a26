#include "src/tui/log_rows.h"

#include <stdlib.h>
#include <string.h>

#include "aiguillage/date.h"
#include "aiguillage/journal_secret.h"
#include "aiguillage/mem.h"
#include "src/tui/log_form.h"
#include "src/tui/picker.h"
#include "src/tui/printing.h"
#include "src/tui/screens.h"
#include "src/tui/unlock.h"

#define DAY_WIDTH 14

/* ---- painting ---- */

static bool is_due(const struct entry *e)
{
	return e->kind == KIND_REFERRAL && referral_is_due(e, clock_today());
}

static void draw_head(const struct session *s, const struct entry *e, struct term *t, struct area a,
		      bool selected)
{
	int today = clock_today(), day = today;
	struct str b;

	str_init(&b);
	if (entry_day(e, ENTRY_DAY, &day))
		date_french(&b, day, 0, date_of_day(today).year);
	term_fill(t, a.y, a.x, a.w, list_style(selected, STYLE_NORMAL), "");
	term_text(t, a.y, a.x, DAY_WIDTH, list_style(selected, STYLE_DIM), b.s);
	str_clear(&b);
	log_say(s, e, &b);
	term_text(t, a.y, a.x + DAY_WIDTH, a.w - DAY_WIDTH, list_style(selected, STYLE_NORMAL), b.s);
	str_done(&b);
}

/* A number that is cut is of no use. */
static void add_phone(const struct term *t, const struct entry *e, int w, struct str *b)
{
	size_t before = b->len;

	if (!*entry_get(e, REF_PHONE))
		return;
	str_add(b, " · ");
	log_say_phone(e, b);
	if (term_width(t, b->s) > w)
		str_truncate(b, before);
}

/* The code under the day, what comes next beside it; who to call too, when it is time and `phone`. */
static void draw_next(struct session *s, const struct entry *e, struct term *t, struct area a,
		      bool phone)
{
	struct err ignored = ERR_INIT;
	struct str b;

	str_init(&b);
	log_code(s, e, &b, &ignored);
	if (!b.len && *entry_person(e) && journal_lock_state(s->journal) == JOURNAL_LOCKED)
		str_add(&b, "code fermé");
	term_text(t, a.y, a.x, DAY_WIDTH, STYLE_DIM, b.s);
	str_clear(&b);
	log_say_next(s, e, clock_today(), &b);
	if (phone && is_due(e))
		add_phone(t, e, a.w - DAY_WIDTH, &b);
	if (e->removed)
		str_join(&b, " · ", "annulée");
	term_text(t, a.y, a.x + DAY_WIDTH, a.w - DAY_WIDTH, is_due(e) ? STYLE_WARNING : STYLE_DIM, b.s);
	str_done(&b);
}

void log_row_draw(struct session *s, const struct entry *e, struct term *t, struct area a,
		  bool selected)
{
	draw_head(s, e, t, a, selected);
	draw_next(s, e, t, (struct area){ a.y + 1, a.x, 1, a.w }, true);
}

void log_call_draw(struct session *s, const struct entry *e, struct term *t, struct area a,
		   bool selected)
{
	struct str b;

	draw_head(s, e, t, a, selected);
	draw_next(s, e, t, (struct area){ a.y + 1, a.x, 1, a.w }, false);
	str_init(&b);
	str_add(&b, "appeler : ");
	log_say_call(s, e, &b);
	term_text(t, a.y + 2, a.x + DAY_WIDTH, a.w - DAY_WIDTH, STYLE_NORMAL, b.s);
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

static void again_elsewhere(struct app *app, const struct entry *e)
{
	log_carry(app_session(app), e);
	app_push(app, &screen_search, NULL);
	app_say(app, STYLE_NORMAL, "Choisissez un autre lieu, puis o : la demande et la personne suivent.");
}

/* The key proposed once it has failed: the entry may be in the list no more. */
static void failed_elsewhere(struct app *app, enum action action, const char *id)
{
	struct err err = ERR_INIT;
	struct entry e;

	(void)action;
	if (log_find(app_session(app), id, &e, &err))
		again_elsewhere(app, &e);
	else
		app_say(app, STYLE_ERROR, "%s", err.msg);
	entry_done(&e);
}

static void become_failed(struct app *app, const char *id, const char *reason)
{
	struct err err = ERR_INIT;

	if (log_become(app_session(app), id, STATE_FAILED, reason, &err)) {
		app_propose(app, 'e', ACTION_ELSEWHERE, failed_elsewhere, id);
		app_say(app, STYLE_GOOD, "Noté : non abouti. e : chercher un autre lieu. Défaire : u.");
	} else {
		app_say(app, STYLE_ERROR, "%s", err.msg);
	}
}

static void on_reason(void *ctx, struct app *app, const bool *checked)
{
	struct log_rows *r = ctx;
	const struct vocab *v = app_session(app)->vocab;

	for (size_t i = 0; i < vocab_count(v, VOCAB_REASON); i++)
		if (checked[i])
			become_failed(app, r->failing, vocab_at(v, VOCAB_REASON, i)->code);
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

static void again_other(struct app *app, const struct entry *e)
{
	struct entry other;

	log_same(e, &other);
	log_form_open(app, &other);
	entry_done(&other);
}

static void show_sheet(struct app *app, const struct entry *e)
{
	if (!unlock_first(app, ACTION_SHEET))
		app_push(app, &screen_sheet, &(struct sheet_screen_request){
			.subjects = &(struct sheet_subject){ .referral = e }, .n = 1 });
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
	else if (action == ACTION_PATHWAY && *entry_person(e) && unlock_first(app, action))
		return true;
	else if (action == ACTION_PATHWAY)
		app_push(app, &screen_pathway, e);
	else if (action == ACTION_CANCEL)
		tell(app, log_cancel(app_session(app), e->id, !e->removed, &err), &err,
		     e->removed ? "Entrée rétablie." : "Entrée annulée.");
	else
		act_referral(r, app, e, action);
	return true;
}

enum outcome log_rows_mouse(struct app *app, struct list *l, const struct log_list *entries,
			    struct area a, const struct event *ev)
{
	enum list_click click = list_click(l, a, ev);

	if (click == LIST_OPENS)
		log_form_open(app, &entries->e[l->sel]);
	return click ? DONE : PASS;
}

void log_rows_print(struct app *app, const char *name,
		    bool (*make)(void *ctx, struct str *out, struct err *err), void *ctx)
{
	char day[DATE_MOMENT_LEN];
	struct str file;

	date_format_day(day, clock_today());
	str_init(&file);
	str_addf(&file, "%s-%s.txt", name, day);
	printing_open(app, &(struct printing_request){
				.title = "Imprimer la liste, avec les codes",
				.printed = "La liste est partie à l’imprimante. Elle porte les codes : à "
					   "garder pour vous.",
				.save = { .title = "Écrire la liste pour l’imprimer",
					  .name = file.s,
					  .done = "Liste écrite dans",
					  .advice = "Elle porte les codes : à garder pour vous",
					  .make = make,
					  .ctx = ctx } });
	str_done(&file);
}
