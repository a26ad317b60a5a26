#include <stdlib.h>

#include "aiguillage/date.h"
#include "aiguillage/journal_draft.h"
#include "aiguillage/mem.h"
#include "aiguillage/session.h"
#include "src/tui/log_draft.h"
#include "src/tui/log_form_impl.h"
#include "src/tui/unlock.h"

static void opening_drop(void *ctx)
{
	struct log_opening *o = ctx;

	entry_done(&o->entry);
	str_done(&o->draft);
	free(o);
}

static void resume(struct app *app, enum entry_kind kind, const struct str *draft)
{
	struct log_opening found = { .draft = *draft };

	draft_entry(draft->s, kind, &found.entry);
	app_push(app, log_kinds[kind].screen, &found);
	entry_done(&found.entry);
}

static void on_draft(void *ctx, struct app *app, bool yes)
{
	struct log_opening *o = ctx;
	enum entry_kind kind = o->entry.kind;
	struct err err = ERR_INIT;

	if (yes) {
		resume(app, kind, &o->draft);
		return;
	}
	if (!journal_draft_drop(app_session(app)->journal, log_kinds[kind].screen->name, &err))
		app_say(app, STYLE_ERROR, "%s", err.msg);
	str_clear(&o->draft);
	app_push(app, log_kinds[kind].screen, o);
}

/* « 24 novembre (France services) » */
static void say_draft(const char *draft, enum entry_kind kind, const char *made, struct str *out)
{
	struct entry found;
	int64_t moment;

	draft_entry(draft, kind, &found);
	if (date_parse_moment(made, &moment))
		date_french(out, date_day_of(moment), 0, date_of_day(clock_today()).year);
	if (*log_form_place(&found))
		str_addf(out, " (%s)", log_form_place(&found));
	entry_done(&found);
}

static void ask_draft(struct app *app, struct log_opening *o, const char *made)
{
	struct str b;

	str_init(&b);
	str_add(&b, "Reprendre la saisie du ");
	say_draft(o->draft.s, o->entry.kind, made, &b);
	str_add(&b, " ?");
	app_ask(app, &(struct question){ .text = b.s,
					 .yes = "Oui, la reprendre",
					 .no = "Non, l’abandonner",
					 .answer = on_draft,
					 .drop = opening_drop,
					 .ctx = o,
					 .likely = true });
	str_done(&b);
}

static bool get_draft(struct app *app, enum entry_kind kind, struct str *made, struct str *draft,
		      struct err *err)
{
	return journal_draft_get(app_session(app)->journal, log_kinds[kind].screen->name, made, draft, err);
}

static void on_resume(struct app *app, enum action action, const char *name);

static void resume_unlocked(void *name, struct app *app)
{
	on_resume(app, ACTION_NONE, name);
}

static void on_resume(struct app *app, enum action action, const char *name)
{
	enum entry_kind kind = (enum entry_kind)entry_kind_find(name);
	struct err err = ERR_INIT;
	struct str made, draft;

	(void)action;
	if (unlock_is_needed(app)) {
		unlock_ask(app, &(struct unlock_request){ .done = resume_unlocked, .drop = free,
							  .ctx = xstrdup(name) });
		return;
	}
	str_init(&made);
	str_init(&draft);
	if (get_draft(app, kind, &made, &draft, &err))
		resume(app, kind, &draft);
	else if (err.kind)
		app_say(app, STYLE_ERROR, "%s.", err.msg);
	str_done(&draft);
	str_done(&made);
}

bool log_draft_tell(struct app *app)
{
	struct str made, draft, b;
	bool is = false;

	str_init(&made);
	str_init(&draft);
	str_init(&b);
	for (int k = KIND_ACCOMPANIMENT; !is && k < ENTRY_KINDS; k++) {
		struct err err = ERR_INIT;
		bool open = get_draft(app, (enum entry_kind)k, &made, &draft, &err);

		is = open || (err.kind && unlock_is_needed(app));
		if (!is)
			continue;
		if (open)
			say_draft(draft.s, (enum entry_kind)k, made.s, &b);
		else
			str_add(&b, "fermée par la phrase");
		app_say(app, STYLE_WARNING, "Saisie inachevée : %s, %s. Ctrl-R : la reprendre.",
			log_kinds[k].screen->title, b.s);
		app_propose(app, CTRL('R'), ACTION_NONE, on_resume, entry_kind_name((enum entry_kind)k));
	}
	str_done(&b);
	str_done(&draft);
	str_done(&made);
	return is;
}

/* ---- texts that the phrase keeps closed ---- */

static void entry_drop(void *ctx)
{
	entry_done(ctx);
	free(ctx);
}

static void on_unlocked(void *ctx, struct app *app)
{
	struct entry *e = ctx;
	struct err err = ERR_INIT;

	if (*e->id && !log_open(app_session(app), e, &err))
		app_say(app, STYLE_ERROR, "%s", err.msg);
	else if (entry_any_locked(e))
		app_say(app, STYLE_ERROR, "Un texte de cette entrée a été changé hors d’Aiguillage et ne s’ouvre plus : "
			"elle n’est pas changée. Reprenez une copie.");
	else
		log_form_open(app, e);
}

