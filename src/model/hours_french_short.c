/* Opening hours in a few columns. */
#include "aiguillage/hours_french.h"

#include <string.h>

#include "aiguillage/text.h"
#include "hours_say.h"

static const char *const short_days[] = { "lun", "mar", "mer", "jeu", "ven", "sam", "dim" };

static void short_set(struct str *out, unsigned set)
{
	bool said = false;

	if (set == 0x7F) {
		str_add(out, "tlj");
		return;
	}
	for (int d = 0; d < 7; d++) {
		int last = d;

		if (!(set >> d & 1))
			continue;
		while (last < 6 && set >> (last + 1) & 1)
			last++;
		if (said)
			str_addc(out, ' ');
		str_add(out, short_days[d]);
		if (last > d)
			str_addf(out, "%s%s", last > d + 1 ? "-" : " ", short_days[last]);
		said = true;
		d = last;
	}
}

static void short_nth(struct str *out, const struct rule *r)
{
	static const char *const names[] = { "1er", "2e", "3e", "4e", "5e" };
	bool said = false;

	for (int d = 0; d < 7; d++) {
		unsigned first = r->nth_first >> (d * 5) & 31, last = r->nth_last >> (d * 5) & 31;
		int n = __builtin_popcount(first) + __builtin_popcount(last), i = 0;

		if (!n)
			continue;
		if (said)
			str_addc(out, ' ');
		said = true;
		for (int k = 0; k < 5; k++) {
			if (first >> k & 1) {
				say_join(out, i++, n);
				str_add(out, names[k]);
			}
		}
		for (int k = 4; k >= 0; k--) {
			if (last >> k & 1) {
				say_join(out, i++, n);
				str_add(out, k == 0 ? "dernier" : k == 1 ? "av.-dernier" : "-e");
			}
		}
		str_addf(out, " %s", short_days[d]);
	}
}

/* One group; false, with « … » added, when it does not fit. */
static bool short_group(struct str *out, size_t start, const char *group, int cols)
{
	int width = text_width(out->s + start);

	if (width + (width ? 2 : 0) + text_width(group) <= cols - 1) {
		if (width)
			str_add(out, ", ");
		str_add(out, group);
		return true;
	}
	if (width)
		str_add(out, "…");
	else
		text_cut(out, group, cols);
	return false;
}

static bool short_rules(struct str *out, struct french *f, int cols)
{
	const struct hours *h = f->h;
	size_t start = out->len;
	struct week w = { 0 };
	bool more = true;
	struct str group;

	str_init(&group);
	for (int i = f->start; i < h->nrules; i++) {
		if (!f->done[i] && !*f->conditions[i].s && !say_parity(&h->rules[i]) &&
		    french_is_plain(&h->rules[i]) && !h->rules[i].fallback)
			french_work_out(&w, f, i);
	}
	for (int d = 0; d < 7 && more; d++) {
		if (!french_like(&w, d))
			continue;
		str_clear(&group);
		short_set(&group, french_like(&w, d));
		say_pieces_short(&group, &w.day[d]);
		more = short_group(out, start, group.s, cols);
	}
	for (int i = f->start; i < h->nrules && more; i++) {
		const struct rule *r = &h->rules[i];
		struct pieces p = { 0 };

		if (f->done[i] || *f->conditions[i].s || r->state == HOURS_CLOSED || r->fallback ||
		    (french_is_plain(r) && !say_parity(r)))
			continue;
		str_clear(&group);
		if (french_wdays(r))
			short_set(&group, french_wdays(r));
		if (group.len && (r->nth_first || r->nth_last))
			str_addc(&group, ' ');
		short_nth(&group, r);
		if (r->wday_hol & HOL_PH)
			str_join(&group, " ", "fériés");
		if (say_parity(r))
			str_addf(&group, " sem. %s", say_parity(r) + strlen("semaines "));
		french_fill(&p, h, r);
		say_pieces_short(&group, &p);
		more = short_group(out, start, group.s, cols);
	}
	/* Something else opens, under a condition: it is left out, and seen to be. */
	for (int i = f->start; i < h->nrules && more; i++) {
		const struct rule *r = &h->rules[i];

		if (f->done[i] || r->state == HOURS_CLOSED || out->len == start ||
		    !(r->fallback || *f->conditions[i].s || r->nths.n))
			continue;
		str_add(out, "…");
		more = false;
	}
	str_done(&group);
	return out->len > start;
}

void hours_french_short(struct str *out, const struct hours *h, int cols)
{
	struct french f;
	struct str all;

	french_init(&f, h);
	str_init(&all);
	if (h->nrules == 1 && french_always(&all, h, &h->rules[0])) {
		char *paren = strstr(all.s, " (");

		if (strcmp(all.s, "ouvert en permanence (24h/24, 7j/7)") == 0) {
			str_clear(&all);
			str_add(&all, "24h/24, 7j/7");
		} else if (paren) {
			str_truncate(&all, (size_t)(paren - all.s));
		}
		text_cut(out, all.s, cols);
	} else if (!short_rules(out, &f, cols)) {
		hours_french(&all, h);
		text_cut(out, all.s, cols);
	}
	str_done(&all);
	french_done(&f);
}
