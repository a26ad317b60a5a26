/* Fiche à remettre: what the person takes away, read before it is printed or kept as a file. */
#include <stdlib.h>
#include <string.h>

#include "aiguillage/log_sheet.h"
#include "aiguillage/mem.h"
#include "aiguillage/printer.h"
#include "aiguillage/sheet.h"
#include "aiguillage/sheet_pdf.h"
#include "src/tui/app.h"
#include "src/tui/pager.h"
#include "src/tui/picker.h"
#include "src/tui/save.h"
#include "src/tui/screens.h"

#define COLUMNS 76		/* of the text shown */

/* What one of the sheets is about. */
struct about {
	char *key;
	struct log_sheet *noted;	/* of a referral, or NULL */
	struct sheet_request request;
};

struct view {
	struct session *session;
	struct sheet_labels *labels;
	char *commune, *need;
	struct about *about;
	struct sheet *sheets;	/* as many, once made */
	size_t n;
	int language;
	bool simple, made;
	struct sheet_look look;
	struct pager pager;
};

/* ---- what it says ---- */

static void add_text(struct view *v, const struct sheet *sheet)
{
	struct str b;
	char *line, *rest;

	str_init(&b);
	sheet_text(&b, sheet, COLUMNS);
	rest = b.s;
	while ((line = strsep(&rest, "\n"))) {
		size_t indent = strspn(line, " ");

		if (!*line)
			pager_gap(&v->pager);
		else if (line[0] != '-')	/* a rule would not fit everywhere */
			pager_add(&v->pager, indent ? STYLE_NORMAL : STYLE_STRONG, (int)indent,
				  line + indent);
	}
	str_done(&b);
}

static void sheets_free(struct sheet *sheets, size_t n)
{
	for (size_t i = 0; i < n; i++)
		sheet_done(&sheets[i]);
	free(sheets);
}

/* All of them, or what was there stays. */
static bool make(struct view *v, struct err *err)
{
	struct sheet *sheets = xcalloc(v->n, sizeof *sheets);

	for (size_t i = 0; i < v->n; i++) {
		v->about[i].request.language = v->language;
		v->about[i].request.simple = v->simple;
		if (!sheet_make(v->session, v->labels, &v->about[i].request, &sheets[i], err)) {
			sheets_free(sheets, i);
			return false;
		}
	}
	sheets_free(v->sheets, v->made ? v->n : 0);
	v->sheets = sheets;
	v->made = true;
	pager_clear(&v->pager);
	for (size_t i = 0; i < v->n; i++) {
		if (i)
			pager_gap(&v->pager);
		add_text(v, &sheets[i]);
	}
	return true;
}

static void view_close(void *self)
{
	struct view *v = self;

	sheets_free(v->sheets, v->made ? v->n : 0);
	for (size_t i = 0; i < v->n; i++) {
		if (v->about[i].noted)
			log_sheet_done(v->about[i].noted);
		free(v->about[i].noted);
		free(v->about[i].key);
	}
	free(v->about);
	pager_done(&v->pager);
	sheet_labels_free(v->labels);
	free(v->commune);
	free(v->need);
	free(v);
}

/* The offer, or the place when none is chosen. */
static bool read_key(struct view *v, struct about *a, const struct sheet_subject *r, struct err *err)
{
	struct place p;
	struct offer o;

	place_init(&p);
	offer_init(&o);
	if (r->offer && directory_offer(v->session->directory, r->offer, &o, err))
		a->key = xstrdup(offer_get(&o, OFFER_KEY));
	else if (!err->kind && directory_place(v->session->directory, r->place, &p, err))
		a->key = xstrdup(place_get(&p, PLACE_KEY));
	else if (!err->kind)
		err_set(err, ERR_NOT_FOUND, "Cette fiche n’est plus dans l’annuaire");
	place_clear(&p);
	offer_clear(&o);
	a->request = (struct sheet_request){ .key = a->key,
					     .commune = v->commune,
					     .need = v->need,
					     .appointment = SHEET_NO_MOMENT };
	return a->key != NULL;
}

