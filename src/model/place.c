#include "aiguillage/place.h"

#include <stdlib.h>
#include <string.h>

#include "aiguillage/mem.h"
#include "aiguillage/vocab.h"

#define X(id, csv, sql, kind, genre, label) [PLACE_##id] = { csv, sql, label, kind, genre },
const struct field place_fields[PLACE_FIELD_COUNT] = { PLACE_FIELDS(X) };
#undef X

#define X(id, csv, sql, kind, genre, label) [OFFER_##id] = { csv, sql, label, kind, genre },
const struct field offer_fields[OFFER_FIELD_COUNT] = { OFFER_FIELDS(X) };
#undef X

_Static_assert((int)PLACE_FIELD_COUNT <= 64 && (int)OFFER_FIELD_COUNT <= 64, "a bit for each field");

static void lend(const char **f, uint64_t *lent, size_t i, const char *value)
{
	uint64_t bit = (uint64_t)1 << i;

	if (f[i] && !(*lent & bit))
		free((char *)f[i]);
	f[i] = value && *value ? value : NULL;
	*lent |= bit;
}

/* The value may be the one that gives way. */
static void set(const char **f, uint64_t *lent, size_t i, const char *value)
{
	char *copy = value && *value ? xstrdup(value) : NULL;

	lend(f, lent, i, copy);
	*lent &= ~((uint64_t)1 << i);
}

static void own(const char **f, uint64_t *lent, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (*lent >> i & 1)
			set(f, lent, i, f[i]);
}

static void clear(const char **f, uint64_t *lent, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (f[i] && !(*lent >> i & 1))
			free((char *)f[i]);
		f[i] = NULL;
	}
	*lent = 0;
}

void place_init(struct place *p)
{
	*p = (struct place){ 0 };
}

void place_clear(struct place *p)
{
	clear(p->f, &p->lent, PLACE_FIELD_COUNT);
	p->id = 0;
}

void place_set(struct place *p, enum place_field f, const char *value)
{
	set(p->f, &p->lent, f, value);
}

void place_lend(struct place *p, enum place_field f, const char *value)
{
	lend(p->f, &p->lent, f, value);
}

void place_own(struct place *p)
{
	own(p->f, &p->lent, PLACE_FIELD_COUNT);
}

const char *place_get(const struct place *p, enum place_field f)
{
	return p->f[f] ? p->f[f] : "";
}

void offer_init(struct offer *o)
{
	*o = (struct offer){ 0 };
}

void offer_clear(struct offer *o)
{
	clear(o->f, &o->lent, OFFER_FIELD_COUNT);
	o->id = o->place_id = 0;
}

void offer_set(struct offer *o, enum offer_field f, const char *value)
{
	set(o->f, &o->lent, f, value);
}

void offer_lend(struct offer *o, enum offer_field f, const char *value)
{
	lend(o->f, &o->lent, f, value);
}

void offer_own(struct offer *o)
{
	own(o->f, &o->lent, OFFER_FIELD_COUNT);
}

const char *offer_get(const struct offer *o, enum offer_field f)
{
	return o->f[f] ? o->f[f] : "";
}

bool status_proposable(const char *code)
{
	static const char *const never[] = {
		"en-projet", "pas-encore-present", "institution", "ressource", "besoin-sans-offre",
	};

	for (size_t i = 0; code && i < ARRAY_SIZE(never); i++)
		if (strcmp(code, never[i]) == 0)
			return false;
	return true;
}

bool status_warns(const char *code)
{
	return status_proposable(code) && !(code && strcmp(code, "cite") == 0);
}
