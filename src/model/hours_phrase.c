/* From the parts of the sentence to opening_hours, or to a refusal that says why. */
#include "aiguillage/hours_phrase.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/hours_french.h"
#include "aiguillage/mem.h"
#include "aiguillage/text.h"
#include "hours_phrase_impl.h"

#define NBSP "\xC2\xA0"

static const char *const day_codes[] = { "Mo", "Tu", "We", "Th", "Fr", "Sa", "Su" };
static const char *const month_codes[] = {
	"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
};

void hours_phrase_init(struct hours_phrase *p)
{
	str_init(&p->oh);
	str_init(&p->remark);
	str_init(&p->problem);
}

void hours_phrase_done(struct hours_phrase *p)
{
	str_done(&p->oh);
	str_done(&p->remark);
	str_done(&p->problem);
}

/* Writing opening_hours. */

static bool in(unsigned set, int day)
{
	return set >> (day + 7) % 7 & 1;
}

static void write_run(struct str *out, const struct pdays *d, int from, int length)
{
	bool range = length > 2 || (length == 2 && in(d->ranges, from));

	str_add(out, day_codes[from]);
	if (range)
		str_addf(out, "-%s", day_codes[(from + length - 1) % 7]);
	else if (length == 2)
		str_addf(out, ",%s", day_codes[(from + 1) % 7]);
}

static void write_nth(struct str *out, int day, unsigned first, unsigned last)
{
	bool more = false;

	str_addf(out, "%s[", day_codes[day]);
	for (int n = 1; n <= 5; n++) {
		if (first >> (n - 1) & 1) {
			str_addf(out, "%s%d", more ? "," : "", n);
			more = true;
		}
	}
	for (int n = 5; n >= 1; n--) {
		if (last >> (n - 1) & 1) {
			str_addf(out, "%s-%d", more ? "," : "", n);
			more = true;
		}
	}
	str_addc(out, ']');
}

static void write_days(struct str *out, const struct pdays *d)
{
	size_t start = out->len;

	if (d->set == 0x7F)
		str_add(out, "Mo-Su");
	for (int i = 0; i < 7 && d->set != 0x7F; i++) {
		bool around = in(d->ranges, 6);	/* a range crosses the end of the week */
		int length = 0;

		if (!in(d->set, i) || ((i > 0 || around) && in(d->set, i - 1)))
			continue;
		while (in(d->set, i + length) && (around || i + length < 7))
			length++;
		if (out->len > start)
			str_addc(out, ',');
		write_run(out, d, i, length);
	}
	for (int i = 0; i < 7; i++) {
		if (!d->first[i] && !d->last[i])
			continue;
		if (out->len > start)
			str_addc(out, ',');
		write_nth(out, i, d->first[i], d->last[i]);
	}
	if (d->holidays)
		str_add(out, out->len > start ? ",PH" : "PH");
}

static void write_date(struct str *out, const struct date *d)
{
	if (d->year)
		str_addf(out, "%d ", d->year);
	str_addf(out, "%s %02d", month_codes[d->month - 1], d->day);
}

static void write_dates(struct str *out, const struct pdates *d)
{
	write_date(out, &d->from);
	if (d->from.year == d->to.year && d->from.month == d->to.month) {
		if (d->from.day != d->to.day)
			str_addf(out, "-%02d", d->to.day);
		return;
	}
	str_addc(out, '-');
	write_date(out, &d->to);
}

static void write_months(struct str *out, unsigned set, int from, int to)
{
	bool more = false, range = true;

	for (int m = from; m != to; m = m % 12 + 1)
		range &= set >> (m - 1) & 1;
	if (range) {
		str_add(out, month_codes[from - 1]);
		if (to != from)
			str_addf(out, "-%s", month_codes[to - 1]);
		return;
	}
	for (int m = 0; m < 12; m++) {
		if (!(set >> m & 1))
			continue;
		str_addf(out, "%s%s", more ? "," : "", month_codes[m]);
		more = true;
	}
}

static void write_parity(struct str *out, int parity)
{
	if (parity)
		str_add(out, parity == PARITY_EVEN ? "week 2-52/2 " : "week 1-53/2 ");
}

static void write_time(struct str *out, int minutes)
{
	str_addf(out, "%02d:%02d", minutes / 60, minutes % 60);
}

