/*
 * A growing string.  `s` is always NUL terminated and never NULL after
 * str_init(); `len` does not count the NUL.
 *
 *	struct str b;
 *	str_init(&b);
 *	str_addf(&b, "%d lieux", n);
 *	puts(b.s);
 *	str_done(&b);
 */
#ifndef AIGUILLAGE_STR_H
#define AIGUILLAGE_STR_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct str {
	char *s;
	size_t len, cap;
};

void str_init(struct str *b);
void str_done(struct str *b);
void str_clear(struct str *b);
/* The string becomes the caller's (free with free()); `b` is empty again. */
char *str_steal(struct str *b);

void str_add(struct str *b, const char *s);
void str_addn(struct str *b, const char *s, size_t n);
static inline void str_addc(struct str *b, char c);
void str_addf(struct str *b, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
void str_vaddf(struct str *b, const char *fmt, va_list ap)
	__attribute__((format(printf, 2, 0)));
/* Adds `sep` unless the string is empty, then `s`. */
void str_join(struct str *b, const char *sep, const char *s);
void str_truncate(struct str *b, size_t len);
/* Room for n bytes more, to be filled from there on; then how many of them are of the string. */
char *str_room(struct str *b, size_t n);
void str_wrote(struct str *b, size_t n);

/* For str_addc(), which is often called: room for `more` bytes and the NUL. */
void str_reserve(struct str *b, size_t more);

static inline void str_addc(struct str *b, char c)
{
	if (b->len + 2 > b->cap)
		str_reserve(b, 1);
	b->s[b->len++] = c;
	b->s[b->len] = '\0';
}

#endif
