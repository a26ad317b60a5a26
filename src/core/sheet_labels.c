#include "aiguillage/sheet_labels.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/csv.h"
#include "aiguillage/date.h"
#include "aiguillage/fold.h"
#include "aiguillage/mem.h"
#include "aiguillage/path.h"

#define LEFT_ISOLATE "\u2066"	/* LRI … PDI: shown from the left, whatever is around */
#define END_ISOLATE "\u2069"
#define SIMPLE "fr-simple"

struct label {
	char *key;
	char **texts;		/* one a language */
	char *simple;
};

struct sheet_labels {
	char **codes;
	size_t n_codes;
	struct label *labels;	/* by key */
	size_t n, cap;
};

/* ---- reading ---- */

static void read_codes(struct sheet_labels *l, const struct csv_row *r)
{
	l->codes = xcalloc(r->n_columns, sizeof *l->codes);
	for (size_t i = 0; i < r->n_columns; i++) {
		if (strcmp(r->columns[i], "cle") != 0 && strcmp(r->columns[i], SIMPLE) != 0)
			l->codes[l->n_codes++] = xstrdup(r->columns[i]);
	}
}

static bool read_row(void *ctx, const struct csv_row *r, struct err *err)
{
	struct sheet_labels *l = ctx;
	struct label label;

	if (!l->codes)
		read_codes(l, r);
	if (!l->n_codes || strcmp(l->codes[SHEET_FRENCH], "fr") != 0)
		return err_set(err, ERR_DATA, "fiche/labels.csv : la première langue doit être « fr »");
	if (!*csv_get(r, "cle") || !*csv_get(r, "fr"))
		return err_set(err, ERR_DATA, "fiche/labels.csv : ligne %zu : il faut une clé et un "
			       "texte français", r->row + 1);
	label = (struct label){
		.key = xstrdup(csv_get(r, "cle")),
		.texts = xcalloc(l->n_codes, sizeof *label.texts),
		.simple = xstrdup(csv_get(r, SIMPLE)),
	};
	for (size_t i = 0, k = 0; i < r->n_columns && k < l->n_codes; i++) {
		if (strcmp(r->columns[i], l->codes[k]) == 0)
			label.texts[k++] = xstrdup(r->cells[i]);
	}
	l->labels = mem_grow(l->labels, l->n, &l->cap, sizeof *l->labels);
	l->labels[l->n++] = label;
	return true;
}

static int by_key(const void *a, const void *b)
{
	return strcmp(((const struct label *)a)->key, ((const struct label *)b)->key);
}

static bool check(const struct sheet_labels *l, struct err *err)
{
	if (!l->n)
		return err_set(err, ERR_DATA, "fiche/labels.csv est vide");
	for (size_t i = 1; i < l->n; i++) {
		if (strcmp(l->labels[i - 1].key, l->labels[i].key) == 0)
			return err_set(err, ERR_DATA, "fiche/labels.csv : la clé « %.60s » y est "
				       "deux fois", l->labels[i].key);
	}
	return true;
}

struct sheet_labels *sheet_labels_read(const char *data_dir, struct err *err)
{
	struct sheet_labels *l = xcalloc(1, sizeof *l);
	char *path = path_join(data_dir, "fiche/labels.csv");
	bool ok = csv_read_file(path, ',', read_row, l, err);

	free(path);
	if (ok)
		qsort(l->labels, l->n, sizeof *l->labels, by_key);
	if (ok && check(l, err))
		return l;
	sheet_labels_free(l);
	return NULL;
}

void sheet_labels_free(struct sheet_labels *l)
{
	if (!l)
		return;
	for (size_t i = 0; i < l->n; i++) {
		for (size_t k = 0; k < l->n_codes; k++)
			free(l->labels[i].texts[k]);
		free(l->labels[i].texts);
		free(l->labels[i].key);
		free(l->labels[i].simple);
	}
	for (size_t k = 0; k < l->n_codes; k++)
		free(l->codes[k]);
	free(l->codes);
	free(l->labels);
	free(l);
}

/* ---- languages ---- */

static const char *text_of(const struct sheet_labels *l, const char *key, int lang)
{
	const struct label *found = bsearch(&(struct label){ .key = (char *)key }, l->labels, l->n,
					    sizeof *l->labels, by_key);

	return found ? found->texts[lang] : "";
}

size_t sheet_language_count(const struct sheet_labels *l)
{
	return l->n_codes;
}

const char *sheet_language_code(const struct sheet_labels *l, int lang)
{
	return l->codes[lang];
}

const char *sheet_language_french(const struct sheet_labels *l, int lang)
{
	return text_of(l, "langue-fr", lang);
}

const char *sheet_language_own(const struct sheet_labels *l, int lang)
{
	return text_of(l, "langue", lang);
}

static bool same_name(const char *a, const char *b)
{
	char *fa = folded(a), *fb = folded(b);
	bool same = *fa && strcmp(fa, fb) == 0;

	free(fa);
	free(fb);
	return same || strcmp(a, b) == 0;
}

bool sheet_language_find(const struct sheet_labels *l, const char *text, int *lang,
			 struct err *err)
{
	struct str known;

