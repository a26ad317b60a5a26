/* Tables of tests/data/hours, shared by the tests of opening hours. */
#ifndef TESTS_HOURS_DATA_H
#define TESTS_HOURS_DATA_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/holidays.h"
#include "tests/lib/tap.h"

/* The whole file, NUL terminated; ends the test when it cannot be read. */
static inline char *read_all(const char *relative)
{
	FILE *f = fopen(test_path(relative), "r");
	char *text = NULL;
	size_t n = 0, k;

	if (!f) {
		printf("Bail out! cannot read %s\n", relative);
		exit(1);
	}
	do {
		text = realloc(text, n + 65537);
		k = fread(text + n, 1, 65536, f);
		n += k;
	} while (k > 0);
	text[n] = '\0';
	fclose(f);
	return text;
}

/* The next line that is neither empty nor a comment; cuts it out of *text. */
static inline char *next_line(char **text)
{
	while (**text) {
		char *line = *text, *end = strchr(line, '\n');

		*text = end ? end + 1 : line + strlen(line);
		if (end)
			*end = '\0';
		if (*line && *line != '#')
			return line;
	}
	return NULL;
}

/* Cuts the line at its next tab; what follows, or "". */
static inline char *cut_tab(char *line)
{
	char *tab = strchr(line, '\t');

	if (!tab)
		return line + strlen(line);
	*tab = '\0';
	return tab + 1;
}

/* No-break spaces become plain ones, in place. */
static inline char *plain_spaces(char *s)
{
	char *to = s;

	for (const char *p = s; *p; p++) {
		if (strncmp(p, "\xC2\xA0", 2) == 0) {
			*to++ = ' ';
			p++;
		} else if (strncmp(p, "\xE2\x80\xAF", 3) == 0) {
			*to++ = ' ';
			p += 2;
		} else {
			*to++ = *p;
		}
	}
	*to = '\0';
	return s;
}

static inline void read_school(struct school_holidays *sh, const char *relative)
{
	char *text = read_all(relative);
	struct err err = ERR_INIT;

	ok(school_holidays_parse(sh, text, &err), "%s is read %s", relative, err.msg);
	free(text);
}

#endif
