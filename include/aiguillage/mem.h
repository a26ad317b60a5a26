/*
 * Memory.  Out of memory ends the program (the bases are safe: a transaction
 * that is not committed is undone).  `_new/_free` are on the heap,
 * `_init/_done` fill storage of the caller, `_clear` empties for reuse.
 */
#ifndef AIGUILLAGE_MEM_H
#define AIGUILLAGE_MEM_H

#include <stddef.h>

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

void *xmalloc(size_t size);
void *xcalloc(size_t n, size_t size);
/* Fails cleanly when n * size overflows. */
void *xreallocarray(void *p, size_t n, size_t size);
char *xstrdup(const char *s);
char *xstrndup(const char *s, size_t n);

/* Makes room for one more item: doubles `*cap` when `n == *cap`. */
void *mem_grow(void *p, size_t n, size_t *cap, size_t size);

#endif
