/*
 * A record → rows of the directory.  put_place() and put_offer() are the only
 * places where an import writes: what the counsellor corrected by hand is laid
 * over the record there.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/directory_import.h"
#include "aiguillage/field_say.h"
#include "aiguillage/fold.h"
#include "aiguillage/mem.h"
#include "aiguillage/overlay.h"
#include "aiguillage/vocab.h"
#include "src/core/import_impl.h"

#define MASS 20		/* that many and more than half: another territory, perhaps */

/* ---- differences ---- */

static bool same_field(const struct field *f, const char *before, const char *after)
{
	if (strcmp(before, after) == 0)
		return true;
	return f->kind == FIELD_NUMBER && *before && *after &&
	       fabs(strtod(before, NULL) - strtod(after, NULL)) < 1e-9;
}

static const char *text_of(const char *const *f, size_t i)
{
	return f[i] ? f[i] : "";
}

/* Rows may differ where their fields do not: another version wrote them otherwise. */
static bool differ(const struct field *fields, size_t n, const char *const *before,
		   const char *const *after)
{
	for (size_t i = 0; i < n; i++)
		if (!same_field(&fields[i], text_of(before, i), text_of(after, i)))
			return true;
	return false;
}

/* In words, unless the words are the same and the values are not. */
static void note_difference(const struct import *im, struct import_change *c,
			    const struct field *f, const char *before, const char *after)
{
	struct str x, y;

	str_init(&x);
	str_init(&y);
	field_say(&x, im->s, f, before);
	field_say(&y, im->s, f, after);
	if (strcmp(x.s, y.s) == 0)
		import_note_field(c, f->label, before, after);
	else
		import_note_field(c, f->label, x.s, y.s);
	str_done(&x);
	str_done(&y);
}

/* The key of an offer's place is told by the place itself. */
static void note_differences(const struct import *im, struct import_change *c,
			     const struct field *fields, const char *const *before,
			     const char *const *after)
{
	size_t n = fields == place_fields ? (size_t)PLACE_FIELD_COUNT : OFFER_FIELD_COUNT;

	for (size_t i = 0; c && i < n; i++) {
		const char *x = text_of(before, i), *y = text_of(after, i);

		if (!same_field(&fields[i], x, y))
			note_difference(im, c, &fields[i], x, y);
	}
}

/* ---- writing ---- */

struct outcome {
	bool added, place_changed, offer_changed;
	int64_t place_id;	/* of the offer */
	struct place old_place;	/* whole when it has changed, else its key and source ids only */
	struct offer old_offer;
};

static void outcome_init(struct outcome *r)
{
	*r = (struct outcome){ 0 };
	place_init(&r->old_place);
	offer_init(&r->old_offer);
}

static void outcome_done(struct outcome *r)
{
	place_clear(&r->old_place);
	offer_clear(&r->old_offer);
}

/* Keys that this place absorbed in the past go on meaning it. */
static void carry_keys(struct import *im, const struct place *old)
{
	struct list_walk w = { .rest = place_get(old, PLACE_SOURCE_IDS) };
	size_t n = strlen(im->source);
	struct str item, ids;

	str_init(&item);
	str_init(&ids);
	str_add(&ids, place_get(&im->rec.place, PLACE_SOURCE_IDS));
	while (list_next(&w, &item))
		if (strncmp(item.s, im->source, n) == 0 && item.s[n] == IMPORT_KEY_MARK)
			list_add(&ids, item.s);
	place_set(&im->rec.place, PLACE_SOURCE_IDS, ids.s);
	str_done(&item);
	str_done(&ids);
}

/* r->old_place is what it was, without id when it is new; rec.place has its key. */
static bool put_place(struct import *im, struct outcome *r, struct err *err)
{
	struct directory *d = im->s->directory;
	struct place *p = &im->rec.place;

	if (r->old_place.id) {
		bool same;

		carry_keys(im, &r->old_place);
		p->id = r->old_place.id;
		if (!overlay_apply_place(d, p, err) || !directory_same_place(d, p, &same, err))
			return false;
		if (same) {
			directory_keep_place(d, p->id);
			return true;
		}
		if (!directory_place(d, p->id, &r->old_place, err))
			return false;
		r->place_changed = differ(place_fields, PLACE_FIELD_COUNT, r->old_place.f, p->f);
	}
	r->added |= !r->old_place.id;
	im->changed = true;
	if (r->old_place.id)
		return directory_put_place(d, p, err);
	return overlay_apply_place(d, p, err) && directory_add_place(d, p, err);
}

