/* Annuaire papier: of which communes, for whom, in which form; then the file. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/booklet_html.h"
#include "aiguillage/booklet_pdf.h"
#include "aiguillage/date.h"
#include "aiguillage/mem.h"
#include "aiguillage/path.h"
#include "src/tui/form.h"
#include "src/tui/save.h"
#include "src/tui/screens.h"

struct making {
	struct form *form;	/* first */
	struct session *session;
	int scope, commune, needs, audiences, look;	/* fields */
	char advice[160];	/* once it is written */
};

static const struct {
	struct form_choice choice;
	enum booklet_scope scope;
} scopes[] = {
	{ { "secteur", "tout le secteur", "80 communes" }, BOOKLET_SECTOR },
	{ { "epci", "l’intercommunalité d’une commune", "communauté de communes" }, BOOKLET_EPCI },
	{ { "commune", "une commune", NULL }, BOOKLET_COMMUNE },
	{ { "departement", "le département d’une commune", NULL }, BOOKLET_DEPARTMENT },
};

enum look { LOOK_PAGES, LOOK_FOLDED, LOOK_LARGE, LOOK_WEB };

static const struct {
	struct form_choice choice;
	const char *suffix, *advice;
	enum booklet_pdf_form form;
} looks[] = {
	[LOOK_PAGES] = { { "pages", "livret A5, à lire ou à imprimer (PDF)", NULL }, "pdf", "", BOOKLET_PDF_PAGES },
	[LOOK_FOLDED] = { { "plier", "livret à plier, deux pages par feuille A4 (PDF)", NULL }, "pdf",
			  "À imprimer recto verso, bord court", BOOKLET_PDF_FOLDED },
	[LOOK_LARGE] = { { "gros", "gros caractères, sur A4 (PDF)", "malvoyant" }, "pdf", "", BOOKLET_PDF_LARGE },
	[LOOK_WEB] = { { "web", "page pour un site ou un lecteur d’écran (HTML)", NULL }, "html", "", 0 },
};

/* ---- the form ---- */

static const struct form_choice *scope_choices(struct form_choice out[ARRAY_SIZE(scopes)])
{
	for (size_t i = 0; i < ARRAY_SIZE(scopes); i++)
		out[i] = scopes[i].choice;
	return out;
}

static const struct form_choice *look_choices(struct form_choice out[ARRAY_SIZE(looks)])
{
	for (size_t i = 0; i < ARRAY_SIZE(looks); i++)
		out[i] = looks[i].choice;
	return out;
}

/* The one asked for, else that of the last search: another may be chosen. */
static void first_commune(struct making *m, const uint32_t *asked, struct commune *out)
{
	struct criteria last;

	*out = (struct commune){ .insee = "" };
	criteria_init(&last);
	criteria_recall(&last, m->session);
	if (asked || last.commune != COMMUNE_NONE)
		gazetteer_get(m->session->gazetteer, asked ? *asked : last.commune, out);
	criteria_done(&last);
}

static void *booklet_open(struct app *app, const void *arg, struct err *err)
{
	struct form_choice scope[ARRAY_SIZE(scopes)], look[ARRAY_SIZE(looks)];
	struct making *m = xcalloc(1, sizeof *m);
	struct commune commune;

	(void)err;
	m->session = app_session(app);
	first_commune(m, arg, &commune);
	m->form = form_new(m->session);
	m->scope = form_add(m->form, &(struct form_field){ .kind = FORM_ONE, .label = "De quelles communes",
			.hint = "Un livret à laisser sur un comptoir. Entrée : choisir quelles communes.",
			.choices = scope_choices(scope), .n_choices = ARRAY_SIZE(scope), .required = true },
			arg ? "commune" : "secteur");
	m->commune = form_add(m->form, &(struct form_field){ .kind = FORM_COMMUNE, .label = "Commune",
							     .required = true }, commune.insee);
	m->needs = form_add_codes(m->form, &(struct form_field){ .kind = FORM_SEVERAL, .label = "Besoins",
			.hint = "Seulement ces besoins. Vide : tous." }, VOCAB_NEED, "");
	m->audiences = form_add_codes(m->form, &(struct form_field){ .kind = FORM_SEVERAL, .label = "Publics",
			.hint = "Seulement ce qui s’adresse à eux. Vide : tout le monde." }, VOCAB_AUDIENCE, "");
	m->look = form_add(m->form, &(struct form_field){ .kind = FORM_ONE, .label = "Forme",
			.hint = "Entrée : choisir. Ctrl-S : écrire le fichier.",
			.choices = look_choices(look), .n_choices = ARRAY_SIZE(look), .required = true }, "pages");
	return m;
}

