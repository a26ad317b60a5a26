/* The rules that turn the fields of an offer into the traits of index.h. */
#include <string.h>

#include "index_impl.h"

/* What the program must understand among the codes of the vocabulary. */
#define AUDIENCE_EVERYBODY "tous-publics"
#define AUDIENCE_PROFESSIONALS "professionnels"
#define ACCESS_NO_PUBLIC "pas-d-accueil"
#define BY_PROFESSIONALS "professionnels"
#define BY_USERS "usagers"

struct code_trait {
	const char *code;
	size_t len;
	uint32_t trait;
};
#define CODE(s) s, sizeof s - 1
#define END { NULL, 0, 0 }

/* Genre `rencontre`. */
static const struct code_trait meetings[] = {
	{ CODE("sur-place"), TRAIT_ONSITE },
	{ CODE("permanence"), TRAIT_PERMANENCE },
	{ CODE("a-la-demande"), TRAIT_ON_REQUEST },
	{ CODE("tournee"), TRAIT_ROUND },
	{ CODE("a-domicile"), TRAIT_HOME },
	{ CODE("a-distance"), TRAIT_REMOTE },
	{ CODE("sur-le-secteur"), TRAIT_IN_AREA },
	END,
};

/* Genre `accompagnement`. */
static const struct code_trait modes[] = {
	{ CODE("individuel"), TRAIT_INDIVIDUAL },
	{ CODE("atelier"), TRAIT_WORKSHOP },
	{ CODE("autonomie"), TRAIT_SELF_SERVICE },
	{ CODE("a-distance"), TRAIT_REMOTE },
	{ CODE("a-domicile"), TRAIT_HOME },
	END,
};

static const struct code_trait costs[] = {
	{ CODE("gratuit"), TRAIT_FREE },
	{ CODE("gratuit-sous-conditions"), TRAIT_FREE },
	{ CODE("payant"), TRAIT_PAYING },
	END,
};

static uint32_t traits_of(const char *list, const struct code_trait *table)
{
	struct list_walk w = { .rest = list };
	uint32_t traits = 0;
	const char *item;
	size_t n;

	while ((item = list_next_in_place(&w, &n)))
		for (const struct code_trait *t = table; t->code; t++)
			if (t->len == n && memcmp(item, t->code, n) == 0)
				traits |= t->trait;
	return traits;
}

/* How one meets the service, when the source says it only through the national fields. */
static uint32_t deduced_meeting(const struct offer *o)
{
	if (list_has(offer_get(o, OFFER_ITINERANCY), "itinerant") &&
	    !list_has(offer_get(o, OFFER_ITINERANCY), "fixe"))
		return TRAIT_IN_AREA;
	if (strcmp(offer_get(o, OFFER_RECEPTION), "a-distance") == 0)
		return TRAIT_REMOTE;
	return TRAIT_ONSITE;
}

static uint32_t meeting_traits(const struct offer *o)
{
	uint32_t t = traits_of(offer_get(o, OFFER_MEETING), meetings);

	if (!t)
		t = deduced_meeting(o);
	t |= traits_of(offer_get(o, OFFER_MODES), modes) & (TRAIT_REMOTE | TRAIT_HOME);
	if (list_has(offer_get(o, OFFER_ACCESS), ACCESS_NO_PUBLIC))
		t &= ~(uint32_t)(TRAIT_ONSITE | TRAIT_PERMANENCE);
	return t;
}

static uint32_t audience_traits(const struct offer *o)
{
	const char *audiences = offer_get(o, OFFER_AUDIENCES);
	const char *by = offer_get(o, OFFER_REFERRABLE_BY);
	uint32_t t = 0;

	if (!*audiences || list_has(audiences, AUDIENCE_EVERYBODY))
		t |= TRAIT_EVERYBODY;
	if (*offer_get(o, OFFER_EXCLUSIVE))
		t |= TRAIT_EXCLUSIVE;
	if (*offer_get(o, OFFER_PRESCRIBERS) ||
	    (list_has(by, BY_PROFESSIONALS) && !list_has(by, BY_USERS)))
		t |= TRAIT_PRESCRIBED;
	return t;
}

static bool for_professionals_only(const struct offer *o)
{
	return strcmp(offer_get(o, OFFER_AUDIENCES), AUDIENCE_PROFESSIONALS) == 0 ||
	       strcmp(offer_get(o, OFFER_EXCLUSIVE), AUDIENCE_PROFESSIONALS) == 0;
}

/* The offer's own status, and never more than its place's. */
static bool may_be_proposed(const struct place *p, const struct offer *o)
{
	return status_proposable(offer_get(o, OFFER_STATUS)) &&
	       status_proposable(place_get(p, PLACE_STATUS)) && !for_professionals_only(o);
}

/* What the source tells, apart from what it does not speak of: an empty field is never a no. */
static uint32_t fact_traits(const struct place *p, const struct offer *o)
{
	uint32_t t = traits_of(offer_get(o, OFFER_COST), costs);
	const char *step = place_get(p, PLACE_STEP_FREE);

	if (t & TRAIT_FREE)
		t &= ~(uint32_t)TRAIT_PAYING;	/* « Gratuit|Payant »: there is a free way in */
	t |= traits_of(offer_get(o, OFFER_MODES), modes) &
	     (TRAIT_INDIVIDUAL | TRAIT_WORKSHOP | TRAIT_SELF_SERVICE);
	t |= *offer_get(o, OFFER_COST) ? TRAIT_COST_KNOWN : 0;
	t |= *offer_get(o, OFFER_MODES) ? TRAIT_MODE_KNOWN : 0;
	t |= *offer_get(o, OFFER_CARE) ? TRAIT_CARE_KNOWN : 0;
	if (*offer_get(o, OFFER_SERVICES) || *offer_get(o, OFFER_THEMES))
		t |= TRAIT_NEEDS_KNOWN;
	if (strcmp(place_get(p, PLACE_REASSURING), "oui") == 0)
		t |= TRAIT_REASSURING;
	if (strcmp(step, "oui") == 0)
		t |= TRAIT_STEP_FREE;
	t |= *step ? TRAIT_STEP_KNOWN : 0;
	return t;
}

uint32_t index_traits_of(const struct place *p, const struct offer *o)
{
	const char *coverage = offer_get(o, OFFER_COVERAGE);
	uint32_t t = meeting_traits(o) | audience_traits(o) | fact_traits(p, o);

	if (may_be_proposed(p, o))
		t |= TRAIT_PROPOSABLE;
	if (status_warns(offer_get(o, OFFER_STATUS)))
		t |= TRAIT_WARNS;
	if (*coverage)
		t |= TRAIT_COVERAGE;
	return t;
}