static bool put_offer(struct import *im, struct outcome *r, struct err *err)
{
	struct directory *d = im->s->directory;
	struct offer *o = &im->rec.offer;

	if (r->old_offer.id) {
		bool same;

		o->id = r->old_offer.id;
		o->place_id = r->place_id;
		if (!overlay_apply_offer(d, o, err) || !directory_same_offer(d, o, &same, err))
			return false;
		if (same) {
			directory_keep_offer(d, o->id);
			return true;
		}
		if (!directory_offer(d, o->id, &r->old_offer, err))
			return false;
		r->offer_changed = r->old_offer.place_id != o->place_id ||
				   differ(offer_fields, OFFER_FIELD_COUNT, r->old_offer.f, o->f);
	}
	im->changed = true;
	if (r->old_offer.id)
		return directory_put_offer(d, o, err);
	o->place_id = r->place_id;
	return overlay_apply_offer(d, o, err) && directory_add_offer(d, o, err);
}

static void count_outcome(struct import *im, const struct outcome *r, bool offer)
{
	const struct import_record *rec = &im->rec;
	const char *key = offer ? offer_get(&rec->offer, OFFER_KEY) :
				  place_get(&rec->place, PLACE_KEY);
	const char *name = offer ? offer_get(&rec->offer, OFFER_NAME) :
				   place_get(&rec->place, PLACE_NAME);
	struct import_change *c;

	if (!r->added && !r->place_changed && !r->offer_changed) {
		(offer ? &im->r->offers : &im->r->places)->same++;
		return;
	}
	c = import_note_change(im->r, r->added ? IMPORT_ADDED : IMPORT_CHANGED, offer, key, name,
			       place_get(&rec->place, PLACE_COMMUNE));
	if (r->added)
		return;
	if (r->place_changed)
		note_differences(im, c, place_fields, r->old_place.f, rec->place.f);
	if (r->offer_changed)
		note_differences(im, c, offer_fields, r->old_offer.f, rec->offer.f);
}

/* ---- offers ---- */

static bool offer_by_ids(struct import *im, const char *ids, struct offer *out, struct err *err)
{
	struct list_walk w = { .rest = ids };
	struct str id;
	bool ok = true;

	str_init(&id);
	while (ok && !out->id && list_next(&w, &id)) {
		if (import_id_is_weak(id.s))
			continue;
		ok = directory_own_offer(im->s->directory, id.s, out, err);
		if (ok && out->id && directory_was_put_offer(im->s->directory, out->id))
			offer_clear(out);
	}
	str_done(&id);
	return ok;
}

static bool same_name(const char *a, const char *b)
{
	char *x = folded(a), *y = folded(b);
	bool same = strcmp(x, y) == 0;

	free(x);
	free(y);
	return same;
}

/* A service whose identifier changed: the one of the same name at the same place. */
bool import_offer_by_name(struct import *im, int64_t place_id, struct offer *out, struct err *err)
{
	struct directory *d = im->s->directory;
	int64_t *ids;
	size_t n;
	bool ok = directory_offers_of(d, place_id, &ids, &n, err);
	size_t len = strlen(im->source);

	for (size_t i = 0; ok && i < n; i++) {
		const char *key;

		if (directory_was_put_offer(d, ids[i]))
			continue;
		ok = directory_offer(d, ids[i], out, err);
		key = offer_get(out, OFFER_KEY);
		if (ok && strncmp(key, im->source, len) == 0 && key[len] == IMPORT_KEY_MARK &&
		    same_name(offer_get(out, OFFER_NAME), offer_get(&im->rec.offer, OFFER_NAME)))
			break;
		offer_clear(out);
	}
	free(ids);
	return ok;
}

