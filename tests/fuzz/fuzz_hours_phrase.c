/* A French sentence of any bytes: a valid value or a refusal that says why. */
#include <stdlib.h>
#include <string.h>

#include "aiguillage/hours.h"
#include "aiguillage/hours_phrase.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);
	struct hours_phrase p;
	struct hours *h;

	memcpy(text, data, size);
	text[size] = '\0';
	hours_phrase_init(&p);
	if (hours_phrase_read(&p, text, date_day(2026, 11, 24))) {
		h = hours_parse(p.oh.s, p.oh.len, 0, NULL);
		if (!h)
			abort();
		hours_free(h);
	} else if (!p.problem.len || p.oh.len) {
		abort();
	}
	hours_phrase_done(&p);
	free(text);
	return 0;
}
