/* The paper directory as HTML: the items one after the other, the contents beside them. */
#include "aiguillage/booklet_html.h"

#include <stdlib.h>

#include "aiguillage/markup.h"
#include "aiguillage/mem.h"

enum { H_TITLE = 1, H_CHAPTER, H_TOWN, H_PART, H_PLACE };

static const char style[] =
	"body { max-width: 45em; margin: 0 auto; padding: 1em; font: 1.1em/1.5 sans-serif; "
	"color: #111; background: #fff; overflow-wrap: anywhere; }\n"
	"h2, h3 { border-bottom: 1px solid #555; }\n"
	"a { color: #00429d; }\n"
	"a:focus { outline: 3px solid #b34000; }\n"
	"nav ul ul { columns: 12em; }\n"
	"@media print {\n"
	"body { max-width: none; padding: 0; font-size: 11pt; }\n"
	"a { color: inherit; text-decoration: none; }\n"
	".saut { display: none; }\n"
	"h2, h3, h4, h5 { break-after: avoid; }\n"
	"main section { break-before: page; }\n"
	"p, li { orphans: 2; widows: 2; }\n"
	"}\n";

struct booklet_html {
	struct str title, cover, contents, body;
	int anchors, level;	/* of the last heading */
	bool section, sub, list;	/* opened: a chapter, its list of contents, a list of entries */
};

struct booklet_html *booklet_html_new(void)
{
	struct booklet_html *b = xcalloc(1, sizeof *b);

	str_init(&b->title);
	str_init(&b->cover);
	str_init(&b->contents);
	str_init(&b->body);
	b->level = H_TITLE;
	return b;
}

void booklet_html_free(struct booklet_html *b)
{
	if (!b)
		return;
	str_done(&b->title);
	str_done(&b->cover);
	str_done(&b->contents);
	str_done(&b->body);
	free(b);
}

static void element(struct str *out, const char *tag, const char *text)
{
	str_addf(out, "<%s>", tag);
	markup_escape(out, text);
	str_addf(out, "</%s>\n", tag);
}

static void close_list(struct booklet_html *b)
{
	if (b->list)
		str_add(&b->body, "</ul>\n");
	b->list = false;
}

static void close_contents(struct booklet_html *b)
{
	if (b->sub)
		str_add(&b->contents, "</ul>");
	b->sub = false;
	if (b->section)
		str_add(&b->contents, "</li>\n");
}

static void close_section(struct booklet_html *b)
{
	close_list(b);
	close_contents(b);
	if (b->section)
		str_add(&b->body, "</section>\n");
	b->section = false;
}

/* No level is jumped over. */
static int heading_level(struct booklet_html *b, int wanted)
{
	b->level = wanted > b->level + 1 ? b->level + 1 : wanted;
	return b->level;
}

static void heading(struct booklet_html *b, int wanted, const struct booklet_item *item)
{
	int level = heading_level(b, wanted);

	str_addf(&b->body, "<h%d>", level);
	if (item->kind == BOOKLET_PLACE)
		str_addf(&b->body, "%d. ", item->number);
	markup_escape(&b->body, item->text);
	str_addf(&b->body, "</h%d>\n", level);
}

/* A heading that the contents lead to. */
static void anchored(struct booklet_html *b, int wanted, const char *text)
{
	int level = heading_level(b, wanted);

	b->anchors++;
	str_addf(&b->body, "<h%d id=\"s%d\">", level, b->anchors);
	markup_escape(&b->body, text);
	str_addf(&b->body, "</h%d>\n", level);
	str_addf(&b->contents, "<li><a href=\"#s%d\">", b->anchors);
	markup_escape(&b->contents, text);
	str_add(&b->contents, "</a>");
}

static void chapter(struct booklet_html *b, const char *text)
{
	close_section(b);
	str_addf(&b->body, "<section aria-labelledby=\"s%d\">\n", b->anchors + 1);
	anchored(b, H_CHAPTER, text);
	b->section = true;
}

static void town(struct booklet_html *b, const char *text)
{
	if (!b->sub)
		str_add(&b->contents, b->section ? "\n<ul>\n" : "");
	b->sub = b->section;
	anchored(b, H_TOWN, text);
	str_add(&b->contents, "</li>\n");
}

static void entry(struct booklet_html *b, const char *text)
{
	if (!b->list)
		str_add(&b->body, "<ul>\n");
	b->list = true;
	element(&b->body, "li", text);
}

/* What a map shows is said: which places are in which commune. */
static void map(struct booklet_html *b, const struct booklet_item *item)
{
	struct str line;

	str_init(&line);
	for (size_t i = 0; i < item->n_dots; i++) {
		const struct booklet_dot *d = &item->dots[i];

		if (!d->first)
			continue;
		str_clear(&line);
		if (d->first == d->last)
			str_addf(&line, "%s : lieu %d", d->name, d->first);
		else
			str_addf(&line, "%s : lieux %d à %d", d->name, d->first, d->last);
		entry(b, line.s);
	}
	str_done(&line);
}

bool booklet_html_item(void *booklet, const struct booklet_item *item, struct err *err)
{
	struct booklet_html *b = booklet;

	(void)err;
	if (item->kind != BOOKLET_ENTRY)
		close_list(b);
	switch (item->kind) {
	case BOOKLET_TITLE:
		str_add(&b->title, item->text);
		break;
	case BOOKLET_SUBTITLE:
		element(&b->cover, "p", item->text);
		break;
	case BOOKLET_CHAPTER:
		chapter(b, item->text);
		break;
	case BOOKLET_TOWN:
		town(b, item->text);
		break;
	case BOOKLET_PART:
	case BOOKLET_DAY:
		heading(b, item->kind == BOOKLET_DAY ? H_TOWN : H_PART, item);
		break;
	case BOOKLET_PLACE:
		heading(b, H_PLACE, item);
		break;
	case BOOKLET_WARNING:
		str_add(&b->body, "<p><strong>");
		markup_escape(&b->body, item->text);
		str_add(&b->body, "</strong></p>\n");
		break;
	case BOOKLET_LINE:
	case BOOKLET_TEXT:
		element(&b->body, "p", item->text);
		break;
	case BOOKLET_ENTRY:
		entry(b, item->text);
		break;
	case BOOKLET_MAP:
		map(b, item);
		break;
	case BOOKLET_MONTHS:	/* the days that follow say as much */
		break;
	}
	return true;
}

void booklet_html_finish(struct booklet_html *b, struct str *out)
{
	close_section(b);
	str_add(out, "<!DOCTYPE html>\n<html lang=\"fr\">\n<head>\n<meta charset=\"utf-8\"/>\n"
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n");
	element(out, "title", b->title.s);
	str_addf(out, "<style>\n%s</style>\n</head>\n<body>\n"
		 "<a class=\"saut\" href=\"#contenu\">Aller au contenu</a>\n<header>\n", style);
	element(out, "h1", b->title.s);
	str_add(out, b->cover.s);
	str_add(out, "</header>\n<nav aria-labelledby=\"sommaire\">\n"
		"<h2 id=\"sommaire\">Sommaire</h2>\n<ul>\n");
	str_add(out, b->contents.s);
	str_add(out, "</ul>\n</nav>\n<main id=\"contenu\">\n");
	str_add(out, b->body.s);
	str_add(out, "</main>\n</body>\n</html>\n");
}