/* Spans without parity and those of `parity`; `end` replaces the end of the last, unless < 0. */
static int write_spans(struct str *out, const struct clause *c, int parity, int end)
{
	int n = 0, last = -1;

	for (int i = 0; i < c->nspans; i++) {
		if (c->spans[i].parity == PARITY_NONE || c->spans[i].parity == parity)
			last = i;
	}
	for (int i = 0; i < c->nspans; i++) {
		const struct pspan *s = &c->spans[i];

		if (s->parity != PARITY_NONE && s->parity != parity)
			continue;
		if (n++)
			str_addc(out, ',');
		write_time(out, s->from);
		if (s->to < 0) {
			str_addc(out, '+');
			continue;
		}
		str_addc(out, '-');
		write_time(out, i == last && end >= 0 ? end : s->to);
	}
	return n;
}

static void begin_rule(struct str *out)
{
	if (out->len)
		str_add(out, "; ");
}

static void write_comment(struct str *out, const struct clause *c)
{
	if (!*c->comment)
		return;
	if (out->len && out->s[out->len - 1] != ' ')
		str_addc(out, ' ');
	str_addf(out, "%s\"%s\"", c->open ? "open " : "", c->comment);
}

/* One rule: `extra` conditions first. */
static void write_rule(struct str *out, const struct clause *c, const char *extra, int parity,
		       int end)
{
	begin_rule(out);
	str_add(out, extra);
	for (int i = 0; i < c->ndates; i++) {
		if (i)
			str_addc(out, ',');
		write_dates(out, &c->dates[i]);
	}
	if (c->ndates)
		str_addc(out, ' ');
	if (c->months) {
		write_months(out, c->months, c->month_from, c->month_to);
		str_addc(out, ' ');
	}
	write_parity(out, parity ? parity : c->parity);
	if (c->school || end >= 0)
		str_add(out, "SH ");
	write_days(out, &c->days);
	if (c->nspans) {
		if (out->s[out->len - 1] != ' ')
			str_addc(out, ' ');
		write_spans(out, c, parity, end);
	}
	write_comment(out, c);
}

/* Rules that repeat every two weeks from an anchor: week parity, year by year. */
static void write_biweekly(struct hours_phrase *out, const struct clause *c)
{
	int start = c->since, last_wanted = c->until == INT_MIN ? INT_MAX : c->until;

	for (int pieces = 0; pieces < 6 && start <= last_wanted; pieces++) {
		int year, week = date_week(start, &year), end;
		struct pdates range;
		struct str dates;

		do {	/* a year of 53 weeks changes the parity after it */
			end = date_day(year, 12, 28);
			end += 6 - date_weekday(end);
			year++;
		} while (date_week(end, NULL) != 53);
		if (end > last_wanted)
			end = last_wanted;
		range.from = date_of_day(start);
		range.to = date_of_day(end);
		str_init(&dates);
		write_dates(&dates, &range);
		str_addc(&dates, ' ');
		write_rule(&out->oh, c, dates.s, week % 2 ? PARITY_ODD : PARITY_EVEN, -1);
		str_done(&dates);
		start = end + 1;
		/* The week after one of the right parity is off; after a 53rd, parity shifts. */
		if (date_week(end, NULL) % 2 == week % 2)
			start += 7;
		if (pieces == 1)
			break;
	}
	if (last_wanted == INT_MAX) {
		str_add(&out->remark, "une semaine sur deux s'écrit en semaines paires ou impaires, qui "
				      "changent de sens après une année de 53 semaines" NBSP ": valable "
				      "jusqu'au ");
		date_french(&out->remark, start - 1, DATE_ALWAYS_YEAR, 0);
	}
}

/* « à partir du 7 décembre »: the rest of that year, then every year. */
static void write_limited(struct str *out, const struct clause *c, int today)
{
	int since = c->since == INT_MIN ? today : c->since;
	struct pdates range = { date_of_day(since), date_of_day(since) };
	struct str dates;

	str_init(&dates);
	if (c->until == INT_MIN) {
		range.to.month = 12;
		range.to.day = 31;
	} else {
		range.to = date_of_day(c->until);
	}
	write_dates(&dates, &range);
	str_addc(&dates, ' ');
	write_rule(out, c, dates.s, PARITY_NONE, -1);
	if (c->until == INT_MIN) {
		str_clear(&dates);
		str_addf(&dates, "%d+ ", range.from.year + 1);
		write_rule(out, c, dates.s, PARITY_NONE, -1);
	}
	str_done(&dates);
}

static void write_clause(struct hours_phrase *out, const struct phrase *p, const struct clause *c)
{
	bool base = false, parities[3] = { false };

	if (c->biweekly && !c->parity) {
		write_biweekly(out, c);
		return;
	}
	if (c->since != INT_MIN || c->until != INT_MIN) {
		write_limited(&out->oh, c, p->today);
		return;
	}
	for (int i = 0; i < c->nspans; i++) {
		base |= c->spans[i].parity == PARITY_NONE;
		parities[c->spans[i].parity] = true;
	}
	if (base || !c->nspans)
		write_rule(&out->oh, c, "", PARITY_NONE, -1);
	for (int k = PARITY_EVEN; k <= PARITY_ODD; k++) {
		if (parities[k])
			write_rule(&out->oh, c, "", k, -1);
	}
	if (c->school_end >= 0)
		write_rule(&out->oh, c, "", PARITY_NONE, c->school_end);
}

