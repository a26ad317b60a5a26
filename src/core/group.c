#include "aiguillage/group.h"

#include <stdlib.h>
#include <string.h>

#include "aiguillage/date.h"
#include "aiguillage/fold.h"
#include "aiguillage/mem.h"
#include "aiguillage/overlay.h"
#include "aiguillage/text.h"

#define MEMBERS_MAX 63		/* bits of `who` */
#define SOURCE_COLUMNS 40

void group_init(struct group *g)
{
	*g = (struct group){ 0 };
}

void group_done(struct group *g)
{
	for (size_t i = 0; i < g->n; i++)
		place_clear(&g->members[i].place);
	free(g->members);
	group_init(g);
}

/* ---- reading ---- */

static int day_of(const char *iso)
{
	int day = 0;

	date_parse_day(iso, &day);
	return day;
}

static bool read_local(struct session *s, struct group_member *m, struct err *err)
{
	struct overlay o;
	bool ok = overlay_read(s, OVERLAY_PLACE, place_get(&m->place, PLACE_KEY), &o, err);

	for (size_t i = 0; i < o.n; i++)
		m->ours |= UINT64_C(1) << (o.corrections[i].field - place_fields);
	if (o.mark[MARK_CHECKED])
		m->checked = o.mark_day[MARK_CHECKED];
	if (o.added && !m->checked)
		m->checked = o.added_day;
	overlay_done(&o);
	return ok;
}

static bool read_member(struct session *s, int64_t row, struct group *g, struct err *err)
{
	struct group_member *m = &g->members[g->n++];
	int checked;

	place_init(&m->place);
	if (!directory_place(s->directory, row, &m->place, err))
		return err->kind ? false : err_set(err, ERR_NOT_FOUND, "Cette fiche n’est plus dans "
						   "l’annuaire");
	m->fresh = day_of(place_get(&m->place, PLACE_UPDATED));
	checked = day_of(place_get(&m->place, PLACE_CHECKED));
	m->fresh = checked > m->fresh ? checked : m->fresh;
	return read_local(s, m, err);
}

static int by_authority(const void *a, const void *b)
{
	const struct group_member *x = a, *y = b;

	if (x->checked != y->checked)
		return y->checked - x->checked;
	if (x->fresh != y->fresh)
		return y->fresh - x->fresh;
	return strcmp(place_get(&x->place, PLACE_KEY), place_get(&y->place, PLACE_KEY));
}

static void put_in_order(struct group *g, int64_t asked)
{
	qsort(g->members, g->n, sizeof *g->members, by_authority);
	for (size_t i = 0; i < g->n; i++)
		if (g->members[i].place.id == asked)
			g->asked = i;
}

bool group_read(struct session *s, int64_t place, struct group *g, struct err *err)
{
	uint32_t number = index_place_of_row(s->index, place), i;
	size_t n = number == INDEX_NO_PLACE ? 1 : index_group_size(s->index, number);
	bool ok;

	group_done(g);
	if (n > MEMBERS_MAX)
		n = MEMBERS_MAX;
	g->members = xcalloc(n, sizeof *g->members);
	ok = read_member(s, place, g, err);
	if (ok && n > 1) {
		g->decided = index_group_decided(s->index, number);
		i = index_group_next(s->index, number);
		for (; ok && g->n < n; i = index_group_next(s->index, i))
			ok = read_member(s, index_place_row(s->index, i), g, err);
	}
	put_in_order(g, place);
	return ok;
}

size_t group_candidates(struct session *s, int64_t place, int64_t **rows)
{
	uint32_t number = index_place_of_row(s->index, place);
	const uint32_t *pairs;
	size_t n;

	*rows = NULL;
	if (number == INDEX_NO_PLACE)
		return 0;
	n = index_maybe(s->index, number, &pairs);
	*rows = xcalloc(n + 1, sizeof **rows);
	for (size_t i = 0; i < n; i++)
		(*rows)[i] = index_place_row(s->index, pairs[2 * i + 1]);
	return n;
}

/* ---- who says what ---- */

/* « https://www.lieu.fr/ » and « http://lieu.fr » are one site. */
static void add_site(struct str *out, const char *value)
{
	char *f = folded(value);
	struct fold_words w = { .rest = f };

	while (fold_next(&w)) {
		bool empty = (w.len == 3 && !strncmp(w.word, "www", 3)) ||
			     (w.len == 4 && !strncmp(w.word, "http", 4)) ||
			     (w.len == 5 && !strncmp(w.word, "https", 5));

		if (!empty)
			str_addn(out, w.word, w.len);
	}
	free(f);
}

