#include "aiguillage/intern.h"

#include <stdlib.h>
#include <string.h>

#include "aiguillage/mem.h"

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

/* FNV-1a: words are short, the table is never shown to an enemy. */
static uint32_t hash(const char *s, size_t len)
{
	uint32_t h = 2166136261u;

	for (size_t i = 0; i < len; i++)
		h = (h ^ (unsigned char)s[i]) * 16777619u;
	return h;
}

/* The slot that holds the string, or the free one where it belongs. */
static size_t probe(const struct intern *t, const char *s, size_t len)
{
	size_t mask = t->n_slots - 1, i = hash(s, len) & mask;

	for (; t->slots[i]; i = (i + 1) & mask) {
		const char *have = intern_get(t, t->slots[i] - 1);

		if (strncmp(have, s, len) == 0 && have[len] == '\0')
			break;
	}
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
