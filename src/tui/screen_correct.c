/* Corriger: the fields of a place or of an offer, what the source says of those that were corrected. */
#include <stdlib.h>
#include <string.h>

#include "aiguillage/directory_overlay.h"
#include "aiguillage/mem.h"
#include "src/tui/local_act.h"
#include "src/tui/record_form.h"
#include "src/tui/screens.h"

struct editor {
	struct record_form rf;	/* first, and its form first */
	struct session *session;
	enum overlay_kind kind;
	char *key, *name;
};

/* The values as they stand; false with *err, or when the record is no more. */
static bool read_record(const struct editor *e, struct place *p, struct offer *o, struct err *err)
{
	struct directory *d = e->session->directory;
	int64_t id;

	if (!directory_row_of(d, e->kind, e->key, &id, err))
		return false;
	if (id && e->kind == OVERLAY_PLACE)
		return directory_place(d, id, p, err);
	if (id)
		return directory_offer(d, id, o, err);
	return e->kind == OVERLAY_PLACE ? overlay_vanished_place(e->session, e->key, p, err)
					: overlay_vanished_offer(e->session, e->key, o, err);
}

static void show_local(struct editor *e)
{
	struct err ignored = ERR_INIT;
	struct overlay o;

	if (overlay_read(e->session, e->kind, e->key, &o, &ignored))
		record_form_local(&e->rf, &o);
	overlay_done(&o);
}

static void editor_close(void *self)
{
	struct editor *e = self;

	record_form_close(&e->rf);
	free(e->key);
	free(e->name);
	free(e);
}

static void *editor_open(struct app *app, const void *arg, struct err *err)
{
	const struct record_request *r = arg;
	struct editor *e = xcalloc(1, sizeof *e);
	struct place p;
	struct offer o;
	bool ok;

	e->session = app_session(app);
	e->kind = r->kind;
	e->key = xstrdup(r->key);
	place_init(&p);
	offer_init(&o);
	ok = read_record(e, &p, &o, err);
	if (ok) {
		bool place = e->kind == OVERLAY_PLACE;

		e->name = xstrdup(place ? place_get(&p, PLACE_NAME) : offer_get(&o, OFFER_NAME));
		record_form_open(&e->rf, e->session, e->kind, place ? p.f : o.f);
		show_local(e);
	} else if (err->kind == ERR_NONE) {
		err_set(err, ERR_NOT_FOUND, "Cette fiche n’est plus dans l’annuaire");
	}
	place_clear(&p);
	offer_clear(&o);
	if (ok)
		return e;
	editor_close(e);
	return NULL;
}

/* ---- acts ---- */

static enum outcome save(struct editor *e, struct app *app)
{
	struct overlay_input in[OVERLAY_FIELDS];
	struct err err = ERR_INIT;
	struct str what;
	size_t n;
	bool ok;

	if (!record_form_check(&e->rf, app))
		return DONE;
	n = record_form_inputs(&e->rf, in);
	if (!n) {
		app_say(app, STYLE_NORMAL, "Rien n’a été changé.");
		return CLOSE;
	}
	ok = overlay_correct_all(e->session, e->kind, e->key, in, n, &err);
	str_init(&what);
	str_addf(&what, "Enregistré : %zu champ%s de « %s »", n, n < 2 ? "" : "s", e->name);
	local_said(app, ok, &err, what.s);
	str_done(&what);
	return ok ? CLOSE : DONE;
}

/* The field shows again what the record holds. */
static void show_again(struct editor *e, int field)
{
	struct err ignored = ERR_INIT;
	struct place p;
	struct offer o;

	place_init(&p);
	offer_init(&o);
	if (read_record(e, &p, &o, &ignored))
		record_form_set(&e->rf, field,
				e->kind == OVERLAY_PLACE ? place_get(&p, (enum place_field)field)
							 : offer_get(&o, (enum offer_field)field));
	place_clear(&p);
	offer_clear(&o);
	show_local(e);
}

static enum outcome choose(struct editor *e, struct app *app, bool keep)
{
	int field = record_form_focused(&e->rf);
	struct err err = ERR_INIT;
	const struct field *f;
	struct str what;
	size_t n;
	bool ok;

	if (field < 0)
		return DONE;
	/* the field shows the choice: what is typed there would be lost */
	if (form_field_changed(e->rf.form, e->rf.item[field])) {
		app_say(app, STYLE_WARNING, "Vous venez d’écrire dans ce champ : Ctrl-S "
			"l’enregistre, Échap l’abandonne.");
		return DONE;
	}
	f = &overlay_fields(e->kind, &n)[field];
	ok = keep ? overlay_keep(e->session, e->kind, e->key, f->sql, &err)
		  : overlay_forget(e->session, e->kind, e->key, f->sql, &err);
	str_init(&what);
	str_addf(&what, keep ? "%s : votre correction reste" : "%s : comme le dit la source",
		 f->label);
	local_said(app, ok, &err, what.s);
	str_done(&what);
	if (ok)
		show_again(e, field);
	return DONE;
}

static enum outcome editor_act(void *self, struct app *app, enum action action)
{
	struct editor *e = self;

	switch (action) {
	case ACTION_SAVE:
		return save(e, app);
	case ACTION_KEEP:
	case ACTION_SOURCE:
		return choose(e, app, action == ACTION_KEEP);
	default:
		return form_act(e->rf.form, app, action);
	}
}

static void editor_heading(const void *self, struct str *out)
{
	const struct editor *e = self;

	str_addf(out, "%s%s", e->kind == OVERLAY_PLACE ? "" : "offre : ", e->name);
}

static const struct binding keys[] = {
	FORM_KEYS,
	{ .key = CTRL('R'), .action = ACTION_SOURCE, .bar = 5 },
	{ .key = K_F(3), .action = ACTION_SOURCE },
	{ .key = CTRL('G'), .action = ACTION_KEEP, .bar = 6 },
	{ .key = K_F(4), .action = ACTION_KEEP },
};

const struct screen_ops screen_correct = {
	.name = "corriger",
	.title = "Corriger",
	.keys = { keys, ARRAY_SIZE(keys), FORM_USES },
	.open = editor_open,
	.act = editor_act,
	.close = editor_close,
	.heading = editor_heading,
	FORM_SCREEN,
};
