/* fold() on any bytes: letters, digits and single spaces only; folding twice changes nothing. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/fold.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const char *f)
{
	char before = ' ';

	for (; *f; f++) {
		if (!(*f >= 'a' && *f <= 'z') && !(*f >= '0' && *f <= '9') && *f != ' ')
			abort();
		if (*f == ' ' && before == ' ')
			abort();	/* at the beginning, or two in a row */
		before = *f;
	}
	if (before == ' ')
		abort();	/* at the end */
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1), *once, *twice;
	struct fold_words w = { 0 };
	size_t n;

	memcpy(text, data, size);
	text[size] = '\0';
	once = folded(text);
	if (*once)
		check(once);
	twice = folded(once);
	if (strcmp(once, twice))
		abort();
	for (w.rest = once; fold_next(&w);) {
		if (!w.len || memchr(w.word, ' ', w.len))
			abort();
	}
	n = strlen(once);
	if (fold_distance(once, n, twice, n, 2) != (n > 63 ? 3 : 0))
		abort();
	free(text);
	free(once);
	free(twice);
	return 0;
}
