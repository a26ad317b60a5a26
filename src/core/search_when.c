/* When the person could go, as people write it and as it is said again. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/date.h"
#include "aiguillage/fold.h"
#include "aiguillage/mem.h"
#include "aiguillage/search.h"

/* ---- reading ---- */

/* Folded, what means something by itself. */
static const struct {
	const char *words;
	enum when_kind kind;
} alone[] = {
	{ "maintenant", WHEN_NOW },
	{ "en ce moment", WHEN_NOW },
	{ "aujourd hui", WHEN_TODAY },
	{ "aujourdhui", WHEN_TODAY },
	{ "semaine", WHEN_WEEK },
	{ "cette semaine", WHEN_WEEK },
	{ "matin", WHEN_MORNING },
	{ "le matin", WHEN_MORNING },
	{ "apres midi", WHEN_AFTERNOON },
	{ "apresmidi", WHEN_AFTERNOON },
	{ "l apres midi", WHEN_AFTERNOON },
	{ "soir", WHEN_EVENING },
	{ "le soir", WHEN_EVENING },
	{ "samedi", WHEN_SATURDAY },
	{ "le samedi", WHEN_SATURDAY },
};

/* After a day, the longest first. */
static const struct {
	const char *words;
	enum when_kind kind;
} parts[] = {
	{ "au matin", WHEN_DAY_MORNING },	{ "le matin", WHEN_DAY_MORNING },
	{ "matin", WHEN_DAY_MORNING },		{ "l apres midi", WHEN_DAY_AFTERNOON },
	{ "apres midi", WHEN_DAY_AFTERNOON },	{ "apresmidi", WHEN_DAY_AFTERNOON },
	{ "aprem", WHEN_DAY_AFTERNOON },	{ "au soir", WHEN_DAY_EVENING },
	{ "le soir", WHEN_DAY_EVENING },	{ "soir", WHEN_DAY_EVENING },
};

/* Cuts `words` off the end of s, at the beginning of a word. */
static bool cut(char *s, const char *words)
{
	size_t n = strlen(s), k = strlen(words);

	if (k > n || strcmp(s + n - k, words) || (k < n && s[n - k - 1] != ' '))
		return false;
	s[k < n ? n - k - 1 : 0] = '\0';
	return true;
}

static bool is_hours(const char *word, size_t n)
{
	static const char *const names[] = { "h", "H", "heure", "heures" };

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (strlen(names[i]) == n && !memcmp(word, names[i], n))
			return true;
	return false;
}

static bool ends_in_digit(const struct str *s)
{
	return s->len && isdigit((unsigned char)s->s[s->len - 1]);
}

/* Words one space apart, but « 14 h 30 » and « 14 heures 30 » as « 14h30 ». */
static void tie_time(struct str *out, const char *typed)
{
	bool tied = false;

	while (*(typed += strspn(typed, " "))) {
		size_t n = strcspn(typed, " ");
		bool hours = ends_in_digit(out) && is_hours(typed, n);

		if (out->len && !hours && !(tied && isdigit((unsigned char)*typed)))
			str_addc(out, ' ');
		str_addn(out, hours ? "h" : typed, hours ? 1 : n);
		tied = hours;
		typed += n;
	}
}

/* « 17h », « 17h30 », « 17:30 » at the end; what is before it goes to *rest, the caller's. */
static bool cut_time(const char *typed, int *minute, char **rest)
{
	const char *end = typed + strlen(typed), *p;
	int hour = 0, minutes = 0, digits = 0;

	while (end > typed && end[-1] == ' ')
		end--;
	for (p = end; p > typed && p[-1] != ' ' && p[-1] != 'T'; p--)
		;
	*rest = xstrndup(typed, (size_t)(p - typed));
	for (; digits < 2 && p < end && isdigit((unsigned char)*p); p++, digits++)
		hour = hour * 10 + (*p - '0');
	if (!digits || p == end || !strchr("hH:", *p))
		return false;
	p++;
	for (digits = 0; p < end && isdigit((unsigned char)*p); p++, digits++)
		minutes = minutes * 10 + (*p - '0');
	*minute = hour * 60 + minutes;
	return p == end && (digits == 2 || (digits == 0 && p[-1] != ':')) && hour < 24 &&
	       minutes < 60;
}

