/* What is typed into a field of the log, on the command line or in a form. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/date.h"
#include "aiguillage/log.h"
#include "aiguillage/mem.h"
#include "aiguillage/personal.h"

#define PEOPLE_MAX 999
#define DAYS_MAX 730		/* « +7 » */

struct reading {
	struct session *s;
	const struct entry_field *f;
	const char *typed;
	struct str *value;
	int since;		/* what is planned comes on that day or after */
};

static bool wrong(const struct reading *r, const char *how, struct err *err)
{
	return err_set(err, ERR_USAGE, "%s : « %.60s » n’est pas compris. %s", r->f->label, r->typed,
		       how);
}

/* ---- dates ---- */

/* « +7 »: in seven days. */
static bool in_days(const char *typed, int *day)
{
	char *end;
	long n;

	if (*typed != '+' || !isdigit((unsigned char)typed[1]))
		return false;
	n = strtol(typed + 1, &end, 10);
	if (*end == 'j')
		end++;
	*day = clock_today() + (int)n;
	return !*end && n <= DAYS_MAX;
}

/* What was logged is past; what is planned is to come. */
static bool read_any_day(const struct reading *r, const char *typed, int *day)
{
	bool past = strcmp(r->f->sql, "day") == 0;
	int today = clock_today();

	return (past ? date_read(typed, today, DATE_PAST, day)
		     : date_read_near(typed, today, r->since, DATE_FUTURE, day)) ||
	       in_days(typed, day);
}

static bool read_day(const struct reading *r, struct err *err)
{
	char iso[DATE_MOMENT_LEN];
	int day;

	if (!read_any_day(r, r->typed, &day))
		return wrong(r, "Une date s’écrit 4/12, 4/12/2026, demain ou +10 (dans dix jours)",
			     err);
	date_format_day(iso, day);
	str_add(r->value, iso);
	return true;
}

/* « 14h », « 14h30 », « 14:30 » */
static bool read_time(const char *typed, int *minute)
{
	long h, m = 0;
	char *end;

	if (!isdigit((unsigned char)*typed))
		return false;
	h = strtol(typed, &end, 10);
	if (!*end || !strchr("hH:", *end))
		return false;
	if (isdigit((unsigned char)*++end))
		m = strtol(end, &end, 10);
	if (*end || h > 23 || m > 59)
		return false;
	*minute = (int)(h * 60 + m);
	return true;
}

/* Cuts a time off the end, with its « à »; false: there is none, typed is as it was. */
static bool cut_time(char *typed, int *minute)
{
	char *time = strrchr(typed, ' ');
	size_t n;

	if (!time || !read_time(time + 1, minute))
		return false;
	for (n = (size_t)(time - typed); n && typed[n - 1] == ' '; n--)
		;
	if (n > 2 && strncmp(typed + n - 3, " à", 3) == 0)
		n -= 3;
	typed[n] = '\0';
	return true;
}

/* « 4/12 à 14h30 », « 4 décembre à 14h30 » as the program says it, « 2026-12-04T14:30 », a day. */
static bool read_moment(const struct reading *r, struct err *err)
{
	char iso[DATE_MOMENT_LEN];
	int64_t moment;
	char *date;
	int day, minute;
	bool timed, ok;

	if (strchr(r->typed, 'T') && date_parse_moment(r->typed, &moment)) {
		date_format_moment(iso, moment);
		str_add(r->value, iso);
		return true;
	}
	date = xstrdup(r->typed);
	timed = cut_time(date, &minute);
	ok = read_any_day(r, date, &day);
	if (ok && timed)
		date_format_moment(iso, date_moment(day, minute));
	else if (ok)
		date_format_day(iso, day);
	free(date);
	if (!ok)
		return wrong(r, "Un rendez-vous s’écrit 4/12, ou 4/12 14h30", err);
	str_add(r->value, iso);
	return true;
}

/* ---- numbers ---- */

static bool is_duration(const struct entry_field *f)
{
	return strcmp(f->sql, "minutes") == 0;
}

static bool read_number(const struct reading *r, struct err *err)
{
	int minutes;
	char *end;
	long n;

	if (is_duration(r->f)) {
		if (!duration_read(r->typed, &minutes))
			return wrong(r, "Une durée s’écrit 45, 1h30 ou 2h", err);
		str_addf(r->value, "%d", minutes);
		return true;
	}
	n = strtol(r->typed, &end, 10);
	if (*end || !isdigit((unsigned char)*r->typed) || n > PEOPLE_MAX)
		return wrong(r, "Écrire un nombre : 7", err);
	str_addf(r->value, "%ld", n);
	return true;
}

/* ---- codes ---- */

static const struct vocab_value *value_of(const struct reading *r, const char *text)
{
	enum vocab_genre genre = (enum vocab_genre)r->f->genre;
	const struct vocab_value *v = vocab_find(r->s->vocab, genre, text);
	struct vocab_match m[2];
	size_t n;

	if (v)
		return v;
	n = vocab_complete(r->s->vocab, genre, text, m, 2);
	return n && (m[0].exact || m[0].begins) ? m[0].value : NULL;
}

