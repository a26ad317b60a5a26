#include "aiguillage/import.h"

#include <stdlib.h>
#include <string.h>

#include "aiguillage/directory_import.h"
#include "aiguillage/mem.h"
#include "src/core/import_impl.h"
#include "src/core/shipped_impl.h"

#define PROGRESS_ROWS 512	/* between two calls of the progress function */
#define SOURCE_MAX 40

/* ---- one row ---- */

static bool given_up(struct err *err)
{
	return err_set(err, ERR_PARTIAL, "Import abandonné à votre demande. Rien n’a été changé");
}

static bool tell_progress(struct import *im, struct err *err)
{
	const struct import_source *f = &im->r->files[im->rec.file];
	struct import_progress p = {
		.file = f->file,
		.rows = f->read,
		.done = intake_position(im->in),
		.total = im->in->size,
	};

	if (!im->o->progress || im->o->progress(im->o->ctx, &p))
		return true;
	return given_up(err);
}

/* Columns that no rule reads are named once. */
static void note_columns(struct import *im, const struct csv_row *row)
{
	for (size_t c = im->n_columns; c < row->n_columns; c++) {
		bool used = !*row->columns[c];

		for (size_t i = 0; !used && i < im->format->n_rules; i++)
			for (size_t k = 0; !used && k < im->format->rules[i].n; k++)
				used = im->format->rules[i].at[k] == (int)c;
		if (!used)
			import_note(im, IMPORT_CHECK_COLUMN, NULL, "%.60s", row->columns[c]);
	}
}

static void begin_row(struct import *im, const struct csv_row *row)
{
	place_clear(&im->rec.place);
	offer_clear(&im->rec.offer);
	if (row->n_columns != im->n_columns) {	/* JSON: a field may come late */
		import_format_resolve(im->format, row);
		im->rec.row = im->rec.line = 0;
		note_columns(im, row);
		im->n_columns = row->n_columns;
	}
	im->row = row;
	im->rec.row = row->row;
	im->rec.line = row->line;
}

static bool count_row(struct import *im, bool kept, struct err *err)
{
	struct import_source *f = &im->r->files[im->rec.file];

	f->read++;
	*(kept ? &f->kept : &f->refused) += 1;
	return f->read % PROGRESS_ROWS || tell_progress(im, err);
}

static void note_date(struct import *im)
{
	const char *date = place_get(&im->rec.place, PLACE_UPDATED);

	if (!*date)
		date = offer_get(&im->rec.offer, OFFER_UPDATED);
	if (strcmp(date, im->date) > 0 && strlen(date) < sizeof im->date)
		strcpy(im->date, date);
}

/* Lines of separators only are how spreadsheets end a file. */
static bool is_blank(const struct csv_row *row)
{
	for (size_t i = 0; i < row->n; i++)
		if (*row->cells[i])
			return false;
	return true;
}

/* An offer that goes with its place has a name of ours. */
const char *import_name(const struct import *im)
{
	return im->format->level == IMPORT_LEVEL_SERVICE ? offer_get(&im->rec.offer, OFFER_NAME) :
							   place_get(&im->rec.place, PLACE_NAME);
}

static void check_record(struct import *im)
{
	note_date(im);
	import_check_place(im);
	import_check_hours(im);
	if (im->format->level != IMPORT_LEVEL_PROVIDER)
		import_deduce_meeting(im);
}

bool import_row(void *ctx, const struct csv_row *row, struct err *err)
{
	struct import *im = ctx;
	size_t noted;
	bool kept;

	if (is_blank(row))
		return true;
	begin_row(im, row);
	noted = im->r->n_issues;
	kept = import_map(im);
	if (row->mended)
		import_note(im, IMPORT_CHECK_QUOTE, NULL,
			    "« %.80s » : un guillemet est au milieu d’une cellule sans être doublé ; "
			    "vérifier cette fiche", import_name(im));
	if (kept)
		check_record(im);
	import_name_issues(im, noted);
	if (kept && !import_put(im, false, &kept, err))
		return false;
	return count_row(im, kept, err);
}

bool import_bad_row(void *ctx, const struct csv_row *row, const char *why, struct err *err)
{
	struct import *im = ctx;

	im->rec.row = row->row;
	im->rec.line = row->line;
	import_note(im, IMPORT_CHECK_REFUSED, NULL, "%s", why);
	return count_row(im, false, err);
}

/* ---- one source ---- */

struct batch {
	struct import_input *inputs;
	size_t n;
};

static const char *source_of(const struct import *im, const struct import_input *input)
{
	return im->o->source ? im->o->source : input->format->source;
}

