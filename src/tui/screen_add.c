/* Ajouter: a place or an offer that no source knows. */
#include <stdlib.h>
#include <string.h>

#include "aiguillage/mem.h"
#include "aiguillage/session.h"
#include "src/tui/local_act.h"
#include "src/tui/record_form.h"
#include "src/tui/screens.h"

struct adding {
	struct record_form rf;	/* first, and its form first */
	struct session *session;
	enum overlay_kind kind;
	char *place_key, *place_name;	/* of an offer */
	bool sure;		/* it is no twin of those that were shown */
};

static void add_close(void *self)
{
	struct adding *a = self;

	record_form_close(&a->rf);
	free(a->place_key);
	free(a->place_name);
	free(a);
}

/* That of the search, else the usual one. */
static void set_commune(struct adding *a, const char *insee)
{
	char *usual = insee ? NULL : journal_get_setting(a->session->journal, "commune");

	if (insee || usual)
		record_form_set(&a->rf, PLACE_INSEE, insee ? insee : usual);
	free(usual);
}

static void *add_open(struct app *app, const void *arg, struct err *err)
{
	const struct add_request *r = arg;
	struct adding *a = xcalloc(1, sizeof *a);

	(void)err;
	a->session = app_session(app);
	a->kind = r->kind;
	a->place_key = r->place_key ? xstrdup(r->place_key) : NULL;
	a->place_name = r->place_name ? xstrdup(r->place_name) : NULL;
	record_form_open(&a->rf, a->session, a->kind, NULL);
	if (r->kind == OVERLAY_PLACE)
		set_commune(a, r->insee);
	return a;
}

/* ---- twins ---- */

static void on_twin(void *ctx, struct app *app, bool yes)
{
	struct adding *a = ctx;

	a->sure = yes;
	if (yes)
		app_later(app, ACTION_SAVE);
	else
		app_say(app, STYLE_NORMAL, "Pas ajouté. Échap, puis cherchez le lieu qui existe.");
}

/* A place with a resembling name in that commune: asked before a second one is made. */
static bool may_be_twin(struct adding *a, struct app *app)
{
	const char *name, *insee;
	struct err ignored = ERR_INIT;
	struct str like, text;
	bool found;

	/* the form of an offer has other fields at these numbers */
	if (a->kind != OVERLAY_PLACE || a->sure)
		return false;
	name = form_value(a->rf.form, a->rf.item[PLACE_NAME]);
	insee = form_value(a->rf.form, a->rf.item[PLACE_INSEE]);
	str_init(&like);
	str_init(&text);
	found = overlay_resembling(a->session, name, insee, &like, &ignored);
	str_addf(&text, "Il y a déjà ici « %s ». Est-ce un autre lieu ?", like.s);
	if (found)
		app_ask(app, &(struct question){
				     .text = text.s,
				     .yes = "Oui, un autre : l’ajouter",
				     .no = "Non, c’est lui : ne pas l’ajouter",
				     .answer = on_twin,
				     .ctx = a,
			     });
	str_done(&text);
	str_done(&like);
	return found;
}

/* ---- saving ---- */

/* *key receives the key of the place, the caller's. */
static bool add_place(struct adding *a, const struct overlay_input *in, size_t n, char **key,
		      struct err *err)
{
	struct place p;
	bool ok;

	place_init(&p);
	for (size_t i = 0; i < n; i++)
		place_set(&p, (enum place_field)overlay_field_find(OVERLAY_PLACE, in[i].column),
			  in[i].value);
	/* chosen beforehand, and so not changed */
	place_set(&p, PLACE_INSEE, form_value(a->rf.form, a->rf.item[PLACE_INSEE]));
	ok = overlay_add_place(a->session, &p, err);
	*key = xstrdup(place_get(&p, PLACE_KEY));
	place_clear(&p);
	return ok;
}

static bool add_offer(struct adding *a, const struct overlay_input *in, size_t n, struct err *err)
{
	struct offer o;
	bool ok;

	offer_init(&o);
	for (size_t i = 0; i < n; i++)
		offer_set(&o, (enum offer_field)overlay_field_find(OVERLAY_OFFER, in[i].column),
			  in[i].value);
	offer_set(&o, OFFER_PLACE_KEY, a->place_key);
	ok = overlay_add_offer(a->session, &o, err);
	offer_clear(&o);
	return ok;
}

/* No search finds it before it has an offer: its page is where one is added. */
static void show_place(struct adding *a, struct app *app, const char *key)
{
	struct err ignored = ERR_INIT;
	struct place_request r = {
		.place = directory_place_by_key(a->session->directory, key, &ignored),
	};

	if (r.place)
		app_push(app, &screen_place, &r);
}

static enum outcome save(struct adding *a, struct app *app)
{
	struct overlay_input in[OVERLAY_FIELDS];
	struct err err = ERR_INIT;
	char *key = NULL;
	size_t n;
	bool ok;

	if (!record_form_check(&a->rf, app) || may_be_twin(a, app))
		return DONE;
	n = record_form_inputs(&a->rf, in);
	ok = a->kind == OVERLAY_PLACE ? add_place(a, in, n, &key, &err) : add_offer(a, in, n, &err);
	local_said(app, ok, &err,
		   a->kind == OVERLAY_PLACE ? "Lieu ajouté. n : y ajouter une offre, sans quoi on ne le "
						   "trouve pas"
					    : "Offre ajoutée");
	if (ok && key)
		show_place(a, app, key);
	free(key);
	return ok ? CLOSE : DONE;
}

static enum outcome add_act(void *self, struct app *app, enum action action)
{
	struct adding *a = self;

	if (action == ACTION_SAVE)
		return save(a, app);
	return form_act(a->rf.form, app, action);
}

static void add_heading(const void *self, struct str *out)
{
	const struct adding *a = self;

	if (a->kind == OVERLAY_PLACE)
		str_add(out, "un lieu");
	else
		str_addf(out, "une offre de : %s", a->place_name ? a->place_name : "");
}

static const struct binding keys[] = { FORM_KEYS };

const struct screen_ops screen_add = {
	.name = "ajouter",
	.title = "Ajouter",
	.keys = { keys, ARRAY_SIZE(keys), FORM_USES },
	.open = add_open,
	.act = add_act,
	.close = add_close,
	.heading = add_heading,
	FORM_SCREEN,
};
