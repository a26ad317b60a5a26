/* « Ouvert — ferme à 12h » and dated openings. */
#include <stdlib.h>

#include "aiguillage/hours_french.h"
#include "aiguillage/text.h"
#include "hours_say.h"

/* Days of wall clock that an opening without hours, or after midnight, is still « today ». */
static bool whole_days(const struct hours_span *s)
{
	return s->to == INT64_MAX || (date_minute_of(s->from) == 0 && date_minute_of(s->to) == 0);
}

static void say_open_manner(struct str *out, const struct hours_at *at)
{
	if (!at->comment || at->open_end)
		return;
	str_add(out, ", ");
	say_comment(out, at->comment);
}

/* « de 17h à 19h »; the end of a night is said by its hour alone. */
static void say_hours(struct str *out, const struct hours_span *s)
{
	int from = date_minute_of(s->from), to;
	int64_t length = s->to == INT64_MAX ? 10 * DATE_DAY : s->to - s->from;

	if (s->at.open_end) {
		str_add(out, "à partir de ");
		date_french_time(out, from);
		return;
	}
	if (s->at.all_day || length > DATE_DAY || (length == DATE_DAY && from == 0)) {
		str_add(out, s->at.all_day ? "horaires non précisés" : "24h/24");
		return;
	}
	to = date_minute_of(s->to);
	str_add(out, "de ");
	date_french_time(out, from);
	str_add(out, " à ");
	date_french_time(out, to ? to : DATE_DAY);
}

void hours_french_times(struct str *out, const struct hours_span *s)
{
	say_hours(out, s);
	if (s->at.state == HOURS_UNKNOWN && !s->at.comment)
		str_add(out, " (à confirmer)");
	else
		say_open_manner(out, &s->at);
}

void hours_french_times_short(struct str *out, const struct hours_span *s)
{
	int from = date_minute_of(s->from), to = s->to == INT64_MAX ? 0 : date_minute_of(s->to);

	if (s->at.all_day) {
		str_add(out, "heures non dites");
	} else if (s->at.open_end) {
		str_add(out, "dès ");
		date_french_time(out, from);
	} else if (from == 0 && to == 0) {
		str_add(out, "24h/24");
	} else {
		date_french_time(out, from);
		str_addc(out, '-');
		date_french_time(out, to ? to : DATE_DAY);
	}
}

void hours_french_span(struct str *out, const struct hours_span *s, int this_year)
{
	date_french(out, date_day_of(s->from), DATE_WEEKDAY, this_year);
	str_add(out, ", ");
	hours_french_times(out, s);
}

static int year_of(int64_t moment)
{
	return date_of_day(date_day_of(moment)).year;
}

/*
 * Few sources speak of public holidays, and few places open on one: hours that do not mention them
 * are not believed on such a day.
 */
static const char *doubtful_holiday(const struct hours *h, const struct hours_span *s)
{
	bool always = s->to == INT64_MAX || s->to - s->from > DATE_DAY;

	return hours_remarks(h) & HOURS_PUBLIC || always ? NULL : public_holiday(date_day_of(s->from));
}

static void say_doubtful_holiday(struct str *out, const struct hours *h, const struct hours_span *s)
{
	const char *name = doubtful_holiday(h, s);

	if (name)
		str_addf(out, " (jour férié" NBSP ": %s, à vérifier)", name);
}

void hours_french_next(struct str *out, const struct hours *h, const struct school_holidays *sh,
		       int64_t from, int n)
{
	struct hours_span spans[32];
	size_t count = hours_openings(h, sh, from, 366, spans, sizeof spans / sizeof *spans);
	int day = -1, lines = 0;

	if (count && spans[0].from == from)
		hours_begin(h, sh, &spans[0]);
	for (size_t i = 0; i < count; i++) {
		int d = date_day_of(spans[i].from);

		if (d == day) {
			str_add(out, " et ");
			say_hours(out, &spans[i]);
			continue;
		}
		if (lines++ == n)
			break;
		if (day >= 0)
			str_addc(out, '\n');
		hours_french_span(out, &spans[i], year_of(from));
		say_doubtful_holiday(out, h, &spans[i]);
		day = d;
	}
}

/* « demain », « lundi », « mardi 7 avril ». */
static void say_near_day(struct str *out, int day, int today)
{
	if (day == today)
		str_add(out, "aujourd’hui");
	else if (day == today + 1)
		str_add(out, "demain");
	else if (day < today + 7)
		str_add(out, date_weekday_name(date_weekday(day)));
	else
		date_french(out, day, DATE_WEEKDAY, date_of_day(today).year);
}

