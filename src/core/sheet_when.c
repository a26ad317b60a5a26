/* When the person is received: an appointment, the dates to come, or the ordinary week. */
#include <stdlib.h>
#include <string.h>

#include "aiguillage/date.h"
#include "aiguillage/fold.h"
#include "aiguillage/hours_french.h"
#include "aiguillage/mem.h"
#include "sheet_impl.h"

enum {
	WEEKS_ALIKE = 8,	/* an ordinary week is the same for that long, holidays apart */
	DAYS_DATED = 366,	/* dates farther away are not told */
	DAYS_WARNED = 21,	/* public holidays so near are told, and those among the dates */
	LINES_STRONG = 3,	/* longer lists would not stand out */
};

/* ---- a day ---- */

struct day_hours {
	int n;
	struct { int from, to; bool open_end, no_time; } bars[SHEET_BARS];
	bool doubtful, asks;	/* not believable; open for some, or on appointment */
	const char *comment;
};

static void read_day(const struct maker *m, int day, struct day_hours *d)
{
	struct hours_walk w;
	struct hours_span span;

	*d = (struct day_hours){ 0 };
	hours_walk_init(&w, m->hours, &m->s->school, date_moment(day, 0), date_moment(day + 1, 0));
	while (hours_walk_next(&w, &span)) {
		if (span.at.state == HOURS_CLOSED)
			continue;
		d->doubtful |= span.at.doubtful || span.at.beyond;
		d->asks |= span.at.state == HOURS_UNKNOWN && !span.at.open_end;
		d->comment = span.at.comment ? span.at.comment : d->comment;
		if (d->n == SHEET_BARS || span.at.doubtful)
			continue;
		d->bars[d->n].from = (int)(span.from - date_moment(day, 0));
		d->bars[d->n].to = (int)(span.to - date_moment(day, 0));
		d->bars[d->n].open_end = span.at.open_end;
		d->bars[d->n++].no_time = span.at.all_day;
	}
}

static bool same_hours(const struct day_hours *a, const struct day_hours *b)
{
	if (a->n != b->n)
		return false;
	for (int i = 0; i < a->n; i++) {
		if (a->bars[i].from != b->bars[i].from || a->bars[i].to != b->bars[i].to)
			return false;
	}
	return true;
}

static void say_bar(struct str *out, const struct words *w, const struct day_hours *d, int i)
{
	struct str from, to;

	if (d->bars[i].no_time) {
		str_add(out, words_get(w, "heures-inconnues"));
		return;
	}
	if (d->bars[i].from == 0 && d->bars[i].to == DATE_DAY) {
		str_add(out, words_get(w, "toute-journee"));
		return;
	}
	str_init(&from);
	str_init(&to);
	words_time(&from, w, d->bars[i].from);
	words_time(&to, w, d->bars[i].to);
	words_say(out, w, d->bars[i].open_end ? "a-partir" : "de-a", (struct fill[]){
		{ "a", from.s, FILL_WORDS }, { "b", to.s, FILL_WORDS }, { .name = NULL } });
	str_done(&from);
	str_done(&to);
}

static void say_bars(struct str *out, const struct words *w, const struct day_hours *d)
{
	for (int i = 0; i < d->n; i++) {
		if (i)
			str_addf(out, " %s ", words_get(w, "et"));
		say_bar(out, w, d, i);
	}
}

/* ---- the ordinary week ---- */

struct ordinary {
	struct day_hours days[7];	/* Monday first */
	bool same;			/* each week is like the others */
};

static void read_week(const struct maker *m, struct ordinary *o)
{
	bool seen[7] = { false };

	o->same = true;
	for (int day = m->sheet->today; day < m->sheet->today + 7 * WEEKS_ALIKE; day++) {
		struct day_hours d;
		int k = date_weekday(day);

		if (public_holiday(day))
			continue;
		read_day(m, day, &d);
		if (!seen[k])
			o->days[k] = d;
		else if (!same_hours(&o->days[k], &d))
			o->same = false;
		seen[k] = true;
	}
}

