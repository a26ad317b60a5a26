/* The chapters of the communes: who comes to all of one, then each commune. */
#include <stdlib.h>
#include <string.h>

#include "aiguillage/fold.h"
#include "aiguillage/mem.h"
#include "booklet_impl.h"

enum { FEWEST = 3 };		/* communes for « everywhere » to mean something */

/* A département for the whole country, else an EPCI; communes come sorted by them. */
static uint16_t chapter_of(const struct teller *t, const struct commune *c)
{
	return t->r->scope == BOOKLET_FRANCE ? c->dept_id : c->epci_id;
}

struct key {
	char *text;		/* chapter, then name */
	uint32_t commune;
};

static int by_text(const void *a, const void *b)
{
	return strcmp(((const struct key *)a)->text, ((const struct key *)b)->text);
}

void booklet_sort_communes(struct teller *t)
{
	struct key *keys = xcalloc(t->n_communes + 1, sizeof *keys);
	struct commune c;
	struct str b;

	str_init(&b);
	for (size_t i = 0; i < t->n_communes; i++) {
		gazetteer_get(t->s->gazetteer, t->communes[i], &c);
		str_clear(&b);
		fold(&b, t->r->scope == BOOKLET_FRANCE ? c.dept_name : c.epci_name);
		str_addf(&b, "\t%u\t", chapter_of(t, &c));
		fold(&b, c.name);
		keys[i] = (struct key){ xstrdup(b.s), t->communes[i] };
	}
	qsort(keys, t->n_communes, sizeof *keys, by_text);
	for (size_t i = 0; i < t->n_communes; i++) {
		t->communes[i] = keys[i].commune;
		free(keys[i].text);
	}
	str_done(&b);
	free(keys);
}

static size_t chapter_end(const struct teller *t, size_t from)
{
	struct commune first, c;
	size_t end = from + 1;

	gazetteer_get(t->s->gazetteer, t->communes[from], &first);
	for (; end < t->n_communes; end++) {
		gazetteer_get(t->s->gazetteer, t->communes[end], &c);
		if (chapter_of(t, &c) != chapter_of(t, &first))
			break;
	}
	return end;
}

/* « CC du Pays de l’Arbresle (CCPA) » → « Communauté de communes du Pays de l’Arbresle » */
void booklet_say_epci(struct str *out, const char *name)
{
	static const struct { const char *shorter, *whole; } kinds[] = {
		{ "CA ", "Communauté d’agglomération " }, { "CC ", "Communauté de communes " },
		{ "CU ", "Communauté urbaine " },
	};
	size_t n = strcspn(name, "(");

	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		if (strncmp(name, kinds[i].shorter, 3) != 0)
			continue;
		str_add(out, kinds[i].whole);
		name += 3;
		n -= 3;
		break;
	}
	while (n && name[n - 1] == ' ')
		n--;
	str_addn(out, name, n);
}

static bool say_title(struct teller *t, size_t from)
{
	struct commune c;
	const char *name;
	struct str b;
	bool ok;

	gazetteer_get(t->s->gazetteer, t->communes[from], &c);
	name = t->r->scope == BOOKLET_FRANCE ? c.dept_name : c.epci_name;
	if (!*name || t->r->scope == BOOKLET_COMMUNE)
		return booklet_say(t, BOOKLET_CHAPTER, "Commune par commune");
	str_init(&b);
	booklet_say_epci(&b, name);
	ok = booklet_say(t, BOOKLET_CHAPTER, b.s);
	str_done(&b);
	return ok;
}

/* ---- who comes everywhere ---- */

static void free_parts(struct booklet_part parts[TERRITORY_NONE])
{
	for (int i = 0; i < TERRITORY_NONE; i++)
		free(parts[i].hits);
}

struct reach {
	uint32_t communes;	/* of the chapter, where it comes or is */
	bool comes;		/* to one of them at least */
};

static void count_reach(struct reach *reach, const struct booklet_part parts[TERRITORY_NONE],
			struct booklet_part *coming)
{
	const struct booklet_part *here = &parts[TERRITORY_HERE], *covers = &parts[TERRITORY_COVERS];

	for (size_t k = 0; k < here->n; k++)
		reach[here->hits[k].offer].communes++;
	for (size_t k = 0; k < covers->n; k++) {
		struct reach *r = &reach[covers->hits[k].offer];

		r->communes++;
		if (!r->comes)
			booklet_add_hit(coming, &covers->hits[k]);
		r->comes = true;
	}
}

/* Those that come to each commune, or are in it, in the order in which they were met. */
static void find_everywhere(struct teller *t, size_t from, size_t end, struct booklet_part *found)
{
	struct reach *reach = xcalloc(index_count(t->s->index) + 1, sizeof *reach);
	struct booklet_part coming = { 0 };

	for (size_t i = from; i < end; i++) {
		struct booklet_part parts[TERRITORY_NONE] = { 0 };

		booklet_sort_hits(t, t->communes[i], parts);
		count_reach(reach, parts, &coming);
		free_parts(parts);
	}
	for (size_t k = 0; k < coming.n; k++) {
		if (reach[coming.hits[k].offer].communes == end - from)
			booklet_add_hit(found, &coming.hits[k]);
	}
	free(coming.hits);
	free(reach);
}

static bool say_everywhere(struct teller *t, size_t from, size_t end)
{
	struct booklet_part p = { 0 };
	bool ok = true;

	find_everywhere(t, from, end, &p);
	if (p.n) {
		t->everywhere = xcalloc(index_count(t->s->index), sizeof *t->everywhere);
		ok = booklet_say(t, BOOKLET_PART, "Partout") &&
		     booklet_say(t, BOOKLET_TEXT, "Ces services viennent dans toutes les communes de ce "
				 "chapitre, ou chez les personnes : certains jours, ou à la demande.");
	}
	for (size_t i = 0; i < p.n; i++)
		t->everywhere[p.hits[i].offer] = true;
	booklet_first_services(t, &p);
	for (size_t i = 0; ok && i < p.n; i++)
		ok = booklet_told_before(t, &p, i) || booklet_say_place(t, &p, i, true);
	free(p.hits);
	return ok;
}

/* ---- a chapter ---- */

static bool say_commune(struct teller *t)
{
	struct booklet_dot *dot = &t->dots[t->done];
	size_t before = t->n_told;
	struct commune c;
	bool ok = booklet_say_town(t, t->communes[t->done]);

	gazetteer_get(t->s->gazetteer, t->communes[t->done], &c);
	*dot = (struct booklet_dot){ .lat = c.lat, .lon = c.lon, .name = c.name };
	if (t->n_told > before) {
		dot->first = (int)before + 1;
		dot->last = (int)t->n_told;
	}
	return ok;
}

/* A département has too many communes for much to come to all of them. */
static bool say_chapter(struct teller *t, size_t end)
{
	bool ok = say_title(t, t->done) &&
		  (t->r->scope == BOOKLET_FRANCE || end - t->done < FEWEST ||
		   say_everywhere(t, t->done, end));

	for (; ok && t->done < end; t->done++)
		ok = say_commune(t);
	free(t->everywhere);
	t->everywhere = NULL;
	return ok;
}

bool booklet_say_towns(struct teller *t)
{
	bool ok = true;

	while (ok && t->done < t->n_communes)
		ok = say_chapter(t, chapter_end(t, t->done));
	return ok;
}