/* The days of a clause without their mornings or afternoons. */
static bool write_half(struct str *out, const struct phrase *p, const struct closing *k)
{
	struct clause c;

	if (k->clause < 0)
		return false;
	c = p->clauses[k->clause];
	c.days = k->days;
	c.nspans = 0;
	for (int i = 0; i < p->clauses[k->clause].nspans; i++) {
		struct pspan s = p->clauses[k->clause].spans[i];
		bool morning = s.to >= 0 && s.to <= 13 * 60 + 30, afternoon = s.from >= 12 * 60;

		if (!morning && !afternoon)
			return false;	/* straddles noon: where does it end? */
		if (!(morning && k->days.half & HALF_MORNING) &&
		    !(afternoon && k->days.half & HALF_AFTERNOON))
			c.spans[c.nspans++] = s;
	}
	if (!c.nspans || c.nspans == p->clauses[k->clause].nspans)
		return false;
	write_rule(out, &c, "", PARITY_NONE, -1);
	return true;
}

static bool write_closing(struct str *out, const struct phrase *p, const struct closing *k)
{
	if (k->kind == CLOSE_DAYS && k->days.half & ~HALF_WHOLE)
		return write_half(out, p, k);
	begin_rule(out);
	switch (k->kind) {
	case CLOSE_PH:
		str_add(out, "PH off");
		return true;
	case CLOSE_SH:
		str_add(out, "SH off");
		return true;
	case CLOSE_MONTHS:
		str_add(out, month_codes[k->month_from - 1]);
		if (k->month_to != k->month_from)
			str_addf(out, "-%s", month_codes[k->month_to - 1]);
		break;
	case CLOSE_DATES:
		write_dates(out, &k->dates);
		break;
	default:
		write_days(out, &k->days);
		break;
	}
	str_add(out, " off");
	return true;
}

/* Refusals. */

static const char *half_name(unsigned half)
{
	return half & HALF_MORNING ? "le matin" : half & HALF_AFTERNOON ? "l'après-midi" :
	       half & HALF_EVENING ? "le soir" : "la journée";
}

static bool check_dates(const struct pdates *d, struct str *problem)
{
	const struct date *ends[] = { &d->from, &d->to };

	for (int i = 0; i < 2; i++) {
		struct date e = *ends[i];

		e.year = e.year ? e.year : 2028;
		if (!date_valid(e)) {
			str_addf(problem, "le %d %s n'existe pas", e.day, date_month_name(e.month));
			return false;
		}
	}
	if (d->from.year && date_to_day(d->from) > date_to_day(d->to)) {
		str_add(problem, "les dates sont dans le désordre");
		return false;
	}
	return true;
}

static bool check_biweekly(const struct clause *c, struct str *problem)
{
	if (!c->biweekly || c->parity)
		return true;
	if (c->since == INT_MIN) {
		str_add(problem, "« une fois sur deux »" NBSP ": dire « semaines paires » ou « semaines "
				 "impaires », ou « à partir du » suivi de la première date");
		return false;
	}
	if (!in(c->days.set, date_weekday(c->since))) {
		str_add(problem, "le ");
		date_french(problem, c->since, DATE_ALWAYS_YEAR, 0);
		str_addf(problem, " est un %s", date_weekday_name(date_weekday(c->since)));
		return false;
	}
	return true;
}

static bool check_spans(const struct clause *c, struct str *problem)
{
	unsigned half = c->days.half;

	for (int i = 0; i < c->nspans; i++) {
		const struct pspan *s = &c->spans[i];

		if (s->from == s->to || s->from >= DATE_DAY ||
		    (s->to >= 0 && s->to < s->from && s->from - s->to < DATE_DAY / 2)) {
			str_addf(problem, "« %dh%02d – %dh%02d »" NBSP ": la fin vient avant le début",
				 s->from / 60, s->from % 60, s->to / 60, s->to % 60);
			return false;
		}
		if ((half == HALF_MORNING && s->from >= 13 * 60) ||
		    (half == HALF_AFTERNOON && s->from < 11 * 60)) {
			str_addf(problem, "« %s » ne va pas avec %dh", half_name(half), s->from / 60);
			return false;
		}
	}
	return true;
}