static void say_open(struct str *out, const struct hours *h, const struct school_holidays *sh,
		     const struct hours_at *at, int64_t now)
{
	struct hours_span s;
	int day, today = date_day_of(now);
	bool plain = at->state == HOURS_OPEN && !at->comment;

	if (at->state == HOURS_OPEN || (at->comment && !at->open_end))
		str_add(out, "Ouvert");
	else if (at->open_end)
		str_add(out, "Peut-être encore ouvert (heure de fin non précisée)");
	else
		str_add(out, "Peut-être ouvert (à confirmer)");
	say_open_manner(out, at);
	if (at->open_end || !hours_next_opening(h, sh, now, &s))
		return;
	if (s.to == INT64_MAX) {
		str_add(out, at->all_day ? " (horaires non précisés)" : " en permanence");
		return;
	}
	if (at->all_day && whole_days(&(struct hours_span){ .from = s.to, .to = s.to })) {
		str_add(out, " aujourd’hui (horaires non précisés)");
		return;
	}
	str_add(out, plain ? " — ferme " : " — jusqu’à ");
	day = date_minute_of(s.to) ? date_day_of(s.to) : date_day_of(s.to) - 1;
	if (day > today && !(day == today + 1 && date_minute_of(s.to) <= 6 * 60)) {
		say_near_day(out, day, today);
		str_addc(out, ' ');
	}
	if (plain)
		str_add(out, "à ");
	date_french_time(out, date_minute_of(s.to) ? date_minute_of(s.to) : DATE_DAY);
}

/* Why a place that would be open today is not: a holiday; false: no such reason. */
static bool say_reason(struct str *out, const struct hours *h, const struct school_holidays *sh,
		       int today)
{
	unsigned remarks = hours_remarks(h);
	const char *name = remarks & HOURS_PUBLIC ? public_holiday(today) : NULL;
	const struct school_period *p;

	if (hours_open_on(h, sh, today))
		return false;
	if (name) {
		str_addf(out, "Fermé aujourd’hui (jour férié" NBSP ": %s)", name);
		return true;
	}
	p = remarks & HOURS_SCHOOL && sh ? school_holiday(sh, today) : NULL;
	if (p)
		str_addf(out, "Fermé aujourd’hui (vacances scolaires" NBSP ": %s)", p->name);
	return p != NULL;
}

static void say_opening(struct str *out, const struct hours_span *s, int64_t now, bool full_date)
{
	int today = date_day_of(now), day = date_day_of(s->from);

	if (day - today >= 7 && !full_date) {
		str_add(out, " — prochaine permanence" NBSP ": ");
		hours_french_span(out, s, year_of(now));
		str_addf(out, " (dans %d jours)", day - today);
		return;
	}
	str_add(out, " — ouvre ");
	if (full_date)
		date_french(out, day, DATE_WEEKDAY, year_of(now));
	else
		say_near_day(out, day, today);
	if (s->at.all_day) {
		str_add(out, " (horaires non précisés)");
	} else {
		str_add(out, " à ");
		date_french_time(out, date_minute_of(s->from));
	}
	say_open_manner(out, &s->at);
}

static void say_opens(struct str *out, const struct hours *h, const struct hours_span *s,
		      int64_t now, bool full_date)
{
	say_opening(out, s, now, full_date);
	say_doubtful_holiday(out, h, s);
}

/* On a holiday that the hours do not mention: not « Ouvert », but to be asked. */
static bool say_holiday_today(struct str *out, const struct hours *h,
			      const struct school_holidays *sh, int64_t now)
{
	struct hours_span next;
	const char *name;

	if (!hours_next_opening(h, sh, now, &next) || date_day_of(next.from) != date_day_of(now))
		return false;
	name = doubtful_holiday(h, &next);
	if (name)
		str_addf(out, "Jour férié (%s)" NBSP ": téléphoner avant de se déplacer", name);
	return name != NULL;
}

static void say_beyond(struct str *out, const struct school_holidays *sh, int this_year)
{
	if (!sh || !sh->n) {
		str_add(out, " (vacances scolaires inconnues)");
		return;
	}
	str_add(out, " (vacances scolaires inconnues au-delà du ");
	date_french(out, sh->last, 0, this_year);
	str_addc(out, ')');
}

