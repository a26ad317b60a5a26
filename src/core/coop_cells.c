/* What the cells of La Coop's export say, as an accompaniment. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/date.h"
#include "aiguillage/mem.h"
#include "aiguillage/personal.h"
#include "aiguillage/text.h"
#include "src/core/coop_impl.h"

#define WORDS_MAX 1000
#define PEOPLE_MAX 999
#define SHOWN_COLUMNS 60

struct filling {
	const struct vocab *vocab;
	struct entry *e;
	struct str *why;	/* why it cannot be taken */
};

static bool wrong(struct filling *f, const char *column, const char *cell, const char *wanted)
{
	str_addf(f->why, "colonne « %s » : « ", column);
	text_cut(f->why, cell, SHOWN_COLUMNS);
	str_addf(f->why, " » %s", wanted);
	return false;
}

/* ---- cells ---- */

/* 24/11/2026, 2026-11-24, with or without an hour after it. */
static bool read_day(struct filling *f, const char *column, const char *cell, int *day)
{
	char start[11];

	snprintf(start, sizeof start, "%.10s", cell);
	return date_parse_day(start, day) || date_read(start, clock_today(), DATE_PAST, day) ||
	       date_read(cell, clock_today(), DATE_PAST, day) ||
	       wrong(f, column, cell, "n’est pas une date");
}

static bool read_number(struct filling *f, int field, const char *column, const char *cell, long max)
{
	char *end;
	long n;
	int minutes;

	if (!*cell)
		return true;
	n = strtol(cell, &end, 10);
	if (*end && field == ACC_MINUTES && duration_read(cell, &minutes)) {
		n = minutes;
		end = "";
	}
	if (*end || n < 0 || n > max)
		return wrong(f, column, cell, "n’est pas un nombre possible");
	if (n)
		entry_set_number(f->e, field, n);
	return true;
}

/* « 4 Féminin » → 4; a label alone counts for one. */
static const char *leading_count(const char *item, long *n)
{
	char *end;

	*n = strtol(item, &end, 10);
	if (end == item || *end != ' ' || *n < 1 || *n > PEOPLE_MAX) {
		*n = 1;
		return item;
	}
	return end + 1;
}

/*
 * The labels of a list hold commas themselves: the longest label that the rest begins with wins.
 * La Coop's workbook has one a line of its cell, and the end of a line has become a space.
 */
static const struct vocab_value *label_at(const struct vocab *v, enum vocab_genre genre,
					  const char *text, size_t *len)
{
	const struct vocab_value *best = NULL;

	*len = 0;
	for (size_t i = 0; i < vocab_count(v, genre); i++) {
		const struct vocab_value *x = vocab_at(v, genre, i);
		size_t n = strlen(x->label);

		if (n > *len && strncmp(text, x->label, n) == 0 &&
		    (!text[n] || strchr(",;| ", text[n]))) {
			best = x;
			*len = n;
		}
	}
	return best;
}

/* The next item of a cell, without its separator. */
static size_t item_length(const char *text)
{
	return strcspn(text, ",;|\n");
}

static const struct vocab_value *take_value(struct filling *f, const enum vocab_genre *genres,
					    size_t n_genres, const char *text, size_t *len,
					    enum vocab_genre *genre)
{
	for (size_t g = 0; g < n_genres; g++) {
		const struct vocab_value *x = label_at(f->vocab, genres[g], text, len);

		*genre = genres[g];
		if (x)
			return x;
	}
	*len = item_length(text);
	for (size_t g = 0; g < n_genres; g++) {
		char *item = xstrndup(text, *len);
		const struct vocab_value *x = vocab_find(f->vocab, genres[g], item);

		free(item);
		*genre = genres[g];
		if (x)
			return x;
	}
	return NULL;
}

static const char *skip_separators(const char *text)
{
	return text + strspn(text, ",;| \n");
}

/* Codes of a list of labels; `second`, unless -1, receives those of another genre. */
struct target {
	enum vocab_genre genres[2];
	int fields[2];
	size_t n;
	bool counts;
};

