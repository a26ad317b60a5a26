/* The ends of the paper directory: the permanences to come, the indexes. */
#include <stdlib.h>
#include <string.h>

#include "aiguillage/agenda.h"
#include "aiguillage/date.h"
#include "aiguillage/hours_french.h"
#include "aiguillage/mem.h"
#include "booklet_impl.h"

#define CALENDAR_DAYS 92

/* ---- calendar ---- */

static bool wanted(const struct teller *t, const struct agenda_entry *entry)
{
	uint32_t at = index_commune(t->s->index)[entry->offer];

	if (!entry->rare)
		return false;
	for (size_t i = 0; i < t->n_communes; i++) {
		if (t->communes[i] == at)
			return true;
	}
	return false;
}

static bool say_day(struct teller *t, int day)
{
	struct str b;
	bool ok;

	str_init(&b);
	date_french(&b, day, DATE_WEEKDAY, date_of_day(clock_today()).year);
	ok = booklet_say(t, BOOKLET_DAY, b.s);
	str_done(&b);
	return ok;
}

static bool say_entry(struct teller *t, const struct agenda_entry *entry)
{
	struct hit h = { .offer = entry->offer };
	const char *why = agenda_doubt(t->x, entry);
	struct str b;
	bool ok;

	if (!search_explain(t->x, &h, &t->e, t->err))
		return false;
	str_init(&b);
	hours_french_times(&b, &entry->span);
	str_addf(&b, ", %s : %s, %s", place_get(&t->e.place, PLACE_COMMUNE),
		 offer_get(&t->e.offer, OFFER_NAME), place_get(&t->e.place, PLACE_NAME));
	if (why)
		str_addf(&b, " (%s)", why);
	ok = booklet_say(t, BOOKLET_ENTRY, b.s);
	str_done(&b);
	return ok;
}

static bool say_months(struct teller *t, const struct agenda *a)
{
	int days[CALENDAR_DAYS];
	size_t n = 0;

	for (size_t i = 0; i < a->n; i++) {
		if (wanted(t, &a->entries[i]) && n < CALENDAR_DAYS &&
		    (!n || days[n - 1] != a->entries[i].day))
			days[n++] = a->entries[i].day;
	}
	return !n || (booklet_say(t, BOOKLET_CHAPTER, "Les permanences des trois prochains mois") &&
		      t->fn(t->ctx, &(struct booklet_item){ .kind = BOOKLET_MONTHS, .text = "",
							    .days = days, .n_days = n,
							    .done = t->done, .total = t->n_communes },
			    t->err));
}

static bool say_days(struct teller *t, const struct agenda *a)
{
	int day = -1;
	bool ok = say_months(t, a);

	for (size_t i = 0; ok && i < a->n; i++) {
		if (!wanted(t, &a->entries[i]))
			continue;
		if (a->entries[i].day != day)
			ok = say_day(t, a->entries[i].day);
		day = a->entries[i].day;
		ok = ok && say_entry(t, &a->entries[i]);
	}
	return ok;
}

bool booklet_say_calendar(struct teller *t)
{
	struct agenda a = { 0 };
	bool ok;

	if (t->r->scope == BOOKLET_FRANCE)
		return true;
	t->c.commune = COMMUNE_NONE;
	search_run(t->x, &t->c);
	agenda_read(t->x, AGENDA_RESULTS, clock_today(), CALENDAR_DAYS, &a);
	ok = say_days(t, &a);
	agenda_done(&a);
	return ok;
}

/* ---- indexes ---- */

static bool say_value(struct teller *t, const struct vocab_value *v, bool audience)
{
	struct str b;
	bool ok = true, first = true;

	str_init(&b);
	for (size_t i = 0; ok && i < t->n_told; i++) {
		const struct told *told = &t->told[i];

		if (!list_has(audience ? told->audiences.s : told->needs.s, v->code) &&
		    !list_has(audience ? told->audiences.s : told->needs.s, v->label))
			continue;
		if (first)
			ok = booklet_say(t, BOOKLET_DAY, v->label);
		first = false;
		str_clear(&b);
		str_addf(&b, "%zu. %s", i + 1, told->name);
		ok = ok && booklet_say(t, BOOKLET_ENTRY, b.s);
	}
	str_done(&b);
	return ok;
}

static bool say_index(struct teller *t, const char *title, enum vocab_genre genre)
{
	bool ok = booklet_say(t, BOOKLET_CHAPTER, title);

	for (size_t i = 0; ok && i < vocab_count(t->s->vocab, genre); i++)
		ok = say_value(t, vocab_at(t->s->vocab, genre, i), genre == VOCAB_AUDIENCE);
	return ok;
}

bool booklet_say_indexes(struct teller *t)
{
	return !t->n_told || (say_index(t, "Ce que vous cherchez", VOCAB_NEED) &&
			      say_index(t, "Pour qui d’abord", VOCAB_AUDIENCE));
}
