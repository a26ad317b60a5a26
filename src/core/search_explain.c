/* Why a result is proposed, and what to beware of, in the counsellor's words. */
#include <math.h>
#include <string.h>

#include "aiguillage/article.h"
#include "aiguillage/date.h"
#include "aiguillage/hours_french.h"
#include "aiguillage/rail.h"
#include "search_impl.h"

#define BETWEEN " · "

void explanation_init(struct explanation *e)
{
	*e = (struct explanation){ 0 };
	place_init(&e->place);
	offer_init(&e->offer);
	str_init(&e->where);
	str_init(&e->why);
	str_init(&e->beware);
	str_init(&e->brief);
	str_init(&e->now);
}

void explanation_done(struct explanation *e)
{
	place_clear(&e->place);
	offer_clear(&e->offer);
	str_done(&e->where);
	str_done(&e->why);
	str_done(&e->beware);
	str_done(&e->brief);
	str_done(&e->now);
}

void say_distance(struct str *out, double km)
{
	if (km < 0.95)
		str_add(out, "à moins de 1 km à vol d’oiseau");
	else
		str_addf(out, "≈ %.0f km à vol d’oiseau", km);
}

static void say(struct str *out, const char *what)
{
	if (*what)
		str_join(out, BETWEEN, what);
}

/* ---- where ---- */

static const char *commune_of(const struct explanation *e)
{
	const char *name = place_get(&e->place, PLACE_COMMUNE);

	return *name ? name : "lieu à demander";
}

static void say_comes(struct str *out, const struct search *x, uint32_t offer)
{
	uint32_t t = index_traits(x->x)[offer];

	if (bits_has(x->geo.home, offer))
		str_add(out, "vient à domicile ");
	else if ((t & TRAIT_PERMANENCE) && index_commune(x->x)[offer] == x->geo.commune)
		str_add(out, "permanence ");
	else
		str_add(out, "passe ");
	say_at(out, x->geo.at.name);
}

static void say_covers(struct str *out, const struct search *x, uint32_t offer)
{
	uint32_t t = index_traits(x->x)[offer];

	if (t & TRAIT_ON_REQUEST) {
		str_add(out, "vient ");
		say_at(out, x->geo.at.name);
		str_add(out, ", à la demande");
	} else if (t & (TRAIT_ROUND | TRAIT_IN_AREA)) {
		str_add(out, t & TRAIT_ROUND ? "passe" : "intervient");
		str_add(out, " sur le secteur ");
		say_of(out, x->geo.at.name);
	} else {
		str_addf(out, "sert %s, lieu à demander", x->geo.at.name);
	}
}

static void say_remote(struct str *out, const struct search *x, uint32_t offer)
{
	str_add(out, index_traits(x->x)[offer] & TRAIT_REMOTE ? "à distance" : "partout en France");
}

static void say_where(struct explanation *e, const struct search *x)
{
	uint32_t offer = e->hit.offer;

	switch (e->hit.tier) {
	case TIER_COMES:
		say_comes(&e->where, x, offer);
		break;
	case TIER_HERE:
		say_at(&e->where, x->geo.at.name);
		str_add(&e->where, " même");
		break;
	case TIER_COVERS:
		say_covers(&e->where, x, offer);
		break;
	case TIER_NEAR:
		str_addf(&e->where, "%s, ", commune_of(e));
		say_distance(&e->where, e->hit.km);
		break;
	case TIER_REMOTE:
		say_remote(&e->where, x, offer);
		break;
	case TIER_NONE:
		str_add(&e->where, commune_of(e));
		break;
	}
}

static void say_briefs(struct str *out, const struct vocab *v, enum vocab_genre genre,
		       const char *list)
{
	struct list_walk w = { .rest = list };
	struct str item;
	bool first = true;

	str_init(&item);
	while (list_next(&w, &item)) {
		str_addf(out, "%s%s", first ? "" : ", ", vocab_brief(v, genre, item.s));
		first = false;
	}
	str_done(&item);
}