/* Structures come before their services: the inputs are sorted. */
static bool read_source(struct import *im, struct batch *b, size_t first, struct err *err)
{
	im->source = im->r->files[first].source;
	for (size_t i = first; i < b->n; i++) {
		enum import_level level = b->inputs[i].format->level;

		if (strcmp(im->r->files[i].source, im->source) != 0)
			continue;
		if (level == IMPORT_LEVEL_SERVICE && !import_put_waiting(im, err))
			return false;
		im->seen_level[level] = true;
		if (!import_input_read(im, &b->inputs[i], i, err))
			return false;
	}
	return import_end_source(im, err);
}

/* What people read of the origin; a name of their own comes first. */
static void origin_title(const struct import_source *f, const char *usual, struct str *title)
{
	if (strcmp(f->source, usual) != 0)
		str_addf(title, "%s : ", f->source);
	str_add(title, f->title);
}

static bool import_source(struct import *im, struct batch *b, size_t first, struct err *err)
{
	struct directory *d = im->s->directory;
	const struct import_source *f = &im->r->files[first];
	struct str title;
	bool ok;

	str_init(&title);
	origin_title(f, b->inputs[first].format->source, &title);
	memset(im->seen_level, 0, sizeof im->seen_level);
	im->date[0] = '\0';
	import_match_reset(im);
	idset_done(&im->ids);
	ok = directory_set_origin(d, f->source, title.s, "", err) &&
	     directory_own_any(d, &im->again, err) && read_source(im, b, first, err) &&
	     directory_set_origin(d, f->source, title.s, im->date, err);
	im->r->again |= im->again;
	import_match_reset(im);
	idset_done(&im->ids);
	str_done(&title);
	return ok;
}

static bool is_first_of_source(const struct import_report *r, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (strcmp(r->files[k].source, r->files[i].source) == 0)
			return false;
	return true;
}

/* ---- the whole ---- */

/* Also begins the keys of its places: letters, digits, hyphens. */
bool import_check_source(const char *name, struct err *err)
{
	size_t n = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-");

	if (strcmp(name, "livre") == 0 || strcmp(name, "locale") == 0 || strcmp(name, "local") == 0)
		return err_set(err, ERR_USAGE,
			       "« %s » est réservé. Donner un autre nom à la source", name);
	return (n && !name[n] && n <= SOURCE_MAX) ||
	       err_set(err, ERR_USAGE, "Un nom de source a 1 à 40 lettres minuscules sans accent, "
		       "chiffres ou traits d’union, pas « %.60s »", name);
}

static int by_level(const void *a, const void *b)
{
	const struct import_input *x = a, *y = b;
	int dx = x->format->level, dy = y->format->level;

	return dx != dy ? dx - dy : strcmp(x->path, y->path);
}

static void note_files(struct import *im, const struct batch *b)
{
	im->r->files = xcalloc(b->n, sizeof *im->r->files);
	for (size_t i = 0; i < b->n; i++) {
		const struct import_input *input = &b->inputs[i];

		im->r->files[i] = (struct import_source){
			.file = xstrdup(input->in.shown),
			.format = xstrdup(input->format->id),
			.title = xstrdup(input->format->title),
			.source = xstrdup(source_of(im, input)),
			.encoding = intake_encoding_name(input->in.encoding),
		};
	}
	im->r->n_files = b->n;
}

static bool open_inputs(struct import *im, struct batch *b, const char *const *paths, size_t n,
			struct err *err)
{
	b->inputs = xcalloc(n, sizeof *b->inputs);
	for (; b->n < n; b->n++) {
		b->inputs[b->n].path = paths[b->n];
		if (!import_input_open(im, &b->inputs[b->n], err))
			return false;
	}
	qsort(b->inputs, b->n, sizeof *b->inputs, by_level);
	note_files(im, b);
	for (size_t i = 0; i < b->n; i++)
		if (!import_check_source(im->r->files[i].source, err))
			return false;
	return true;
}

/* ---- the index ---- */

struct indexing {
	const struct import *im;
	struct import_progress progress;
	bool stopped;
};

static bool tell_indexing(void *ctx)
{
	struct indexing *x = ctx;

	x->stopped |= !x->im->o->progress(x->im->o->ctx, &x->progress);
	return !x->stopped;
}

static bool put_index(struct import *im, struct err *err)
{
	struct directory *d = im->s->directory;
	struct indexing x = { .im = im };
	struct err mine = ERR_INIT;
	bool ok;

	for (size_t i = 0; i < im->r->n_files; i++)
		x.progress.rows += im->r->files[i].read;
	if (im->o->progress)
		directory_watch(d, tell_indexing, &x);
	directory_read_once(d);
	ok = (!im->o->progress || tell_indexing(&x)) &&
	     blocks_put_index(d, im->s->gazetteer, im->s->vocab, &mine);
	directory_watch(d, NULL, NULL);
	if (ok)
		return true;
	return x.stopped ? given_up(err) : err_set(err, mine.kind, "%s", mine.msg);
}