static bool check_clause(const struct phrase *p, const struct clause *c, struct str *problem)
{
	bool days = has_days(&c->days) || c->ndates;
	bool bare_comment = *c->comment && !days && !c->nspans && p->nclauses == 1;

	for (int i = 0; i < c->ndates; i++) {
		if (!check_dates(&c->dates[i], problem))
			return false;
	}
	if (!check_biweekly(c, problem) || !check_spans(c, problem))
		return false;
	if (bare_comment)
		return true;
	if (!days && (c->nspans || c->days.half)) {
		str_add(problem, "il manque les jours (« tous les jours », « du lundi au vendredi »…)");
		return false;
	}
	if (!c->nspans && c->days.half && !*c->comment) {
		str_addf(problem, "« %s » ne dit pas les heures" NBSP ": écrire par exemple « de 9h à "
				  "12h »", half_name(c->days.half));
		return false;
	}
	if (!c->nspans && !*c->comment) {
		str_add(problem, days ? "il manque les heures" : "il manque les jours et les heures");
		return false;
	}
	return true;
}

/* The words that were not read, quoted. */
static bool find_unread(const struct phrase *p, struct str *unread)
{
	int i = 0;

	while (i < p->n) {
		int first = i, last = -1;

		for (; i < p->n && !p->t[i].used; i++) {
			int w = p->t[i].type;

			if (w != W_THE && w != W_FROM && w != W_TO)
				last = i;
			else if (first == i)
				first++;
		}
		if (last >= first) {
			str_add(unread, unread->len ? ", «" NBSP : "«" NBSP);
			str_addn(unread, p->text + p->t[first].at,
				 (size_t)(p->t[last].at + p->t[last].len - p->t[first].at));
			str_add(unread, NBSP "»");
		}
		i++;
	}
	return unread->len > 0;
}

static void say_understood(struct str *problem, const char *oh)
{
	struct hours *h = *oh ? hours_parse(oh, strlen(oh), 0, NULL) : NULL;

	if (!h)
		return;
	str_add(problem, "compris" NBSP ": ");
	hours_french(problem, h);
	str_add(problem, NBSP "; ");
	hours_free(h);
}

static bool build(struct hours_phrase *out, const struct phrase *p)
{
	bool empty = true;

	for (int i = 0; i < p->nclauses; i++) {
		const struct clause *c = &p->clauses[i];

		if (!has_days(&c->days) && !c->nspans && !c->ndates && !*c->comment && !c->days.half &&
		    !c->biweekly && p->nclosings)
			continue;
		if (!check_clause(p, c, &out->problem))
			return false;
		write_clause(out, p, c);
		empty = false;
	}
	for (int i = 0; i < p->nclosings; i++) {
		const struct closing *k = &p->closings[i];

		if (k->kind == CLOSE_DATES && !check_dates(&k->dates, &out->problem))
			return false;
		if (!write_closing(&out->oh, p, k)) {
			str_add(&out->problem, "fermeture d'une demi-journée que les heures ne "
					       "permettent pas de séparer");
			return false;
		}
		empty = false;
	}
	if (empty)
		str_add(&out->problem, "ni jours ni heures dans cette phrase");
	return !empty;
}

static bool refuse(struct hours_phrase *out, const char *unread)
{
	struct str all;

	str_init(&all);
	say_understood(&all, out->oh.s);
	if (*unread)
		str_addf(&all, "pas compris" NBSP ": %s", unread);
	if (out->problem.len) {
		if (*unread)
			str_add(&all, NBSP "; ");
		str_add(&all, out->problem.s);
	}
	str_clear(&out->oh);
	str_clear(&out->remark);
	str_clear(&out->problem);
	str_add(&out->problem, all.s);
	str_done(&all);
	return false;
}

bool hours_phrase_read(struct hours_phrase *out, const char *text, int today)
{
	struct phrase *p = xcalloc(1, sizeof *p);
	struct hours *h = NULL;
	struct str unread;
	bool ok;

	str_clear(&out->oh);
	str_clear(&out->remark);
	str_clear(&out->problem);
	p->today = today;
	if (strlen(text) >= PHRASE_MAX_LEN || !phrase_lex(p, text)) {
		str_add(&out->problem, "phrase trop longue");
		free(p);
		return false;
	}
	phrase_read(p);
	str_init(&unread);
	find_unread(p, &unread);
	ok = build(out, p) && !unread.len;
	if (ok)
		h = hours_parse(out->oh.s, out->oh.len, 0, NULL);
	if (ok && !h)
		str_add(&out->problem, "ces horaires ne se laissent pas écrire");
	ok = h || refuse(out, unread.s);
	hours_free(h);
	str_done(&unread);
	free(p);
	return ok;
}
