/* Import: a file of public data, first tried, then taken into the directory. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "aiguillage/date.h"
#include "aiguillage/import.h"
#include "aiguillage/mem.h"
#include "aiguillage/session.h"
#include "aiguillage/text.h"
#include "src/tui/app.h"
#include "src/tui/file_field.h"
#include "src/tui/import_view.h"
#include "src/tui/screens.h"

#define LABEL 9			/* columns of « Fichier  » */
#define WIDEST 100		/* columns; longer lines are hard to read */

enum state {
	CHOOSING,		/* the file */
	NAMING,			/* its source; the file is recognised */
	RUNNING,
};

struct importer {
	struct session *session;
	struct app *app;
	enum state state;
	struct file_field file;
	struct import_look look;	/* of the file, when NAMING */
	struct input source;
	struct directory_origin *origins;
	size_t n_origins;
	struct str trouble;	/* why the file cannot be taken; "" mostly */

	/* while it runs */
	bool dry_run;
	struct timespec begun;
	struct import_progress progress;
	struct str reading;	/* the file being read; "" : the index is being made */
};

/* ---- opening ---- */

static void *import_open(struct app *app, const void *arg, struct err *err)
{
	struct importer *im = xcalloc(1, sizeof *im);

	(void)arg;
	(void)err;
	im->session = app_session(app);
	im->app = app;
	file_field_init(&im->file);
	input_init(&im->source);
	str_init(&im->trouble);
	str_init(&im->reading);
	return im;
}

static void forget_file(struct importer *im)
{
	import_look_done(&im->look);
	directory_origins_free(im->origins, im->n_origins);
	im->origins = NULL;
	im->n_origins = 0;
	im->state = CHOOSING;
}

static void import_close(void *self)
{
	struct importer *im = self;

	forget_file(im);
	file_field_done(&im->file);
	input_done(&im->source);
	str_done(&im->trouble);
	str_done(&im->reading);
	free(im);
}

/* ---- painting ---- */

static struct area below_fields(struct area a)
{
	int gap = a.h > 9 ? 3 : 2;

	return (struct area){ a.y + gap, a.x + 1, a.h - gap, a.w - 2 };
}

static void import_update(void *self, struct app *app, struct area a)
{
	struct importer *im = self;

	(void)app;
	if (im->state == CHOOSING)
		file_field_update(&im->file, below_fields(a).h);
}

static void draw_field(struct term *t, struct area a, int row, const char *label,
		       const struct input *in, bool focus)
{
	term_text(t, a.y + row, a.x + 1, LABEL, focus ? STYLE_STRONG : STYLE_NORMAL, label);
	input_draw(in, t, (struct area){ a.y + row, a.x + 1 + LABEL, 1, a.w - LABEL - 3 }, focus);
}

static const struct directory_origin *origin(const struct importer *im, const char *name)
{
	for (size_t i = 0; i < im->n_origins; i++)
		if (strcmp(im->origins[i].name, name) == 0)
			return &im->origins[i];
	return NULL;
}

static void say_replaced(const struct importer *im, struct str *out)
{
	const char *name = im->source.text.s;
	const struct directory_origin *o = origin(im, name);
	int64_t loaded;

	if (!o) {
		str_addf(out, "Source nouvelle : rien ne sera remplacé.");
		return;
	}
	say_count(out, o->places, "lieu", "lieux");
	str_add(out, " et ");
	say_count(out, o->offers, "offre", "offres");
	str_addf(out, " de la source « %s »", name);
	if (o->loaded && date_parse_moment(o->loaded, &loaded)) {
		str_add(out, ", lue le ");
		date_french(out, date_day_of(loaded), DATE_ALWAYS_YEAR, 0);
	}
	str_add(out, ", seront remplacés. Pour un autre territoire, donnez un autre nom.");
}

static void say_recognised(const struct importer *im, struct str *out)
{
	str_addf(out, "Reconnu : %s", im->look.title);
	if (strcmp(im->look.encoding, "UTF-8") != 0)
		str_addf(out, " (codage %s, qui sera converti)", im->look.encoding);
	str_add(out, ".\n");
	if (im->look.services)
		str_add(out, "Ce fichier donne les services : importez d’abord celui des "
			     "structures, sous le même nom de source.\n");
	say_replaced(im, out);
}