/* The last day after `first` with the same hours, without a gap. */
static int last_alike(const struct ordinary *o, int first)
{
	int last = first;

	while (last < 6 && same_hours(&o->days[last + 1], &o->days[first]))
		last++;
	return last;
}

static void say_days(struct str *out, const struct words *w, int first, int last)
{
	struct str a, b;

	str_init(&a);
	str_init(&b);
	words_weekday(&a, w, first);
	words_weekday(&b, w, last);
	if (first == last)
		str_add(out, a.s);
	else if (last == first + 1)
		str_addf(out, "%s %s %s", a.s, words_get(w, "et"), b.s);
	else
		words_say(out, w, "jours-de-a", (struct fill[]){
			{ "a", a.s, FILL_WORDS }, { "b", b.s, FILL_WORDS }, { .name = NULL } });
	str_done(&a);
	str_done(&b);
}

/* « lundi et mardi : de 9h à 12h », a line for each run of days that are alike. */
static void say_week(struct str *out, const struct words *w, const void *ctx)
{
	const struct ordinary *o = ctx;

	for (int first = 0; first < 7;) {
		int last = last_alike(o, first);
		struct str days, times;

		if (!o->days[first].n) {
			first = last + 1;
			continue;
		}
		str_init(&days);
		str_init(&times);
		say_days(&days, w, first, last);
		say_bars(&times, w, &o->days[first]);
		if (out->len)
			str_addc(out, '\n');
		words_say(out, w, "jour-heures", (struct fill[]){
			{ "jour", days.s, FILL_WORDS }, { "heures", times.s, FILL_WORDS },
			{ .name = NULL } });
		str_done(&days);
		str_done(&times);
		first = last + 1;
	}
}

static void keep_week(struct maker *m, const struct ordinary *o)
{
	struct sheet_week *week = &m->sheet->week;

	week->known = true;
	for (int d = 0; d < 7; d++) {
		week->n[d] = o->days[d].n;
		for (int i = 0; i < o->days[d].n; i++) {
			week->bars[d][i].from = (int16_t)o->days[d].bars[i].from;
			week->bars[d][i].to = (int16_t)o->days[d].bars[i].to;
		}
	}
}

/* Days at hours that only a comment tells, in French. */
static void add_comments(struct maker *m, const struct ordinary *o)
{
	const char *said = "";

	for (int d = 0; d < 7; d++) {
		m->call_first |= o->days[d].asks || o->days[d].doubtful;
		if (!o->days[d].comment || strcmp(said, o->days[d].comment) == 0)
			continue;
		said = o->days[d].comment;
		sheet_add_sentence(m, SHEET_WHEN, said);
	}
}

static bool has_hours(const struct ordinary *o)
{
	for (int d = 0; d < 7; d++) {
		if (o->days[d].n)
			return true;
	}
	return false;
}

static int runs_of(const struct ordinary *o)
{
	int n = 0;

	for (int first = 0; first < 7; first = last_alike(o, first) + 1)
		n += o->days[first].n > 0;
	return n;
}

/* ---- dates ---- */

struct dated {
	int day;
	struct day_hours hours;
};

/* « vendredi 4 décembre : de 17h à 19h » */
static void say_date(struct str *out, const struct words *w, const void *ctx)
{
	const struct dated *d = ctx;
	struct str day, times;

	str_init(&day);
	str_init(&times);
	words_day(&day, w, d->day);
	say_bars(&times, w, &d->hours);
	words_say(out, w, "jour-heures", (struct fill[]){
		{ "jour", day.s, FILL_WORDS }, { "heures", times.s, FILL_WORDS }, { .name = NULL } });
	str_done(&day);
	str_done(&times);
}

/* Two languages have room for fewer; the calendar shows the others. */
static void add_date(struct maker *m, const struct dated *d)
{
	const struct sheet *sheet = m->sheet;
	bool strong = sheet->n_dates < LINES_STRONG;

	if (strong || sheet->other.lang == SHEET_NO_LANGUAGE)
		sheet_add_said(m, SHEET_WHEN, strong ? SHEET_STRONG : SHEET_PLAIN, say_date, d);
}

