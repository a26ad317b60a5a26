/*
 * The week in French.  Rules are gathered by condition (none, a season, the
 * school holidays…); under each the plain weekdays are worked out into a table
 * of seven days, and equal days are said together.  Nth days and lists with
 * holidays are sentences of their own.
 */
#include "aiguillage/hours_french.h"

#include <string.h>

#include "aiguillage/text.h"
#include "hours_say.h"

static const char semicolon[] = NBSP "; ";
static const char colon[] = NBSP ": ";

bool french_is_plain(const struct rule *r)
{
	return !r->wday_hol && !r->nth_first && !r->nth_last && !r->nths.n;
}

unsigned french_wdays(const struct rule *r)
{
	return r->groups & GROUP_WEEKDAY ? r->wdays : 0x7Fu;
}

/* Rules. */

static bool is_off(const struct rule *r)
{
	return r->state == HOURS_CLOSED && !r->spans.n;
}

/* A special or conditional rule that a later, unconditional one always replaces. */
static bool is_void(const struct french *f, int i)
{
	const struct rule *r = &f->h->rules[i];

	if (!*f->conditions[i].s && french_is_plain(r) && !say_parity(r))
		return false;
	for (int j = i + 1; j < f->h->nrules; j++) {
		const struct rule *later = &f->h->rules[j];

		if (*f->conditions[j].s || say_parity(later) || !french_is_plain(later) ||
		    !rule_replaces(f->h, j) || !later->groups)
			continue;
		if (r->state == HOURS_CLOSED)
			return true;
		if (french_is_plain(r) && (french_wdays(r) & ~french_wdays(later)) == 0)
			return true;
	}
	return false;
}

static bool same_context(const struct french *f, int i, int j)
{
	const struct rule *a = &f->h->rules[i], *b = &f->h->rules[j];

	return a->fallback == b->fallback && say_parity(a) == say_parity(b) &&
	       strcmp(f->conditions[i].s, f->conditions[j].s) == 0;
}

/* Tables of days. */

static void add_piece(struct pieces *d, struct piece p)
{
	int i = d->n;

	for (int k = 0; k < d->n; k++) {	/* touching pieces of one kind become one */
		struct piece *q = &d->p[k];

		if (q->from >= 0 && p.from >= 0 && q->state == p.state && q->comment == p.comment &&
		    !q->open_end && !p.open_end && !q->doubtful && !p.doubtful &&
		    p.from <= q->to && q->from <= p.to) {
			q->from = p.from < q->from ? p.from : q->from;
			q->to = p.to > q->to ? p.to : q->to;
			return;
		}
	}
	if (d->n == MAX_PIECES)
		return;
	while (i > 0 && d->p[i - 1].from > p.from) {
		d->p[i] = d->p[i - 1];
		i--;
	}
	d->p[i] = p;
	d->n++;
}

static void cut_piece(struct pieces *d, int from, int to)
{
	struct pieces old = *d;

	d->n = 0;
	for (int k = 0; k < old.n; k++) {
		struct piece left = old.p[k], right = old.p[k];

		if (left.from < 0 || left.to <= from || left.from >= to) {
			add_piece(d, left);
			continue;
		}
		left.to = (int16_t)from;
		right.from = (int16_t)to;
		if (left.from < left.to)
			add_piece(d, left);
		if (right.from < right.to)
			add_piece(d, right);
	}
}

void french_fill(struct pieces *d, const struct hours *h, const struct rule *r)
{
	struct piece p = { .from = -1, .state = r->state, .comment = r->comment };

	if (!r->spans.n)
		add_piece(d, p);
	for (int k = 0; k < r->spans.n; k++) {
		const struct span *s = &h->spans[r->spans.at + k];

		p.from = s->from;
		p.to = s->to;
		p.open_end = s->open_end && !s->always;
		p.doubtful = s->doubtful;
		if (p.from != p.to)
			add_piece(d, p);
	}
}

void french_work_out(struct week *w, const struct french *f, int i)
{
	const struct hours *h = f->h;
	const struct rule *r = &h->rules[i];
	unsigned set = french_wdays(r);

	w->links |= r->links;
	for (int d = 0; d < 7; d++) {
		struct pieces *day = &w->day[d];

		if (!(set >> d & 1))
			continue;
		if (is_off(r)) {
			day->n = 0;
			w->off |= 1u << d;
		} else if (r->state == HOURS_CLOSED) {
			for (int k = 0; k < r->spans.n; k++)
				cut_piece(day, h->spans[r->spans.at + k].from,
					  h->spans[r->spans.at + k].to);
		} else {
			if (rule_replaces(h, i))
				day->n = 0;
			w->off &= ~(1u << d);
			french_fill(day, h, r);
		}
	}
}

