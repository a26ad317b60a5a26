/*
 * Text: UTF-8, columns, cleaning.  Every string inside the program is valid
 * UTF-8 without control characters; whatever comes from outside (file, base,
 * keyboard, argument) goes through text_clean() once, on its way in.  Columns
 * come only from text_width(): never strlen() for what is shown.
 */
#ifndef AIGUILLAGE_TEXT_H
#define AIGUILLAGE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "aiguillage/str.h"

#define TEXT_REPLACEMENT 0xFFFDu

/* Length of the longest valid UTF-8 prefix (RFC 3629: no overlong, no surrogate). */
size_t utf8_valid_prefix(const char *s, size_t n);
bool utf8_valid(const char *s, size_t n);
/* Decodes one code point of valid UTF-8 and advances; 0 at the end of the string. */
uint32_t utf8_next(const char **s);
void utf8_add(struct str *out, uint32_t cp);
/* Byte offset of the character that starts before / after `at`. */
size_t utf8_left(const char *s, size_t at);
size_t utf8_right(const char *s, size_t at);

enum text_lines {
	TEXT_ONE_LINE,		/* line ends become a space */
	TEXT_MANY_LINES,	/* line ends become '\n' */
};

/*
 * The one cleaning function.  Appends the n bytes at s to out: invalid bytes
 * become U+FFFD; C0, C1, DEL, bidi controls, zero-width and tag characters
 * disappear, but for U+200C between two Arabic letters, which Persian spelling needs; U+FF02
 * becomes '"'; at most four combining marks follow a letter;
 * runs of plain spaces shrink to one and the ends are trimmed.
 * Returns the number of bytes that were not UTF-8.
 */
size_t text_clean(struct str *out, const char *s, size_t n, enum text_lines lines);
/* The same into a new string. */
char *text_cleaned(const char *s, enum text_lines lines);
/* True: cleaning would change nothing, and it is valid UTF-8.  False: perhaps it would. */
bool text_is_clean(const char *s, size_t n, enum text_lines lines);

/* Screen columns taken by a string. */
int text_width(const char *s);
/* Appends s cut to at most `cols` columns, ending in « … » when it was cut. */
void text_cut(struct str *out, const char *s, int cols);
/* The same, then filled with spaces to exactly `cols` columns. */
void text_pad(struct str *out, const char *s, int cols);

/*
 * Cuts text into lines of at most `cols` columns at spaces (not at no-break
 * ones); '\n' ends a paragraph; a word longer than a line is split.
 *
 *	struct text_wrap w = { .rest = s, .cols = 40 };
 *	while (text_wrap_next(&w, &line)) ...
 */
struct text_wrap {
	const char *rest;
	int cols;
};
bool text_wrap_next(struct text_wrap *w, struct str *line);
/*
 * Appends text wrapped to `cols` columns, each line ended, for a terminal or a printer: plain
 * spaces, no line beginning with a closing mark; lines after the first are indented.  The caller
 * has written the indent of the first.
 */
void text_add_wrapped(struct str *out, const char *text, int indent, int cols);

/*
 * French typography: no-break spaces before « : », « ; », « ? », « ! », « » » and after « « », so that
 * no line begins with a closing mark nor ends with an opening one.
 */
void text_glue(struct str *out, const char *s);
/* Curved apostrophes where sources have straight ones: for titles. */
void text_curved(struct str *out, const char *s);
/* As printed on paper: both. */
void text_printed(struct str *out, const char *s);
/* « à la demande » → « À la demande », in place: a to z, and à to þ. */
void text_capitalise(char *s);
/* Plain spaces instead, which any terminal shows and any search finds. */
void text_unglue(struct str *out, const char *s);

/* « 34 969 », « 110 offres »: with no-break spaces between thousands. */
void say_number(struct str *out, int64_t n);
void say_count(struct str *out, int64_t n, const char *one, const char *many);

/* Text without accents nor typography for a terminal that has only ASCII. */
void text_ascii(struct str *out, const char *s);

#endif
