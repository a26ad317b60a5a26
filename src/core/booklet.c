/* The order of the paper directory: cover, how to use it, communes, map, calendar, indexes. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/article.h"
#include "aiguillage/date.h"
#include "aiguillage/mem.h"
#include "aiguillage/text.h"
#include "booklet_impl.h"

/* ---- saying ---- */

static bool pass_on(struct teller *t, const struct booklet_item *item)
{
	return t->fn(t->ctx, item, t->err);
}

bool booklet_say(struct teller *t, enum booklet_kind kind, const char *text)
{
	struct str b;
	bool ok;

	if (!*text)
		return true;
	str_init(&b);
	text_printed(&b, text);
	ok = pass_on(t, &(struct booklet_item){ .kind = kind, .text = b.s,
						.number = kind == BOOKLET_PLACE ? (int)t->number : 0,
						.done = t->done, .total = t->n_communes });
	str_done(&b);
	return ok;
}

/* ---- the communes ---- */

static bool in_scope(const struct teller *t, const struct commune *asked, const struct commune *c)
{
	switch (t->r->scope) {
	case BOOKLET_EPCI:
		return c->epci_id == asked->epci_id;
	case BOOKLET_DEPARTMENT:
		return c->dept_id == asked->dept_id;
	default:
		return true;
	}
}

static void keep_commune(struct teller *t, size_t *cap, uint32_t commune)
{
	t->communes = mem_grow(t->communes, t->n_communes, cap, sizeof *t->communes);
	t->communes[t->n_communes++] = commune;
}

/* Those of an EPCI, all; of more, those where there is something. */
static void find_communes(struct teller *t)
{
	size_t n = gazetteer_count(t->s->gazetteer), cap = 0;
	bool *peopled = xcalloc(n, sizeof *peopled);
	struct commune asked = { .epci_id = 0 }, c;

	for (size_t i = 0; i < index_count(t->s->index); i++) {
		uint32_t at = index_commune(t->s->index)[i];

		if (at != COMMUNE_NONE)
			peopled[at] = true;
	}
	if (t->r->scope != BOOKLET_FRANCE)
		gazetteer_get(t->s->gazetteer, t->r->commune, &asked);
	for (uint32_t i = 0; i < n; i++) {
		gazetteer_get(t->s->gazetteer, i, &c);
		if (in_scope(t, &asked, &c) && (t->r->scope == BOOKLET_EPCI || peopled[i]))
			keep_commune(t, &cap, i);
	}
	free(peopled);
}

static void choose_communes(struct teller *t)
{
	const uint32_t *sector;
	size_t n, cap = 0;

	if (t->r->scope == BOOKLET_COMMUNE) {
		keep_commune(t, &cap, t->r->commune);
	} else if (t->r->scope == BOOKLET_SECTOR) {
		sector = gazetteer_sector(t->s->gazetteer, &n);
		for (size_t i = 0; i < n; i++)
			keep_commune(t, &cap, sector[i]);
	} else {
		find_communes(t);
		booklet_sort_communes(t);
	}
	t->dots = xcalloc(t->n_communes + 1, sizeof *t->dots);
}

/* ---- cover ---- */

static void say_territory(struct str *out, const struct teller *t)
{
	struct commune c;

	if (t->r->scope == BOOKLET_SECTOR) {
		str_add(out, "Ouest rhodanien, Pays de L’Arbresle, Pierres Dorées");
		return;
	}
	if (t->r->scope == BOOKLET_FRANCE) {
		str_add(out, "France");
		return;
	}
	gazetteer_get(t->s->gazetteer, t->r->commune, &c);
	if (t->r->scope == BOOKLET_COMMUNE)
		str_add(out, c.name);
	else if (t->r->scope == BOOKLET_EPCI)
		booklet_say_epci(out, c.epci_name);
	else
		str_add(out, c.dept_name);
}

static void say_criteria(struct str *out, const struct teller *t)
{
	const struct { enum vocab_genre genre; const char *list; } asked[] = {
		{ VOCAB_NEED, t->c.needs.s }, { VOCAB_AUDIENCE, t->c.audiences.s },
	};
	struct str item;

	str_init(&item);
	for (size_t i = 0; i < ARRAY_SIZE(asked); i++) {
		struct list_walk w = { .rest = asked[i].list };

		while (list_next(&w, &item))
			str_join(out, ", ", vocab_label(t->s->vocab, asked[i].genre, item.s));
	}
	str_done(&item);
}

