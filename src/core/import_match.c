/*
 * Which place of the last import is this one?  By any of its identifiers, then
 * by SIRET, commune and name, then by address and name.  The last two wait
 * until every identifier of the source has been read, lest they take the place
 * of a record that comes later under its own identifier.
 */
#include <stdlib.h>
#include <string.h>

#include "aiguillage/directory_import.h"
#include "aiguillage/fold.h"
#include "aiguillage/mem.h"
#include "aiguillage/overlay.h"
#include "aiguillage/pack.h"
#include "aiguillage/text.h"
#include "aiguillage/vocab.h"
#include "src/core/import_impl.h"

#define WAITING_MAX 5000	/* more: the identifiers are worth nothing, waiting neither */
#define WEAK_ID 8		/* digits: a shorter number may be that of a row */
#define SLUG_MAX 60
#define SHIPPED "livre"

/* ---- resemblance ---- */

static bool same_folded(const char *a, const char *b)
{
	char *x = folded(a), *y = folded(b);
	bool same = *x && strcmp(x, y) == 0;

	free(x);
	free(y);
	return same;
}

/* « 12 » was perhaps the twelfth row of the last file. */
bool import_id_is_weak(const char *id)
{
	size_t n = strspn(id, "0123456789");

	return n < WEAK_ID && !id[n];
}

static bool resembles(const struct place *a, const struct place *b)
{
	return same_folded(place_get(a, PLACE_NAME), place_get(b, PLACE_NAME)) ||
	       same_folded(place_get(a, PLACE_ADDRESS), place_get(b, PLACE_ADDRESS)) ||
	       (*place_get(a, PLACE_SIRET) &&
		strcmp(place_get(a, PLACE_SIRET), place_get(b, PLACE_SIRET)) == 0);
}

/* ---- by identifier ---- */

static void note_pair(struct import *im, int64_t survivor, int64_t absorbed)
{
	im->pairs = mem_grow(im->pairs, im->n_pairs, &im->cap_pairs, sizeof *im->pairs);
	im->pairs[im->n_pairs++] = (struct import_pair){ survivor, absorbed };
}

static bool usable(struct import *im, const char *id, struct place *found, struct err *err)
{
	if (!found->id || directory_was_put_place(im->s->directory, found->id))
		return false;
	return !import_id_is_weak(id) ||
	       (directory_place(im->s->directory, found->id, found, err) &&
		overlay_source_place(im->s->directory, found, err) &&
		resembles(found, &im->rec.place));
}

/* True without place->id: none. */
static bool by_ids(struct import *im, struct place *place, struct err *err)
{
	struct list_walk w = { .rest = place_get(&im->rec.place, PLACE_SOURCE_IDS) };
	struct place found, t;
	struct str id;
	bool ok = true;

	place_init(&found);
	str_init(&id);
	place_clear(place);
	while (ok && list_next(&w, &id)) {
		ok = directory_own_place(im->s->directory, id.s, &found, err);
		if (!ok || !usable(im, id.s, &found, err) || found.id == place->id)
			continue;
		if (place->id) {
			note_pair(im, place->id, found.id);
			continue;
		}
		t = *place;
		*place = found;
		found = t;
	}
	str_done(&id);
	place_clear(&found);
	return ok;
}

static bool shipped_by_ids(struct import *im, struct place *place, struct err *err)
{
	struct list_walk w = { .rest = place_get(&im->rec.place, PLACE_SOURCE_IDS) };
	struct str id;
	bool ok = true;

	str_init(&id);
	place_clear(place);
	while (ok && !place->id && list_next(&w, &id))
		if (!import_id_is_weak(id.s))
			ok = directory_place_of(im->s->directory, SHIPPED, id.s, place, err);
	str_done(&id);
	return ok;
}

/* ---- by description ---- */

/* Zero: not described enough. */
static uint64_t hash_description(const struct place *p, bool by_siret)
{
	const char *what = place_get(p, by_siret ? PLACE_SIRET : PLACE_ADDRESS);
	const char *where = place_get(p, PLACE_INSEE);
	struct str b;
	uint64_t hash;

	if (!*where)
		where = place_get(p, PLACE_POSTCODE);
	if (!*what || !*where || !*place_get(p, PLACE_NAME))
		return 0;
	str_init(&b);
	str_addf(&b, "%d\x1f%s\x1f", by_siret, where);
	fold(&b, what);
	str_addc(&b, '\x1f');
	fold(&b, place_get(p, PLACE_NAME));
	hash = hash_bytes(b.s, b.len, 1);
	str_done(&b);
	return hash;
}