static bool unknown_value(const struct reading *r, const char *text, struct err *err)
{
	enum vocab_genre genre = (enum vocab_genre)r->f->genre;
	struct str b;

	str_init(&b);
	for (size_t i = 0; i < vocab_count(r->s->vocab, genre) && i < 12; i++)
		str_join(&b, ", ", vocab_at(r->s->vocab, genre, i)->brief);
	err_set(err, ERR_USAGE, "%s : « %.60s » n’est pas une valeur connue. Valeurs : %s%s", r->f->label,
		text, b.s, vocab_count(r->s->vocab, genre) > 12 ? "…" : "");
	str_done(&b);
	return false;
}

static bool read_value(const struct reading *r, struct err *err)
{
	const struct vocab_value *v = value_of(r, r->typed);

	if (!v)
		return unknown_value(r, r->typed, err);
	str_add(r->value, v->code);
	return true;
}

/* A label may hold a comma: the whole is tried first. */
static bool read_values(const struct reading *r, struct err *err)
{
	const char *separators = strpbrk(r->typed, "|;\n") ? "|;\n" : ",";
	char *copy, *rest, *item;
	bool ok = true;

	if (vocab_find(r->s->vocab, (enum vocab_genre)r->f->genre, r->typed))
		return read_value(r, err);
	rest = copy = xstrdup(r->typed);
	while (ok && (item = strsep(&rest, separators))) {
		const struct vocab_value *v;

		item += strspn(item, " ");
		if (!*item)
			continue;
		v = value_of(r, item);
		ok = v != NULL || unknown_value(r, item, err);
		if (v)
			list_add(r->value, v->code);
	}
	free(copy);
	return ok;
}

/* « 4 féminin, 3 masculin », « feminin=4|masculin=3 », « féminin ». */
static bool read_count(const struct reading *r, char *item, struct err *err)
{
	const struct vocab_value *v;
	char *equal = strrchr(item, '='), *end = item;
	long n = 1;

	if (equal) {
		*equal = '\0';
		n = strtol(equal + 1, &end, 10);
		if (*end || end == equal + 1)
			return unknown_value(r, equal + 1, err);
	} else if (isdigit((unsigned char)*item) && !value_of(r, item)) {
		n = strtol(item, &item, 10);
		item += strspn(item, " ");
	}
	v = value_of(r, item);
	if (!v)
		return unknown_value(r, item, err);
	if (n < 0 || n > PEOPLE_MAX)
		return wrong(r, "Écrire des nombres : 4 féminin, 3 masculin", err);
	counts_add(r->value, v->code, n);
	return true;
}

static bool read_counts(const struct reading *r, struct err *err)
{
	char *copy = xstrdup(r->typed), *rest = copy, *item;
	bool ok = true;

	while (ok && (item = strsep(&rest, "|;,\n"))) {
		item += strspn(item, " ");
		if (*item)
			ok = read_count(r, item, err);
	}
	free(copy);
	return ok;
}

/* ---- text ---- */

static bool read_words(const struct reading *r, struct err *err)
{
	enum personal p = personal_find(r->typed);

	if (p)
		return err_set(err, ERR_USAGE, "%s : ce texte contient %s. Ces numéros ne sont jamais "
			       "notés : ils permettraient d’usurper l’identité de la personne. "
			       "Retirez-le", r->f->label, personal_name(p));
	str_add(r->value, r->typed);
	return true;
}

static bool read_list(const struct reading *r, struct err *err)
{
	char *copy, *rest, *item;

	if (personal_find(r->typed))
		return read_words(r, err);
	rest = copy = xstrdup(r->typed);
	while ((item = strsep(&rest, "|;,\n"))) {
		item += strspn(item, " ");
		for (size_t n = strlen(item); n && item[n - 1] == ' '; n--)
			item[n - 1] = '\0';
		list_add(r->value, item);
	}
	free(copy);
	return true;
}

static bool read_field(struct session *s, enum entry_kind kind, int field, const char *typed,
		       int since, struct str *value, struct err *err)
{
	static bool (*const readers[])(const struct reading *, struct err *) = {
		[ENTRY_IS_TEXT] = read_words,	  [ENTRY_IS_WORDS] = read_words,
		[ENTRY_IS_LIST] = read_list,	  [ENTRY_IS_VALUE] = read_value,
		[ENTRY_IS_VALUES] = read_values,  [ENTRY_IS_COUNTS] = read_counts,
		[ENTRY_IS_DAY] = read_day,	  [ENTRY_IS_MOMENT] = read_moment,
		[ENTRY_IS_NUMBER] = read_number,
	};
	size_t n;
	struct reading r = { s, &entry_fields(kind, &n)[field], typed, value, since };

	str_clear(value);
	if (!*typed)
		return true;
	if (r.f->kind >= ARRAY_SIZE(readers) || !readers[r.f->kind])
		return err_set(err, ERR_USAGE, "%s : ce champ ne se change pas", r.f->label);
	return readers[r.f->kind](&r, err);
}

bool log_read(struct session *s, enum entry_kind kind, int field, const char *typed,
	      struct str *value, struct err *err)
{
	return read_field(s, kind, field, typed, clock_today(), value, err);
}

bool log_read_in(struct session *s, const struct entry *e, int field, const char *typed,
		 struct str *value, struct err *err)
{
	int today = clock_today(), day;
	bool before = entry_day(e, ENTRY_DAY, &day) && day < today;

	return read_field(s, e->kind, field, typed, before ? day : today, value, err);
}
