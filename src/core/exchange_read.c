/* Reading a journal that somebody else wrote: whole or not at all, and nothing in it is believed. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/date.h"
#include "aiguillage/journal_keep.h"
#include "aiguillage/journal_log.h"
#include "aiguillage/journal_post.h"
#include "aiguillage/json.h"
#include "aiguillage/mem.h"
#include "aiguillage/path.h"
#include "aiguillage/personal.h"
#include "aiguillage/text.h"
#include "src/core/exchange_impl.h"

#define LINE_MAX_BYTES (64 * 1024)
#define FIELD_MAX 4000		/* bytes */
#define REVISION_MAX 10000
#define DAYS_AHEAD 730
#define FILE_MAX (512l << 20)	/* bytes */
#define PIECE 65536

struct reading {
	struct session *s;
	struct json *json;
	struct exchange_report *r;
	size_t line;
	long told;		/* records that the last line counts */
	bool ended;
};

static bool wrong(const struct reading *rd, const char *why, struct err *err)
{
	return err_set(err, ERR_DATA, "Ligne %zu : %s. Rien n’a été pris ; demandez le fichier à nouveau",
		       rd->line, why);
}

/* ---- records ---- */

static bool is_token(const char *s, const char *set, size_t min, size_t max)
{
	size_t n = strlen(s);

	return n >= min && n <= max && strspn(s, set) == n;
}

static bool is_id(const char *s)
{
	return is_token(s, "0123456789abcdef", ENTRY_ID_LEN - 1, ENTRY_ID_LEN - 1);
}

static bool fits_number(const char *s)
{
	return is_token(s, "0123456789.", 0, 7);
}

/* CODE=NUMBER, several; as many people as a workshop may hold. */
static bool fits_counts(const char *s)
{
	struct list_walk w = { .rest = s };
	struct str code;
	bool ok = true;

	str_init(&code);
	while (ok && list_next(&w, &code)) {
		const char *number = strchr(code.s, '=');

		ok = !number || is_token(number + 1, "0123456789", 1, 3);
	}
	str_done(&code);
	return ok;
}

/* What is planned lies within two years. */
static bool fits_day(const char *s)
{
	int day;

	return !*s || (strlen(s) == 10 && date_parse_day(s, &day) && day <= clock_today() + DAYS_AHEAD);
}

static bool fits_moment(const char *s)
{
	int64_t moment;

	return !*s || (strlen(s) < 20 && date_parse_moment(s, &moment) &&
		       date_day_of(moment) <= clock_today() + DAYS_AHEAD);
}

static bool fits(const struct entry_field *f, const char *value)
{
	if (strlen(value) > FIELD_MAX)
		return false;
	switch (f->kind) {
	case ENTRY_IS_ID:
		return !*value || is_id(value);
	case ENTRY_IS_DAY:
		return fits_day(value);
	case ENTRY_IS_MOMENT:
		return fits_moment(value);
	case ENTRY_IS_NUMBER:
		return fits_number(value);
	case ENTRY_IS_COUNTS:
		return fits_counts(value);
	case ENTRY_IS_WORDS:
		return !personal_find(value);
	default:
		return true;
	}
}

static bool read_head(const struct reading *rd, const struct csv_row *row, struct entry *e,
		      struct err *err)
{
	const char *id = csv_get(row, EXCHANGE_ID), *author = csv_get(row, EXCHANGE_AUTHOR);
	const char *revision = csv_get(row, EXCHANGE_REVISION), *made = csv_get(row, EXCHANGE_MADE);
	const char *changed = csv_get(row, EXCHANGE_CHANGED);
	int kind = entry_kind_find(csv_get(row, EXCHANGE_KIND));

	if (kind < 0 || !is_id(id) || !is_token(revision, "0123456789", 1, 7) ||
	    !is_token(author, "0123456789abcdefghijklmnopqrstuvwxyz", 1, ENTRY_ID_LEN - 1) || !*made ||
	    !fits_moment(made) || !*changed || !fits_moment(changed))
		return wrong(rd, "cette fiche n’est pas celle d’un journal d’Aiguillage", err);
	entry_init(e, (enum entry_kind)kind);
	strcpy(e->id, id);
	strcpy(e->author, author);
	strcpy(e->made, made);
	strcpy(e->changed, changed);
	e->revision = strtol(revision, NULL, 10);
	e->removed = strcmp(csv_get(row, EXCHANGE_REMOVED), "oui") == 0;
	return (e->revision >= 1 && e->revision <= REVISION_MAX) ||
	       wrong(rd, "le numéro de version est impossible", err);
}

/* Fields that we do not know are those of a later version: left aside. */
static bool read_entry(const struct reading *rd, const struct csv_row *row, struct entry *e,
		       struct err *err)
{
	size_t n;
	const struct entry_field *f;

