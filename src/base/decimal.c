#include "aiguillage/decimal.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#define EXACT_DIGITS 15		/* so many make a whole number that a double holds as it is */

/* A whole number divided by a power of ten, both exact: the nearest double, as strtod() gives it. */
double decimal_read(const char *s, char **end)
{
	static const double ten[EXACT_DIGITS + 1] = {
		1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
	};
	const char *p = s + (*s == '-');
	uint64_t whole = 0;
	int digits = 0, after = 0;
	bool point = false;

	for (; digits <= EXACT_DIGITS; p++) {
		if (*p == '.' && !point) {
			point = true;
			continue;
		}
		if (*p < '0' || *p > '9')
			break;
		whole = whole * 10 + (uint64_t)(*p - '0');
		digits++;
		after += point;
	}
	/* « 0x10 », « 1e3 », « .5 », « nan »: its business */
	if (!digits || digits > EXACT_DIGITS || digits == after || *p == 'e' || *p == 'E' || *p == 'x' ||
	    *p == 'X')
		return strtod(s, end);
	*end = (char *)p;
	return (*s == '-' ? -(double)whole : (double)whole) / ten[after];
}
