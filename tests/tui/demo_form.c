/* A screen that is a form with a field of each kind, for test_form. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/mem.h"
#include "aiguillage/session.h"
#include "src/tui/form.h"
#include "src/tui/screens.h"

struct demo {
	struct form *form;
	int name, text, care, needs, day, number, wifi, commune, hidden;
};

static bool check(void *ctx, struct form *f, int field, struct err *err)
{
	struct demo *d = ctx;

	if (field != d->name)
		return true;
	form_note(f, field, STYLE_DIM, strchr(form_value(f, field), '!') ? "Que d’émotion." : "");
	return !strstr(form_value(f, field), "Dupond") ||
	       err_set(err, ERR_USAGE, "Dupond s’écrit Dupont");
}

static void *demo_open(struct app *app, const void *arg, struct err *err)
{
	static const struct form_choice cares[] = {
		{ "g", "Gratuit", "sans payer" }, { "p", "Payant", NULL },
	};
	struct demo *d = xcalloc(1, sizeof *d);
	struct form *f = form_new(app_session(app));

	(void)arg;
	(void)err;
	d->form = f;
	d->name = form_add(f, &(struct form_field){ .kind = FORM_LINE, .label = "Nom",
						    .required = true, .max = 40 }, "Paul");
	d->text = form_add(f, &(struct form_field){ .kind = FORM_TEXT, .label = "À savoir" },
			   "Une ligne.\nUne autre.");
	form_heading(f, "Choisir");
	d->care = form_add(f, &(struct form_field){ .kind = FORM_ONE, .label = "Frais",
						    .choices = cares, .n_choices = 2 }, "troc");
	d->needs = form_add_codes(f, &(struct form_field){ .kind = FORM_SEVERAL,
							   .label = "Besoins" }, VOCAB_NEED, "");
	form_heading(f, "Écrire");
	d->day = form_add(f, &(struct form_field){ .kind = FORM_DATE, .label = "Jour",
						   .lean = DATE_FUTURE }, "2026-12-01");
	d->number = form_add(f, &(struct form_field){ .kind = FORM_NUMBER, .label = "Places" }, "");
	d->wifi = form_add(f, &(struct form_field){ .kind = FORM_YESNO, .label = "Wifi" }, "");
	d->commune = form_add(f, &(struct form_field){ .kind = FORM_COMMUNE, .label = "Commune",
						       .hint = "Où cela se passe" }, "69243");
	d->hidden = form_add(f, &(struct form_field){ .kind = FORM_LINE, .label = "Caché",
						      .required = true }, "");
	form_show(f, d->hidden, false);
	form_mark(f, d->commune, "corrigé");
	form_note(f, d->commune, STYLE_DIM, "la source dit : Affoux");
	form_set_check(f, check, d);
	return d;
}

static void demo_close(void *self)
{
	form_free(((struct demo *)self)->form);
	free(self);
}

static enum outcome save(struct demo *d, struct app *app)
{
	const struct form *f = d->form;

	if (!form_check(d->form))
		return DONE;
	if (!strcmp(form_value(f, d->name), "plein")) {
		app_say(app, STYLE_ERROR, "Impossible d’enregistrer : le disque est plein.");
		return DONE;
	}
	app_say(app, STYLE_GOOD, "<%s> <%s> <%s> <%s> <%s> <%s> <%s>", form_value(f, d->name),
		form_value(f, d->care), form_value(f, d->needs), form_value(f, d->day),
		form_value(f, d->number), form_value(f, d->wifi), form_value(f, d->commune));
	form_saved(d->form);
	return DONE;
}

static enum outcome demo_act(void *self, struct app *app, enum action action)
{
	struct demo *d = self;

	return action == ACTION_SAVE ? save(d, app) : form_act(d->form, app, action);
}

static const struct binding keys[] = { FORM_KEYS };

static const struct screen_ops screen_demo = {
	.name = "demo-formulaire",
	.title = "Formulaire",
	.keys = { keys, ARRAY_SIZE(keys), FORM_USES },
	.open = demo_open,
	.act = demo_act,
	.close = demo_close,
	FORM_SCREEN,
};

int main(void)
{
	struct session_options so = { 0 };
	struct app_options o = { .help = &screen_help };
	struct err err = ERR_INIT;
	int code = 0;

	if (!session_open(&o.session, &so, &err) || !app_run(&o, &screen_demo, NULL, &err)) {
		fprintf(stderr, "demo : %s\n", err.msg);
		code = err.kind;
	}
	session_close(o.session);
	return code;
}