	if (!read_head(rd, row, e, err))
		return false;
	f = entry_fields(e->kind, &n);
	for (size_t i = 0; i < n; i++) {
		const char *cell = csv_get(row, f[i].name);
		char *clean;

		if (!*cell || (!rd->r->texts && entry_is_personal(&f[i])))
			continue;
		clean = text_cleaned(cell, TEXT_MANY_LINES);
		if (!fits(&f[i], clean)) {
			struct str why;

			free(clean);
			str_init(&why);
			str_addf(&why, "le champ « %s » n’a pas une valeur possible", f[i].name);
			wrong(rd, why.s, err);
			str_done(&why);
			return false;
		}
		entry_set(e, (int)i, clean);
		free(clean);
	}
	return e->kind == KIND_PERSON || *entry_get(e, ENTRY_DAY) || wrong(rd, "la date manque", err);
}

/* ---- merging ---- */

void exchange_copy_texts(struct entry *to, const struct entry *from)
{
	size_t n;
	const struct entry_field *f = entry_fields(to->kind, &n);

	for (size_t i = 0; i < n; i++)
		if (entry_is_personal(&f[i]) && from)
			entry_set_from(to, (int)i, from);
		else if (entry_is_personal(&f[i]))
			entry_set(to, (int)i, "");
}

static bool has_texts(const struct entry *e)
{
	size_t n;
	const struct entry_field *f = entry_fields(e->kind, &n);

	for (size_t i = 0; i < n; i++)
		if (entry_is_personal(&f[i]) && (*entry_get(e, (int)i) || entry_is_locked(e, (int)i)))
			return true;
	return false;
}

/* The same version but for its texts, which one of both was sent without, or has from before. */
static bool same_version(const struct entry *a, const struct entry *b)
{
	struct entry x, y;
	bool same;

	if (a->revision != b->revision || strcmp(a->author, b->author) || strcmp(a->changed, b->changed))
		return false;
	entry_copy(&x, a);
	entry_copy(&y, b);
	exchange_copy_texts(&x, NULL);
	exchange_copy_texts(&y, NULL);
	same = entry_same(&x, &y);
	entry_done(&x);
	entry_done(&y);
	return same;
}

/*
 * Whose texts?  None where ours were stripped; ours when the file has none, or has the same version:
 * theirs may be older than that version.
 */
static void choose_texts(struct reading *rd, struct entry *e, const struct entry *here, bool known,
			 struct err *err)
{
	if (journal_log_stripped(rd->s->journal, e->id, err))
		exchange_copy_texts(e, known ? here : NULL);
	else if (known && (!rd->r->texts || (has_texts(here) && same_version(e, here))))
		exchange_copy_texts(e, here);
}

/*
 * Both were changed by as much, apart: what gives way is told, and kept where it can be taken back.
 * What is read again after that was left there, or did not stay: it is not told twice.
 */
static bool meet(struct reading *rd, const struct entry *e, const struct entry *here, struct err *err)
{
	bool ours_kept = !entry_later(e, here);
	const struct entry *kept = ours_kept ? here : e, *loser = ours_kept ? e : here;

	if (here->revision != e->revision || strcmp(here->author, e->author) == 0 ||
	    (entry_same(here, e) && here->removed == e->removed))
		return true;
	if (ours_kept && journal_version_seen(rd->s->journal, e, rd->r->texts, err))
		return true;
	if (err->kind || !journal_version_see(rd->s->journal, loser, !ours_kept || rd->r->texts, err))
		return false;
	if (rd->r->both++ < EXCHANGE_CONFLICTS_TOLD)
		exchange_say_conflict(rd->s, kept, loser, ours_kept, &rd->r->conflicts);
	return e->kind == KIND_PERSON || exchange_put_aside(rd->s, loser, err);
}

static bool merge(struct reading *rd, struct entry *e, struct err *err)
{
	struct journal *j = rd->s->journal;
	struct entry here;
	bool known, ok = true;

	if (journal_log_erased(j, e->id, entry_person(e), err)) {
		rd->r->erased++;
		return true;
	}
	if (err->kind)
		return false;
	known = journal_log_get(j, e->kind, e->id, &here, err);
	if (!err->kind)
		choose_texts(rd, e, &here, known, err);
	if (err->kind || (known && !meet(rd, e, &here, err))) {
		ok = false;
	} else if (known && !entry_later(e, &here)) {
		rd->r->known++;
	} else {
		rd->r->added += !known;
		rd->r->changed += known;
		ok = journal_log_put(j, e, err);
	}
	entry_done(&here);
	return ok;
}

/* ---- lines ---- */