static bool same_pieces(const struct pieces *a, const struct pieces *b)
{
	if (a->n != b->n)
		return false;
	for (int i = 0; i < a->n; i++) {
		const struct piece *p = &a->p[i], *q = &b->p[i];

		if (p->from != q->from || p->to != q->to || p->state != q->state ||
		    p->comment != q->comment || p->open_end != q->open_end)
			return false;
	}
	return true;
}

unsigned french_like(const struct week *w, int d)
{
	unsigned set = 0;

	if (!w->day[d].n)
		return 0;
	for (int k = 0; k < 7; k++) {
		if (same_pieces(&w->day[k], &w->day[d]))
			set |= 1u << k;
	}
	return set & ((1u << d) - 1) ? 0 : set;
}

static unsigned open_days(const struct week *w)
{
	unsigned set = 0;

	for (int d = 0; d < 7; d++)
		set |= (w->day[d].n > 0) << d;
	return set;
}

/* Sentences. */

static void sentence(struct str *out, size_t start)
{
	if (out->len > start)
		str_add(out, semicolon);
}

static void say_parity_of(struct str *out, const char *parity)
{
	if (parity)
		str_addf(out, " des %s", parity);
}

static void say_week(struct str *out, const struct french *f, const struct week *w,
		     const char *parity)
{
	unsigned open = open_days(w), off = w->off & ~open;
	size_t start = out->len;
	bool bare = false;
	int missing;

	for (int d = 0; d < 7; d++) {
		unsigned set = french_like(w, d);

		bare |= __builtin_popcount(set) > 3 && weekdays_listed(set, w->links, open & ~set);
	}
	for (int d = 0; d < 7; d++) {
		unsigned set = french_like(w, d);

		if (!set)
			continue;
		sentence(out, start);
		say_weekdays(out, set, w->links, open & ~set, bare);
		say_parity_of(out, parity);
		say_pieces(out, f->h, &w->day[d]);
		missing = weekdays_except(set, open & ~set);
		if (missing >= 0)
			off &= ~(1u << missing);
	}
	if (off && off != 0x7F) {
		sentence(out, start);
		str_add(out, "fermé ");
		say_weekdays(out, off, w->links, 0x7F, false);
		say_parity_of(out, parity);
	}
}

/* A rule with nth days or holidays among its days. */
static void say_special(struct str *out, const struct french *f, const struct rule *r)
{
	struct pieces p = { 0 };

	french_fill(&p, f->h, r);
	if (r->state == HOURS_CLOSED)
		str_add(out, "fermé ");
	say_rule_days(out, f->h, r);
	say_parity_of(out, say_parity(r));
	if (!is_off(r))
		say_pieces(out, f->h, &p);
}

static bool is_dates_only(const struct hours *h, const struct rule *r)
{
	if (r->groups == GROUP_HOLIDAY)
		return !(r->hol & HOL_SH);
	if (r->groups != GROUP_DATES || r->date_months)
		return false;
	for (int i = 0; i < r->dates.n; i++) {
		const struct dates *d = &h->dates[r->dates.at + i];

		if (d->kind == DATES_RANGE || (d->kind == DATES_LIST && d->a.day != d->last))
			return false;
	}
	return true;
}

/* « fermé en août », « le vendredi 4 décembre 2026, de 14h à 17h »; false: none of these. */
static bool say_simple(struct str *out, const struct french *f, int i)
{
	const struct rule *r = &f->h->rules[i];
	struct pieces p = { 0 };

	if (r->groups & GROUP_WEEKDAY || (!*f->conditions[i].s && !say_parity(r)))
		return false;
	if (is_off(r)) {
		str_addf(out, "fermé %s", f->conditions[i].s);
		if (say_parity(r))
			str_addf(out, "%sles %s", *f->conditions[i].s ? ", " : "", say_parity(r));
		return true;
	}
	if (!is_dates_only(f->h, r))
		return false;
	french_fill(&p, f->h, r);
	str_addf(out, "%s%s", r->state == HOURS_CLOSED ? "fermé " : "", f->conditions[i].s);
	say_pieces(out, f->h, &p);
	return true;
}