static bool read_values(struct filling *f, const char *column, const char *cell,
			const struct target *t)
{
	struct str codes[2];
	bool ok = true;

	str_init(&codes[0]);
	str_init(&codes[1]);
	for (const char *at = skip_separators(cell); ok && *at;) {
		long count = 1;
		const char *item = at;
		enum vocab_genre genre;
		size_t len, to;
		const struct vocab_value *x = take_value(f, t->genres, t->n, item, &len, &genre);

		if (!x && t->counts) {	/* « 70 ans et plus » begins with a number too */
			item = leading_count(at, &count);
			x = take_value(f, t->genres, t->n, item, &len, &genre);
		}
		to = t->n > 1 && genre == t->genres[1];

		if (!x)
			ok = wrong(f, column, cell, "n’est pas une valeur de La Coop");
		else if (t->counts && item == at && strcmp(x->code, "nc") == 0)
			;	/* what is not told stays empty */
		else if (t->counts)
			counts_add(&codes[to], x->code, count);
		else
			str_join(&codes[to], "|", x->code);
		at = skip_separators(item + len);
	}
	for (size_t i = 0; ok && i < t->n; i++)
		entry_set(f->e, t->fields[i], codes[i].s);
	str_done(&codes[0]);
	str_done(&codes[1]);
	return ok;
}

static bool read_words(struct filling *f, int field, const char *column, const char *cell)
{
	if (personal_find(cell)) {
		str_addf(f->why, "colonne « %s » : le texte contient %s, qui n’est jamais noté", column,
			 personal_name(personal_find(cell)));
		return false;
	}
	if (strlen(cell) > WORDS_MAX)
		return wrong(f, column, cell, "est trop long");
	entry_set(f->e, field, cell);
	return true;
}

/* ---- activities of several persons: a line each ---- */

bool coop_share(const struct csv_row *r, long *rank, long *people)
{
	int n = 0;

	return *csv_get(r, "ID CRA") && sscanf(csv_get(r, "Participants"), "%4ld/%4ld%n", rank, people, &n) == 2 &&
	       !csv_get(r, "Participants")[n] && *rank >= 1 && *rank <= *people && *people <= PEOPLE_MAX;
}

static bool read_people(struct filling *f, const struct csv_row *r)
{
	long rank, people;

	if (!coop_share(r, &rank, &people))
		return read_number(f, ACC_PEOPLE, "Participants", csv_get(r, "Participants"), PEOPLE_MAX);
	entry_set_number(f->e, ACC_PEOPLE, people);
	return true;
}

static long count_of(const char *counts, const char *wanted)
{
	struct list_walk w = { .rest = counts };
	struct str code;
	long n, found = 0;

	str_init(&code);
	while (counts_next(&w, &code, &n))
		if (strcmp(code.s, wanted) == 0)
			found += n;
	str_done(&code);
	return found;
}

/* Those of `a`, with what `b` adds to them, or those that `a` lacks. */
static void add_sums(struct str *out, const char *a, const char *b, bool lacking)
{
	struct list_walk w = { .rest = a };
	struct str code;
	long n;

	str_init(&code);
	while (counts_next(&w, &code, &n))
		if (!lacking || !count_of(b, code.s))
			counts_add(out, code.s, n + (lacking ? 0 : count_of(b, code.s)));
	str_done(&code);
}

void coop_join(struct entry *e, const struct entry *more)
{
	static const int fields[] = { ACC_GENDERS, ACC_AGES, ACC_SITUATIONS };
	struct str sums;

	str_init(&sums);
	for (size_t i = 0; i < ARRAY_SIZE(fields); i++) {
		str_clear(&sums);
		add_sums(&sums, entry_get(e, fields[i]), entry_get(more, fields[i]), false);
		add_sums(&sums, entry_get(more, fields[i]), entry_get(e, fields[i]), true);
		entry_set(e, fields[i], sums.s);
	}
	str_done(&sums);
}

/* Stars, in the workbook: « 2/3 », the second autonomy of a person or level of a workshop. */
static bool read_stars(struct filling *f, const char *column, const char *cell)
{
	bool group = strcmp(entry_get(f->e, ACC_ACTIVITY), "collectif") == 0;
	enum vocab_genre genre = group ? VOCAB_LEVEL : VOCAB_AUTONOMY;
	size_t star = (size_t)(cell[0] - '1');

	if (star >= vocab_count(f->vocab, genre))
		return wrong(f, column, cell, "n’est pas une valeur de La Coop");
	entry_set(f->e, group ? ACC_LEVEL : ACC_AUTONOMY, vocab_at(f->vocab, genre, star)->code);
	return true;
}

static bool are_stars(const char *cell)
{
	return cell[0] >= '1' && cell[0] <= '9' && cell[1] == '/' && cell[2] >= '1' && cell[2] <= '9' && !cell[3];
}

/* ---- a row ---- */