/* « Informations du 3 novembre 2026 (titre de la source) » */
static bool say_sources(struct teller *t)
{
	struct directory_origin *o;
	bool ok = true;
	size_t n;

	if (!directory_origins(t->s->directory, &o, &n, t->err))
		return false;
	for (size_t i = 0; ok && i < n; i++) {
		struct str b;
		int day;

		if (!o[i].offers || !date_parse_day(o[i].date, &day))
			continue;
		str_init(&b);
		str_add(&b, "Informations du ");
		date_french(&b, day, DATE_ALWAYS_YEAR, 0);
		str_addf(&b, " (%s)", o[i].title && *o[i].title ? o[i].title : o[i].name);
		ok = booklet_say(t, BOOKLET_SUBTITLE, b.s);
		str_done(&b);
	}
	directory_origins_free(o, n);
	return ok;
}

static bool say_cover(struct teller *t)
{
	struct str b;
	bool ok;

	str_init(&b);
	say_territory(&b, t);
	ok = booklet_say(t, BOOKLET_TITLE, "Être aidé avec le numérique") &&
	     booklet_say(t, BOOKLET_SUBTITLE, b.s);
	str_clear(&b);
	say_criteria(&b, t);
	ok = ok && booklet_say(t, BOOKLET_SUBTITLE, b.s);
	str_clear(&b);
	str_add(&b, "Annuaire du ");
	date_french(&b, clock_today(), DATE_ALWAYS_YEAR, 0);
	ok = ok && booklet_say(t, BOOKLET_SUBTITLE, b.s) && say_sources(t) &&
	     booklet_say(t, BOOKLET_SUBTITLE, "Vérifié le : ____________________");
	str_done(&b);
	return ok;
}

static bool say_use(struct teller *t)
{
	static const char *const lines[] = {
		"« Partout », au début d’un chapitre : qui vient dans toutes ses communes, ou chez vous.",
		"« Dans la commune » : ce que l’on y trouve. « Vient dans la commune » : qui se déplace, à la "
		"demande ou certains jours. « Près d’ici » : où aller quand il n’y a rien.",
		"Chaque lieu a un numéro : c’est le même sur la carte et dans les listes de la fin.",
		"Téléphonez avant de vous déplacer : les horaires changent, surtout pendant les "
		"vacances et les jours fériés.",
		"« À vérifier » : nous n’en sommes pas sûrs. « Informel » : un coup de main, pas un guichet.",
		"Vous pouvez venir avec quelqu’un. Vous pouvez demander de l’aide sans rien connaître à "
		"l’ordinateur : c’est fait pour cela.",
	};
	bool ok = booklet_say(t, BOOKLET_CHAPTER, "Comment s’en servir");

	if (ok && t->n_communes > 1)
		ok = booklet_say(t, BOOKLET_TEXT, t->r->scope == BOOKLET_FRANCE ?
				 "Cherchez votre commune : elles sont rangées par département, puis par "
				 "ordre alphabétique." :
				 "Cherchez votre commune : elles sont rangées par intercommunalité, puis par "
				 "ordre alphabétique.");

	for (size_t i = 0; ok && i < ARRAY_SIZE(lines); i++)
		ok = booklet_say(t, BOOKLET_TEXT, lines[i]);
	return ok;
}

/* ---- map ---- */

static bool say_map(struct teller *t)
{
	if (t->n_communes < 2)
		return true;
	return booklet_say(t, BOOKLET_CHAPTER, "La carte") &&
	       pass_on(t, &(struct booklet_item){ .kind = BOOKLET_MAP, .text = "", .dots = t->dots,
						  .n_dots = t->n_communes, .done = t->done,
						  .total = t->n_communes });
}

static void teller_done(struct teller *t)
{
	for (size_t i = 0; i < t->n_told; i++) {
		free(t->told[i].name);
		str_done(&t->told[i].needs);
		str_done(&t->told[i].audiences);
	}
	free(t->told);
	free(t->dots);
	free(t->communes);
	explanation_done(&t->e);
	criteria_done(&t->c);
	search_free(t->x);
}

bool booklet_tell(struct session *s, const struct booklet_request *r, booklet_fn *fn, void *ctx,
		  struct err *err)
{
	struct teller t = { .s = s, .r = r, .fn = fn, .ctx = ctx, .err = err };
	bool ok;

	t.x = search_new(s);
	criteria_init(&t.c);
	if (r->criteria)
		criteria_copy(&t.c, r->criteria);
	t.c.radius_km = SEARCH_RADIUS_DEPT;
	explanation_init(&t.e);
	choose_communes(&t);
	ok = t.n_communes ||
	     err_set(err, ERR_NOT_FOUND, "Aucun lieu dans ce territoire : rien à imprimer");
	ok = ok && say_cover(&t) && say_use(&t) && booklet_say_towns(&t) && say_map(&t) &&
	     booklet_say_calendar(&t) && booklet_say_indexes(&t);
	teller_done(&t);
	return ok;
}