static bool is_own(const struct import *im, const struct place *p)
{
	const char *key = place_get(p, PLACE_KEY);
	size_t n = strlen(im->source);

	return strncmp(key, im->source, n) == 0 && key[n] == IMPORT_KEY_MARK;
}

static void add_described(struct import *im, const struct place *p)
{
	bool attached = !is_own(im, p);

	for (int by_siret = 0; by_siret < 2; by_siret++) {
		uint64_t hash = hash_description(p, by_siret);

		if (!hash)
			continue;
		im->earlier = mem_grow(im->earlier, im->n_earlier, &im->cap_earlier,
				       sizeof *im->earlier);
		im->earlier[im->n_earlier++] = (struct import_place_hash){ hash, p->id, attached };
	}
}

/* As its source described it, whatever was corrected since. */
static bool add_earlier(void *ctx, const struct place *p, struct err *err)
{
	struct import *im = ctx;
	struct place source;
	bool corrected, ok;

	if (!overlay_corrects_place(im->s->directory, p, &corrected, err))
		return false;
	if (!corrected) {
		add_described(im, p);
		return true;
	}
	place_init(&source);
	for (int f = 0; f < PLACE_FIELD_COUNT; f++)
		place_set(&source, (enum place_field)f, place_get(p, (enum place_field)f));
	source.id = p->id;
	ok = overlay_source_place(im->s->directory, &source, err);
	if (ok)
		add_described(im, &source);
	place_clear(&source);
	return ok;
}

static int by_hash(const void *a, const void *b)
{
	const struct import_place_hash *x = a, *y = b;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	return x->id < y->id ? -1 : x->id > y->id;
}

/*
 * Rows put in this run are there too when it is made late, but they are no longer free.
 */
static bool make_earlier(struct import *im, struct err *err)
{
	if (im->earlier_made)
		return true;
	im->earlier_made = true;
	if (!directory_each_own_place(im->s->directory, add_earlier, im, err) ||
	    (im->format->level == IMPORT_LEVEL_PLACE &&
	     !directory_each_attached_place(im->s->directory, add_earlier, im, err)))
		return false;
	if (im->n_earlier)
		qsort(im->earlier, im->n_earlier, sizeof *im->earlier, by_hash);
	return true;
}

/* Nobody has taken it; of a place that was shipped, the offer that an earlier row gave there. */
static bool is_free(struct import *im, const struct import_place_hash *e, bool *free, struct err *err)
{
	struct offer o;
	bool ok = true;

	if (!e->attached) {
		*free = !directory_was_put_place(im->s->directory, e->id);
		return true;
	}
	offer_init(&o);
	ok = import_offer_by_name(im, e->id, &o, err);
	*free = o.id != 0;
	offer_clear(&o);
	return ok;
}

/* The first place so described that is free, or 0. */
static bool described(struct import *im, uint64_t hash, int64_t *id, struct err *err)
{
	size_t lo = 0, hi = im->n_earlier;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (im->earlier[mid].hash < hash)
			lo = mid + 1;
		else
			hi = mid;
	}
	for (; hash && lo < im->n_earlier && im->earlier[lo].hash == hash; lo++) {
		bool free;

		if (!is_free(im, &im->earlier[lo], &free, err))
			return false;
		if (free) {
			*id = im->earlier[lo].id;
			break;
		}
	}
	return true;
}

static bool by_description(struct import *im, int64_t *id, struct err *err)
{
	*id = 0;
	if (!make_earlier(im, err))
		return false;
	return described(im, hash_description(&im->rec.place, true), id, err) &&
	       (*id || described(im, hash_description(&im->rec.place, false), id, err));
}

/* ---- */

enum import_match import_match_place(struct import *im, bool last, struct place *place,
				     struct err *err)
{
	int64_t id;

