/* For names that most often are not there: a bit a hash tells so before the base is asked. */
#include <stdlib.h>
#include <string.h>

#include "aiguillage/bits.h"
#include "aiguillage/directory_import.h"
#include "aiguillage/mem.h"
#include "src/store/directory_impl.h"

#define FILTER_BITS ((size_t)1 << 22)

void filter_note(struct filter *f, int64_t hash)
{
	if (f->bits)
		bits_set(f->bits, (size_t)hash % FILTER_BITS);
}

void filter_done(struct filter *f)
{
	free(f->bits);
	f->bits = NULL;
}

/* Read once, by `sql`; those who write then note what they add. */
static bool may_have(struct directory *d, struct filter *f, const char *sql, const char *name,
		     bool *may, struct err *err)
{
	struct query q;

	if (!f->bits) {
		f->bits = xcalloc(bits_words(FILTER_BITS), sizeof *f->bits);
		db_query(&q, &d->db, sql);
		while (q_next(&q))
			filter_note(f, q_col_int(&q, 0));
		if (!q_end(&q, err)) {
			filter_done(f);
			return false;
		}
	}
	*may = bits_has(f->bits, (size_t)record_hash(name) % FILTER_BITS);
	return true;
}

bool directory_may_bear(struct directory *d, const char *source_id, bool *may, struct err *err)
{
	return may_have(d, &d->place_sources, "SELECT source_id FROM place_source", source_id, may, err);
}

static bool may_be_place(struct directory *d, const char *key, bool *may, struct err *err)
{
	return may_have(d, &d->place_keys, "SELECT key_hash FROM place", key, may, err);
}

/* By a hash of its own, or by the key of its place; the place just added has no offer yet. */
static bool may_be_offer(struct directory *d, const char *key, bool *may, struct err *err)
{
	size_t len = strlen(key), tail = strlen(RECORD_TAIL);
	char *place_key;
	bool ok = may_have(d, &d->offer_keys,
			   "SELECT key_hash FROM offer WHERE key_hash IS NOT NULL", key, may, err);

	if (!ok || *may || len < tail || strcmp(key + len - tail, RECORD_TAIL) != 0 ||
	    (d->bare && record_key_is_tail(key, d->place_key.s)))
		return ok;
	place_key = xstrndup(key, len - tail);
	ok = may_be_place(d, place_key, may, err);
	free(place_key);
	return ok;
}

bool directory_key_taken(struct directory *d, bool offer, const char *key, bool *taken,
			 struct err *err)
{
	int64_t id = 0;
	bool ok = offer ? may_be_offer(d, key, taken, err) : may_be_place(d, key, taken, err);

	if (!ok || !*taken)
		return ok;
	ok = directory_find_row(d, offer ? SQL_OFFER_BY_KEY : SQL_PLACE_BY_KEY, key, &id, err);
	*taken = id != 0;
	return ok;
}