/* The form again, once the journal is open. */
static void unlock_then_open(struct app *app, const struct entry *e)
{
	struct entry *copy = xcalloc(1, sizeof *copy);

	entry_copy(copy, e);
	unlock_ask(app, &(struct unlock_request){ .done = on_unlocked, .drop = entry_drop, .ctx = copy });
}

static void on_closed_draft(void *ctx, struct app *app, bool yes)
{
	const struct log_opening *o = ctx;

	if (yes)
		unlock_then_open(app, &o->entry);
	else
		on_draft(ctx, app, false);
}

static void ask_closed_draft(struct app *app, struct log_opening *o)
{
	app_ask(app, &(struct question){ .text = "Une saisie commencée attend : la phrase la rouvre. La reprendre ?",
					 .yes = "Oui, taper la phrase",
					 .no = "Non, l’abandonner",
					 .answer = on_closed_draft,
					 .drop = opening_drop,
					 .ctx = o,
					 .likely = true });
}

/* What is changed must be seen: true when the form opens later, or not at all. */
static bool is_closed(struct app *app, const struct entry *e)
{
	struct entry copy;

	if (!*e->id || !(entry_any_locked(e) || *entry_person(e)))
		return false;
	if (unlock_is_needed(app)) {
		unlock_then_open(app, e);
		return true;
	}
	/* it was read before the journal was open */
	if (!entry_any_locked(e))
		return false;
	entry_copy(&copy, e);
	on_unlocked(&copy, app);
	entry_done(&copy);
	return true;
}

void log_form_open(struct app *app, const struct entry *e)
{
	struct log_opening *o;
	struct err err = ERR_INIT;
	struct str made;

	if (is_closed(app, e))
		return;
	o = xcalloc(1, sizeof *o);
	entry_copy(&o->entry, e);
	str_init(&o->draft);
	str_init(&made);
	if (get_draft(app, e->kind, &made, &o->draft, &err)) {
		ask_draft(app, o, made.s);
	} else if (err.kind && unlock_is_needed(app)) {
		ask_closed_draft(app, o);
	} else {
		app_push(app, log_kinds[e->kind].screen, o);
		opening_drop(o);
	}
	str_done(&made);
}

/* The question is asked over the screen: the entry waits with it. */
static void on_prescriber(void *ctx, struct app *app, bool yes)
{
	struct entry *e = ctx;
	struct session *s = app_session(app);
	struct err err = ERR_INIT;
	int64_t place = yes ? log_prescriber_near(s, e, &err) : 0;

	if (yes && !err.kind)
		log_via_prescriber(s, e, place, &err);
	if (err.kind)
		app_say(app, STYLE_ERROR, "%s", err.msg);
	else
		log_form_open(app, e);
}

static bool ask_prescriber(struct app *app, const struct entry *e)
{
	struct session *s = app_session(app);
	struct err ignored = ERR_INIT;
	int64_t row = directory_offer_by_key(s->directory, entry_get(e, REF_OFFER_KEY), &ignored);
	struct entry *copy;
	struct offer o;
	struct str b;
	bool asked;

	offer_init(&o);
	asked = row && directory_offer(s->directory, row, &o, &ignored) && offer_is_prescribed(&o);
	if (asked) {
		copy = xcalloc(1, sizeof *copy);
		entry_copy(copy, e);
		str_init(&b);
		str_addf(&b, "Sur prescription : %s. Orienter d’abord vers qui prescrit ?",
			 offer_get(&o, OFFER_PRESCRIBERS));
		app_ask(app, &(struct question){ .text = b.s,
						 .yes = "Oui, d’abord le prescripteur",
						 .no = "Non, directement",
						 .answer = on_prescriber,
						 .drop = entry_drop,
						 .ctx = copy,
						 .likely = true });
		str_done(&b);
	}
	offer_clear(&o);
	return asked;
}

void log_form_act(struct app *app, enum action action, const struct log_choice *c)
{
	struct session *s = app_session(app);
	const struct entry *carried = log_carried(s);
	struct err err = ERR_INIT;
	struct entry e;
	bool ok;

	if (action == ACTION_REFER && !c->offer) {
		app_say(app, STYLE_NORMAL, "Choisissez d’abord un résultat vers lequel orienter.");
		return;
	}
	if (action == ACTION_REFER)
		ok = carried ? log_again(s, carried, &e, c->offer, c->km, &err)
			     : log_referral(s, &e, c, &err);
	else
		ok = action == ACTION_ACCOMPANY ? log_accompaniment(s, &e, c, &err)
						: log_unmet(s, &e, c, &err);
	if (!ok)
		app_say(app, STYLE_ERROR, "%s", err.msg);
	else if (action != ACTION_REFER || !ask_prescriber(app, &e))
		log_form_open(app, &e);
	entry_done(&e);
}