static double seconds_since(const struct timespec *begun)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)(now.tv_sec - begun->tv_sec) + (double)(now.tv_nsec - begun->tv_nsec) / 1e9;
}

static void say_progress(const struct importer *im, struct str *out)
{
	const struct import_progress *p = &im->progress;

	str_add(out, im->dry_run ? "Essai : rien ne sera changé.\n" : "Import en cours.\n");
	say_count(out, (int64_t)p->rows, "fiche lue", "fiches lues");
	if (im->reading.len && p->total)
		str_addf(out, ", %d %%", (int)(100 * p->done / p->total));
	else if (!im->reading.len && p->rows)
		str_add(out, ", l’index se fait");
	str_addf(out, ", %d s\n", (int)seconds_since(&im->begun));
	str_add(out, "Échap arrête tout : l’annuaire reste ce qu’il était.");
}

static void import_draw(const void *self, struct term *t, struct area a)
{
	const struct importer *im = self;
	struct area below = below_fields(a);
	struct str b;

	if (im->state == CHOOSING) {
		struct area list = { below.y, a.x, below.h, a.w - 1 };

		if (im->trouble.len)
			term_wrap(t, below, STYLE_ERROR, im->trouble.s);
		else
			file_field_draw_list(&im->file, t, list);
		/* last: the cursor stays in it */
		draw_field(t, a, 0, "Fichier", &im->file.input, true);
		return;
	}
	draw_field(t, a, 0, "Fichier", &im->file.input, false);
	draw_field(t, a, 1, "Source", &im->source, im->state == NAMING);
	if (below.w > WIDEST)
		below.w = WIDEST;
	str_init(&b);
	if (im->state == RUNNING)
		say_progress(im, &b);
	else
		say_recognised(im, &b);
	term_wrap(t, below, STYLE_NORMAL, b.s);
	str_done(&b);
}

/* ---- doing it ---- */

static bool on_progress(void *ctx, const struct import_progress *p)
{
	struct importer *im = ctx;

	im->progress = *p;
	str_clear(&im->reading);
	if (p->file)
		str_add(&im->reading, p->file);
	return app_pulse(im->app);
}

static void begin_run(struct importer *im, bool dry_run)
{
	im->state = RUNNING;
	im->dry_run = dry_run;
	im->progress = (struct import_progress){ 0 };
	str_clear(&im->reading);
	clock_gettime(CLOCK_MONOTONIC, &im->begun);
}

/* What is left to read of a failure: the rows that were refused. */
static bool worth_reading(const struct import_report *r)
{
	return r->done || r->n_issues;
}

static void import_run(struct importer *im, bool dry_run)
{
	struct import_options o = {
		.source = im->source.text.s,
		.dry_run = dry_run,
		.progress = on_progress,
		.ctx = im,
	};
	struct import_view_request view = { .failure = ERR_INIT };
	char *path = file_field_path(&im->file);
	bool done;

	import_report_init(&view.report);
	begin_run(im, dry_run);
	app_pulse(im->app);
	done = import_file(im->session, path, &o, &view.report, &view.failure);
	free(path);
	im->state = NAMING;
	if (done && !dry_run) {
		app_changed(im->app);
		forget_file(im);
	}
	if (view.failure.kind == ERR_PARTIAL)
		app_say(im->app, STYLE_NORMAL, "%s.", view.failure.msg);
	else if (worth_reading(&view.report) && app_push(im->app, &screen_import_report, &view))
		return;		/* which has taken the report */
	else
		app_say(im->app, STYLE_ERROR, "%s.", view.failure.msg);
	import_report_done(&view.report);
}

/* ---- keys ---- */

static void recognise(struct importer *im)
{
	char *path = file_field_path(&im->file);
	struct err err = ERR_INIT, ignored = ERR_INIT;

	if (!import_look(im->session->data_dir, path, &im->look, &err)) {
		str_addf(&im->trouble, "%s.", err.msg);
	} else {
		directory_origins(im->session->directory, &im->origins, &im->n_origins, &ignored);
		input_set(&im->source, im->look.source);
		im->source.whole = true;
		im->state = NAMING;
	}
	free(path);
}

