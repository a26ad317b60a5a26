/* Places and offers that exist only here. */
#include <stdlib.h>
#include <string.h>

#include "aiguillage/date.h"
#include "aiguillage/mem.h"
#include "src/core/overlay_impl.h"

#define STATUS "cite"
#define SOURCE "Ajouté par vous"

static bool fill(struct act *a, const struct row *given, bool *set, struct err *err)
{
	struct overlay_record *r = act_record(a);
	struct str value, remark;
	bool ok = true;
	size_t n;

	overlay_fields(r->kind, &n);
	str_init(&value);
	str_init(&remark);
	for (size_t f = 0; ok && f < n; f++) {
		if (!*row_get(given, (int)f) || !overlay_correctable(r->kind, (int)f))
			continue;
		ok = overlay_check(a->s, r->kind, (int)f, row_get(given, (int)f), &value, &remark,
				   err);
		overlay_record_set(r, (int)f, value.s);
		set[f] = true;
	}
	str_done(&value);
	str_done(&remark);
	return ok;
}

static void set_default(struct overlay_record *r, int field, const char *value)
{
	if (!*overlay_record_get(r, field))
		overlay_record_set(r, field, value);
}

static void set_defaults(struct overlay_record *r)
{
	bool place = r->kind == OVERLAY_PLACE;
	char today[DATE_MOMENT_LEN];

	r->added = true;
	r->made = clock_today();
	date_format_day(today, clock_today());
	set_default(r, place ? (int)PLACE_UPDATED : (int)OFFER_UPDATED, today);
	set_default(r, place ? (int)PLACE_STATUS : (int)OFFER_STATUS, STATUS);
	set_default(r, place ? (int)PLACE_SOURCE : (int)OFFER_SOURCE, SOURCE);
}

/* Commune from its code, or the other way; one of them is needed for the search. */
static bool settle_commune(struct act *a, struct err *err)
{
	struct overlay_record *r = act_record(a);
	const struct gazetteer *g = a->s->gazetteer;
	const char *name = overlay_record_get(r, PLACE_COMMUNE);
	const char *insee = overlay_record_get(r, PLACE_INSEE);
	struct commune_match m;
	struct commune c;
	uint32_t at = COMMUNE_NONE;

	if (*insee)
		at = gazetteer_by_insee(g, insee);
	else if (*name && commune_find(g, name, COMMUNE_NONE, &m, 1))
		at = m.commune;
	if (at == COMMUNE_NONE)
		return err_set(err, ERR_USAGE,
			       "Il faut la commune du lieu, par son nom ou son code INSEE");
	gazetteer_get(g, at, &c);
	overlay_record_set(r, PLACE_COMMUNE, c.name);
	overlay_record_set(r, PLACE_INSEE, c.insee);
	if (!strchr(c.postcodes, '|'))
		set_default(r, PLACE_POSTCODE, c.postcodes);
	return true;
}

static bool settle_place(struct act *a, struct err *err)
{
	const struct overlay_record *r = act_record(a);

	if (!*overlay_record_get(r, PLACE_NAME))
		return err_set(err, ERR_USAGE, "Il faut un nom au lieu");
	if (!*overlay_record_get(r, PLACE_LAT) != !*overlay_record_get(r, PLACE_LON))
		return err_set(err, ERR_USAGE, "Donner la latitude et la longitude ensemble");
	return settle_commune(a, err);
}

/* The place stays readable, and the offer with it, when its source drops it. */
static bool keep_place(struct act *a, const struct row *place, struct err *err)
{
	struct overlay_record *r = act_also(a, OVERLAY_PLACE, row_key(place), err);

	if (!r)
		return false;
	if (r->added)
		return true;
	r->kept = true;
	for (int f = 0; f < PLACE_FIELD_COUNT; f++)
		overlay_record_set(r, f, row_get(place, f));
	for (size_t i = 0; i < r->n; i++)
		overlay_record_set(r, r->corrections[i].field, r->corrections[i].source_then);
	return true;
}

static bool settle_offer(struct act *a, const struct row *given, struct err *err)
{
	const char *key = offer_get(&given->offer, OFFER_PLACE_KEY);
	struct row place;
	bool ok;

	if (!*overlay_record_get(act_record(a), OFFER_NAME))
		return err_set(err, ERR_USAGE, "Il faut un nom à l’offre");
	row_init(&place, OVERLAY_PLACE);
	ok = row_find(a->s->directory, OVERLAY_PLACE, key, &place, err) &&
	     (row_id(&place) || err_set(err, ERR_NOT_FOUND,
					"L’offre doit dépendre d’un lieu : « %.80s » "
					"n’est l’identifiant d’aucun",
					key));
	if (ok) {
		overlay_record_set(act_record(a), OFFER_PLACE_KEY, row_key(&place));
		ok = keep_place(a, &place, err);
	}
	row_done(&place);
	return ok;
}