static bool add_dates(struct maker *m)
{
	struct sheet *sheet = m->sheet;
	int64_t now = clock_now();

	for (int day = sheet->today; day < sheet->today + DAYS_DATED && sheet->n_dates < SHEET_DATES; day++) {
		struct dated d = { .day = day };

		read_day(m, day, &d.hours);
		if (!d.hours.n || date_moment(day, d.hours.bars[d.hours.n - 1].to) <= now)
			continue;
		if (!sheet->n_dates)
			sheet_add_key(m, SHEET_WHEN, SHEET_PLAIN, "prochaines-dates");
		add_date(m, &d);
		if (!sheet->n_dates && d.hours.comment)
			sheet_add_sentence(m, SHEET_WHEN, d.hours.comment);
		m->call_first |= d.hours.asks || d.hours.doubtful;
		sheet->dates[sheet->n_dates++] = day;
	}
	return sheet->n_dates > 0;
}

/* ---- what is known ---- */

static void say_holiday(struct str *out, const struct words *w, const void *ctx)
{
	struct str day;

	str_init(&day);
	words_day(&day, w, *(const int *)ctx);
	words_say(out, w, "ferie", (struct fill[]){
		{ "date", day.s, FILL_WORDS }, { .name = NULL } });
	str_done(&day);
}

static bool is_date_told(const struct sheet *sheet, int day)
{
	for (size_t i = 0; i < sheet->n_dates; i++) {
		if (sheet->dates[i] == day)
			return true;
	}
	return false;
}

/* A public holiday on which the hours, which do not speak of it, would have it open. */
static void warn_of_holiday(struct maker *m)
{
	int today = m->sheet->today;

	if (hours_remarks(m->hours) & HOURS_PUBLIC)
		return;
	for (int day = today; day < today + DAYS_DATED; day++) {
		if (!public_holiday(day) || !hours_open_on(m->hours, &m->s->school, day) ||
		    (day >= today + DAYS_WARNED && !is_date_told(m->sheet, day)))
			continue;
		sheet_add_said(m, SHEET_WHEN, SHEET_WARNING, say_holiday, &day);
		m->call_first = true;
		return;
	}
}

static bool add_hours(struct maker *m)
{
	struct ordinary o = { .same = false };
	bool rare = hours_is_rare(m->hours, &m->s->school, m->sheet->today);

	if (!rare)
		read_week(m, &o);
	if (rare || !o.same || !has_hours(&o))
		return add_dates(m);
	sheet_add_said(m, SHEET_WHEN, runs_of(&o) <= LINES_STRONG ? SHEET_STRONG : SHEET_PLAIN,
		       say_week, &o);
	add_comments(m, &o);
	keep_week(m, &o);
	return true;
}

struct appointed {
	int64_t moment;
};

static void say_appointed_day(struct str *out, const struct words *w, const void *ctx)
{
	const struct appointed *a = ctx;

	words_day(out, w, date_day_of(a->moment));
}

static void say_appointment(struct str *out, const struct words *w, const void *ctx)
{
	const struct appointed *a = ctx;
	struct str day, time;

	str_init(&day);
	str_init(&time);
	words_day(&day, w, date_day_of(a->moment));
	words_time(&time, w, date_minute_of(a->moment));
	words_say(out, w, "rendez-vous", (struct fill[]){
		{ "date", day.s, FILL_WORDS }, { "heure", time.s, FILL_WORDS }, { .name = NULL } });
	str_done(&day);
	str_done(&time);
}

static const char *hours_value(const struct maker *m)
{
	const char *own = m->has_offer ? offer_get(&m->offer, OFFER_HOURS) : "";
	const char *text = m->has_offer ? offer_get(&m->offer, OFFER_HOURS_TEXT) : "";
	const char *meeting = m->has_offer ? offer_get(&m->offer, OFFER_MEETING) : "";

	if (*own)
		return own;
	/* the hours of the place are those of the offer when it is met there and says nothing else */
	if (*text || (*meeting && !list_has(meeting, "sur-place") && !list_has(meeting, "permanence")))
		return "";
	return place_get(&m->place, PLACE_HOURS);
}

