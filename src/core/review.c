#include "aiguillage/review.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/bits.h"
#include "aiguillage/date.h"
#include "aiguillage/group.h"
#include "aiguillage/hours.h"
#include "aiguillage/mem.h"
#include "aiguillage/overlay.h"

static const struct {
	const char *name, *label;
} reasons[REVIEW_REASONS] = {
	{ "conflits", "correction que la source contredit" },
	{ "doublons", "peut-être en double" },
	{ "differences", "sources qui se contredisent" },
	{ "douteux", "à vérifier selon la source" },
	{ "horaires", "horaires illisibles ou douteux" },
	{ "contact", "ni téléphone ni courriel" },
	{ "anciens", "plus de six mois sans vérification" },
};

const char *review_label(unsigned bit)
{
	return reasons[bit].label;
}

const char *review_name(unsigned bit)
{
	return reasons[bit].name;
}

/* A place under review. */
struct look {
	struct session *s;
	struct group g;
	struct place merged;
	struct offer offer;
	bool proposed;		/* some offer of it may be */
	bool any_offer;
	bool conflict;		/* a source contradicts a correction */
	unsigned reasons;
	int fresh;		/* the latest day of all */
	bool hours_known;
	struct str why;
};

static void say(struct look *l, enum review_reason reason, const char *why)
{
	l->reasons |= reason;
	str_join(&l->why, " · ", why);
}

/* ---- one record ---- */

static void look_at_hours(struct look *l, const char *value)
{
	struct err ignored = ERR_INIT;
	struct hours *h;

	if (!*value)
		return;
	h = hours_parse(value, strlen(value), 0, &ignored);
	if (!h || hours_remarks(h) & HOURS_DOUBTFUL)
		l->hours_known = false;
	hours_free(h);
}

static int later(int day, const char *iso)
{
	int other;

	return date_parse_day(iso, &other) && other > day ? other : day;
}

/* What the counsellor said of a record: *gone counts those that are no more, or hidden. */
static bool look_at_local(struct look *l, enum overlay_kind kind, const char *key, size_t *gone,
			  struct err *err)
{
	struct overlay o;
	bool ok = overlay_read(l->s, kind, key, &o, err);

	*gone += o.mark[MARK_GONE] || o.mark[MARK_HIDDEN];
	for (size_t i = 0; i < o.n; i++)
		l->conflict |= correction_conflicts(&o.corrections[i]);
	overlay_done(&o);
	return ok;
}

static bool look_at_offers(struct look *l, int64_t place, struct err *err)
{
	struct directory *d = l->s->directory;
	int64_t *ids;
	size_t n, gone = 0;
	bool ok = directory_offers_of(d, place, &ids, &n, err);

	for (size_t i = 0; ok && i < n; i++) {
		const char *status;

		ok = directory_offer(d, ids[i], &l->offer, err) || !err->kind;
		status = offer_get(&l->offer, OFFER_STATUS);
		l->any_offer = true;
		l->proposed |= status_proposable(status);
		if (strcmp(status, "a-verifier") == 0)
			l->reasons |= REVIEW_DOUBTFUL;
		look_at_hours(l, offer_get(&l->offer, OFFER_HOURS));
		l->fresh = later(l->fresh, offer_get(&l->offer, OFFER_UPDATED));
		ok = ok && look_at_local(l, OVERLAY_OFFER, offer_get(&l->offer, OFFER_KEY), &gone,
					 err);
	}
	free(ids);
	return ok;
}

/* ---- every record ---- */

static bool look_at_members(struct look *l, bool *skip, struct err *err)
{
	size_t gone = 0;
	bool ok = true;

	for (size_t i = 0; ok && i < l->g.n; i++) {
		const struct group_member *m = &l->g.members[i];

		l->fresh = m->fresh > l->fresh ? m->fresh : l->fresh;
		l->fresh = m->checked > l->fresh ? m->checked : l->fresh;
		if (strcmp(place_get(&m->place, PLACE_STATUS), "a-verifier") == 0)
			l->reasons |= REVIEW_DOUBTFUL;
		look_at_hours(l, place_get(&m->place, PLACE_HOURS));
		ok = look_at_offers(l, m->place.id, err) &&
		     look_at_local(l, OVERLAY_PLACE, place_get(&m->place, PLACE_KEY), &gone, err);
	}
	if (l->conflict)
		say(l, REVIEW_CONFLICT, "la source contredit votre correction");
	*skip = gone == l->g.n || (l->any_offer && !l->proposed);
	return ok;
}

