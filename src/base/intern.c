#include "aiguillage/intern.h"

#include <stdlib.h>
#include <string.h>

#include "aiguillage/mem.h"
#include "aiguillage/pack.h"

enum { FIRST_SLOTS = 256 };

void intern_init(struct intern *t)
{
	*t = (struct intern){ .n_slots = FIRST_SLOTS };
	str_init(&t->arena);
	t->slots = xcalloc(t->n_slots, sizeof *t->slots);
}

void intern_done(struct intern *t)
{
	str_done(&t->arena);
	free(t->at);
	free(t->slots);
	*t = (struct intern){ 0 };
}

const char *intern_get(const struct intern *t, uint32_t id)
{
	return t->arena.s + t->at[id];
}

static bool holds(const struct intern *t, uint32_t id, const char *s, size_t len)
{
	size_t at = t->at[id];

	return t->arena.len - at > len && memcmp(t->arena.s + at, s, len) == 0 &&
	       t->arena.s[at + len] == '\0';
}

/* The slot that holds the string, or the free one where it belongs. */
static size_t probe(const struct intern *t, const char *s, size_t len)
{
	size_t mask = t->n_slots - 1, i = hash_bytes(s, len, 1) & mask;

	while (t->slots[i] && !holds(t, t->slots[i] - 1, s, len))
		i = (i + 1) & mask;
	return i;
}

static void grow(struct intern *t)
{
	free(t->slots);
	t->n_slots *= 2;
	t->slots = xcalloc(t->n_slots, sizeof *t->slots);
	for (size_t i = 0; i < t->n; i++) {
		const char *s = intern_get(t, (uint32_t)i);

		t->slots[probe(t, s, strlen(s))] = (uint32_t)i + 1;
	}
}

uint32_t intern_find(const struct intern *t, const char *s, size_t len)
{
	size_t i = probe(t, s, len);

	return t->slots[i] ? t->slots[i] - 1 : INTERN_NONE;
}

uint32_t intern_add(struct intern *t, const char *s, size_t len)
{
	size_t i = probe(t, s, len);

	if (t->slots[i])
		return t->slots[i] - 1;
	t->at = mem_grow(t->at, t->n, &t->cap, sizeof *t->at);
	t->at[t->n] = t->arena.len;
	str_addn(&t->arena, s, len);
	str_addn(&t->arena, "", 1);
	t->slots[i] = (uint32_t)++t->n;
	if (t->n * 2 > t->n_slots)
		grow(t);
	return (uint32_t)t->n - 1;
}