/* Everything under the condition of rule i. */
static void say_context(struct str *out, struct french *f, int i)
{
	const struct rule *r = &f->h->rules[i];
	struct week w = { 0 };
	bool table = false;
	size_t start, begin = out->len;
	const char *condition = f->conditions[i].s;

	if (r->fallback) {
		str_add(out, "en dehors");
		str_add(out, *condition ? ", " : colon);
	}
	if (*condition)
		str_addf(out, "%s%s", condition, colon);
	start = out->len;
	for (int j = i; j < f->h->nrules; j++) {
		if (!f->done[j] && same_context(f, i, j) && french_is_plain(&f->h->rules[j])) {
			f->done[j] = table = true;
			french_work_out(&w, f, j);
		}
	}
	if (table)
		say_week(out, f, &w, say_parity(r));
	for (int j = i; j < f->h->nrules; j++) {
		if (f->done[j] || !same_context(f, i, j))
			continue;
		f->done[j] = true;
		sentence(out, start);
		say_special(out, f, &f->h->rules[j]);
	}
	if (out->len == start)
		str_truncate(out, begin);
}

bool french_always(struct str *out, const struct hours *h, const struct rule *r)
{
	if (r->groups || r->fallback)
		return false;
	if (r->spans.n) {
		if (!h->spans[r->spans.at].always || r->state != HOURS_OPEN || r->spans.n > 1)
			return false;
		str_add(out, "ouvert en permanence (24h/24, 7j/7)");
		if (r->comment) {
			str_add(out, ", ");
			say_comment(out, h->comments[r->comment - 1]);
		}
		return true;
	}
	if (r->state == HOURS_CLOSED)
		str_add(out, "fermé");
	else if (r->comment)
		say_comment(out, h->comments[r->comment - 1]);
	else
		str_add(out, r->state == HOURS_OPEN ? "ouvert" : "ouverture à confirmer");
	if (r->state == HOURS_CLOSED && r->comment) {
		str_add(out, ", ");
		say_comment(out, h->comments[r->comment - 1]);
	} else if (r->state != HOURS_CLOSED && (!r->comment || comment_is_plain(
			   h->comments[r->comment - 1]))) {
		str_add(out, " (horaires non précisés)");
	}
	return true;
}

void french_init(struct french *f, const struct hours *h)
{
	*f = (struct french){ .h = h };
	for (int i = 0; i < h->nrules; i++) {
		const struct rule *r = &h->rules[i];

		if (!r->groups && !r->fallback && is_off(r))
			f->start = i;
		str_init(&f->conditions[i]);
		say_condition(&f->conditions[i], h, r);
	}
	for (int i = 0; i < h->nrules; i++)
		f->done[i] = i < f->start || is_void(f, i);
}

void french_done(struct french *f)
{
	for (int i = 0; i < f->h->nrules; i++)
		str_done(&f->conditions[i]);
}

/* A closing that a later rule of no condition opens again says nothing by itself. */
static bool is_only_rule(const struct french *f, int i)
{
	for (int j = i + 1; j < f->h->nrules; j++) {
		const struct rule *r = &f->h->rules[j];

		if (!r->fallback && r->state != HOURS_CLOSED && !*f->conditions[j].s)
			return false;
	}
	return true;
}

static void say_note(struct str *out, const struct hours *h)
{
	const char *note = hours_note(h);

	if (!note)
		return;
	if (h->note_else) {
		str_addf(out, "%sen dehors, ", semicolon);
		say_comment(out, note);
	} else {
		str_addf(out, " — «" NBSP "%s" NBSP "»", note);
	}
}

void hours_french(struct str *out, const struct hours *h)
{
	struct french f;
	size_t start = out->len;

	french_init(&f, h);
	for (int i = f.start; i < h->nrules; i++) {
		size_t before = out->len;

		if (f.done[i])
			continue;
		sentence(out, start);
		if (is_only_rule(&f, i) && french_always(out, h, &h->rules[i])) {
			f.done[i] = true;
		} else if (say_simple(out, &f, i)) {
			f.done[i] = true;
		} else {
			size_t from = out->len;

			say_context(out, &f, i);
			if (out->len == from)
				str_truncate(out, before);
		}
	}
	if (out->len == start)
		str_add(out, "fermé");
	say_note(out, h);
	if (h->remarks & HOURS_SUN)
		str_add(out, " (heures du soleil approximatives)");
	french_done(&f);
}
