/* Opening hours of a source: strings of the language, or French, or a column a day. */
#include <stdlib.h>
#include <string.h>

#include "aiguillage/fold.h"
#include "aiguillage/hours_french.h"
#include "aiguillage/hours_phrase.h"
#include "aiguillage/mem.h"
#include "aiguillage/text.h"
#include "src/core/import_impl.h"

#define STATUS_DOUBTFUL "a-verifier"

static const char *const day_codes[] = { "Mo", "Tu", "We", "Th", "Fr", "Sa", "Su" };

/* Word processors turn quotes and hyphens of the language into others, which begin with these bytes. */
static bool is_straight(const char *s)
{
	return !s[strcspn(s, "\xC2\xE2")];
}

static void straighten(struct str *out, const char *s)
{
	uint32_t cp;

	while ((cp = utf8_next(&s))) {
		if (cp == 0x201C || cp == 0x201D || cp == 0xAB || cp == 0xBB)
			cp = '"';
		else if (cp >= 0x2010 && cp <= 0x2015)
			cp = '-';
		utf8_add(out, cp);
	}
}

static void add_note(struct import *im, bool offer, const char *text)
{
	struct import_slot slot = { offer, offer ? (int)OFFER_NOTE : (int)PLACE_NOTE };
	struct str b;

	str_init(&b);
	str_add(&b, import_get(im, slot));
	str_join(&b, ". ", text);
	import_set(im, slot, b.s);
	str_done(&b);
}

static void note_source_text(struct import *im, bool offer, const char *text)
{
	struct str b;

	str_init(&b);
	str_addf(&b, "Horaires écrits par la source : « %s »", text);
	add_note(im, offer, b.s);
	str_done(&b);
}

static void check_doubtful(struct import *im, const char *column, const char *value,
			   const struct hours *h)
{
	struct str said;

	if (!(hours_remarks(h) & HOURS_DOUBTFUL))
		return;
	str_init(&said);
	hours_french(&said, h);
	import_note(im, IMPORT_CHECK_HOURS_DOUBTFUL, column, "« %.120s » se lit : %s", value,
		    said.s);
	str_done(&said);
}

/* A sentence; false when it is not understood. */
static bool read_phrase(struct import *im, const struct import_rule *rule, const char *value)
{
	struct err ignored = ERR_INIT;
	struct hours_phrase p;
	struct hours *h;
	struct str said;
	bool ok;

	hours_phrase_init(&p);
	im->today_matters = true;
	ok = hours_phrase_read(&p, value, im->today);
	h = ok ? hours_parse(p.oh.s, p.oh.len, 0, &ignored) : NULL;
	if (h) {
		str_init(&said);
		hours_french(&said, h);
		import_note(im, IMPORT_CHECK_HOURS_READ, rule->names[0], "« %.120s », compris : %s",
			    value, said.s);
		str_done(&said);
		import_set(im, rule->slot, p.oh.s);
		note_source_text(im, rule->slot.offer, value);
	}
	hours_free(h);
	hours_phrase_done(&p);
	return h != NULL;
}

/* Are they to be kept as they are written?  False: a sentence was, read. */
static bool are_kept(struct import *im, const struct import_rule *rule, const char *value)
{
	struct err ignored = ERR_INIT;
	struct hours *h = hours_parse(value, strlen(value), 0, &ignored);

	if (h)
		check_doubtful(im, rule->names[0], value, h);
	else if (read_phrase(im, rule, value))
		return false;
	else
		import_note(im, IMPORT_CHECK_HOURS_UNREAD, rule->names[0], "« %.160s »", value);
	hours_free(h);
	return true;
}

void import_hours(struct import *im, const struct import_rule *rule)
{
	const char *cell = import_cell(im, rule, 0);
	struct str b;

	if (!*cell || *import_get(im, rule->slot))
		return;
	if (is_straight(cell)) {
		if (are_kept(im, rule, cell))
			import_set_cell(im, rule->slot, cell);
		return;
	}
	str_init(&b);
	straighten(&b, cell);
	if (are_kept(im, rule, b.s))
		import_set(im, rule->slot, b.s);
	str_done(&b);
}

/* ---- a column a day ---- */

/* « 9h-12h » of a Monday → « 09:00-12:00 ». */
static bool read_day(struct import *im, const char *cell, struct str *times)
{
	struct hours_phrase p;
	struct str sentence;
	bool ok;

	hours_phrase_init(&p);
	str_init(&sentence);
	str_addf(&sentence, "lundi %s", cell);
	im->today_matters = true;
	ok = hours_phrase_read(&p, sentence.s, im->today) && strncmp(p.oh.s, "Mo ", 3) == 0 &&
	     !strpbrk(p.oh.s + 3, ";|");
	if (ok)
		str_add(times, p.oh.s + 3);
	str_done(&sentence);
	hours_phrase_done(&p);
	return ok;
}

static bool is_closed(const char *cell)
{
	char *key = folded(cell);
	bool closed = !*key || strcmp(key, "ferme") == 0 || strcmp(key, "fermeture") == 0 ||
		      strcmp(key, "non") == 0;

	free(key);
	return closed;
}

/* Days that have the same hours are told together, in the order of the first of each. */
static void add_days(struct str times[7], struct str *out)
{
	bool told[7] = { false };

	for (int d = 0; d < 7; d++) {
		if (!times[d].len || told[d])
			continue;
		if (out->len)
			str_add(out, "; ");
		for (int k = d, n = 0; k < 7; k++) {
			if (strcmp(times[k].s, times[d].s) != 0)
				continue;
			told[k] = true;
			str_addf(out, "%s%s", n++ ? "," : "", day_codes[k]);
		}
		str_addc(out, ' ');
		str_add(out, times[d].s);
	}
}