void hours_french_state(struct str *out, const struct hours *h, const struct school_holidays *sh,
			int64_t now)
{
	struct hours_at at;
	struct hours_span next;
	bool reason;

	hours_at(h, sh, now, &at);
	if (at.doubtful || (hours_remarks(h) & HOURS_DOUBTFUL &&
			    !hours_next_opening(h, sh, now, &next))) {
		str_add(out, "Horaires douteux" NBSP ": téléphoner avant de se déplacer");
		return;
	}
	if (say_holiday_today(out, h, sh, now))
		return;
	if (at.state != HOURS_CLOSED) {
		say_open(out, h, sh, &at, now);
		if (at.beyond)
			say_beyond(out, sh, year_of(now));
		return;
	}
	if (!hours_next_opening(h, sh, now, &next) || next.from - now > 366 * (int64_t)DATE_DAY) {
		str_add(out, "Aucune ouverture prévue dans les 12 mois");
		return;
	}
	reason = say_reason(out, h, sh, date_day_of(now));
	if (!reason)
		str_add(out, "Fermé");
	say_opens(out, h, &next, now, reason);
	if (at.beyond || next.at.beyond)
		say_beyond(out, sh, year_of(now));
}

/* ---- in a list ---- */

static void brief_open(struct str *out, const struct hours_at *at, const struct hours_span *s,
		       int today)
{
	int day, minute;

	if (at->open_end) {
		str_add(out, "Peut-être encore ouvert");
	} else if (at->state == HOURS_UNKNOWN || at->comment) {
		str_add(out, at->comment ? "Ouvert, sous condition" : "Peut-être ouvert");
	} else if (at->all_day) {
		str_add(out, "Ouvert aujourd’hui");
	} else if (s->to == INT64_MAX) {
		str_add(out, "Ouvert 24h/24");
	} else {
		day = date_day_of(s->to);
		minute = date_minute_of(s->to);
		if (day > today + 1 || (day > today && minute > 6 * 60)) {
			str_add(out, "Ouvert jusqu’au ");
			date_french_brief(out, minute ? day : day - 1, date_of_day(today).year);
		} else {
			str_add(out, "Ouvert jusqu’à ");
			date_french_time(out, minute ? minute : DATE_DAY);
		}
	}
}

/* « jeudi », « demain »; the date when it is that of a permanence, or a week away. */
static void brief_day(struct str *out, int day, int today, bool dated)
{
	if (dated || day >= today + 7)
		date_french_brief(out, day, date_of_day(today).year);
	else
		str_add(out, day == today + 1 ? "demain" : date_weekday_name(date_weekday(day)));
}

static void brief_next(struct str *out, const struct hours *h, const struct school_holidays *sh,
		       const struct hours_span *s, int today)
{
	int day = date_day_of(s->from);
	bool rare = hours_is_rare(h, sh, today) && day > today;
	bool holiday = doubtful_holiday(h, s) != NULL;
	struct str time;

	str_init(&time);
	if (!s->at.all_day) {
		str_add(&time, rare ? " " : " à ");
		date_french_time(&time, date_minute_of(s->from));
	}
	str_add(out, !rare ? "Ouvre" : holiday ? "Perm." : "Permanence");
	if (day > today || s->at.all_day)
		str_addc(out, ' ');
	if (day > today)
		brief_day(out, day, today, rare);
	else if (s->at.all_day)
		str_add(out, "aujourd’hui");
	if (holiday)
		str_add(out, " (férié ?)");
	else if (text_width(out->s) + text_width(time.s) <= HOURS_BRIEF)
		str_add(out, time.s);
	str_done(&time);
}

void hours_french_brief(struct str *out, const struct hours *h, const struct school_holidays *sh,
			int64_t now)
{
	bool doubtful = hours_remarks(h) & HOURS_DOUBTFUL, more;
	int today = date_day_of(now);
	struct hours_span next;
	struct hours_at at;
	struct str b;

	str_init(&b);
	hours_at(h, sh, now, &at);
	more = hours_next_opening(h, sh, now, &next);
	if (at.doubtful || (doubtful && !more))
		str_add(&b, "Horaires douteux");
	else if (more && date_day_of(next.from) == today && doubtful_holiday(h, &next))
		str_add(&b, "Jour férié : à vérifier");
	else if (at.state != HOURS_CLOSED)
		brief_open(&b, &at, &next, today);
	else if (!more || next.from - now > 366 * (int64_t)DATE_DAY)
		str_add(&b, "Aucune ouverture prévue");
	else
		brief_next(&b, h, sh, &next, today);
	str_add(out, b.s);
	str_done(&b);
}

void hours_french_invalid(struct str *out, const char *value)
{
	char *clean = text_cleaned(value, TEXT_ONE_LINE);

	str_add(out, "Horaires non interprétés" NBSP ": «" NBSP);
	text_cut(out, clean, 200);
	str_add(out, NBSP "»");
	free(clean);
}
