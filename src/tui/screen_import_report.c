/* The report of an import: read, written for a spreadsheet, and, after a trial, done for good. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "aiguillage/date.h"
#include "aiguillage/mem.h"
#include "aiguillage/path.h"
#include "aiguillage/text.h"
#include "src/tui/app.h"
#include "src/tui/file_field.h"
#include "src/tui/import_view.h"
#include "src/tui/pager.h"
#include "src/tui/screens.h"

#define DETAIL 200		/* lines of each sort; the file has more */
#define WIDEST 100		/* columns; longer lines are hard to read */

struct view {
	struct import_report report;
	struct pager pager;
	bool trial;		/* it can still be done for good */
	bool sure;		/* although most of the source would vanish */
	bool saving;		/* the name of the file is being typed */
	struct file_field to;
};

/* ---- opening ---- */

/* Titles end with a colon at the left edge; what is below them is indented. */
static void add_line(struct pager *p, const char *line, size_t n)
{
	size_t indent = strspn(line, " ");
	char *text;

	if (!n) {
		pager_gap(p);
		return;
	}
	text = xstrndup(line + indent, n - indent);
	pager_add(p, !indent && line[n - 1] == ':' ? STYLE_STRONG : STYLE_NORMAL, (int)indent, text);
	free(text);
}

/* Most often the file is that of another territory, given the name of the first. */
static void say_mass(const struct view *v, struct str *out)
{
	str_addf(out, "Plus de la moitié de la source « %s » disparaîtrait : ",
		 v->report.files[0].source);
	say_count(out, (int64_t)v->report.places.changes[IMPORT_VANISHED], "lieu", "lieux");
	str_add(out, ", ");
	say_count(out, (int64_t)v->report.offers.changes[IMPORT_VANISHED], "offre", "offres");
	str_add(out, ". Pour un autre territoire, revenir et donner un autre nom à la source.");
}

static bool is_mass(const struct view *v)
{
	return v->trial && v->report.n_files && v->report.checks[IMPORT_CHECK_GONE];
}

static void fill(struct view *v, const struct err *failure)
{
	struct str b;
	const char *line;

	str_init(&b);
	if (failure->kind) {
		str_addf(&b, "%s.", failure->msg);
		pager_add(&v->pager, STYLE_ERROR, 0, b.s);
		pager_gap(&v->pager);
		str_clear(&b);
	} else if (!v->trial) {
		pager_add(&v->pager, STYLE_GOOD, 0, "C’est fait : l’annuaire est à jour.");
	} else if (is_mass(v)) {
		str_add(&b, "! ");
		say_mass(v, &b);
		pager_add(&v->pager, STYLE_WARNING, 0, b.s);
		pager_gap(&v->pager);
		str_clear(&b);
	}
	import_report_say(&v->report, DETAIL, &b);
	line = b.s;
	while (*line) {
		size_t n = strcspn(line, "\n");

		add_line(&v->pager, line, n);
		line += n + (line[n] == '\n');
	}
	str_done(&b);
}

static void *view_open(struct app *app, const void *arg, struct err *err)
{
	const struct import_view_request *r = arg;
	struct view *v = xcalloc(1, sizeof *v);

	(void)app;
	(void)err;
	v->report = r->report;
	v->trial = r->report.done && r->report.dry_run;
	pager_init(&v->pager);
	file_field_init(&v->to);
	fill(v, &r->failure);
	return v;
}

static void view_close(void *self)
{
	struct view *v = self;

	import_report_done(&v->report);
	pager_done(&v->pager);
	file_field_done(&v->to);
	free(v);
}

/* ---- painting ---- */

static struct area text_area(const struct view *v, struct area a)
{
	struct area t = { a.y, a.x + 2, a.h - v->saving, a.w - 3 };

	if (t.w > WIDEST)
		t.w = WIDEST;
	return t;
}

static void view_update(void *self, struct app *app, struct area a)
{
	struct view *v = self;

	(void)app;
	pager_fit(&v->pager, text_area(v, a));
	if (v->saving)
		file_field_update(&v->to, 1);
}

static void view_draw(const void *self, struct term *t, struct area a)
{
	const struct view *v = self;
	int y = a.y + a.h - 1, x;

	pager_draw(&v->pager, t, text_area(v, a));
	if (!v->saving)
		return;
	x = a.x + 2 + term_text(t, y, a.x + 2, a.w, STYLE_STRONG, "Écrire dans : ");
	input_draw(&v->to.input, t, (struct area){ y, x, 1, a.w - x - 1 }, true);
}

/* ---- writing it ---- */

static void begin_saving(struct view *v)
{
	char day[DATE_MOMENT_LEN];
	struct str b;

	date_format_day(day, clock_today());
	str_init(&b);
	str_addf(&b, "~/rapport-import-%s.csv", day);
	file_field_set(&v->to, b.s);
	str_done(&b);
	v->saving = true;
}

static void write_report(struct view *v, struct app *app)
{
	char *path = file_field_path(&v->to);
	struct err err = ERR_INIT;
	struct str csv;

	str_init(&csv);
	import_report_csv(&v->report, &csv);
	if (path_write(path, csv.s, csv.len, &err)) {
		app_say(app, STYLE_GOOD, "Rapport écrit : %s", v->to.input.text.s);
		v->saving = false;
	} else {
		app_say(app, STYLE_ERROR, "%s.", err.msg);
	}
	str_done(&csv);
	free(path);
}

