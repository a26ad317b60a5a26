/*
 * Plain text from what web forms put into open data: HTML tags and entities,
 * Markdown stars, no-break spaces.  `<` and `&` that are not markup stay.
 * And the way back: text put into XML or HTML.
 */
#ifndef AIGUILLAGE_MARKUP_H
#define AIGUILLAGE_MARKUP_H

#include <stdbool.h>

#include "aiguillage/str.h"
#include "aiguillage/text.h"

/*
 * Appends s as plain text; returns true when it held tags or entities.  Paragraphs and list items
 * begin a new line with TEXT_MANY_LINES, else they are separated by a comma.
 */
bool markup_plain(struct str *out, const char *s, enum text_lines lines);
/* Appends s as the text of an element or of an attribute in double quotes; no control character. */
void markup_escape(struct str *out, const char *s);

#endif
