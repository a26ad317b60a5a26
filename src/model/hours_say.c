#include "hours_say.h"

#include <stdlib.h>
#include <string.h>

#include "aiguillage/fold.h"
#include "aiguillage/text.h"

void say_join(struct str *out, int i, int n)
{
	if (i > 0)
		str_add(out, i == n - 1 ? " et " : ", ");
}

/* Days. */

struct run {
	int from, length;
};

static bool in(unsigned set, int day)
{
	return set >> (day + 7) % 7 & 1;
}

static int count(unsigned set)
{
	return __builtin_popcount(set);
}

/* Runs of days, Sunday and Monday being neighbours; the set is neither empty nor full. */
static int find_runs(unsigned set, struct run *runs)
{
	int n = 0;

	for (int d = 0; d < 7; d++) {
		if (!in(set, d) || in(set, d - 1))
			continue;
		runs[n] = (struct run){ d, 0 };
		while (in(set, d + runs[n].length))
			runs[n].length++;
		n++;
	}
	return n;
}

/* Two days make a range only when they were written so; a week end never does. */
static bool is_range(const struct run *r, unsigned links)
{
	return r->length > 2 || (r->length == 2 && r->from != 5 && in(links, r->from) && !in(links, r->from - 1) &&
				 !in(links, r->from + 1));
}

static void say_range(struct str *out, int from, int to)
{
	str_addf(out, "du %s au %s", date_weekday_name(from % 7), date_weekday_name(to % 7));
}

/* Monday to Friday without Wednesday: the missing day, or -1. */
static int missing_day(unsigned set, struct run *whole)
{
	for (int d = 1; d < 6; d++) {
		struct run runs[4];

		if (in(set, d) || !in(set, d - 1) || !in(set, d + 1))
			continue;
		if (count(set | 1u << d) < 7 && find_runs(set | 1u << d, runs) == 1 &&
		    runs[0].length >= 5) {
			*whole = runs[0];
			return d;
		}
	}
	return -1;
}

static void say_listed(struct str *out, unsigned set, bool bare)
{
	int n = count(set), i = 0;

	if (n == 1 || !bare)
		str_add(out, n > 1 ? "les " : "le ");
	for (int d = 0; d < 7; d++) {
		if (!in(set, d))
			continue;
		say_join(out, i++, n);
		str_add(out, date_weekday_name(d));
	}
}

int weekdays_except(unsigned set, unsigned elsewhere)
{
	struct run whole;
	int missing = set == 0x7F ? -1 : missing_day(set, &whole);

	return missing >= 0 && !in(elsewhere, missing) ? missing : -1;
}

bool weekdays_listed(unsigned set, unsigned links, unsigned elsewhere)
{
	struct run runs[4];
	int n = set == 0x7F || weekdays_except(set, elsewhere) >= 0 ? 0 : find_runs(set, runs);

	for (int k = 0; k < n; k++) {
		if (is_range(&runs[k], links))
			return false;
	}
	return n > 0;
}

void say_weekdays(struct str *out, unsigned set, unsigned links, unsigned elsewhere, bool bare)
{
	struct run runs[4], whole = { 0 };
	int n, missing, parts = 0, i = 0;

	if (set == 0x7F) {
		str_add(out, "tous les jours");
		return;
	}
	missing = weekdays_except(set, elsewhere);
	if (missing >= 0) {
		missing_day(set, &whole);
		say_range(out, whole.from, whole.from + whole.length - 1);
		str_addf(out, " sauf le %s", date_weekday_name(missing));
		return;
	}
	n = find_runs(set, runs);
	for (int k = 0; k < n; k++) {
		parts += is_range(&runs[k], links) ? 1 : runs[k].length;
		i += is_range(&runs[k], links);
	}
	if (i == 0) {
		say_listed(out, set, bare);
		return;
	}
	i = 0;
	for (int k = 0; k < n; k++) {
		bool range = is_range(&runs[k], links);

		for (int d = 0; d < (range ? 1 : runs[k].length); d++) {
			say_join(out, i++, parts);
			if (range)
				say_range(out, runs[k].from, runs[k].from + runs[k].length - 1);
			else
				str_addf(out, "le %s", date_weekday_name((runs[k].from + d) % 7));
		}
	}
}

static const char *ordinal(int n)
{
	static const char *const first[] = { "1er", "2e", "3e", "4e", "5e" };
	static const char *const last[] = {
		"dernier", "avant-dernier", "3e avant la fin", "4e avant la fin", "5e avant la fin",
	};

	return n > 0 ? first[n - 1] : last[-n - 1];
}

/* « le 1er vendredi du mois », « les 1er et 3e mardis du mois » (`of`: « du mois »). */
static void say_nth(struct str *out, int wday, unsigned first, unsigned last, bool of)
{
	int n = count(first) + count(last), i = 0;

	if (n == 1)
		str_add(out, last & 2 ? "l'" : "le ");
	else
		str_add(out, "les ");
	for (int k = 1; k <= 5; k++) {
		if (!(first & 1u << (k - 1)))
			continue;
		say_join(out, i++, n);
		str_add(out, ordinal(k));
	}
	for (int k = 5; k >= 1; k--) {
		if (!(last & 1u << (k - 1)))
			continue;
		say_join(out, i++, n);
		str_add(out, ordinal(-k));
	}
	str_addf(out, " %s%s", date_weekday_name(wday), n > 1 ? "s" : "");
	if (of)
		str_add(out, " du mois");
	if (of && first == 16 && !last)
		str_add(out, " (les mois qui en comptent cinq)");
}

