#include "aiguillage/overlay_record.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/mem.h"
#include "aiguillage/secret.h"

_Static_assert((int)OVERLAY_FIELDS >= (int)PLACE_FIELD_COUNT, "room for both kinds");

/* ---- names ---- */

const struct field *overlay_fields(enum overlay_kind kind, size_t *n)
{
	*n = kind == OVERLAY_PLACE ? (size_t)PLACE_FIELD_COUNT : (size_t)OFFER_FIELD_COUNT;
	return kind == OVERLAY_PLACE ? place_fields : offer_fields;
}

int overlay_field_find(enum overlay_kind kind, const char *column)
{
	size_t n;
	const struct field *fields = overlay_fields(kind, &n);

	for (size_t i = 0; i < n; i++)
		if (strcmp(fields[i].sql, column) == 0 || strcmp(fields[i].csv, column) == 0)
			return (int)i;
	return -1;
}

const char *overlay_kind_name(enum overlay_kind kind)
{
	return kind == OVERLAY_PLACE ? "place" : "offer";
}

static const char *const mark_names[OVERLAY_MARKS] = {
	[MARK_CHECKED] = "checked",
	[MARK_GONE] = "gone",
	[MARK_CLOSED] = "closed",
	[MARK_HIDDEN] = "hidden",
};

const char *overlay_mark_name(enum overlay_mark mark)
{
	return mark_names[mark];
}

int overlay_mark_find(const char *name)
{
	for (int i = 0; i < OVERLAY_MARKS; i++)
		if (strcmp(mark_names[i], name) == 0)
			return i;
	return -1;
}

static bool same_phone(const char *a, const char *b)
{
	struct str x, y;
	bool same;

	str_init(&x);
	str_init(&y);
	phone_french(&x, a);
	phone_french(&y, b);
	same = strcmp(x.s, y.s) == 0;
	str_done(&x);
	str_done(&y);
	return same;
}

bool overlay_same_value(const struct field *f, const char *a, const char *b)
{
	if (strcmp(a, b) == 0)
		return true;
	if (!*a || !*b)
		return false;
	if (f->kind == FIELD_PHONE)
		return same_phone(a, b);
	return f->kind == FIELD_NUMBER && fabs(strtod(a, NULL) - strtod(b, NULL)) < 1e-9;
}

/* ---- life ---- */

static char *copy_or_null(const char *s)
{
	return s && *s ? xstrdup(s) : NULL;
}

void overlay_record_init(struct overlay_record *r, enum overlay_kind kind, const char *key)
{
	*r = (struct overlay_record){ .kind = kind, .key = xstrdup(key) };
}

static void free_correction(struct overlay_correction *c)
{
	free(c->value);
	free(c->source_then);
}

void overlay_record_done(struct overlay_record *r)
{
	for (size_t i = 0; i < r->n; i++)
		free_correction(&r->corrections[i]);
	free(r->corrections);
	for (size_t i = 0; i < OVERLAY_FIELDS; i++)
		free(r->f[i]);
	free(r->note);
	free(r->key);
	*r = (struct overlay_record){ 0 };
}

void overlay_record_copy(struct overlay_record *to, const struct overlay_record *from)
{
	*to = *from;
	to->key = xstrdup(from->key);
	to->note = copy_or_null(from->note);
	to->corrections = NULL;
	to->n = to->cap = 0;
	for (size_t i = 0; i < OVERLAY_FIELDS; i++)
		to->f[i] = copy_or_null(from->f[i]);
	for (size_t i = 0; i < from->n; i++) {
		const struct overlay_correction *c = &from->corrections[i];

		overlay_record_correct(to, c->field, c->value, c->source_then, c->made);
	}
}

bool overlay_record_empty(const struct overlay_record *r)
{
	for (int m = 0; m < OVERLAY_MARKS; m++)
		if (r->mark[m])
			return false;
	return !r->added && !r->kept && !r->n && !r->note;
}

/* ---- comparing ---- */

static bool same_fields(const struct overlay_record *a, const struct overlay_record *b)
{
	for (int i = 0; a->added && i < (int)OVERLAY_FIELDS; i++)
		if (strcmp(overlay_record_get(a, i), overlay_record_get(b, i)) != 0)
			return false;
	return true;
}

static bool same_corrections(const struct overlay_record *a, const struct overlay_record *b)
{
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++) {
		const struct overlay_correction *x = &a->corrections[i], *y = NULL;

		for (size_t k = 0; k < b->n && !y; k++)
			if (b->corrections[k].field == x->field)
				y = &b->corrections[k];
		if (!y || strcmp(x->value, y->value) != 0 ||
		    strcmp(x->source_then, y->source_then) != 0)
			return false;
	}
	return true;
}

bool overlay_record_same(const struct overlay_record *a, const struct overlay_record *b)
{
	for (int m = 0; m < OVERLAY_MARKS; m++)
		if (a->mark[m] != b->mark[m] || (a->mark[m] && a->mark_day[m] != b->mark_day[m]))
			return false;
	return a->added == b->added && a->kept == b->kept &&
	       strcmp(a->note ? a->note : "", b->note ? b->note : "") == 0 &&
	       same_corrections(a, b) && same_fields(a, b);
}

/* ---- changing ---- */

struct overlay_correction *overlay_record_find(struct overlay_record *r, int field)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->corrections[i].field == field)
			return &r->corrections[i];
	return NULL;
}

void overlay_record_correct(struct overlay_record *r, int field, const char *value,
			    const char *source_then, int made)
{
	struct overlay_correction now = {
		.field = field, .value = xstrdup(value), .source_then = xstrdup(source_then),
		.made = made,
	};
	struct overlay_correction *c = overlay_record_find(r, field);

	if (c) {
		free_correction(c);
	} else {
		r->corrections = mem_grow(r->corrections, r->n, &r->cap, sizeof *r->corrections);
		c = &r->corrections[r->n++];
	}
	*c = now;
}

void overlay_record_forget(struct overlay_record *r, int field)
{
	struct overlay_correction *c = overlay_record_find(r, field);

	if (!c)
		return;
	free_correction(c);
	*c = r->corrections[--r->n];
}

void overlay_record_set(struct overlay_record *r, int field, const char *value)
{
	char *copy = copy_or_null(value);

	free(r->f[field]);
	r->f[field] = copy;
}

const char *overlay_record_get(const struct overlay_record *r, int field)
{
	return r->f[field] ? r->f[field] : "";
}

bool overlay_record_note_locked(const struct overlay_record *r)
{
	return r->note && secret_is_sealed(r->note);
}

void overlay_record_merge(struct overlay_record *to, const struct overlay_record *from)
{
	for (size_t i = 0; i < from->n; i++) {
		const struct overlay_correction *c = &from->corrections[i];

		if (!overlay_record_find(to, c->field))
			overlay_record_correct(to, c->field, c->value, c->source_then, c->made);
	}
	for (int m = 0; m < OVERLAY_MARKS; m++) {
		if (to->mark[m] || !from->mark[m])
			continue;
		to->mark[m] = true;
		to->mark_day[m] = from->mark_day[m];
	}
	if (!to->note && from->note) {
		to->note = xstrdup(from->note);
		to->note_day = from->note_day;
	}
}
