/*
 * Interned strings: each distinct string gets a small number, in order of
 * arrival.  The strings live in one arena that moves as it grows: what
 * intern_get() gives is valid until the next intern_add().
 */
#ifndef AIGUILLAGE_INTERN_H
#define AIGUILLAGE_INTERN_H

#include <stddef.h>
#include <stdint.h>

#include "aiguillage/str.h"

#define INTERN_NONE UINT32_MAX

struct intern {
	struct str arena;	/* NUL terminated strings, one after another */
	size_t *at;		/* offset of each */
	size_t n, cap;
	uint32_t *slots;	/* open addressing, number + 1; 0 = free */
	size_t n_slots;
};

void intern_init(struct intern *t);
void intern_done(struct intern *t);
/* Number of the string, new or not. */
uint32_t intern_add(struct intern *t, const char *s, size_t len);
/* Number of the string, or INTERN_NONE. */
uint32_t intern_find(const struct intern *t, const char *s, size_t len);
const char *intern_get(const struct intern *t, uint32_t id);

#endif