void import_days(struct import *im, const struct import_rule *rule)
{
	struct str times[7], b;
	bool unread = false;

	if (*import_get(im, rule->slot))
		return;
	str_init(&b);
	for (size_t d = 0; d < 7; d++) {
		const char *cell = d < rule->n ? import_cell(im, rule, d) : "";

		str_init(&times[d]);
		if (is_closed(cell) || read_day(im, cell, &times[d]))
			continue;
		import_note(im, IMPORT_CHECK_HOURS_UNREAD, rule->names[d], "« %.120s »", cell);
		unread = true;
	}
	if (!unread) {
		add_days(times, &b);
	} else {
		/* half a week would pass for a whole one */
		for (size_t d = 0; d < rule->n; d++) {
			const char *cell = import_cell(im, rule, d);

			if (*cell)
				str_addf(&b, "%s%s : %s", b.len ? " ; " : "",
					 date_weekday_name((int)d), cell);
		}
	}
	import_set(im, rule->slot, b.s);
	for (size_t d = 0; d < 7; d++)
		str_done(&times[d]);
	str_done(&b);
}

/* ---- what the presentation says ---- */

#define ORDINAL_MAX 16

static bool is_ordinal(const char *word, size_t n)
{
	static const char *const ordinals[] = {
		"1er",	   "1ers",	"premier",    "premiers",  "2e",   "2eme",
		"2nd",	   "second",	"deuxieme",   "deuxiemes", "3e",   "3eme",
		"3emes",   "troisieme", "troisiemes", "4e",	   "4eme", "quatrieme",
		"dernier", "derniers",	"2emes",
	};

	for (size_t i = 0; i < ARRAY_SIZE(ordinals); i++)
		if (strlen(ordinals[i]) == n && memcmp(ordinals[i], word, n) == 0)
			return true;
	return false;
}

/* 0 = Monday, -1: none; « mercredis » too. */
static int weekday_of(const char *word, size_t n)
{
	for (int d = 0; d < 7; d++) {
		const char *name = date_weekday_name(d);
		size_t len = strlen(name);

		if ((n == len || (n == len + 1 && word[len] == 's')) &&
		    memcmp(word, name, len) == 0)
			return d;
	}
	return -1;
}

/* « 3eme mercredi du mois »: the weekday, and the ordinal as written. */
static int monthly_day(const char *text, char ordinal[ORDINAL_MAX])
{
	struct fold_words w = { .rest = text };
	int day = -1, since = 0;
	size_t n = 0;

	while (fold_next(&w)) {
		int d = n ? weekday_of(w.word, w.len) : -1;

		if (d >= 0) {
			day = d;
			since = 0;
		} else if (day >= 0 && since++ < 4 && w.len == 4 &&
			   memcmp(w.word, "mois", 4) == 0) {
			return day;
		}
		if (d < 0)
			n = 0;
		if (is_ordinal(w.word, w.len)) {
			n = w.len;
			day = -1;
			memcpy(ordinal, w.word, n);
			ordinal[n] = '\0';
		}
	}
	return -1;
}

/* Four weeks out of five: one may be a holiday. */
static bool open_every_week(const struct import *im, const char *value, int weekday)
{
	struct err ignored = ERR_INIT;
	struct hours *h = hours_parse(value, strlen(value), 0, &ignored);
	int day = im->today + (weekday - date_weekday(im->today) + 7) % 7, open = 0;

	for (int i = 0; h && i < 5; i++)
		open += hours_open_on(h, &im->s->school, day + 7 * i);
	hours_free(h);
	return open >= 4;
}

void import_check_hours(struct import *im)
{
	const struct place *p = &im->rec.place;
	const struct offer *o = &im->rec.offer;
	const char *hours = *offer_get(o, OFFER_HOURS) ? offer_get(o, OFFER_HOURS) :
							 place_get(p, PLACE_HOURS);
	char ordinal[ORDINAL_MAX];
	struct str text, said;
	int day;

	if (!*hours || (!strstr(place_get(p, PLACE_DESCRIPTION), "mois") &&
			!strstr(offer_get(o, OFFER_DESCRIPTION), "mois")))
		return;
	str_init(&text);
	fold(&text, place_get(p, PLACE_DESCRIPTION));
	str_addc(&text, ' ');
	fold(&text, offer_get(o, OFFER_DESCRIPTION));
	day = monthly_day(text.s, ordinal);
	str_done(&text);
	if (day < 0 || !open_every_week(im, hours, day))
		return;
	str_init(&said);
	str_addf(&said, "La présentation dit « %s %s du mois », les horaires disent tous les %ss",
		 ordinal, date_weekday_name(day), date_weekday_name(day));
	import_note(im, IMPORT_CHECK_HOURS_AGAINST, NULL, "%s", said.s);
	str_add(&said, " : téléphoner avant de se déplacer");
	if (im->format->level != IMPORT_LEVEL_SERVICE) {
		place_set(&im->rec.place, PLACE_STATUS, STATUS_DOUBTFUL);
		add_note(im, false, said.s);
	}
	if (im->format->level != IMPORT_LEVEL_PROVIDER)
		offer_set(&im->rec.offer, OFFER_STATUS, STATUS_DOUBTFUL);
	if (im->format->level == IMPORT_LEVEL_SERVICE)
		add_note(im, true, said.s);
	str_done(&said);
}