static char *comparable(enum place_field f, const char *value)
{
	struct str b;
	char *out;

	str_init(&b);
	if (f == PLACE_SITES) {
		add_site(&b, value);
		out = str_steal(&b);
		str_done(&b);
		return out;
	}
	if (place_fields[f].kind != FIELD_PHONE) {
		str_done(&b);
		return folded(value);
	}
	if (!phone_international(&b, value))
		phone_french(&b, value);
	out = str_steal(&b);
	str_done(&b);
	return out;
}

static bool says_the_same(enum place_field f, const char *a, const char *b)
{
	char *x = comparable(f, a), *y = comparable(f, b);
	bool same = strcmp(x, y) == 0;

	free(x);
	free(y);
	return same;
}

static bool is_better(const struct group_value *a, const struct group_value *b)
{
	return a->ours && !b->ours;
}

size_t group_values(const struct group *g, enum place_field f, struct group_value *out, size_t max)
{
	size_t n = 0;

	for (size_t i = 0; i < g->n; i++) {
		const char *value = place_get(&g->members[i].place, f);
		bool ours = g->members[i].ours >> f & 1;
		size_t k = 0;

		while (k < n && !says_the_same(f, out[k].value, value))
			k++;
		if (!*value || k == max)
			continue;
		if (k == n)
			out[n++] = (struct group_value){ .value = value };
		out[k].who |= UINT64_C(1) << i;
		out[k].ours |= ours;
		for (; k > 0 && is_better(&out[k], &out[k - 1]); k--) {
			struct group_value swap = out[k];

			out[k] = out[k - 1];
			out[k - 1] = swap;
		}
	}
	return n;
}

bool group_differs(const struct group *g, enum place_field f)
{
	struct group_value v[2];

	return g->n > 1 && group_values(g, f, v, ARRAY_SIZE(v)) > 1;
}

/* Fields that go together come from one record. */
static bool is_of_address(size_t f)
{
	return f == PLACE_ADDRESS || f == PLACE_ADDRESS2 || f == PLACE_POSTCODE ||
	       f == PLACE_COMMUNE || f == PLACE_INSEE || f == PLACE_LAT || f == PLACE_LON;
}

static size_t first_who(const struct group_value *v)
{
	return (size_t)__builtin_ctzll(v->who);
}

void group_merge(const struct group *g, struct place *out)
{
	const struct place *asked = &g->members[g->asked].place, *address = asked;
	struct group_value v[1];

	place_clear(out);
	if (group_values(g, PLACE_ADDRESS, v, 1))
		address = &g->members[first_who(&v[0])].place;
	for (size_t f = 0; f < PLACE_FIELD_COUNT; f++) {
		enum place_field field = (enum place_field)f;

		if (is_of_address(f) && *place_get(address, field))
			place_set(out, field, place_get(address, field));
		else if (f == PLACE_KEY || f == PLACE_NAME || f == PLACE_SOURCE ||
			 f == PLACE_SOURCE_IDS)
			place_set(out, field, place_get(asked, field));
		else if (group_values(g, field, v, 1))
			place_set(out, field, v[0].value);
	}
	out->id = asked->id;
}

void group_say_source(struct str *out, const struct group *g, size_t member)
{
	const struct group_member *m = &g->members[member];
	const char *source = place_get(&m->place, PLACE_SOURCE);
	struct str b;

	str_init(&b);
	str_addn(&b, source, strcspn(source, ";"));
	while (b.len && b.s[b.len - 1] == ' ')
		str_truncate(&b, b.len - 1);
	text_cut(out, b.len ? b.s : "source non précisée", SOURCE_COLUMNS);
	str_done(&b);
	if (m->fresh)
		str_addf(out, ", %d", date_of_day(m->fresh).year);
}

void group_say_who(struct str *out, const struct group *g, const struct group_value *v)
{
	size_t start = out->len;

	if (v->ours)
		str_add(out, "vous");
	for (size_t i = 0; i < g->n && !v->ours; i++) {
		if (!(v->who >> i & 1))
			continue;
		if (out->len > start)
			str_add(out, " ; ");
		group_say_source(out, g, i);
	}
}