static void on_replace(void *ctx, struct app *app, bool yes)
{
	if (yes)
		write_report(ctx, app);
}

static void save(struct view *v, struct app *app)
{
	char *path = file_field_path(&v->to);
	struct stat st;
	bool there = stat(path, &st) == 0;

	if (!*path || (there && !S_ISREG(st.st_mode)))
		app_say(app, STYLE_ERROR, "Indiquez le nom du fichier à écrire.");
	else if (there)
		app_ask(app, &(struct question){
				     .text = "Ce fichier existe déjà. Le remplacer ?",
				     .yes = "Oui, le remplacer",
				     .no = "Non, un autre nom",
				     .answer = on_replace,
				     .ctx = v,
			     });
	else
		write_report(v, app);
	free(path);
}

/* ---- keys ---- */

static enum outcome act_saving(struct view *v, struct app *app, enum action action)
{
	switch (action) {
	case ACTION_BACK:
		v->saving = false;
		return DONE;
	case ACTION_OPEN:
		save(v, app);
		return DONE;
	case ACTION_UP:
	case ACTION_DOWN:
	case ACTION_PAGE_UP:
	case ACTION_PAGE_DOWN:
		return pager_act(&v->pager, action) ? DONE : PASS;
	default:
		return file_field_act(&v->to, action) ? DONE : PASS;
	}
}

static void on_sure(void *ctx, struct app *app, bool yes)
{
	struct view *v = ctx;

	v->sure = yes;
	if (yes)
		app_later(app, ACTION_IMPORT);
}

static void ask_sure(struct view *v, struct app *app)
{
	struct str b;

	str_init(&b);
	say_mass(v, &b);
	str_add(&b, " Importer quand même ?");
	app_ask(app, &(struct question){
			     .text = b.s,
			     .yes = "Oui, ce qui manque a disparu",
			     .no = "Non, ne rien changer",
			     .answer = on_sure,
			     .ctx = v,
		     });
	str_done(&b);
}

static enum outcome view_act(void *self, struct app *app, enum action action)
{
	struct view *v = self;

	if (v->saving)
		return act_saving(v, app, action);
	switch (action) {
	case ACTION_IMPORT:
		if (!v->trial)
			return DONE;
		if (is_mass(v) && !v->sure) {
			ask_sure(v, app);
			return DONE;
		}
		app_later(app, ACTION_IMPORT);
		return CLOSE;
	case ACTION_WRITE:
		begin_saving(v);
		return DONE;
	case ACTION_OPEN:
		pager_act(&v->pager, ACTION_PAGE_DOWN);
		return DONE;
	default:
		return pager_act(&v->pager, action) ? DONE : PASS;
	}
}

static enum outcome view_text(void *self, struct app *app, int c)
{
	struct view *v = self;

	(void)app;
	if (v->saving)
		file_field_text(&v->to, c);
	return DONE;
}

/* Nothing of the directory is kept here. */
static void view_refresh(void *self, bool before)
{
	(void)self;
	(void)before;
}

/* ---- words on the screen ---- */

static bool view_typing(const void *self)
{
	const struct view *v = self;

	return v->saving;
}

static const char *view_label(const void *self, enum action action)
{
	const struct view *v = self;

	if (action == ACTION_IMPORT)
		return v->trial && !v->saving ? "Importer pour de bon" : "";
	if (action == ACTION_WRITE)
		return v->saving ? "" : NULL;
	if (action == ACTION_OPEN)
		return v->saving ? "Écrire" : "";
	return NULL;
}

static void view_heading(const void *self, struct str *out)
{
	const struct view *v = self;

	str_add(out, v->trial ? "essai, rien n’est changé" : v->report.done ? "fait" : "rien n’est changé");
}

static void view_hint(const void *self, struct str *out)
{
	const struct view *v = self;
	int below = pager_below(&v->pager);

	if (v->saving) {
		str_add(out, "Entrée : écrire le rapport complet (CSV). Échap : ne rien écrire.");
		return;
	}
	if (v->trial)
		str_add(out, "i : importer pour de bon. ");
	if (below > 0)
		str_addf(out, "Bas : la suite (%d ligne%s). ", below, below > 1 ? "s" : "");
	str_add(out, "Échap : retour.");
}

static const struct binding keys[] = {
	{ .key = K_ESC, .action = ACTION_BACK, .bar = 2 },
	{ .key = 'i', .action = ACTION_IMPORT, .bar = 3 },
	{ .key = 'e', .action = ACTION_WRITE, .bar = 4 },
	{ .key = K_ENTER, .action = ACTION_OPEN, .bar = 6 },
	{ .key = CTRL('Q'), .action = ACTION_QUIT, .bar = 5 },
};

const struct screen_ops screen_import_report = {
	.name = "import-rapport",
	.title = "Rapport d’import",
	.keys = { keys, ARRAY_SIZE(keys), KEYS_LIST | KEYS_FIELDS | KEYS_EDIT | KEYS_LETTERS },
	.open = view_open,
	.update = view_update,
	.draw = view_draw,
	.act = view_act,
	.text = view_text,
	.close = view_close,
	.refresh = view_refresh,
	.typing = view_typing,
	.label = view_label,
	.heading = view_heading,
	.hint = view_hint,
	.long_hint = true,
};