static void say_moved(struct str *out, const struct nth *n)
{
	int days = n->add < 0 ? -n->add : n->add;

	if (days == 1)
		str_add(out, n->add > 0 ? "le lendemain du " : "la veille du ");
	else
		str_addf(out, "%d jours %s le ", days, n->add > 0 ? "après" : "avant");
	str_addf(out, "%s %s du mois", ordinal(n->n), date_weekday_name(n->wday));
}

void say_holidays(struct str *out, unsigned bits, int i, int n)
{
	static const struct {
		unsigned bit;
		const char *text;
	} names[] = {
		{ HOL_PH, "les jours fériés" },
		{ HOL_BEFORE_PH, "la veille des jours fériés" },
		{ HOL_AFTER_PH, "le lendemain des jours fériés" },
		{ HOL_SH, "pendant les vacances scolaires" },
	};

	for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
		if (!(bits & names[k].bit))
			continue;
		say_join(out, i++, n);
		str_add(out, names[k].text);
	}
}

void say_rule_days(struct str *out, const struct hours *h, const struct rule *r)
{
	int n = count(r->wday_hol) + r->nths.n + (r->wdays != 0), nth = 0, i = 0;

	for (int d = 0; d < 7; d++)
		nth += ((r->nth_first | r->nth_last) >> (d * 5) & 31) != 0;
	n += nth;
	if (r->wdays) {
		say_join(out, i++, n);
		say_weekdays(out, r->wdays, r->links, 0x7F, false);
	}
	for (int d = 0; d < 7; d++) {
		unsigned first = r->nth_first >> (d * 5) & 31, last = r->nth_last >> (d * 5) & 31;

		if (!first && !last)
			continue;
		say_join(out, i++, n);
		say_nth(out, d, first, last, --nth == 0);
	}
	for (int k = 0; k < r->nths.n; k++) {
		say_join(out, i++, n);
		say_moved(out, &h->nths[r->nths.at + k]);
	}
	say_holidays(out, r->wday_hol, i, n);
}

/* Times. */

/* Comments that read as part of a sentence. */
bool comment_is_plain(const char *comment)
{
	static const char *const starts[] = {
		"sur rendez vous", "sur rdv", "sans rendez vous", "sans rdv", "avec rendez vous",
		"avec rdv", "uniquement sur rendez vous", "sur inscription", "sans inscription",
		"acces libre", "permanence", "atelier",
	};
	char *f = folded(comment);
	bool plain = false;

	for (size_t i = 0; i < sizeof starts / sizeof *starts && !plain; i++)
		plain = strncmp(f, starts[i], strlen(starts[i])) == 0;
	free(f);
	return plain && strlen(comment) < 60 && !strpbrk(comment, ";:.");
}

void say_comment(struct str *out, const char *comment)
{
	if (!comment_is_plain(comment)) {
		str_addf(out, "«" NBSP "%s" NBSP "»", comment);
		return;
	}
	str_addc(out, (char)(*comment >= 'A' && *comment <= 'Z' ? *comment + 32 : *comment));
	str_add(out, comment + 1);
}

static void say_time(struct str *out, const struct piece *p)
{
	if (p->from == 0 && p->to == DATE_DAY) {
		str_add(out, "24h/24");
		return;
	}
	if (p->open_end) {
		str_add(out, "à partir de ");
		date_french_time(out, p->from);
		return;
	}
	str_add(out, "de ");
	date_french_time(out, p->from);
	str_add(out, " à ");
	date_french_time(out, p->to);
	if (p->doubtful)
		str_add(out, " (horaires douteux)");
	else if (p->to > DATE_DAY)
		str_add(out, " (nuit)");
}

static void say_manner(struct str *out, const struct hours *h, const struct piece *p)
{
	if (p->comment) {
		str_add(out, ", ");
		say_comment(out, h->comments[p->comment - 1]);
	} else if (p->state == HOURS_UNKNOWN) {
		str_add(out, " (à confirmer)");
	}
}

void say_pieces(struct str *out, const struct hours *h, const struct pieces *p)
{
	int i = 0;

	while (i < p->n) {
		const struct piece *first = &p->p[i];
		int n = 1, k;

		while (i + n < p->n && p->p[i + n].comment == first->comment &&
		       p->p[i + n].state == first->state)
			n++;
		if (first->from < 0) {
			str_add(out, i ? ", puis (horaires non précisés)" : " (horaires non précisés)");
		} else {
			str_add(out, i ? ", puis " : ", ");
			for (k = 0; k < n; k++) {
				say_join(out, k, n);
				say_time(out, &p->p[i + k]);
			}
		}
		say_manner(out, h, first);
		i += n;
	}
}

void say_pieces_short(struct str *out, const struct pieces *p)
{
	for (int i = 0; i < p->n; i++) {
		const struct piece *q = &p->p[i];

		if (q->from < 0)
			continue;
		str_addc(out, ' ');
		if (q->from == 0 && q->to == DATE_DAY) {
			str_add(out, "24h/24");
			continue;
		}
		date_french_time(out, q->from);
		str_addc(out, '-');
		if (!q->open_end)
			date_french_time(out, q->to);
		else
			str_add(out, "?");
	}
}