/* *key receives the key. */
static bool add(struct session *s, const struct row *given, char **key, struct err *err)
{
	bool set[OVERLAY_FIELDS] = { false }, ok;
	struct act a;

	ok = act_begin_new(&a, s, given->kind, err) && fill(&a, given, set, err) &&
	     (given->kind == OVERLAY_PLACE ? settle_place(&a, err) : settle_offer(&a, given, err));
	if (ok) {
		set_defaults(act_record(&a));
		*key = xstrdup(act_record(&a)->key);
		str_addf(&a.what, "Ajout (%s)", row_name(given));
		a.moves_directory = true;
	}
	return act_end(&a, ok, err);
}

bool overlay_add_place(struct session *s, struct place *p, struct err *err)
{
	struct row given;
	char *key = NULL;
	bool ok;

	row_init(&given, OVERLAY_PLACE);
	given.place = *p;
	ok = add(s, &given, &key, err);
	if (ok)
		place_set(p, PLACE_KEY, key);
	free(key);
	return ok;
}

bool overlay_add_offer(struct session *s, struct offer *o, struct err *err)
{
	struct row given;
	char *key = NULL;
	bool ok;

	row_init(&given, OVERLAY_OFFER);
	given.offer = *o;
	ok = add(s, &given, &key, err);
	if (ok)
		offer_set(o, OFFER_KEY, key);
	free(key);
	return ok;
}

/* ---- taking back ---- */

static void empty(struct overlay_record *r)
{
	struct overlay_record nothing;

	overlay_record_init(&nothing, r->kind, r->key);
	overlay_record_done(r);
	*r = nothing;
}

struct list {
	const char *place, *but;	/* offers added to that place, but for this one */
	char **keys;
	size_t n, cap;
};

static bool list_offer(void *ctx, const struct overlay_record *r, struct err *err)
{
	struct list *l = ctx;

	(void)err;
	if (r->kind != OVERLAY_OFFER || !r->added || strcmp(r->key, l->but) == 0 ||
	    strcmp(overlay_record_get(r, OFFER_PLACE_KEY), l->place) != 0)
		return true;
	l->keys = mem_grow(l->keys, l->n, &l->cap, sizeof *l->keys);
	l->keys[l->n++] = xstrdup(r->key);
	return true;
}

static bool remove_offers(struct act *a, const struct list *l, struct err *err)
{
	for (size_t i = 0; i < l->n; i++) {
		struct overlay_record *r = act_also(a, OVERLAY_OFFER, l->keys[i], err);

		if (!r)
			return false;
		empty(r);
	}
	return true;
}

/* The place of the last offer need not be kept any more. */
static bool let_place_go(struct act *a, const char *place, struct err *err)
{
	struct overlay_record *r = act_also(a, OVERLAY_PLACE, place, err);

	if (r)
		r->kept = false;
	return r != NULL;
}

static bool remove_with(struct act *a, struct err *err)
{
	bool place = act_record(a)->kind == OVERLAY_PLACE, ok;
	char *key = xstrdup(act_record(a)->key);
	char *of = xstrdup(place ? key : overlay_record_get(act_record(a), OFFER_PLACE_KEY));
	struct list l = { .place = of, .but = place ? "" : key };
	struct str stamp;

	str_init(&stamp);
	empty(act_record(a));
	ok = journal_overlay_each(a->s->journal, &stamp, list_offer, &l, err);
	if (place)
		ok = ok && remove_offers(a, &l, err);
	else if (!l.n)
		ok = ok && let_place_go(a, of, err);
	for (size_t i = 0; i < l.n; i++)
		free(l.keys[i]);
	free(l.keys);
	free(key);
	free(of);
	str_done(&stamp);
	return ok;
}

bool overlay_remove(struct session *s, enum overlay_kind kind, const char *key, struct err *err)
{
	struct act a;
	bool ok = act_begin(&a, s, kind, key, err);

	if (ok && !act_record(&a)->added)
		ok = err_set(err, ERR_USAGE,
			     "Cette fiche vient d’une source : elle ne se retire pas. La "
			     "masquer ou dire qu’elle n’existe plus");
	if (ok) {
		str_add(&a.what, "Ajout retiré");
		str_addf(&a.what, " (%s)", row_name(&a.row));
		a.moves_directory = true;
		ok = remove_with(&a, err);
	}
	return act_end(&a, ok, err);
}