/* Nothing, or « ce », « cet », « cette »: today. */
static bool read_day(const char *words, int today, int *day)
{
	if (!*words || !strcmp(words, "ce") || !strcmp(words, "cet") || !strcmp(words, "cette")) {
		*day = today;
		return true;
	}
	return date_read(words, today, DATE_FUTURE, day);
}

static bool read_moment(struct when *w, const char *typed, int today)
{
	static const char *const links[] = { "a", "vers", "des" };
	struct when found = { .kind = WHEN_MOMENT };
	char *rest, *words;
	struct str tied;
	bool ok;

	str_init(&tied);
	tie_time(&tied, typed);
	ok = cut_time(tied.s, &found.minute, &rest);
	str_done(&tied);
	words = folded(rest);
	for (size_t i = 0; ok && i < ARRAY_SIZE(links); i++)
		if (cut(words, links[i]))
			break;
	ok = ok && read_day(words, today, &found.day);
	if (ok)
		*w = found;
	free(words);
	free(rest);
	return ok;
}

static bool read_part(struct when *w, char *words, int today)
{
	for (size_t i = 0; i < ARRAY_SIZE(parts); i++) {
		if (!cut(words, parts[i].words))
			continue;
		if (!read_day(words, today, &w->day))
			return false;
		w->kind = parts[i].kind;
		return true;
	}
	return false;
}

static bool read_words(struct when *w, const char *typed, char *words, int today)
{
	int day;

	for (size_t i = 0; i < ARRAY_SIZE(alone); i++) {
		if (!strcmp(words, alone[i].words)) {
			*w = (struct when){ .kind = alone[i].kind };
			return true;
		}
	}
	if (date_read(typed, today, DATE_FUTURE, &day)) {
		*w = (struct when){ .kind = WHEN_DAY, .day = day };
		return true;
	}
	return read_moment(w, typed, today) || read_part(w, words, today);
}

bool when_read(struct when *w, const char *typed, int today)
{
	struct when found = { .kind = WHEN_ANY };
	char *words = folded(typed);
	int64_t moment;
	bool ok = true;

	if (date_parse_moment(typed, &moment) && strchr(typed, 'T'))
		found = (struct when){ WHEN_MOMENT, date_day_of(moment), date_minute_of(moment) };
	else
		ok = *words && read_words(&found, typed, words, today);
	if (ok)
		*w = found;
	free(words);
	return ok;
}

/* ---- saying ---- */

static bool has_day(enum when_kind kind)
{
	return kind == WHEN_DAY || kind == WHEN_MOMENT || kind >= WHEN_DAY_MORNING;
}

void when_say(struct str *out, const struct when *w)
{
	static const char *const words[] = {
		[WHEN_ANY] = "",
		[WHEN_NOW] = "ouvert maintenant",
		[WHEN_TODAY] = "ouvert aujourd’hui",
		[WHEN_WEEK] = "ouvert cette semaine",
		[WHEN_DAY] = "ouvert le ",
		[WHEN_MOMENT] = "ouvert le ",
		[WHEN_MORNING] = "ouvert le matin",
		[WHEN_AFTERNOON] = "ouvert l’après-midi",
		[WHEN_EVENING] = "ouvert le soir",
		[WHEN_SATURDAY] = "ouvert le samedi",
		[WHEN_DAY_MORNING] = "ouvert le ",
		[WHEN_DAY_AFTERNOON] = "ouvert le ",
		[WHEN_DAY_EVENING] = "ouvert le ",
	};

	str_add(out, words[w->kind]);
	if (!has_day(w->kind))
		return;
	date_french(out, w->day, DATE_WEEKDAY, date_of_day(clock_today()).year);
	if (w->kind == WHEN_MOMENT) {
		str_add(out, " à ");
		date_french_time(out, w->minute);
	} else if (w->kind != WHEN_DAY) {
		str_add(out, w->kind == WHEN_DAY_MORNING     ? " au matin"
			     : w->kind == WHEN_DAY_AFTERNOON ? " l’après-midi"
							     : " au soir");
	}
}