static bool read_about(struct view *v, struct about *a, const struct sheet_subject *r, struct err *err)
{
	if (!r->referral)
		return read_key(v, a, r, err);
	a->noted = xcalloc(1, sizeof *a->noted);
	if (!log_sheet_init(v->session, r->referral, a->noted, err))
		return false;
	a->request = a->noted->request;
	return true;
}

static void *view_open(struct app *app, const void *arg, struct err *err)
{
	const struct sheet_screen_request *r = arg;
	struct view *v = xcalloc(1, sizeof *v);
	bool ok = true;

	v->session = app_session(app);
	v->commune = xstrdup(r->commune ? r->commune : "");
	v->need = xstrdup(r->need ? r->need : "");
	v->language = SHEET_NO_LANGUAGE;
	v->look.choice = r->choice;
	v->about = xcalloc(r->n, sizeof *v->about);
	pager_init(&v->pager);
	for (; ok && v->n < r->n; v->n++)
		ok = read_about(v, &v->about[v->n], &r->subjects[v->n], err);
	if (ok)
		v->labels = sheet_labels_read(v->session->data_dir, err);
	if (v->labels && make(v, err))
		return v;
	view_close(v);
	return NULL;
}

/* ---- painting ---- */

static struct area text_area(struct area a)
{
	struct area t = { a.y, a.x + 2, a.h, a.w - 3 };

	if (t.w > COLUMNS)
		t.w = COLUMNS;
	return t;
}

static void view_update(void *self, struct app *app, struct area a)
{
	struct view *v = self;

	(void)app;
	pager_fit(&v->pager, text_area(a));
}

static void view_draw(const void *self, struct term *t, struct area a)
{
	const struct view *v = self;

	pager_draw(&v->pager, t, text_area(a));
}

static void view_heading(const void *self, struct str *out)
{
	const struct view *v = self;

	if (v->n > 1)
		str_addf(out, v->look.choice ? "%zu lieux au choix, " : "%zu fiches, ", v->n);
	str_add(out, v->language > SHEET_FRENCH ? sheet_language_french(v->labels, v->language)
						: "français");
	if (v->simple)
		str_add(out, ", simple");
	if (v->look.large)
		str_add(out, ", gros");
	if (v->look.paper == PAPER_A5)
		str_add(out, ", A5");
}

static void view_hint(const void *self, struct str *out)
{
	(void)self;
	str_add(out, sheet_pdf_possible() ? "i : imprimer. e : en faire un PDF. Échap : retour."
					  : "i : imprimer. e : l’écrire en texte. Échap : retour.");
}

/* ---- choices ---- */

static void remake(struct view *v, struct app *app)
{
	struct err err = ERR_INIT;

	if (!make(v, &err))
		app_say(app, STYLE_ERROR, "%s.", err.msg);
}

static void on_language(void *ctx, struct app *app, const bool *checked)
{
	struct view *v = ctx;

	for (size_t i = 0; i < sheet_language_count(v->labels); i++) {
		if (!checked[i])
			continue;
		v->language = (int)i;
		remake(v, app);
		return;
	}
}

static void choose_language(struct view *v, struct app *app)
{
	size_t n = sheet_language_count(v->labels);
	struct picker_item *items = xcalloc(n, sizeof *items);

	for (size_t i = 0; i < n; i++) {
		items[i] = (struct picker_item){
			.label = i ? sheet_language_french(v->labels, (int)i) : "français seul",
			.words = sheet_language_own(v->labels, (int)i),
			.count = PICKER_NO_COUNT,
		};
	}
	picker_open(app, &(struct picker_request){ .title = "Langue, à côté du français",
						   .items = items,
						   .n = n,
						   .done = on_language,
						   .ctx = v });
	free(items);
}

/* ---- paper ---- */

static void print_it(struct view *v, struct app *app)
{
	struct err err = ERR_INIT;

	if (print_sheets(v->session, v->sheets, v->n, &v->look, NULL, &err))
		app_say(app, STYLE_GOOD, v->n > 1 && !v->look.choice ? "%zu fiches envoyées à l’imprimante."
								     : "Envoyée à l’imprimante.", v->n);
	else
		app_say(app, STYLE_ERROR, "%s.", err.msg);
}