/* ---- what is wrong ---- */

/* Two groups that may be one are one work: that of the first of them. */
static size_t pairs_begun(struct look *l)
{
	const struct index *x = l->s->index;
	int64_t *rows, mine = l->g.members[l->g.asked].place.id;
	size_t n = group_candidates(l->s, mine, &rows), begun = 0;
	uint32_t group = index_group(x)[index_place_of_row(x, mine)];

	for (size_t i = 0; i < n; i++)
		begun += index_group(x)[index_place_of_row(x, rows[i])] > group;
	free(rows);
	return begun;
}

static void look_for_same(struct look *l)
{
	size_t n = pairs_begun(l);
	struct str b;

	str_init(&b);
	if (l->g.n > 1 && !l->g.decided)
		str_addf(&b, "%zu fiches réunies, à confirmer", l->g.n);
	if (n) {
		str_join(&b, ", ", "");
		str_addf(&b, "%zu autre%s fiche%s du même lieu ?", n, n > 1 ? "s" : "",
			 n > 1 ? "s" : "");
	}
	if (b.len)
		say(l, REVIEW_SAME, b.s);
	str_done(&b);
}

static void look_for_differences(struct look *l)
{
	static const enum place_field fields[] = { PLACE_PHONE, PLACE_ADDRESS, PLACE_HOURS };
	struct str b;

	str_init(&b);
	for (size_t i = 0; i < ARRAY_SIZE(fields); i++)
		if (group_differs(&l->g, fields[i]))
			str_join(&b, ", ", place_fields[fields[i]].label);
	if (b.len) {
		str_add(&b, " : les sources diffèrent");
		say(l, REVIEW_DIFFERS, b.s);
	}
	str_done(&b);
}

/* What a check by the counsellor settles for six months. */
static void look_for_unchecked(struct look *l)
{
	struct str b;

	str_init(&b);
	look_for_differences(l);
	if (l->reasons & REVIEW_DOUBTFUL)
		say(l, REVIEW_DOUBTFUL, "à vérifier");
	if (!l->hours_known)
		say(l, REVIEW_HOURS, "horaires illisibles ou douteux");
	if (!*place_get(&l->merged, PLACE_PHONE) && !*place_get(&l->merged, PLACE_EMAILS))
		say(l, REVIEW_NO_CONTACT, "ni téléphone ni courriel");
	if (!l->fresh)
		say(l, REVIEW_OLD, "information sans date");
	else if (clock_today() - l->fresh > REVIEW_OLD_DAYS) {
		str_addf(&b, "information de %d", date_of_day(l->fresh).year);
		say(l, REVIEW_OLD, b.s);
	}
	str_done(&b);
}

static bool checked_lately(const struct look *l)
{
	for (size_t i = 0; i < l->g.n; i++)
		if (l->g.members[i].checked &&
		    clock_today() - l->g.members[i].checked <= REVIEW_OLD_DAYS)
			return true;
	return false;
}

/* *reasons is 0 when there is nothing to do. */
static bool look(struct look *l, int64_t row, struct err *err)
{
	bool skip;

	l->reasons = 0;
	l->fresh = 0;
	l->proposed = l->any_offer = l->conflict = false;
	l->hours_known = true;
	str_clear(&l->why);
	if (!group_read(l->s, row, &l->g, err))
		return false;
	group_merge(&l->g, &l->merged);
	if (!look_at_members(l, &skip, err))
		return false;
	if (skip) {
		l->reasons = 0;
		return true;
	}
	look_for_same(l);
	if (checked_lately(l))
		l->reasons &= REVIEW_CONFLICT | REVIEW_SAME;
	else
		look_for_unchecked(l);
	return true;
}

/* ---- the list ---- */

/* What the counsellor corrected and a source contradicts, by the place that stands for its group. */
struct contested {
	struct session *s;
	uint64_t *groups;
};

static bool on_local(void *ctx, const struct overlay_item *item, struct err *err)
{
	struct contested *c = ctx;
	struct directory *d = c->s->directory;
	struct offer o;
	int64_t row;
	uint32_t place;

	if (!item->conflict)
		return true;
	if (item->kind == OVERLAY_PLACE) {
		row = directory_place_by_key(d, item->key, err);
	} else {
		offer_init(&o);
		row = directory_offer_by_key(d, item->key, err);
		row = row && directory_offer(d, row, &o, err) ? o.place_id : 0;
		offer_clear(&o);
	}
	place = row ? index_place_of_row(c->s->index, row) : INDEX_NO_PLACE;
	if (place != INDEX_NO_PLACE)
		bits_set(c->groups, index_group(c->s->index)[place]);
	return !err->kind;
}