/* The offer's key: that of the earlier one, or a new one. */
static bool name_offer(struct import *im, struct outcome *r, struct err *err)
{
	bool service = im->format->level == IMPORT_LEVEL_SERVICE;
	struct str key;
	bool ok = true;

	str_init(&key);
	if (r->old_offer.id)
		str_add(&key, offer_get(&r->old_offer, OFFER_KEY));
	else
		ok = import_new_key(im, service ? offer_get(&im->rec.offer, OFFER_SOURCE_IDS) :
						  place_get(&im->rec.place, PLACE_SOURCE_IDS),
				    true, &key, err);
	offer_set(&im->rec.offer, OFFER_KEY, key.s);
	str_done(&key);
	return ok;
}

/* ---- a place, with its offer ---- */

static bool name_place(struct import *im, struct outcome *r, struct err *err)
{
	struct str key;
	bool ok = true;

	str_init(&key);
	if (r->old_place.id)
		str_add(&key, place_get(&r->old_place, PLACE_KEY));
	else
		ok = import_new_key(im, place_get(&im->rec.place, PLACE_SOURCE_IDS), false, &key,
				    err);
	place_set(&im->rec.place, PLACE_KEY, key.s);
	str_done(&key);
	return ok;
}

/*
 * The identifiers and what the source says otherwise go with the offer, since the place stays as
 * it was shipped.
 */
static void attach(struct import *im, struct outcome *r)
{
	struct place *p = &im->rec.place;
	const char *hours = place_get(p, PLACE_HOURS);

	import_note(im, IMPORT_CHECK_ATTACHED, NULL, "« %.80s » : %s (%s)",
		    place_get(p, PLACE_NAME), place_get(&r->old_place, PLACE_NAME),
		    place_get(&r->old_place, PLACE_KEY));
	place_set(p, PLACE_KEY, place_get(&r->old_place, PLACE_KEY));
	offer_set(&im->rec.offer, OFFER_SOURCE_IDS, place_get(p, PLACE_SOURCE_IDS));
	if (strcmp(hours, place_get(&r->old_place, PLACE_HOURS)) != 0)
		offer_set(&im->rec.offer, OFFER_HOURS, hours);
	if (!*offer_get(&im->rec.offer, OFFER_DESCRIPTION))
		offer_set(&im->rec.offer, OFFER_DESCRIPTION, place_get(p, PLACE_DESCRIPTION));
}

static bool put_with_offer(struct import *im, struct outcome *r, enum import_match match,
			   struct err *err)
{
	bool ok = true, offer = im->format->level == IMPORT_LEVEL_PLACE;
	bool shipped = match == MATCH_SHIPPED || match == MATCH_ATTACHED;

	if (shipped) {
		ok = overlay_source_place(im->s->directory, &r->old_place, err);
		attach(im, r);
	} else {
		ok = name_place(im, r, err) && put_place(im, r, err);
		if (ok && offer && r->old_place.id)
			ok = directory_own_offer_at(im->s->directory, r->old_place.id,
						    &r->old_offer, err);
	}
	if (!ok || !offer)
		return ok;
	offer_set(&im->rec.offer, OFFER_PLACE_KEY, place_get(&im->rec.place, PLACE_KEY));
	r->place_id = shipped ? r->old_place.id : im->rec.place.id;
	if (im->again && !r->old_offer.id)
		ok = offer_by_ids(im, place_get(&im->rec.place, PLACE_SOURCE_IDS), &r->old_offer,
				  err);
	if (ok && match == MATCH_ATTACHED && !r->old_offer.id)
		ok = import_offer_by_name(im, r->place_id, &r->old_offer, err);
	r->added |= shipped && !r->old_offer.id;
	return ok && name_offer(im, r, err) && put_offer(im, r, err);
}

static bool put_record(struct import *im, bool last, struct err *err)
{
	struct outcome r;
	enum import_match match;
	bool ok;

	outcome_init(&r);
	match = import_match_place(im, last, &r.old_place, err);
	if (match == MATCH_LATER) {
		outcome_done(&r);
		return import_wait(im);
	}
	ok = match != MATCH_FAILED && put_with_offer(im, &r, match, err);
	if (ok)
		count_outcome(im, &r, match == MATCH_SHIPPED || match == MATCH_ATTACHED);
	outcome_done(&r);
	return ok;
}

/* ---- a service of a structure ---- */

static bool find_structure(struct import *im, struct place *out, struct err *err)
{
	const char *id = offer_get(&im->rec.offer, OFFER_PLACE_KEY);

	if (!directory_own_place(im->s->directory, id, out, err))
		return false;
	if (out->id)
		return directory_place(im->s->directory, out->id, out, err);
	return directory_place_of(im->s->directory, "livre", id, out, err);
}