static bool take_first(struct reading *rd, const struct csv_row *row, struct err *err)
{
	struct exchange_report *r = rd->r;
	char *name = text_cleaned(csv_get(row, EXCHANGE_POST_NAME), TEXT_ONE_LINE);
	const char *author = csv_get(row, EXCHANGE_AUTHOR);
	bool ok = true;
	struct str cut;

	str_init(&cut);
	text_cut(&cut, name, 40);
	snprintf(r->post, sizeof r->post, "%.63s", *name ? cut.s : author);
	r->texts = strcmp(csv_get(row, EXCHANGE_TEXTS), "oui") == 0;
	if (strcmp(csv_get(row, EXCHANGE_FORMAT), EXCHANGE_NAME) != 0)
		ok = err_set(err, ERR_DATA, "Ce fichier n’est pas un journal d’Aiguillage (« aiguillage "
			     "exporter journal »)");
	else if (strcmp(csv_get(row, EXCHANGE_VERSION), EXCHANGE_VERSION_NOW) != 0)
		ok = err_set(err, ERR_DATA, "Ce journal vient d’un Aiguillage plus récent : mettez celui-ci à "
			     "jour");
	else if (is_token(author, "0123456789abcdefghijklmnopqrstuvwxyz", 1, ENTRY_ID_LEN - 1))
		ok = journal_post_put(rd->s->journal, author, cut.s, err);
	str_done(&cut);
	free(name);
	return ok;
}

static bool take_line(struct reading *rd, const char *text, size_t n, struct err *err)
{
	struct csv_row row;
	struct entry e;
	const char *why;
	bool ok;

	rd->line++;
	if (n > LINE_MAX_BYTES)
		return wrong(rd, "elle est trop longue", err);
	if (!json_row(rd->json, text, n, &row, &why))
		return wrong(rd, why, err);
	if (rd->line == 1)
		return take_first(rd, &row, err);
	if (rd->ended)
		return wrong(rd, "il y a quelque chose après la fin", err);
	if (*csv_get(&row, EXCHANGE_END)) {
		rd->ended = true;
		rd->told = strtol(csv_get(&row, EXCHANGE_COUNT), NULL, 10);
		return true;
	}
	rd->r->read++;
	entry_init(&e, KIND_PERSON);
	ok = read_entry(rd, &row, &e, err) && merge(rd, &e, err);
	entry_done(&e);
	return ok;
}

/* Where the last line begins; false when the text is not whole. */
static bool find_last(const char *text, size_t n, size_t *last)
{
	if (n < 2 || text[n - 1] != '\n')
		return false;
	*last = n - 1;
	while (*last && text[*last - 1] != '\n')
		(*last)--;
	return *last > 0;
}

static bool is_whole(const struct reading *rd, const char *text, size_t n, struct err *err)
{
	char hex[EXCHANGE_HASH_LEN];
	struct csv_row row;
	const char *why;
	size_t last;

	if (memchr(text, '\0', n) || !find_last(text, n, &last) || n - last > LINE_MAX_BYTES ||
	    !json_row(rd->json, text + last, n - last - 1, &row, &why) ||
	    strcmp(csv_get(&row, EXCHANGE_END), EXCHANGE_NAME) != 0)
		return err_set(err, ERR_DATA, "Ce fichier n’est pas un journal d’Aiguillage, ou il est coupé : "
			       "demandez-le à nouveau");
	exchange_hash(text, last, hex);
	return strcmp(csv_get(&row, EXCHANGE_HASH), hex) == 0 ||
	       err_set(err, ERR_DATA, "Ce fichier a été changé ou abîmé en route : son empreinte n’est pas "
		       "la bonne. Demandez-le à nouveau");
}

static bool take_lines(struct reading *rd, const char *text, size_t n, struct err *err)
{
	while (n) {
		const char *end = memchr(text, '\n', n);
		size_t len = (size_t)(end - text);

		if (!take_line(rd, text, len, err))
			return false;
		text += len + 1;
		n -= len + 1;
	}
	return rd->told == (long)rd->r->read || wrong(rd, "il manque des fiches", err);
}

bool exchange_load(const char *path, struct str *out, struct err *err)
{
	char *shown = path_shown(path), piece[PIECE];
	FILE *f = fopen(path, "rbe");
	size_t n;
	bool ok;

	errno = f ? 0 : errno;
	while (f && (n = fread(piece, 1, sizeof piece, f)) > 0 && out->len <= FILE_MAX)
		str_addn(out, piece, n);
	ok = (f && !ferror(f)) || err_set(err, ERR_DATA, "%s ne peut pas être lu : %s", shown, path_reason(errno));
	if (ok && out->len > FILE_MAX)
		ok = err_set(err, ERR_DATA, "%s est trop gros pour être un journal", shown);
	if (f)
		fclose(f);
	free(shown);
	return ok;
}

bool exchange_read(struct session *s, const char *text, size_t n, bool dry_run,
		   struct exchange_report *r, struct err *err)
{
	struct reading rd = { .s = s, .r = r, .json = json_new(err) };
	bool ok = rd.json != NULL;

	ok = ok && is_whole(&rd, text, n, err) && journal_begin(s->journal, err);
	if (ok) {
		ok = take_lines(&rd, text, n, err) && (dry_run || journal_commit(s->journal, err));
		if (!ok || dry_run)
			journal_rollback(s->journal);
	}
	json_free(rd.json);
	return ok;
}