/* One's own corrections are work wherever they are. */
static bool is_asked(struct session *s, const struct review_request *r, uint32_t commune,
		     bool contested)
{
	if (!r->sector)
		return commune != COMMUNE_NONE && commune == r->commune;
	return contested || gazetteer_sector_of(s->gazetteer, commune) == SECTOR_CORE;
}

static float distance(struct session *s, const struct review_request *r, uint32_t commune)
{
	struct commune from, to;

	if (r->commune == COMMUNE_NONE || commune == COMMUNE_NONE)
		return NAN;
	gazetteer_get(s->gazetteer, r->commune, &from);
	gazetteer_get(s->gazetteer, commune, &to);
	return (float)geo_distance_km(from.lat, from.lon, to.lat, to.lon);
}

static void add_item(struct review *out, const struct look *l, float km)
{
	out->items = mem_grow(out->items, out->n, &out->cap, sizeof *out->items);
	out->items[out->n++] = (struct review_item){
		.place = l->merged.id,
		.key = xstrdup(place_get(&l->merged, PLACE_KEY)),
		.name = xstrdup(place_get(&l->merged, PLACE_NAME)),
		.commune = xstrdup(place_get(&l->merged, PLACE_COMMUNE)),
		.reasons = l->reasons,
		.km = km,
		.why = xstrdup(l->why.s),
	};
}

/* Nearest first; in one commune, by what is most urgent, then by name. */
static int by_distance(const void *a, const void *b)
{
	const struct review_item *x = a, *y = b;
	float dx = isnan(x->km) ? 1e9f : x->km, dy = isnan(y->km) ? 1e9f : y->km;
	int c;

	if (dx != dy)
		return dx < dy ? -1 : 1;
	if ((c = strcmp(x->commune, y->commune)))
		return c;
	if ((x->reasons & -x->reasons) != (y->reasons & -y->reasons))
		return (x->reasons & -x->reasons) < (y->reasons & -y->reasons) ? -1 : 1;
	return (c = strcmp(x->name, y->name)) ? c : strcmp(x->key, y->key);
}

static bool read_places(struct look *l, const struct review_request *r, const uint64_t *contested,
			struct review *out, struct err *err)
{
	const struct index *x = l->s->index;

	for (uint32_t i = 0; i < index_place_count(x); i++) {
		uint32_t commune = index_place_commune(x, i);

		if (index_group(x)[i] != i || !is_asked(l->s, r, commune, bits_has(contested, i)))
			continue;
		if (!look(l, index_place_row(x, i), err))
			return false;
		for (unsigned bit = 0; bit < REVIEW_REASONS; bit++)
			out->count[bit] += l->reasons >> bit & 1;
		if (r->reasons ? l->reasons & r->reasons : l->reasons)
			add_item(out, l, distance(l->s, r, commune));
	}
	return true;
}

bool review_read(struct session *s, const struct review_request *r, struct review *out,
		 struct err *err)
{
	struct look l = { .s = s };
	struct contested c = { .s = s };
	bool ok;

	*out = (struct review){ 0 };
	group_init(&l.g);
	place_init(&l.merged);
	offer_init(&l.offer);
	str_init(&l.why);
	directory_hold(s->directory);
	journal_hold(s->journal);
	c.groups = xcalloc(bits_words(index_place_count(s->index)) + 1, sizeof *c.groups);
	ok = (!r->sector || overlay_each(s, on_local, &c, err)) && read_places(&l, r, c.groups, out, err);
	free(c.groups);
	journal_release(s->journal);
	directory_release(s->directory);
	if (out->n)
		qsort(out->items, out->n, sizeof *out->items, by_distance);
	str_done(&l.why);
	offer_clear(&l.offer);
	place_clear(&l.merged);
	group_done(&l.g);
	if (!ok)
		review_done(out);
	return ok;
}

void review_done(struct review *x)
{
	for (size_t i = 0; i < x->n; i++) {
		free(x->items[i].key);
		free(x->items[i].name);
		free(x->items[i].commune);
		free(x->items[i].why);
	}
	free(x->items);
	*x = (struct review){ 0 };
}