	if (im->again) {
		if (!by_ids(im, place, err))
			return MATCH_FAILED;
		if (place->id)
			return MATCH_FOUND;
	}
	if (!shipped_by_ids(im, place, err))
		return MATCH_FAILED;
	if (place->id)
		return MATCH_SHIPPED;
	if (!im->again)
		return MATCH_NONE;
	if (!by_description(im, &id, err))
		return MATCH_FAILED;
	if (!id)
		return MATCH_NONE;
	if (!last && im->n_waiting < WAITING_MAX)
		return MATCH_LATER;
	if (!directory_place(im->s->directory, id, place, err))
		return MATCH_FAILED;
	return is_own(im, place) ? MATCH_FOUND : MATCH_ATTACHED;
}

bool import_wait(struct import *im)
{
	place_own(&im->rec.place);
	offer_own(&im->rec.offer);
	im->waiting = mem_grow(im->waiting, im->n_waiting, &im->cap_waiting, sizeof *im->waiting);
	im->waiting[im->n_waiting++] = im->rec;
	place_init(&im->rec.place);
	offer_init(&im->rec.offer);
	return true;
}

void import_match_reset(struct import *im)
{
	free(im->earlier);
	free(im->pairs);
	im->earlier = NULL;
	im->pairs = NULL;
	im->n_earlier = im->cap_earlier = im->n_pairs = im->cap_pairs = 0;
	im->earlier_made = false;
}

/* ---- keys ---- */

static bool is_slug(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '-' || c == '_';
}

/* Letters, digits, hyphens and low lines of the first identifier; true when that is all of it. */
static bool add_slug(struct str *key, const char *ids)
{
	bool whole = true;
	size_t n = 0;
	uint32_t cp;

	for (const char *p = ids; (cp = utf8_next(&p)) && cp != '|'; n++) {
		char ascii[2] = { (char)cp, '\0' };
		const char *letters = cp < 0x80 ? ascii : fold_ascii(cp);

		if (n == SLUG_MAX)
			return false;
		if (cp < 0x80 && is_slug((char)cp)) {
			str_addc(key, (char)cp);
			continue;
		}
		whole &= is_slug(*letters);
		for (; *letters; letters++)
			if (is_slug(*letters) || key->s[key->len - 1] != '-')
				str_addc(key, is_slug(*letters) ? *letters : '-');
	}
	return whole && n;
}

/*
 * The same identifier gives the same key, so that a place that comes back after a vanishing is
 * known to the journal.
 */
bool import_new_key(struct import *im, const char *ids, bool offer, struct str *key,
		    struct err *err)
{
	size_t first = strcspn(ids, "|"), base;
	bool taken;

	str_clear(key);
	str_add(key, im->source);
	str_addc(key, IMPORT_KEY_MARK);
	if (!add_slug(key, ids))
		str_addf(key, "-%08x", (unsigned)hash_bytes(ids, first, 1));
	if (offer)
		str_add(key, "-o");
	base = key->len;
	for (int n = 2;; n++) {
		if (!directory_key_taken(im->s->directory, offer, key->s, &taken, err))
			return false;
		if (!taken)
			return true;
		str_truncate(key, base);
		str_addf(key, "-%d", n);
	}
}

/* ---- records that two earlier ones became ---- */

static bool join_pair(struct import *im, const struct import_pair *pair, struct err *err)
{
	struct directory *d = im->s->directory;
	struct place survivor, absorbed;
	struct str ids;
	bool ok;

	if (directory_was_put_place(d, pair->absorbed))
		return true;
	place_init(&survivor);
	place_init(&absorbed);
	str_init(&ids);
	ok = directory_place(d, pair->survivor, &survivor, err) &&
	     directory_place(d, pair->absorbed, &absorbed, err);
	if (ok) {
		str_add(&ids, place_get(&survivor, PLACE_SOURCE_IDS));
		list_add(&ids, place_get(&absorbed, PLACE_KEY));
		place_set(&survivor, PLACE_SOURCE_IDS, ids.s);
		ok = directory_put_place(d, &survivor, err);
	}
	str_done(&ids);
	place_clear(&survivor);
	place_clear(&absorbed);
	return ok;
}

bool import_join_pairs(struct import *im, struct err *err)
{
	for (size_t i = 0; i < im->n_pairs; i++)
		if (!join_pair(im, &im->pairs[i], err))
			return false;
	return true;
}

bool import_absorb_pairs(struct import *im, struct err *err)
{
	for (size_t i = 0; i < im->n_pairs; i++)
		if (!overlay_absorb_place(im->s->directory, im->pairs[i].survivor, err))
			return false;
	return true;
}
