/* Fiche à remettre: what the person takes away, read before it is printed or kept as a file. */
#include <stdlib.h>
#include <string.h>

#include "aiguillage/log_sheet.h"
#include "aiguillage/mem.h"
#include "aiguillage/path.h"
#include "aiguillage/printer.h"
#include "aiguillage/sheet.h"
#include "aiguillage/sheet_pdf.h"
#include "src/tui/app.h"
#include "src/tui/pager.h"
#include "src/tui/picker.h"
#include "src/tui/screens.h"

#define COLUMNS 76		/* of the text shown */

struct view {
	struct session *session;
	struct sheet_labels *labels;
	char *key, *commune, *need;
	struct log_sheet *noted;	/* of a referral, or NULL */
	struct sheet_request request;
	struct sheet sheet;
	bool made, large;
	struct pager pager;
};

/* ---- what it says ---- */

static void fill(struct view *v)
{
	struct str b;
	char *line, *rest;

	pager_clear(&v->pager);
	str_init(&b);
	sheet_text(&b, &v->sheet, COLUMNS);
	rest = b.s;
	while ((line = strsep(&rest, "\n"))) {
		size_t indent = strspn(line, " ");
		bool title = !indent;

		if (!*line)
			pager_gap(&v->pager);
		else if (line[0] != '-')	/* a rule would not fit everywhere */
			pager_add(&v->pager, title ? STYLE_STRONG : STYLE_NORMAL, (int)indent,
				  line + indent);
	}
	str_done(&b);
}

static bool make(struct view *v, struct err *err)
{
	struct sheet sheet;

	if (!sheet_make(v->session, v->labels, &v->request, &sheet, err))
		return false;
	if (v->made)
		sheet_done(&v->sheet);
	v->sheet = sheet;
	v->made = true;
	fill(v);
	return true;
}

static void view_close(void *self)
{
	struct view *v = self;

	if (v->made)
		sheet_done(&v->sheet);
	pager_done(&v->pager);
	sheet_labels_free(v->labels);
	if (v->noted)
		log_sheet_done(v->noted);
	free(v->noted);
	free(v->key);
	free(v->commune);
	free(v->need);
	free(v);
}

/* The offer, or the place when none is chosen. */
static bool read_key(struct view *v, const struct sheet_screen_request *r, struct err *err)
{
	struct place p;
	struct offer o;

	place_init(&p);
	offer_init(&o);
	if (r->offer && directory_offer(v->session->directory, r->offer, &o, err))
		v->key = xstrdup(offer_get(&o, OFFER_KEY));
	else if (!err->kind && directory_place(v->session->directory, r->place, &p, err))
		v->key = xstrdup(place_get(&p, PLACE_KEY));
	else if (!err->kind)
		err_set(err, ERR_NOT_FOUND, "Cette fiche n’est plus dans l’annuaire");
	place_clear(&p);
	offer_clear(&o);
	v->request = (struct sheet_request){ .key = v->key,
					     .commune = v->commune,
					     .need = v->need,
					     .appointment = SHEET_NO_MOMENT,
					     .language = SHEET_NO_LANGUAGE };
	return v->key != NULL;
}

static bool read_referral(struct view *v, const struct entry *referral, struct err *err)
{
	v->noted = xcalloc(1, sizeof *v->noted);
	if (!log_sheet_init(v->session, referral, v->noted, err))
		return false;
	v->request = v->noted->request;
	return true;
}

static void *view_open(struct app *app, const void *arg, struct err *err)
{
	const struct sheet_screen_request *r = arg;
	struct view *v = xcalloc(1, sizeof *v);

	v->session = app_session(app);
	v->commune = xstrdup(r->commune ? r->commune : "");
	v->need = xstrdup(r->need ? r->need : "");
	pager_init(&v->pager);
	if (r->referral ? read_referral(v, r->referral, err) : read_key(v, r, err))
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

	str_add(out, v->request.language > SHEET_FRENCH
			     ? sheet_language_french(v->labels, v->request.language) : "français");
	if (v->request.simple)
		str_add(out, ", simple");
	if (v->large)
		str_add(out, ", gros");
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
		v->request.language = (int)i;
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
	struct sheet_look look = { .large = v->large };
	struct err err = ERR_INIT;

	if (print_sheets(v->session, &v->sheet, 1, &look, NULL, &err))
		app_say(app, STYLE_GOOD, "Envoyée à l’imprimante.");
	else
		app_say(app, STYLE_ERROR, "%s.", err.msg);
}

static void save_it(struct view *v, struct app *app)
{
	struct sheet_look look = { .large = v->large };
	struct err err = ERR_INIT;
	char *path, *shown;

	if (!print_save_sheets(v->session, &v->sheet, 1, &look, &path, &err)) {
		app_say(app, STYLE_ERROR, "%s.", err.msg);
		return;
	}
	shown = path_shown(path);
	app_say(app, STYLE_GOOD, "Écrite : %s", shown);
	if (printer_can_show() && !printer_show(path, &err))
		app_say(app, STYLE_NORMAL, "Écrite : %s. %s.", shown, err.msg);
	free(shown);
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
		v->request.simple = !v->request.simple;
		remake(v, app);
		return DONE;
	case ACTION_LARGE:
		v->large = !v->large;
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
	(void)self;
	return action == ACTION_SAVE ? sheet_pdf_possible() ? "PDF" : "Texte" : NULL;
}

static const struct binding keys[] = {
	{ .key = K_ESC, .action = ACTION_BACK, .bar = 2 },
	{ .key = 'i', .action = ACTION_PRINT, .bar = 1 },
	{ .key = K_F(7), .action = ACTION_PRINT },
	{ .key = 'e', .action = ACTION_SAVE, .bar = 3 },
	{ .key = 'l', .action = ACTION_LANGUAGE, .bar = 4 },
	{ .key = 's', .action = ACTION_SIMPLE, .bar = 5 },
	{ .key = 'g', .action = ACTION_LARGE, .bar = 6 },
	{ .key = K_ENTER, .action = ACTION_OPEN },
	{ .key = CTRL('Q'), .action = ACTION_QUIT, .bar = 7 },
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