static void say_cost(struct str *out, const struct vocab *v, const char *costs)
{
	struct str b;

	str_init(&b);
	say_briefs(&b, v, VOCAB_COST, costs);
	say(out, b.s);
	str_done(&b);
}

/* ---- why ---- */

/* The short forms of the chosen values that the offer's list holds. */
static void say_chosen(struct str *out, const struct search *x, enum vocab_genre genre,
		       const char *chosen, const char *list)
{
	struct list_walk w = { .rest = chosen };
	struct str item;

	str_init(&item);
	while (list_next(&w, &item))
		if (list_has(list, item.s))
			say(out, vocab_brief(x->s->vocab, genre, item.s));
	str_done(&item);
}

static void say_audience(struct explanation *e, const struct search *x)
{
	size_t before = e->why.len;

	if (!x->c.audiences.len)
		return;
	say_chosen(&e->why, x, VOCAB_AUDIENCE, x->c.audiences.s,
		   offer_get(&e->offer, OFFER_AUDIENCES));
	if (e->why.len == before && (index_traits(x->x)[e->hit.offer] & TRAIT_EVERYBODY))
		say(&e->why, "tous publics");
}

static void say_needs(struct explanation *e, const struct search *x)
{
	struct str both;

	if (x->n_needs < 2)	/* with one need there is nothing to tell apart */
		return;
	str_init(&both);
	str_addf(&both, "%s|%s", offer_get(&e->offer, OFFER_SERVICES),
		 offer_get(&e->offer, OFFER_THEMES));
	say_chosen(&e->why, x, VOCAB_NEED, x->c.needs.s, both.s);
	str_done(&both);
}

static void say_train(struct explanation *e, const struct search *x)
{
	struct rail_route route;
	struct str train;

	if (e->hit.tier != TIER_NEAR || !bits_has(x->geo.train, e->hit.offer) ||
	    !rail_route(x->s->rail, x->geo.at.insee, place_get(&e->place, PLACE_INSEE), &route))
		return;
	str_init(&train);
	rail_route_say(&train, &route);
	say(&e->why, train.s);
	str_done(&train);
}

static void say_why(struct explanation *e, const struct search *x)
{
	uint32_t t = index_traits(x->x)[e->hit.offer];

	say(&e->why, e->where.s);
	say_train(e, x);
	say_audience(e, x);
	say_needs(e, x);
	say_chosen(&e->why, x, VOCAB_CARE, x->c.cares.s, offer_get(&e->offer, OFFER_CARE));
	if (t & TRAIT_FREE)
		say_cost(&e->why, x->s->vocab, offer_get(&e->offer, OFFER_COST));
	if (t & TRAIT_REASSURING)
		say(&e->why, "lieu rassurant");
}

/* ---- beware ---- */

/* « réservé RSA, sur prescription : Maison du Rhône, Mission locale » */
static void beware_entry(struct str *out, const struct offer *o, const struct vocab *v)
{
	const char *by = offer_get(o, OFFER_REFERRABLE_BY);
	struct str entry;

	str_init(&entry);
	if (*offer_get(o, OFFER_EXCLUSIVE)) {
		str_add(&entry, "réservé ");
		say_briefs(&entry, v, VOCAB_AUDIENCE, offer_get(o, OFFER_EXCLUSIVE));
	}
	if (*offer_get(o, OFFER_PRESCRIBERS)) {
		str_join(&entry, ", ", "sur prescription : ");
		str_add(&entry, offer_get(o, OFFER_PRESCRIBERS));
	} else if (list_has(by, "professionnels") && !list_has(by, "usagers")) {
		str_join(&entry, ", ", "sur orientation d’un professionnel");
	}
	say(out, entry.s);
	str_done(&entry);
}

static void beware_status(struct str *out, const struct offer *o, const struct vocab *v)
{
	const char *status = offer_get(o, OFFER_STATUS), *end = offer_get(o, OFFER_END_DATE);
	struct str until;
	int day;

	if (status_warns(status))
		say(out, *status ? vocab_label(v, VOCAB_STATUS, status) : "statut non précisé");
	if (!date_parse_day(end, &day))
		return;
	str_init(&until);
	str_add(&until, "jusqu’au ");
	date_french(&until, day, 0, date_of_day(clock_today()).year);
	say(out, until.s);
	str_done(&until);
}