static bool store(struct import *im, struct batch *b, struct err *err)
{
	for (size_t i = 0; i < b->n; i++)
		if (is_first_of_source(im->r, i) && !import_source(im, b, i, err))
			return false;
	return !im->changed || put_index(im, err);
}

/* Nothing is read or written, but what is still to be chosen is told. */
static void tell_same(struct import *im)
{
	struct import_locals now = { 0 };

	import_locals_read(im, &now);
	import_locals_tell(im, &now);
	import_locals_done(&now);
	im->r->again = im->r->unread = im->r->done = true;
}

static bool run(struct import *im, struct batch *b, struct err *err)
{
	struct directory *d = im->s->directory;
	struct import_locals before = { 0 };
	bool stored;

	if (import_is_same(im, b->inputs, b->n)) {
		tell_same(im);
		return true;
	}
	if (!directory_begin(d, err))
		return false;
	import_locals_read(im, &before);
	stored = store(im, b, err) && import_remember(im, b->inputs, b->n, err);
	if (stored)
		import_locals_tell(im, &before);
	import_locals_done(&before);
	if (stored) {
		im->r->done = im->o->dry_run || directory_commit(d, err);
		if (im->r->done && !im->o->dry_run)
			return true;
	}
	directory_rollback(d);
	return im->r->done;
}

static void import_init(struct import *im, struct session *s, const struct import_options *o,
			struct import_report *r)
{
	*im = (struct import){ .s = s, .o = o, .r = r, .today = clock_today() };
	r->dry_run = o->dry_run;
	place_init(&im->rec.place);
	offer_init(&im->rec.offer);
	intern_init(&im->known_keys);
	intern_init(&im->commune_keys);
	str_init(&im->a);
	str_init(&im->b);
	str_init(&im->item);
}

static void import_done(struct import *im)
{
	for (size_t i = 0; i < im->n_waiting; i++) {
		place_clear(&im->waiting[i].place);
		offer_clear(&im->waiting[i].offer);
	}
	for (size_t i = 0; i < im->known_keys.n; i++)
		free(im->known[i].codes);
	import_formats_done(&im->formats);
	import_match_reset(im);
	idset_done(&im->ids);
	place_clear(&im->rec.place);
	offer_clear(&im->rec.offer);
	intern_done(&im->known_keys);
	intern_done(&im->commune_keys);
	free(im->waiting);
	free(im->known);
	free(im->communes);
	str_done(&im->a);
	str_done(&im->b);
	str_done(&im->item);
}

static void count_files(struct import_report *r)
{
	for (size_t i = 0; i < r->n_files; i++) {
		r->read += r->files[i].read;
		r->kept += r->files[i].kept;
		r->refused += r->files[i].refused;
	}
}

bool import_files(struct session *s, const char *const *paths, size_t n,
		  const struct import_options *o, struct import_report *r, struct err *err)
{
	struct batch b = { 0 };
	struct import im;
	bool ok;

	import_init(&im, s, o, r);
	ok = import_formats_read(&im.formats, s->data_dir, err) &&
	     open_inputs(&im, &b, paths, n, err) && run(&im, &b, err);
	count_files(r);
	for (size_t i = 0; i < b.n; i++)
		import_input_close(&b.inputs[i]);
	free(b.inputs);
	import_done(&im);
	return ok;
}

bool import_look(const char *data_dir, const char *path, struct import_look *out, struct err *err)
{
	struct import_options o = { 0 };
	struct import_report r;
	struct session s = { .data_dir = (char *)data_dir };
	struct import_input input = { .path = path };
	struct import im;
	bool ok;

	*out = (struct import_look){ 0 };
	import_report_init(&r);
	import_init(&im, &s, &o, &r);
	ok = import_formats_read(&im.formats, data_dir, err) && import_input_open(&im, &input, err);
	if (ok) {
		*out = (struct import_look){
			.format = xstrdup(input.format->id),
			.title = xstrdup(input.format->title),
			.source = xstrdup(input.format->source),
			.encoding = intake_encoding_name(input.in.encoding),
			.size = input.in.size,
			.services = input.format->level == IMPORT_LEVEL_SERVICE,
		};
		import_input_close(&input);
	}
	import_done(&im);
	import_report_done(&r);
	return ok;
}

void import_look_done(struct import_look *l)
{
	free(l->format);
	free(l->title);
	free(l->source);
	*l = (struct import_look){ 0 };
}

bool import_file(struct session *s, const char *path, const struct import_options *o,
		 struct import_report *r, struct err *err)
{
	return import_files(s, &path, 1, o, r, err);
}
