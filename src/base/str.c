#include "aiguillage/str.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/mem.h"

static void grow(struct str *b, size_t need)
{
	b->cap = need < 2 * b->cap ? 2 * b->cap : need;
	b->s = xreallocarray(b->s, b->cap, 1);
}

static inline void reserve(struct str *b, size_t more)
{
	size_t need = b->len + more + 1;

	if (need > b->cap)
		grow(b, need);
}

void str_reserve(struct str *b, size_t more)
{
	reserve(b, more);
}

void str_init(struct str *b)
{
	*b = (struct str){ .cap = 64 };
	b->s = xmalloc(b->cap);
	b->s[0] = '\0';
}

void str_done(struct str *b)
{
	free(b->s);
	*b = (struct str){ 0 };
}

void str_clear(struct str *b)
{
	str_truncate(b, 0);
}

char *str_steal(struct str *b)
{
	char *s = b->s;

	str_init(b);
	return s;
}

void str_add(struct str *b, const char *s)
{
	str_addn(b, s, strlen(s));
}

void str_addn(struct str *b, const char *s, size_t n)
{
	reserve(b, n);
	if (n)		/* an empty array may have no address */
		memcpy(b->s + b->len, s, n);
	b->len += n;
	b->s[b->len] = '\0';
}

void str_vaddf(struct str *b, const char *fmt, va_list ap)
{
	va_list again;
	int n;

	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	if (n <= 0)
		return;
	reserve(b, (size_t)n);
	vsnprintf(b->s + b->len, (size_t)n + 1, fmt, ap);
	b->len += (size_t)n;
}

void str_addf(struct str *b, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	str_vaddf(b, fmt, ap);
	va_end(ap);
}

void str_join(struct str *b, const char *sep, const char *s)
{
	if (b->len)
		str_add(b, sep);
	str_add(b, s);
}

void str_truncate(struct str *b, size_t len)
{
	if (len < b->len)
		b->len = len;
	b->s[b->len] = '\0';
}

char *str_room(struct str *b, size_t n)
{
	reserve(b, n);
	return b->s + b->len;
}

void str_wrote(struct str *b, size_t n)
{
	b->len += n;
	b->s[b->len] = '\0';
}