static bool write_it(void *ctx, const char *path, struct err *err)
{
	struct view *v = ctx;

	return print_write_sheets(v->session, path, v->sheets, v->n, &v->look, err);
}

static void save_it(struct view *v, struct app *app)
{
	struct err err = ERR_INIT;
	char *path = print_file(v->session, print_suffix(), &err);

	if (path)
		save_open(app, &(struct save_request){
				       .title = v->n > 1 ? "Écrire les fiches" : "Écrire la fiche",
				       .name = path,
				       .done = v->n > 1 ? "Écrites :" : "Écrite :",
				       .shown = true,
				       .write = write_it,
				       .ctx = v,
			       });
	else
		app_say(app, STYLE_ERROR, "%s.", err.msg);
	free(path);
}

static enum outcome view_act(void *self, struct app *app, enum action action)
{
	struct view *v = self;

	switch (action) {
	case ACTION_LANGUAGE:
		choose_language(v, app);
		return DONE;
	case ACTION_SIMPLE:
		v->simple = !v->simple;
		remake(v, app);
		return DONE;
	case ACTION_LARGE:
		v->look.large = !v->look.large;
		return DONE;
	case ACTION_PAPER:
		v->look.paper = v->look.paper == PAPER_A5 ? PAPER_A4 : PAPER_A5;
		return DONE;
	case ACTION_CHOICE:
		if (v->n > 1)
			v->look.choice = !v->look.choice;
		return v->n > 1 ? DONE : PASS;
	case ACTION_SHOW:	/* what was written a moment ago is shown by the application */
		app_say(app, STYLE_NORMAL, "Écrivez d’abord le fichier, avec e.");
		return DONE;
	case ACTION_PRINT:
		print_it(v, app);
		return DONE;
	case ACTION_SAVE:
		save_it(v, app);
		return DONE;
	case ACTION_OPEN:
		pager_act(&v->pager, ACTION_PAGE_DOWN);
		return DONE;
	default:
		return pager_act(&v->pager, action) ? DONE : PASS;
	}
}

static const char *view_label(const void *self, enum action action)
{
	const struct view *v = self;

	if (action == ACTION_SAVE)
		return sheet_pdf_possible() ? "PDF" : "Texte";
	if (action == ACTION_CHOICE)
		return v->n < 2 ? "" : v->look.choice ? "Une page chacun" : "Une seule page";
	return action == ACTION_PAPER ? v->look.paper == PAPER_A5 ? "A4" : "A5" : NULL;
}

static const struct binding keys[] = {
	{ .key = K_ESC, .action = ACTION_BACK, .bar = 2 },
	{ .key = 'i', .action = ACTION_PRINT, .bar = 1 },
	{ .key = K_F(7), .action = ACTION_PRINT },
	{ .key = 'e', .action = ACTION_SAVE, .bar = 3 },
	{ .key = 'l', .action = ACTION_LANGUAGE, .bar = 4 },
	{ .key = 's', .action = ACTION_SIMPLE, .bar = 5 },
	{ .key = 'g', .action = ACTION_LARGE, .bar = 6 },
	{ .key = 'c', .action = ACTION_CHOICE, .bar = 7 },
	{ .key = 'f', .action = ACTION_PAPER, .bar = 8 },
	{ .key = 'o', .action = ACTION_SHOW },
	{ .key = K_ENTER, .action = ACTION_OPEN },
	{ .key = CTRL('Q'), .action = ACTION_QUIT, .bar = 9 },
};

const struct screen_ops screen_sheet = {
	.name = "fiche-remise",
	.title = "Fiche à remettre",
	.keys = { keys, ARRAY_SIZE(keys), KEYS_LIST | KEYS_LETTERS },
	.open = view_open,
	.update = view_update,
	.draw = view_draw,
	.act = view_act,
	.close = view_close,
	.label = view_label,
	.heading = view_heading,
	.hint = view_hint,
};