static bool can_be_reached(const struct place *p, const struct offer *o)
{
	return *place_get(p, PLACE_PHONE) || *place_get(p, PLACE_EMAILS) ||
	       *place_get(p, PLACE_SITES) || *place_get(p, PLACE_BOOKING) ||
	       *offer_get(o, OFFER_REFERRAL_LINK);
}

void offer_beware(struct str *out, const struct place *p, const struct offer *o,
		  const struct vocab *v)
{
	beware_status(out, o, v);
	beware_entry(out, o, v);
	say(out, offer_get(o, OFFER_EXCLUSIONS));
	say(out, offer_get(o, OFFER_CONDITIONS));
	if (!can_be_reached(p, o))
		say(out, "aucun contact connu");
}

/* « s’adresse d’abord à : jeunes » when the person's audience is not among the preferred ones. */
static void beware_audience(struct explanation *e, const struct search *x)
{
	uint32_t t = index_traits(x->x)[e->hit.offer];
	struct str first;

	if (!x->c.audiences.len || bits_has(x->dedicated, e->hit.offer) || (t & TRAIT_EVERYBODY))
		return;
	str_init(&first);
	str_add(&first, "s’adresse d’abord à : ");
	say_briefs(&first, x->s->vocab, VOCAB_AUDIENCE, offer_get(&e->offer, OFFER_AUDIENCES));
	say(&e->beware, first.s);
	str_done(&first);
}

static void beware_unsaid(struct explanation *e, const struct search *x)
{
	struct unsaid u = search_unsaid(x, e->hit.offer);

	if (u.needs)
		say(&e->beware, "services non précisés");
	if (u.care)
		say(&e->beware, "prise en charge non précisée");
	if (u.cost)
		say(&e->beware, "frais non précisés");
	if (u.hours)
		say(&e->beware, "horaires non précisés");
	if (u.mode)
		say(&e->beware, "accompagnement non précisé");
	if (u.step)
		say(&e->beware, "accessibilité non précisée");
}

static void beware_trip(struct explanation *e, const struct search *x)
{
	int radius = x->c.radius_km;
	struct str far;

	if (e->hit.tier != TIER_NEAR || radius == SEARCH_RADIUS_DEPT || e->hit.km <= radius)
		return;
	str_init(&far);
	str_addf(&far, "à plus de %d km", radius);
	say(&e->beware, far.s);
	str_done(&far);
}

static void say_now(struct explanation *e, struct search *x)
{
	const struct hours *h = search_hours(x, e->hit.offer);

	if (h) {
		hours_french_state(&e->now, h, &x->s->school, x->timing.now);
		hours_french_brief(&e->brief, h, &x->s->school, x->timing.now);
	} else if (index_hours_told(x->x, index_hours(x->x)[e->hit.offer])) {
		str_add(&e->brief, "Horaires non interprétés");
	}
}

bool search_explain(struct search *x, const struct hit *h, struct explanation *e,
		    struct err *err)
{
	struct directory *d = x->s->directory;

	e->hit = *h;
	str_clear(&e->where);
	str_clear(&e->why);
	str_clear(&e->beware);
	str_clear(&e->brief);
	str_clear(&e->now);
	if (!directory_offer(d, index_offer_id(x->x, h->offer), &e->offer, err) ||
	    !directory_place(d, e->offer.place_id, &e->place, err))
		return err_set(err, ERR_BASE, "l’annuaire a changé pendant la recherche : "
					      "relancez la recherche");
	say_where(e, x);
	say_why(e, x);
	beware_trip(e, x);
	offer_beware(&e->beware, &e->place, &e->offer, x->s->vocab);
	beware_audience(e, x);
	beware_unsaid(e, x);
	say_now(e, x);
	return true;
}
