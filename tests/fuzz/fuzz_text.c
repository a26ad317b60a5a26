/*
 * Cleaning, folding and cutting of any bytes: what comes out is valid UTF-8,
 * doing it twice changes nothing, and no line is wider than asked.
 */
#include <locale.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/fold.h"
#include "aiguillage/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void expect(int condition)
{
	if (!condition)
		abort();
}

static void check_clean(const char *s, enum text_lines lines)
{
	char *again = text_cleaned(s, lines);

	expect(utf8_valid(s, strlen(s)));
	expect(strcmp(again, s) == 0);
	free(again);
}

static void check_fold(const char *s)
{
	char *once = folded(s), *twice = folded(once);
	struct fold_words w = { .rest = once };
	size_t n = strlen(once);

	expect(strcmp(once, twice) == 0);
	expect(n > 63 || fold_distance(once, n, twice, n, 2) == 0);
	while (fold_next(&w))
		expect(w.len > 0 && !memchr(w.word, ' ', w.len));
	free(once);
	free(twice);
}

static void check_columns(const char *s, int cols)
{
	struct text_wrap w = { .rest = s, .cols = cols };
	struct str line;

	str_init(&line);
	while (text_wrap_next(&w, &line))
		expect(utf8_valid(line.s, line.len) && text_width(line.s) <= cols);
	str_clear(&line);
	text_pad(&line, s, cols);
	expect(utf8_valid(line.s, line.len) && text_width(line.s) == cols);
	str_clear(&line);
	text_ascii(&line, s);
	for (size_t i = 0; i < line.len; i++)
		expect((unsigned char)line.s[i] < 0x80);
	str_done(&line);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *raw = malloc(size + 1);
	struct str one, many;

	setlocale(LC_CTYPE, "C.UTF-8");	/* for the characters of two columns */
	memcpy(raw, data, size);
	raw[size] = '\0';
	check_fold(raw);
	str_init(&one);
	str_init(&many);
	text_clean(&one, raw, size, TEXT_ONE_LINE);
	text_clean(&many, raw, size, TEXT_MANY_LINES);
	check_clean(one.s, TEXT_ONE_LINE);
	check_clean(many.s, TEXT_MANY_LINES);
	check_fold(one.s);
	check_columns(many.s, 2 + (int)(size % 40));
	str_done(&one);
	str_done(&many);
	free(raw);
	return 0;
}
