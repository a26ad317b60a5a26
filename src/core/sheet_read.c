/* Which place and offer a sheet is about, and what several of its parts ask of them. */
#include <stdlib.h>

#include "aiguillage/mem.h"
#include "sheet_impl.h"

/* ---- reading ---- */

bool sheet_may_propose(struct maker *m, enum overlay_kind kind, const char *key, int *closed,
		       struct err *err)
{
	struct overlay o;
	bool ok;

	if (!overlay_read(m->s, kind, key, &o, err))
		return false;
	if (o.mark[MARK_CHECKED] && o.mark_day[MARK_CHECKED] > m->checked)
		m->checked = o.mark_day[MARK_CHECKED];
	if (o.mark[MARK_CLOSED] && o.mark_day[MARK_CLOSED] >= m->sheet->today)
		*closed = o.mark_day[MARK_CLOSED];
	ok = !o.mark[MARK_GONE] ||
	     err_set(err, ERR_NOT_FOUND, "Vous avez noté que « %.80s » n’existe plus : pas de fiche "
		     "pour un lieu où l’on n’est pas reçu", key);
	overlay_done(&o);
	return ok;
}

static bool offer_has_need(const struct offer *o, const char *need)
{
	struct list_walk w = { .rest = need };
	bool has = false;
	struct str item;

	str_init(&item);
	while (!has && list_next(&w, &item))
		has = list_has(offer_get(o, OFFER_SERVICES), item.s) ||
		      list_has(offer_get(o, OFFER_THEMES), item.s);
	str_done(&item);
	return has;
}

static void choose_offer(struct maker *m, const struct offer *o)
{
	m->has_offer = true;
	for (int f = 0; f < OFFER_FIELD_COUNT; f++)
		offer_set(&m->offer, (enum offer_field)f, offer_get(o, (enum offer_field)f));
}

static bool read_offers(struct maker *m, size_t *all, struct err *err)
{
	int64_t *ids = NULL;
	size_t n = 0;
	bool ok = directory_offers_of(m->s->directory, m->place.id, &ids, &n, err);

	*all = n;
	m->offers = xcalloc(n + 1, sizeof *m->offers);
	for (size_t i = 0; ok && i < n; i++) {
		struct offer *o = &m->offers[m->n_offers];

		offer_init(o);
		m->n_offers++;
		ok = directory_offer(m->s->directory, ids[i], o, err);
		if (ok && status_proposable(offer_get(o, OFFER_STATUS)))
			continue;
		offer_clear(o);
		m->n_offers--;
	}
	free(ids);
	return ok;
}

/* The only offer of the place, or the first that answers the need. */
static bool read_place(struct maker *m, int64_t id, struct err *err)
{
	size_t all;

	if (!directory_place(m->s->directory, id, &m->place, err) || !read_offers(m, &all, err))
		return err_set(err, ERR_BASE, "L’annuaire vient de changer : recommencer");
	if (m->n_offers == 1)
		choose_offer(m, &m->offers[0]);
	for (size_t i = 0; i < m->n_offers && !m->has_offer; i++) {
		if (offer_has_need(&m->offers[i], m->need))
			choose_offer(m, &m->offers[i]);
	}
	if (m->n_offers || !all)
		return true;
	return err_set(err, ERR_NOT_FOUND, "Rien à proposer à « %.80s » : ce qui s’y fait est en "
		       "projet, ou ne reçoit pas de public", place_get(&m->place, PLACE_NAME));
}

static bool read_offer(struct maker *m, int64_t id, struct err *err)
{
	m->has_offer = true;
	if (!directory_offer(m->s->directory, id, &m->offer, err) ||
	    !directory_place(m->s->directory, m->offer.place_id, &m->place, err))
		return err_set(err, ERR_BASE, "L’annuaire vient de changer : recommencer");
	if (status_proposable(offer_get(&m->offer, OFFER_STATUS)))
		return true;
	return err_set(err, ERR_NOT_FOUND, "« %.80s » ne se propose pas encore (%s) : pas de fiche",
		       offer_get(&m->offer, OFFER_NAME),
		       vocab_label(m->s->vocab, VOCAB_STATUS, offer_get(&m->offer, OFFER_STATUS)));
}

bool sheet_read_by_key(struct maker *m, struct err *err)
{
	const char *key = m->r->key ? m->r->key : "";
	int64_t id = directory_offer_by_key(m->s->directory, key, err);

	if (id)
		return read_offer(m, id, err);
	if (!err->kind)
		id = directory_place_by_key(m->s->directory, key, err);
	if (id)
		return read_place(m, id, err);
	return err_set(err, ERR_NOT_FOUND, "Aucun lieu ni offre n’a l’identifiant « %.80s ». "
		       "« aiguillage chercher » donne les identifiants", key);
}

bool sheet_read_snapshot(struct maker *m)
{
	for (int f = 0; f < PLACE_FIELD_COUNT; f++)
		place_set(&m->place, (enum place_field)f,
			  place_get(m->r->place, (enum place_field)f));
	if (m->r->offer)
		choose_offer(m, m->r->offer);
	return true;
}

/* ---- what several parts ask ---- */

const char *sheet_offer_field(const struct maker *m, enum offer_field f)
{
	return m->has_offer ? offer_get(&m->offer, f) : "";
}

bool sheet_is_remote(const struct maker *m)
{
	const char *meeting = sheet_offer_field(m, OFFER_MEETING);
	static const char *const trips[] = {
		"sur-place", "permanence", "a-la-demande", "tournee", "a-domicile", "sur-le-secteur",
	};

	if (list_has(sheet_offer_field(m, OFFER_ACCESS), "pas-d-accueil"))
		return true;
	if (!list_has(meeting, "a-distance"))
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(trips); i++) {
		if (list_has(meeting, trips[i]))
			return false;
	}
	return true;
}

/* The address is that of the seat: not where the person is received. */
bool sheet_moves_about(const struct maker *m)
{
	const char *meeting = sheet_offer_field(m, OFFER_MEETING);

	return *meeting && !list_has(meeting, "sur-place") && !list_has(meeting, "permanence");
}

bool sheet_position(const struct maker *m, double *lat, double *lon)
{
	const char *a = place_get(&m->place, PLACE_LAT), *b = place_get(&m->place, PLACE_LON);

	if (!*a || !*b)
		return false;
	*lat = strtod(a, NULL);
	*lon = strtod(b, NULL);
	return *lat >= -90 && *lat <= 90 && *lon >= -180 && *lon <= 180 && (*lat != 0 || *lon != 0);
}