static const struct {
	const char *column;
	struct target to;
} listed[] = {
	{ "Type", { { VOCAB_ACTIVITY }, { ACC_ACTIVITY }, 1, false } },
	{ "Canaux d’accompagnement", { { VOCAB_CHANNEL }, { ACC_CHANNEL }, 1, false } },
	{ "Matériel numérique utilisé", { { VOCAB_EQUIPMENT }, { ACC_EQUIPMENT }, 1, false } },
	{ "Thématique(s) d’accompagnement",
	  { { VOCAB_THEME, VOCAB_PROCEDURE }, { ACC_THEMES, ACC_PROCEDURES }, 2, false } },
	{ "Niveau d’autonomie (ou de l’atelier)",
	  { { VOCAB_AUTONOMY, VOCAB_LEVEL }, { ACC_AUTONOMY, ACC_LEVEL }, 2, false } },
	{ "Bénéficiaire réorienté", { { VOCAB_YES_NO }, { ACC_REFERRED }, 1, false } },
	{ "Structure de redirection", { { VOCAB_REDIRECTION }, { ACC_REDIRECTION }, 1, false } },
	{ "Genre du bénéficiaire", { { VOCAB_GENDER }, { ACC_GENDERS }, 1, true } },
	{ "Tranche d’âge du bénéficiaire", { { VOCAB_AGE }, { ACC_AGES }, 1, true } },
	{ "Statut du bénéficiaire", { { VOCAB_SITUATION }, { ACC_SITUATIONS }, 1, true } },
};

static const struct {
	const char *column;
	int field;
} texts[] = {
	{ "Nom du lieu", ACC_PLACE }, { "Adresse", ACC_ADDRESS }, { "Commune", ACC_PLACE_COMMUNE },
	{ "Code postal", ACC_POSTCODE }, { "Code Insee", ACC_PLACE_INSEE },
	{ "Nom de l’atelier", ACC_TITLE }, { "Commune du bénéficiaire", ACC_COMMUNE },
	{ "Code Insee du bénéficiaire", ACC_INSEE },
};

/* A column, with either apostrophe in its name. */
static const char *cell_of(const struct csv_row *r, const char *column)
{
	const char *cell = csv_get(r, column);
	struct str straight;
	const char *at;

	if (*cell || !strstr(column, "’"))
		return cell;
	str_init(&straight);
	while ((at = strstr(column, "’"))) {
		str_addn(&straight, column, (size_t)(at - column));
		str_addc(&straight, '\'');
		column = at + strlen("’");
	}
	str_add(&straight, column);
	cell = csv_get(r, straight.s);
	str_done(&straight);
	return cell;
}

/* The apostrophe that our own CSV puts before what looks like a formula. */
static const char *unguarded(const char *cell)
{
	return cell[0] == '\'' && cell[1] && strchr("=+-@", cell[1]) ? cell + 1 : cell;
}

/* La Coop writes one a line, ours are apart by commas: a tag may hold neither. */
static void add_tags(struct entry *e, const char *cell)
{
	struct str tags;

	str_init(&tags);
	for (const char *at = skip_separators(cell); *at;) {
		size_t n = item_length(at);
		char *tag = xstrndup(at, n);

		str_join(&tags, "|", tag);
		free(tag);
		at = skip_separators(at + n);
	}
	entry_set(e, ACC_TAGS, tags.s);
	str_done(&tags);
}

bool coop_fill(const struct vocab *vocab, const struct csv_row *r, const char *tags, struct entry *e,
	       struct str *why)
{
	struct filling filling = { vocab, e, why }, *f = &filling;
	const char *day = csv_get(r, "Date");
	int n = 0;

	if (!read_day(f, "Date", day, &n))
		return false;
	entry_set_day(e, ACC_DAY, n);
	for (size_t i = 0; i < ARRAY_SIZE(listed); i++) {
		const char *cell = cell_of(r, listed[i].column);

		if (!(are_stars(cell) ? read_stars(f, listed[i].column, cell)
				      : read_values(f, listed[i].column, cell, &listed[i].to)))
			return false;
	}
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
		if (!read_words(f, texts[i].field, texts[i].column, unguarded(cell_of(r, texts[i].column))))
			return false;
	if (strlen(tags) > WORDS_MAX)
		return wrong(f, "Tags", csv_get(r, "Tags"), "est trop long");
	add_tags(e, tags);
	return read_people(f, r) &&
	       read_number(f, ACC_MINUTES, "Durée (min)", csv_get(r, "Durée (min)"), 1439) &&
	       read_words(f, ACC_PROCEDURE, "Nom de la démarche administrative",
			  csv_get(r, "Nom de la démarche administrative")) &&
	       read_words(f, ACC_NOTE, "Notes supplémentaires", csv_get(r, "Notes supplémentaires"));
}