static enum outcome act_choosing(struct importer *im, enum action action)
{
	bool refused = im->trouble.len;

	if (action == ACTION_BACK && refused) {
		str_clear(&im->trouble);
		return DONE;
	}
	str_clear(&im->trouble);
	if (action == ACTION_OPEN || (action == ACTION_NEXT && file_field_is_file(&im->file))) {
		if (file_field_take(&im->file))
			recognise(im);
		return DONE;
	}
	return file_field_act(&im->file, action) ? DONE : PASS;
}

static enum outcome act_naming(struct importer *im, enum action action)
{
	struct err err = ERR_INIT;

	switch (action) {
	case ACTION_BACK:
	case ACTION_PREVIOUS:
	case ACTION_UP:
		forget_file(im);
		return DONE;
	case ACTION_OPEN:
	case ACTION_IMPORT:
		if (import_check_source(im->source.text.s, &err))
			import_run(im, action == ACTION_OPEN);
		else
			app_say(im->app, STYLE_ERROR, "%s.", err.msg);
		return DONE;
	default:
		return input_act(&im->source, action) ? DONE : PASS;
	}
}

static enum outcome import_act(void *self, struct app *app, enum action action)
{
	struct importer *im = self;

	(void)app;
	return im->state == CHOOSING ? act_choosing(im, action) : act_naming(im, action);
}

static enum outcome import_text(void *self, struct app *app, int c)
{
	struct importer *im = self;

	(void)app;
	str_clear(&im->trouble);
	if (im->state == CHOOSING)
		file_field_text(&im->file, c);
	else
		input_insert(&im->source, c);
	return DONE;
}

static enum outcome import_mouse(void *self, struct app *app, struct area a,
				 const struct event *ev)
{
	struct importer *im = self;
	struct area below = below_fields(a);

	(void)app;
	if (ev->kind == EVENT_WHEEL)
		return PASS;
	if (im->state == NAMING && ev->y == a.y)
		forget_file(im);
	else if (im->state == CHOOSING && file_field_click(&im->file, below, ev->y))
		return act_choosing(im, ACTION_OPEN);
	return DONE;
}

/* Nothing of the directory is kept here. */
static void import_refresh(void *self, bool before)
{
	(void)self;
	(void)before;
}

/* ---- words on the screen ---- */

static bool import_typing(const void *self)
{
	(void)self;
	return true;
}

static const char *import_label(const void *self, enum action action)
{
	const struct importer *im = self;

	if (im->state == RUNNING)
		return action == ACTION_BACK ? "Arrêter" : "";
	if (action == ACTION_OPEN)
		return im->state == NAMING ? "Essayer" : "Prendre";
	if (action == ACTION_NEXT)
		return im->state == NAMING ? "" : "Compléter";
	return NULL;
}

static void import_hint(const void *self, struct str *out)
{
	const struct importer *im = self;

	if (im->state == NAMING)
		str_add(out, "Entrée : faire un essai, qui ne change rien. Échap : un autre fichier.");
	else if (im->state == CHOOSING && im->trouble.len)
		str_add(out, "Échap : revenir à la liste.");
	else if (im->state == CHOOSING)
		str_add(out, "Haut, Bas : choisir. Entrée : prendre. On peut aussi taper un chemin.");
}

static const struct binding keys[] = {
	{ .key = K_ENTER, .action = ACTION_OPEN, .bar = 2 },
	{ .key = K_TAB, .action = ACTION_NEXT, .bar = 4 },
	{ .key = K_ESC, .action = ACTION_BACK, .bar = 3 },
	{ .key = CTRL('Q'), .action = ACTION_QUIT, .bar = 5 },
};

const struct screen_ops screen_import = {
	.name = "import",
	.title = "Import",
	.keys = { keys, ARRAY_SIZE(keys), KEYS_LIST | KEYS_FIELDS | KEYS_EDIT },
	.open = import_open,
	.update = import_update,
	.draw = import_draw,
	.act = import_act,
	.text = import_text,
	.mouse = import_mouse,
	.close = import_close,
	.refresh = import_refresh,
	.typing = import_typing,
	.label = import_label,
	.hint = import_hint,
	.long_hint = true,
};
