/* A file → rows of named cells, CSV or JSON. */
#include <stdlib.h>
#include <string.h>

#include "aiguillage/json.h"
#include "aiguillage/json_cut.h"
#include "aiguillage/mem.h"
#include "aiguillage/text.h"
#include "src/core/import_impl.h"

#define FIRST_RECORDS 50	/* of a JSON file, looked at to know its fields */

/* The separator that the first line holds most, outside quotes. */
static char find_separator(const char *s)
{
	static const char candidates[] = ",;\t|";
	size_t count[sizeof candidates] = { 0 };
	bool quoted = false;
	char best = ',';

	for (; *s && (quoted || (*s != '\n' && *s != '\r')); s++) {
		const char *c = strchr(candidates, *s);

		if (*s == '"')
			quoted = !quoted;
		else if (c && !quoted)
			count[c - candidates]++;
	}
	for (size_t i = 0; i < sizeof candidates - 1; i++)
		if (count[i] > count[strchr(candidates, best) - candidates])
			best = candidates[i];
	return best;
}

/* ---- the first row ---- */

struct first {
	struct import *im;
	struct import_input *input;
	struct json *json;
	size_t seen;
	bool stopped;		/* on purpose */
};

/* An explicit format is taken at its word, but it must be able to read something. */
static bool choose_format(struct import *im, struct import_input *input,
			  const struct csv_row *header, struct err *err)
{
	if (im->o->format)
		return true;
	input->format = import_formats_detect(&im->formats, input->in.shown, header, err);
	return input->format != NULL;
}

static bool first_csv_row(void *ctx, const struct csv_row *row, struct err *err)
{
	struct first *f = ctx;

	if (choose_format(f->im, f->input, row, err))
		f->stopped = true;
	return false;
}

static bool first_csv_bad(void *ctx, const struct csv_row *where, const char *why, struct err *err)
{
	(void)why;	/* told when it is read in earnest */
	return first_csv_row(ctx, where, err);
}

static bool first_json_record(void *ctx, const struct json_piece *piece, struct err *err)
{
	struct first *f = ctx;
	struct csv_row row = { 0 };
	struct err ignored = ERR_INIT;
	const char *why;

	if (!json_row(f->json, piece->text, piece->n, &row, &why) && f->seen < FIRST_RECORDS) {
		f->seen++;
		return true;	/* told when it is read in earnest */
	}
	/* a field that the first records lack may be the one that tells the format */
	if (choose_format(f->im, f->input, &row, &ignored))
		f->stopped = true;
	else if (++f->seen >= FIRST_RECORDS)
		return err_set(err, ignored.kind, "%s", ignored.msg);
	return !f->stopped;
}

static bool no_record(struct import_input *input, struct err *err)
{
	return err_set(err, ERR_DATA, "%s : aucune fiche dans ce fichier. Rien n’a été changé",
		       input->in.shown);
}

static bool look_at_json(struct import *im, struct import_input *input, struct err *err)
{
	struct first f = { .im = im, .input = input, .json = json_new(err) };
	struct csv_row row = { 0 };
	const char *why;
	bool ok;

	if (!f.json)
		return false;
	ok = json_cut_stream(input->in.stream, input->in.shown, first_json_record, &f, err);
	if (ok && !f.seen)
		ok = no_record(input, err);
	else if (ok && !f.stopped)	/* fewer records than FIRST_RECORDS */
		ok = json_row(f.json, "{}", 2, &row, &why) && choose_format(im, input, &row, err);
	json_free(f.json);
	return ok || f.stopped;
}

static bool look_at_csv(struct import *im, struct import_input *input, struct err *err)
{
	struct first f = { .im = im, .input = input };
	bool ok;

	input->separator = find_separator(input->in.head.s);
	ok = csv_read_mended(input->in.stream, input->in.shown, input->separator,
			     &(struct csv_handlers){ first_csv_row, first_csv_bad }, &f, err);
	if (ok)		/* a header alone */
		return no_record(input, err);
	return f.stopped;
}

static bool find_format(struct import *im, struct import_input *input, struct err *err)
{
	const char *head = input->in.head.s + strspn(input->in.head.s, " \t\r\n");

	if (im->o->format) {
		input->format = import_formats_find(&im->formats, im->o->format);
		if (!input->format)
			return err_set(err, ERR_USAGE,
				       "Format inconnu : « %.60s ». « aiguillage importer "
				       "--formats » donne la liste",
				       im->o->format);
	}
	if (!*head)
		return err_set(err, ERR_DATA, "%s : le fichier est vide", input->in.shown);
	input->json = *head == '[' || *head == '{';
	return input->json ? look_at_json(im, input, err) : look_at_csv(im, input, err);
}

bool import_input_open(struct import *im, struct import_input *input, struct err *err)
{
	if (!intake_open(&input->in, input->path, err))
		return false;
	if (find_format(im, input, err) && import_format_load(&im->formats, input->format, err) &&
	    intake_rewind(&input->in, err))
		return true;
	import_input_close(input);
	return false;
}

void import_input_close(struct import_input *input)
{
	intake_close(&input->in);
}

/* ---- all of them ---- */

struct reading {
	struct import *im;
	struct json *json;
};

static bool json_record(void *ctx, const struct json_piece *piece, struct err *err)
{
	struct reading *rd = ctx;
	struct csv_row row = { .row = piece->number, .line = piece->line };
	const char *why;

	if (json_row(rd->json, piece->text, piece->n, &row, &why))
		return import_row(rd->im, &row, err);
	return import_bad_row(rd->im, &row, why, err);
}

static bool read_json(struct import *im, struct import_input *input, struct err *err)
{
	struct reading rd = { .im = im, .json = json_new(err) };
	bool ok = rd.json &&
		  json_cut_stream(input->in.stream, input->in.shown, json_record, &rd, err);

	json_free(rd.json);
	return ok;
}

bool import_input_read(struct import *im, struct import_input *input, size_t file, struct err *err)
{
	struct import_source *f = &im->r->files[file];
	bool ok;

	im->format = input->format;
	im->in = &input->in;
	im->rec.file = file;
	im->n_columns = 0;
	import_note_sheets(im);
	import_values_begin(im);
	ok = input->json ? read_json(im, input, err) :
			   csv_read_mended(input->in.stream, input->in.shown, input->separator,
					   &(struct csv_handlers){ import_row, import_bad_row }, im, err);
	place_clear(&im->rec.place);
	offer_clear(&im->rec.offer);
	import_values_end(im);
	if (!ok)
		return false;
	if (!f->kept)
		return err_set(err, ERR_DATA,
			       "%s : aucune des %zu fiches n’est utilisable. Rien n’a été "
			       "changé",
			       f->file, f->read);
	return true;
}