/* Given at another address than that of the structure, and one goes there. */
static bool is_elsewhere(const struct import *im, const struct place *structure)
{
	const struct place *p = &im->rec.place;
	const char *insee = place_get(p, PLACE_INSEE), *address = place_get(p, PLACE_ADDRESS);

	if (!list_has(offer_get(&im->rec.offer, OFFER_MEETING), "sur-place") || !*insee)
		return false;
	return strcmp(insee, place_get(structure, PLACE_INSEE)) != 0 ||
	       (*address && *place_get(structure, PLACE_ADDRESS) &&
		!same_name(address, place_get(structure, PLACE_ADDRESS)));
}

/* The place of a service given elsewhere: the structure's name, its own address. */
static bool put_own_place(struct import *im, const struct place *structure, struct err *err)
{
	const char *ids = offer_get(&im->rec.offer, OFFER_SOURCE_IDS);
	struct place *p = &im->rec.place;
	struct outcome r;
	struct str id;
	bool ok;

	outcome_init(&r);
	place_set(p, PLACE_NAME, place_get(structure, PLACE_NAME));
	place_set(p, PLACE_PROVIDER, place_get(structure, PLACE_NAME));
	place_set(p, PLACE_TYPOLOGY, place_get(structure, PLACE_TYPOLOGY));
	place_set(p, PLACE_PHONE, place_get(structure, PLACE_PHONE));
	place_set(p, PLACE_EMAILS, place_get(structure, PLACE_EMAILS));
	place_set(p, PLACE_SITES, place_get(structure, PLACE_SITES));
	place_set(p, PLACE_STATUS, place_get(structure, PLACE_STATUS));
	place_set(p, PLACE_LICENCE, place_get(structure, PLACE_LICENCE));
	str_init(&id);
	str_addn(&id, ids, strcspn(ids, "|"));
	place_set(p, PLACE_SOURCE_IDS, id.s);
	str_done(&id);
	ok = (!im->again || directory_own_place(im->s->directory, place_get(p, PLACE_SOURCE_IDS),
						&r.old_place, err)) &&
	     name_place(im, &r, err) && put_place(im, &r, err);
	outcome_done(&r);
	return ok;
}

static bool put_service_at(struct import *im, const struct place *structure, struct outcome *r,
			   struct err *err)
{
	const char *key = place_get(structure, PLACE_KEY);

	r->place_id = structure->id;
	if (is_elsewhere(im, structure)) {
		if (!put_own_place(im, structure, err))
			return false;
		r->place_id = im->rec.place.id;
		key = place_get(&im->rec.place, PLACE_KEY);
	}
	offer_set(&im->rec.offer, OFFER_PLACE_KEY, key);
	if (im->again &&
	    !offer_by_ids(im, offer_get(&im->rec.offer, OFFER_SOURCE_IDS), &r->old_offer, err))
		return false;
	if (im->again && !r->old_offer.id && !import_offer_by_name(im, r->place_id, &r->old_offer, err))
		return false;
	r->added = !r->old_offer.id;
	return name_offer(im, r, err) && put_offer(im, r, err);
}

static bool put_service(struct import *im, bool *kept, struct err *err)
{
	struct place structure;
	struct outcome r;
	bool ok;

	place_init(&structure);
	outcome_init(&r);
	ok = find_structure(im, &structure, err);
	*kept = structure.id != 0;
	if (ok && !*kept)
		import_note(im, IMPORT_CHECK_REFUSED, import_column(im, true, OFFER_PLACE_KEY),
			    "la structure « %.80s » n’est pas connue. Donner aussi le fichier des "
			    "structures", offer_get(&im->rec.offer, OFFER_PLACE_KEY));
	else if (ok)
		ok = put_service_at(im, &structure, &r, err);
	if (ok && *kept) {
		place_set(&im->rec.place, PLACE_COMMUNE,
			  *place_get(&im->rec.place, PLACE_COMMUNE)
				  ? place_get(&im->rec.place, PLACE_COMMUNE)
				  : place_get(&structure, PLACE_COMMUNE));
		count_outcome(im, &r, true);
	}
	outcome_done(&r);
	place_clear(&structure);
	return ok;
}