static void booklet_close(void *self)
{
	struct making *m = self;

	form_free(m->form);
	free(m);
}

static size_t chosen_scope(const struct making *m)
{
	size_t i = 0;

	while (i + 1 < ARRAY_SIZE(scopes) && strcmp(scopes[i].choice.code, form_value(m->form, m->scope)) != 0)
		i++;
	return i;
}

static size_t chosen_look(const struct making *m)
{
	size_t i = 0;

	while (i + 1 < ARRAY_SIZE(looks) && strcmp(looks[i].choice.code, form_value(m->form, m->look)) != 0)
		i++;
	return i;
}

static void booklet_update(void *self, struct app *app, struct area a)
{
	struct making *m = self;

	form_show(m->form, m->commune, scopes[chosen_scope(m)].scope != BOOKLET_SECTOR);
	form_screen_update(self, app, a);
}

/* ---- the file ---- */

static bool write_web(struct making *m, const struct booklet_request *r, const char *path, struct err *err)
{
	struct booklet_html *b = booklet_html_new();
	struct str page;
	bool ok;

	str_init(&page);
	ok = booklet_tell(m->session, r, booklet_html_item, b, err);
	if (ok) {
		booklet_html_finish(b, &page);
		ok = path_write(path, page.s, page.len, err);
	}
	booklet_html_free(b);
	str_done(&page);
	return ok;
}

static bool write_pdf(struct making *m, const struct booklet_request *r, enum booklet_pdf_form form,
		      const char *path, struct err *err)
{
	struct session *s = m->session;
	struct booklet_pdf *b = booklet_pdf_new(path, s->data_dir, form, s->rail, s->gazetteer, err);
	bool ok = b && booklet_tell(s, r, booklet_pdf_item, b, err) && booklet_pdf_finish(b, err);
	const char *package;

	if (ok && booklet_pdf_missing(b, &package))
		snprintf(m->advice, sizeof m->advice, "Des signes y manquent (▯) : apt install %s", package);
	booklet_pdf_free(b);
	return ok;
}

static bool write_file(void *ctx, const char *path, struct err *err)
{
	struct making *m = ctx;
	size_t look = chosen_look(m);
	struct criteria c;
	struct booklet_request r = { .scope = scopes[chosen_scope(m)].scope, .criteria = &c };
	bool ok;

	snprintf(m->advice, sizeof m->advice, "%s", looks[look].advice);
	criteria_init(&c);
	str_add(&c.needs, form_value(m->form, m->needs));
	str_add(&c.audiences, form_value(m->form, m->audiences));
	r.commune = gazetteer_by_insee(m->session->gazetteer, form_value(m->form, m->commune));
	ok = look == LOOK_WEB ? write_web(m, &r, path, err) : write_pdf(m, &r, looks[look].form, path, err);
	criteria_done(&c);
	return ok;
}

static void ask_where(struct making *m, struct app *app)
{
	size_t look = chosen_look(m);
	char day[DATE_MOMENT_LEN];
	struct str name;

	if (!form_check(m->form))
		return;
	date_format_day(day, clock_today());
	str_init(&name);
	str_addf(&name, "annuaire-%s.%s", day, looks[look].suffix);
	save_open(app, &(struct save_request){ .title = "Écrire l’annuaire papier", .name = name.s,
					       .done = "Annuaire écrit dans", .advice = m->advice,
					       .shown = true, .write = write_file, .ctx = m });
	str_done(&name);
}

/* ---- keys ---- */

static enum outcome booklet_act(void *self, struct app *app, enum action action)
{
	struct making *m = self;

	if (action == ACTION_SAVE) {
		ask_where(m, app);
		return DONE;
	}
	/* a few choices are no work that would be lost */
	if (action == ACTION_BACK)
		return CLOSE;
	return form_act(m->form, app, action);
}

static const char *booklet_label(const void *self, enum action action)
{
	(void)self;
	return action == ACTION_SAVE ? "Écrire le fichier" : NULL;
}

static const struct binding keys[] = { FORM_KEYS };

const struct screen_ops screen_booklet = {
	.name = "annuaire-papier",
	.title = "Annuaire papier",
	.keys = { keys, ARRAY_SIZE(keys), FORM_USES },
	.open = booklet_open,
	.update = booklet_update,
	.draw = form_screen_draw,
	.act = booklet_act,
	.text = form_screen_text,
	.mouse = form_screen_mouse,
	.close = booklet_close,
	.refresh = form_screen_refresh,
	.typing = form_screen_typing,
	.label = booklet_label,
	.hint = form_screen_hint,
};