	for (size_t i = 0; i < l->n_codes; i++) {
		if (same_name(text, l->codes[i]) ||
		    same_name(text, sheet_language_french(l, (int)i)) ||
		    same_name(text, sheet_language_own(l, (int)i))) {
			*lang = (int)i;
			return true;
		}
	}
	str_init(&known);
	for (size_t i = 0; i < l->n_codes; i++) {
		str_join(&known, ", ", l->codes[i]);
		str_addf(&known, " (%s)", sheet_language_french(l, (int)i));
	}
	err_set(err, ERR_USAGE, "Langue inconnue : « %.40s ». Les langues sont : %s", text, known.s);
	str_done(&known);
	return false;
}

/* ---- words ---- */

void words_init(struct words *w, const struct sheet_labels *l, int lang, bool simple)
{
	*w = (struct words){ .labels = l, .lang = lang, .simple = simple };
	w->rtl = lang >= 0 && strcmp(text_of(l, "sens", lang), "droite") == 0;
}

const char *words_get(const struct words *w, const char *key)
{
	const struct sheet_labels *l = w->labels;
	const struct label *found = bsearch(&(struct label){ .key = (char *)key }, l->labels, l->n,
					    sizeof *l->labels, by_key);

	if (!found)
		return "";
	if (w->simple && w->lang == SHEET_FRENCH && *found->simple)
		return found->simple;
	return *found->texts[w->lang] ? found->texts[w->lang] : found->texts[SHEET_FRENCH];
}

void words_data(struct str *out, const struct words *w, const char *text)
{
	if (w->rtl)
		str_addf(out, LEFT_ISOLATE "%s" END_ISOLATE, text);
	else
		str_add(out, text);
}

void words_isolate_quotes(struct str *out, const struct words *w, const char *text)
{
	const char *open, *close;

	while (w->rtl && (open = strstr(text, "« ")) && (close = strstr(open, "»"))) {
		bool latin = (unsigned char)open[3] < 0x80;
		char *quoted = xstrndup(open, (size_t)(close + 2 - open));

		str_addn(out, text, (size_t)(open - text));
		if (latin)
			words_data(out, w, quoted);
		else
			str_add(out, quoted);
		free(quoted);
		text = close + 2;
	}
	str_add(out, text);
}

static const struct fill *fill_named(const struct fill *fills, const char *name, size_t n)
{
	for (; fills && fills->name; fills++) {
		if (strlen(fills->name) == n && memcmp(fills->name, name, n) == 0)
			return fills;
	}
	return NULL;
}

void words_say(struct str *out, const struct words *w, const char *key, const struct fill *fills)
{
	const char *s = words_get(w, key);

	while (*s) {
		size_t plain = strcspn(s, "{"), inside;
		const struct fill *f;

		str_addn(out, s, plain);
		s += plain;
		if (!*s)
			break;
		inside = strcspn(s, "}");
		f = s[inside] ? fill_named(fills, s + 1, inside - 1) : NULL;
		if (!f)
			str_addn(out, s, s[inside] ? inside + 1 : inside);
		else if (f->kind == FILL_DATA)
			words_data(out, w, f->value);
		else
			str_add(out, f->value);
		s += s[inside] ? inside + 1 : inside;
	}
}

/* ---- dates and times ---- */

void words_weekday(struct str *out, const struct words *w, int weekday)
{
	char key[24];

	snprintf(key, sizeof key, "jour-%d", weekday + 1);
	str_add(out, words_get(w, key));
}

static void say_date(struct str *out, const struct words *w, const char *pattern, int day)
{
	struct date d = date_of_day(day);
	char month[24], n[24], year[24];
	struct str weekday;

	str_init(&weekday);
	words_weekday(&weekday, w, date_weekday(day));
	snprintf(month, sizeof month, "mois-%d", d.month);
	snprintf(year, sizeof year, "%d", d.year);
	/* the first of the month is an ordinal in French alone */
	snprintf(n, sizeof n, "%d%s", d.day, d.day == 1 && w->lang == SHEET_FRENCH ? "er" : "");
	words_say(out, w, pattern, (struct fill[]){
		{ "jour", weekday.s, FILL_WORDS },
		{ "n", n, FILL_DATA },
		{ "mois", words_get(w, month), FILL_WORDS },
		{ "an", year, FILL_DATA },
		{ .name = NULL },
	});
	str_done(&weekday);
}

void words_day(struct str *out, const struct words *w, int day)
{
	say_date(out, w, "date-jour", day);
}

void words_date(struct str *out, const struct words *w, int day)
{
	say_date(out, w, "date", day);
}

void words_time(struct str *out, const struct words *w, int minute)
{
	char h[16], mm[16];
	struct str b;

	minute %= DATE_DAY;
	if (w->lang == SHEET_FRENCH) {
		date_french_time(out, minute);
		return;
	}
	snprintf(h, sizeof h, "%d", minute / 60);
	snprintf(mm, sizeof mm, "%02d", minute % 60);
	str_init(&b);
	words_say(&b, w, "heure", (struct fill[]){
		{ "h", h, FILL_WORDS }, { "mm", mm, FILL_WORDS }, { .name = NULL } });
	words_data(out, w, b.s);
	str_done(&b);
}
