/*
 * The paper directory as one page of the web, for a site or a screen reader: a
 * table of contents, headings in order, landmarks, a style for printing; no
 * script, and nothing that is fetched from elsewhere.
 *
 *	b = booklet_html_new();
 *	ok = booklet_tell(s, &r, booklet_html_item, b, &err);
 *	booklet_html_finish(b, &out);	// the page, also well-formed XML
 *	booklet_html_free(b);
 *
 * The contents stand before the communes, so the page is held in memory.
 */
#ifndef AIGUILLAGE_BOOKLET_HTML_H
#define AIGUILLAGE_BOOKLET_HTML_H

#include <stdbool.h>

#include "aiguillage/booklet.h"
#include "aiguillage/err.h"
#include "aiguillage/str.h"

struct booklet_html;

struct booklet_html *booklet_html_new(void);
bool booklet_html_item(void *booklet, const struct booklet_item *item, struct err *err);
/* Appends the page; nothing may be told after. */
void booklet_html_finish(struct booklet_html *b, struct str *out);
void booklet_html_free(struct booklet_html *b);

#endif
