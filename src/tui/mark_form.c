#include "src/tui/mark_form.h"

#include <stdlib.h>
#include <string.h>

#include "aiguillage/journal_draft.h"
#include "aiguillage/mem.h"
#include "aiguillage/secret.h"
#include "src/tui/form.h"
#include "src/tui/local_act.h"

struct mark_form {
	struct form *form;	/* first: form_screen_* look for it there */
	struct session *session;
	struct mark_form_request r;
	char *key;
	struct str draft;	/* of a note: its name among the drafts */
	bool settled;		/* saved, or given up */
};

void mark_draft_name(enum overlay_kind kind, const char *key, struct str *name)
{
	str_addf(name, "note-%s-%s", overlay_kind_name(kind), key);
}

/* A note that is being typed outlives the terminal, and the moment when texts are closed. */
static void form_pause(void *self)
{
	struct mark_form *m = self;
	struct err ignored = ERR_INIT;

	if (m->r.note && !m->settled && form_changed(m->form))
		journal_draft_put(m->session->journal, m->draft.s, form_value(m->form, 0), &ignored);
}

static void settle(struct mark_form *m)
{
	struct err ignored = ERR_INIT;

	m->settled = true;
	if (m->r.note)
		journal_draft_drop(m->session->journal, m->draft.s, &ignored);
}

static void take_draft(struct mark_form *m, struct app *app)
{
	struct err ignored = ERR_INIT;
	struct str made, text;

	str_init(&made);
	str_init(&text);
	if (journal_draft_get(m->session->journal, m->draft.s, &made, &text, &ignored)) {
		form_put(m->form, 0, text.s);
		app_say(app, STYLE_NORMAL, "La note que vous étiez en train d’écrire est reprise.");
	}
	secret_wipe(&text);
	str_done(&text);
	str_done(&made);
}

static void form_close(void *self)
{
	struct mark_form *m = self;

	form_pause(m);		/* a closed terminal */
	str_done(&m->draft);
	form_free(m->form);
	free(m->key);
	free(m);
}

static void add_field(struct mark_form *m, const struct overlay *o)
{
	char day[DATE_MOMENT_LEN] = "";
	bool checked = m->r.mark == MARK_CHECKED;

	if (m->r.note) {
		form_add(m->form, &(struct form_field){
				.kind = FORM_TEXT, .label = "Note privée",
				.hint = "Ni imprimée ni exportée. Pas de nom, de numéro, de code." },
			 o->note);
		return;
	}
	if (checked || o->mark[m->r.mark])
		date_format_day(day, checked ? clock_today() : o->mark_day[m->r.mark]);
	form_add(m->form, &(struct form_field){
			.kind = FORM_DATE, .required = true,
			.label = checked ? "Vérifié par moi le" : "Fermé jusqu’au",
			.lean = checked ? DATE_PAST : DATE_FUTURE }, day);
}

static void *form_open(struct app *app, const void *arg, struct err *err)
{
	struct mark_form *m = xcalloc(1, sizeof *m);
	struct overlay o;
	bool ok;

	str_init(&m->draft);
	m->session = app_session(app);
	m->r = *(const struct mark_form_request *)arg;
	m->key = xstrdup(m->r.key);
	m->form = form_new(m->session);
	mark_draft_name(m->r.kind, m->key, &m->draft);
	ok = overlay_read(m->session, m->r.kind, m->key, &o, err);
	if (ok)
		add_field(m, &o);
	if (ok && m->r.note)
		take_draft(m, app);
	overlay_done(&o);
	if (ok)
		return m;
	form_close(m);
	return NULL;
}

static bool write_mark(struct mark_form *m, struct str *what, struct err *err)
{
	int day = 0;

	if (m->r.note) {
		str_add(what, *form_value(m->form, 0) ? "Note gardée" : "Note enlevée");
		return overlay_note(m->session, m->r.kind, m->key, form_value(m->form, 0), err);
	}
	form_day(m->form, 0, &day);
	str_add(what, m->r.mark == MARK_CHECKED ? "Vérifié par vous le " : "Fermé jusqu’au ");
	date_french(what, day, 0, date_of_day(clock_today()).year);
	return overlay_mark(m->session, m->r.kind, m->key, m->r.mark, day, err);
}

static enum outcome save(struct mark_form *m, struct app *app)
{
	struct err err = ERR_INIT;
	struct str what;
	bool ok;

	if (!form_check(m->form))
		return DONE;
	str_init(&what);
	ok = write_mark(m, &what, &err);
	if (!ok && err.kind == ERR_USAGE)
		form_error(m->form, 0, err.msg);
	local_said(app, ok, &err, what.s);
	if (ok)
		settle(m);
	str_done(&what);
	return ok ? CLOSE : DONE;
}

static enum outcome mark_form_act(void *self, struct app *app, enum action action)
{
	struct mark_form *m = self;
	enum outcome outcome;

	/* one field: Enter is enough */
	if (action == ACTION_SAVE || (action == ACTION_OPEN && !m->r.note))
		return save(m, app);
	outcome = form_act(m->form, app, action);
	if (outcome == CLOSE)
		settle(m);
	return outcome;
}

static const struct binding keys[] = { FORM_KEYS };

const struct screen_ops screen_mark_form = {
	.name = "marquer-jour",
	.title = "Marquer",
	.keys = { keys, ARRAY_SIZE(keys), FORM_USES },
	.open = form_open,
	.act = mark_form_act,
	.close = form_close,
	.pause = form_pause,
	FORM_SCREEN,
};
