/* What the counsellor marked, from the directory's copy of the journal to the index. */
#include <stdlib.h>
#include <string.h>

#include "aiguillage/directory_overlay.h"
#include "aiguillage/vocab.h"
#include "index_impl.h"

bool index_marks_read(struct index_marks *x, struct directory *d, struct err *err)
{
	x->d = d;
	return directory_local_marks(d, &x->m, &x->n, err);
}

void index_marks_done(struct index_marks *x)
{
	directory_local_marks_free(x->m, x->n);
}

/* The first mark of that record, or the end. */
static size_t first_of(const struct index_marks *x, enum overlay_kind kind, const char *key)
{
	size_t lo = 0, hi = x->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		const struct local_mark *m = &x->m[mid];

		if (m->kind < kind || (m->kind == kind && strcmp(m->key, key) < 0))
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static bool is_of(const struct index_marks *x, size_t i, enum overlay_kind kind, const char *key)
{
	return i < x->n && x->m[i].kind == kind && strcmp(x->m[i].key, key) == 0;
}

static int16_t later(int16_t a, int day)
{
	return day > a && day <= INT16_MAX ? (int16_t)day : a;
}

static void add_marks(const struct index_marks *x, enum overlay_kind kind, const char *key,
		      struct index_marked *out)
{
	for (size_t i = first_of(x, kind, key); is_of(x, i, kind, key); i++) {
		switch (x->m[i].mark) {
		case MARK_GONE:
			out->traits |= TRAIT_GONE;
			break;
		case MARK_HIDDEN:
			out->traits |= TRAIT_HIDDEN;
			break;
		case MARK_CLOSED:
			out->closed = later(out->closed, x->m[i].day);
			break;
		case MARK_CHECKED:
			out->checked = later(out->checked, x->m[i].day);
			break;
		case OVERLAY_MARKS:
			break;
		}
	}
}

/* Under the keys that the record absorbed too, unless they are rows of their own again. */
static bool add_all(const struct index_marks *x, enum overlay_kind kind, const char *key,
		    const char *ids, struct index_marked *out, struct err *err)
{
	struct list_walk w = { .rest = ids };
	struct str id;
	bool ok = true;

	add_marks(x, kind, key, out);
	str_init(&id);
	while (ok && list_next(&w, &id)) {
		int64_t other = 0;

		if (!is_of(x, first_of(x, kind, id.s), kind, id.s))
			continue;
		ok = directory_row_of(x->d, kind, id.s, &other, err);
		if (!other)
			add_marks(x, kind, id.s, out);
	}
	str_done(&id);
	return ok;
}

bool index_marks_of(const struct index_marks *x, const struct place *p, const struct offer *o,
		    struct index_marked *out, struct err *err)
{
	*out = (struct index_marked){ .closed = INDEX_NO_DAY, .checked = INDEX_NO_DAY };
	return !x->n || (add_all(x, OVERLAY_PLACE, place_get(p, PLACE_KEY),
				 place_get(p, PLACE_SOURCE_IDS), out, err) &&
			 add_all(x, OVERLAY_OFFER, offer_get(o, OFFER_KEY),
				 offer_get(o, OFFER_SOURCE_IDS), out, err));
}
