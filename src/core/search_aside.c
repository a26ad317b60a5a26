/* What a search would also give, but for the counsellor's own marks. */
#include "aiguillage/date.h"
#include "search_impl.h"

static bool answers(const struct search *x, size_t i)
{
	bool no_car = x->c.filters & FILTER_NO_CAR;

	if (x->c.commune != COMMUNE_NONE &&
	    geo_tier(&x->geo, i, x->c.radius_km, no_car) == TIER_NONE)
		return false;
	for (size_t g = 0; g < SEARCH_GROUPS; g++)
		if (g != GROUP_GEO && x->active[g] && !bits_has(x->group[g], i))
			return false;
	return true;
}

void search_aside(const struct search *x, struct search_aside *out)
{
	*out = (struct search_aside){ .reopens = 0 };
	for (size_t i = bits_next(x->geo.aside, x->n, 0); i < x->n;
	     i = bits_next(x->geo.aside, x->n, i + 1)) {
		uint32_t t = index_traits(x->x)[i];
		int day = index_closed(x->x)[i] + 1;

		if (!answers(x, i))
			continue;
		if (t & TRAIT_GONE) {
			out->gone++;
		} else if (t & TRAIT_HIDDEN) {
			out->hidden++;
		} else {
			out->reopens = !out->closed || day < out->reopens ? day : out->reopens;
			out->closed++;
		}
	}
}

/* « 2 masquées »; alone, « masquée » is enough. */
static void say_part(struct str *out, size_t n, size_t all, const char *one, const char *many)
{
	struct str b;

	if (!n)
		return;
	str_init(&b);
	if (all > 1)
		str_addf(&b, "%zu ", n);
	str_add(&b, n < 2 ? one : many);
	str_join(out, ", ", b.s);
	str_done(&b);
}

void search_aside_say(struct str *out, const struct search_aside *a)
{
	size_t n = a->closed + a->gone + a->hidden;
	struct str parts;

	if (!n)
		return;
	str_init(&parts);
	say_part(&parts, a->closed, n, "fermée", "fermées");
	if (a->closed) {
		str_add(&parts, a->closed < 2 ? " jusqu’au " : ", dont une jusqu’au ");
		date_french(&parts, a->reopens - 1, 0, date_of_day(clock_today()).year);
	}
	say_part(&parts, a->gone, n, "qui n’existe plus", "qui n’existent plus");
	say_part(&parts, a->hidden, n, "masquée", "masquées");
	str_addf(out, "%zu offre%s de côté, selon vos notes : %s", n, n < 2 ? "" : "s", parts.s);
	str_done(&parts);
}