static bool volunteers(const struct maker *m)
{
	struct str b;
	char *f;
	bool said;

	str_init(&b);
	str_addf(&b, "%s %s", place_get(&m->place, PLACE_DESCRIPTION), place_get(&m->place, PLACE_TAGS));
	if (m->has_offer)
		str_addf(&b, " %s %s %s", offer_get(&m->offer, OFFER_DESCRIPTION),
			 offer_get(&m->offer, OFFER_CONDITIONS), offer_get(&m->offer, OFFER_TAGS));
	f = folded(b.s);
	said = strstr(f, "benevol") != NULL;
	free(f);
	str_done(&b);
	return said;
}

static void add_known(struct maker *m)
{
	const char *value = hours_value(m);
	const char *text = m->has_offer ? offer_get(&m->offer, OFFER_HOURS_TEXT) : "";
	const char *dates = m->has_offer ? offer_get(&m->offer, OFFER_SESSION_DATES) : "";
	bool known = false;

	if (*value)
		m->hours = hours_parse(value, strlen(value), 0, NULL);
	if (m->hours)
		known = add_hours(m);
	else if (*value)
		sheet_add_text(m, SHEET_WHEN, SHEET_PLAIN, value);
	sheet_add_sentence(m, SHEET_WHEN, text);
	sheet_add_sentence(m, SHEET_WHEN, dates);
	if (!known && !*text && !*dates && !*value)
		sheet_add_key(m, SHEET_WHEN, SHEET_PLAIN, "horaires-inconnus");
	if (m->hours && hours_remarks(m->hours) & HOURS_DOUBTFUL)
		sheet_add_key(m, SHEET_WHEN, SHEET_WARNING, "horaires-douteux");
	if (m->hours)
		warn_of_holiday(m);
	m->call_first |= !known || (m->hours && hours_remarks(m->hours) & HOURS_DOUBTFUL);
}

/* For a message: one line, in the other language when there is one. */
static void keep_short(struct maker *m)
{
	const struct sheet_block *b = &m->sheet->blocks[SHEET_WHEN];
	struct str s;

	str_init(&s);
	for (size_t i = 0; i < b->n && !s.len; i++) {
		if (b->lines[i].style == SHEET_STRONG)
			str_add(&s, b->lines[i].other ? b->lines[i].other : b->lines[i].text);
	}
	if (!s.len && m->hours && m->sheet->other.lang == SHEET_NO_LANGUAGE)
		hours_french_short(&s, m->hours, 60);
	m->sheet->short_hours = str_steal(&s);
	str_done(&s);
}

static void add_old(struct maker *m)
{
	int year = sheet_old_since(m);
	struct str b;

	if (!year)
		return;
	m->call_first = true;
	str_init(&b);
	str_addf(&b, "%d", year);
	sheet_add_filled(m, SHEET_WHEN, SHEET_PLAIN, "ancienne", "an", b.s);
	str_done(&b);
}

void sheet_add_when(struct maker *m)
{
	const struct sheet_request *r = m->r;
	bool phone = *place_get(&m->place, PLACE_PHONE);

	if (r->appointment != SHEET_NO_MOMENT && r->any_time)
		sheet_add_said(m, SHEET_WHEN, SHEET_STRONG, say_appointed_day,
			       &(struct appointed){ r->appointment });
	if (r->appointment != SHEET_NO_MOMENT && !r->any_time)
		sheet_add_said(m, SHEET_WHEN, SHEET_STRONG, say_appointment,
			       &(struct appointed){ r->appointment });
	else
		add_known(m);
	if (r->appointment == SHEET_NO_MOMENT) {
		m->call_first |= volunteers(m);
		add_old(m);
	}
	if (m->call_first)
		sheet_add_key(m, SHEET_WHEN, SHEET_WARNING,
			      phone ? "telephoner-avant" : "demander-avant");
	keep_short(m);
}
