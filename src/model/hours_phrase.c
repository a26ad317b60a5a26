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

/* Refusals. */

static const char *half_name(unsigned half)
{
	return half & HALF_MORNING ? "le matin" : half & HALF_AFTERNOON ? "l’après-midi" :
	       half & HALF_EVENING ? "le soir" : "la journée";
}

static bool check_dates(const struct pdates *d, struct str *problem)
{
	const struct date *ends[] = { &d->from, &d->to };

	for (int i = 0; i < 2; i++) {
		struct date e = *ends[i];

		e.year = e.year ? e.year : 2028;
		if (!date_valid(e)) {
			str_addf(problem, "le %d %s n’existe pas", e.day, date_month_name(e.month));
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
	if (!phrase_has_day(c->days.set, date_weekday(c->since))) {
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
		phrase_write_clause(out, p, c);
		empty = false;
	}
	for (int i = 0; i < p->nclosings; i++) {
		const struct closing *k = &p->closings[i];

		if (k->kind == CLOSE_DATES && !check_dates(&k->dates, &out->problem))
			return false;
		if (!phrase_write_closing(&out->oh, p, k)) {
			str_add(&out->problem, "fermeture d’une demi-journée que les heures ne "
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