bool import_put(struct import *im, bool last, bool *kept, struct err *err)
{
	*kept = true;
	if (im->format->level == IMPORT_LEVEL_SERVICE)
		return put_service(im, kept, err);
	return put_record(im, last, err);
}

/* ---- the end of a source ---- */

bool import_put_waiting(struct import *im, struct err *err)
{
	bool ok = true, kept;

	for (size_t i = 0; i < im->n_waiting; i++) {
		place_clear(&im->rec.place);
		offer_clear(&im->rec.offer);
		im->rec = im->waiting[i];
		ok = ok && import_put(im, true, &kept, err);
	}
	im->n_waiting = 0;
	return ok;
}

static bool note_gone_place(void *ctx, const struct place *p, struct err *err)
{
	struct import *im = ctx;

	(void)err;
	im->changed = true;
	import_note_change(im->r, IMPORT_VANISHED, false, place_get(p, PLACE_KEY),
			   place_get(p, PLACE_NAME), place_get(p, PLACE_COMMUNE));
	return true;
}

static bool note_gone_offer(void *ctx, const struct offer *o, struct err *err)
{
	struct import *im = ctx;
	struct place p;
	bool ok;

	place_init(&p);
	ok = directory_place(im->s->directory, o->place_id, &p, err);
	im->changed = true;
	import_note_change(im->r, IMPORT_VANISHED, true, offer_get(o, OFFER_KEY),
			   offer_get(o, OFFER_NAME), place_get(&p, PLACE_COMMUNE));
	place_clear(&p);
	return ok;
}

/* What is noted next is about the source as a whole. */
static void about_no_file(struct import *im)
{
	im->rec.file = im->r->n_files;
	im->rec.row = im->rec.line = 0;
}

static bool note_idle(void *ctx, const struct place *p, struct err *err)
{
	struct import *im = ctx;

	(void)err;
	about_no_file(im);
	import_note(im, IMPORT_CHECK_NO_OFFER, NULL, "%s (%s)", place_get(p, PLACE_NAME),
		    place_get(p, PLACE_KEY));
	return true;
}

static void note_mass(struct import *im, size_t gone, size_t kept)
{
	if (gone < MASS || gone <= kept)
		return;
	about_no_file(im);
	import_note(im, IMPORT_CHECK_GONE, NULL,
		    "%zu fiches de la source « %s » disparaissent, plus de la "
		    "moitié. Si ce fichier couvre un autre territoire, lui donner un autre nom de "
		    "source : --source NOM",
		    gone, im->source);
}

/* Structures alone leave the services as they are, and the other way round. */
static bool keep_what_was_not_given(struct import *im, struct err *err)
{
	bool places = im->seen_level[IMPORT_LEVEL_PLACE] || im->seen_level[IMPORT_LEVEL_PROVIDER];
	bool offers = im->seen_level[IMPORT_LEVEL_PLACE] || im->seen_level[IMPORT_LEVEL_SERVICE];

	return (places || directory_keep_places(im->s->directory, err)) &&
	       (offers || directory_keep_offers(im->s->directory, err));
}

bool import_end_source(struct import *im, struct err *err)
{
	struct directory *d = im->s->directory;
	size_t before =
		im->r->places.changes[IMPORT_VANISHED] + im->r->offers.changes[IMPORT_VANISHED];
	size_t gone, kept;

	if (!import_put_waiting(im, err) || !keep_what_was_not_given(im, err) ||
	    !import_join_pairs(im, err) ||
	    !directory_each_stale_place(d, note_gone_place, im, err) ||
	    !directory_each_stale_offer(d, note_gone_offer, im, err))
		return false;
	gone = im->r->places.changes[IMPORT_VANISHED] + im->r->offers.changes[IMPORT_VANISHED] -
	       before;
	kept = im->r->places.same + im->r->places.changes[IMPORT_CHANGED] + im->r->offers.same +
	       im->r->offers.changes[IMPORT_CHANGED];
	note_mass(im, gone, kept);
	return directory_drop_stale(d, err) && import_absorb_pairs(im, err) &&
	       (!im->seen_level[IMPORT_LEVEL_PROVIDER] ||
		directory_each_idle_place(d, note_idle, im, err));
}
