#include "src/tui/mark_form.h"

#include <stdlib.h>
#include <string.h>

#include "aiguillage/mem.h"
#include "src/tui/form.h"
#include "src/tui/local_act.h"

struct mark_form {
	struct form *form;	/* first: form_screen_* look for it there */
	struct session *session;
	struct mark_form_request r;
	char *key;
};

static void form_close(void *self)
{
	struct mark_form *m = self;

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

	m->session = app_session(app);
	m->r = *(const struct mark_form_request *)arg;
	m->key = xstrdup(m->r.key);
	m->form = form_new(m->session);
	ok = overlay_read(m->session, m->r.kind, m->key, &o, err);
	if (ok)
		add_field(m, &o);
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
	str_done(&what);
	return ok ? CLOSE : DONE;
}

static enum outcome mark_form_act(void *self, struct app *app, enum action action)
{
	struct mark_form *m = self;

	/* one field: Enter is enough */
	if (action == ACTION_SAVE || (action == ACTION_OPEN && !m->r.note))
		return save(m, app);
	return form_act(m->form, app, action);
}

static const struct binding keys[] = { FORM_KEYS };

const struct screen_ops screen_mark_form = {
	.name = "marquer-jour",
	.title = "Marquer",
	.keys = { keys, ARRAY_SIZE(keys), FORM_USES },
	.open = form_open,
	.act = mark_form_act,
	.close = form_close,
	.personal = true,
	FORM_SCREEN,
};
