/*
 * The XML of a workbook.  Nothing that it can hold is followed out of it: a type declaration, the
 * only way to entities of one's own, refuses the file; no element is deep, no tag is long.
 */
#include <expat.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/mem.h"
#include "workbook_impl.h"

#define DEEPEST 64
#define TAG_MAX (1 << 20)	/* bytes that expat may keep of a tag that has not ended */
#define PIECE (1 << 16)

struct xml {
	XML_Parser parser;
	struct source *source;
	const struct xml_handlers *h;
	void *ctx;
	int depth;
	int64_t fed;
	bool stopped;
	const char *why;
};

static const char *local(const char *name)
{
	const char *colon = strchr(name, ':');

	return colon ? colon + 1 : name;
}

const char *xml_attribute(const char **attributes, const char *name)
{
	bool prefixed = strchr(name, ':');

	for (; *attributes; attributes += 2)
		if (strcmp(prefixed ? *attributes : local(*attributes), name) == 0)
			return attributes[1];
	return NULL;
}

void xml_stop(struct xml *x, const char *why)
{
	if (!x->stopped)
		x->why = why;
	x->stopped = true;
	XML_StopParser(x->parser, XML_FALSE);
}

bool xml_stopped(const struct xml *x)
{
	return x->stopped && !x->why;
}

static void on_start(void *ctx, const char *name, const char **attributes)
{
	struct xml *x = ctx;

	if (x->stopped)
		return;
	if (++x->depth > DEEPEST)
		xml_stop(x, SPOILED);
	else
		x->h->start(x->ctx, x->h->prefixed ? name : local(name), attributes);
}

/* Even once stopped, expat ends an element that was <so/>. */
static void on_end(void *ctx, const char *name)
{
	struct xml *x = ctx;

	x->depth--;
	if (!x->stopped && x->h->end)
		x->h->end(x->ctx, x->h->prefixed ? name : local(name));
}

static void on_text(void *ctx, const char *s, int n)
{
	struct xml *x = ctx;

	if (!x->stopped)
		x->h->text(x->ctx, s, (size_t)n);
}

static void on_doctype(void *ctx, const char *name, const char *system, const char *public, int internal)
{
	(void)name;
	(void)system;
	(void)public;
	(void)internal;
	xml_stop(ctx, "ce classeur contient une déclaration (DOCTYPE) qu’aucun tableur n’écrit. Il n’est pas lu");
}

struct xml *xml_new(struct source *s, const struct xml_handlers *h, void *ctx)
{
	struct xml *x = xcalloc(1, sizeof *x);

	x->source = s;
	x->h = h;
	x->ctx = ctx;
	x->parser = XML_ParserCreate(NULL);
	if (!x->parser)
		abort();	/* as mem.h does */
	XML_SetUserData(x->parser, x);
	XML_SetElementHandler(x->parser, on_start, on_end);
	if (h->text)
		XML_SetCharacterDataHandler(x->parser, on_text);
	XML_SetStartDoctypeDeclHandler(x->parser, on_doctype);
	return x;
}

void xml_free(struct xml *x)
{
	XML_ParserFree(x->parser);
	free(x);
}

static bool feed(struct xml *x, const char *bytes, size_t n, bool last)
{
	enum XML_Status status = XML_Parse(x->parser, bytes, (int)n, last);

	x->fed += (int64_t)n;
	if (x->stopped)
		return x->why && source_refuse(x->source, x->why);
	if (status != XML_STATUS_OK ||
	    (!last && x->fed - (int64_t)XML_GetCurrentByteIndex(x->parser) > TAG_MAX))
		return source_refuse(x->source, SPOILED);
	return true;
}

bool xml_block(void *xml, const char *bytes, size_t n)
{
	for (size_t at = 0, k; at < n; at += k) {
		k = n - at < PIECE ? n - at : PIECE;
		if (!feed(xml, bytes + at, k, false))
			return false;
	}
	return true;
}

bool xml_end(struct xml *x)
{
	return feed(x, "", 0, true);
}

bool xml_member(struct source *s, const char *name, struct xml **x, const struct xml_handlers *h,
		void *ctx, bool *there)
{
	bool ok;

	*x = xml_new(s, h, ctx);
	ok = zip_member(s, name, xml_block, *x, there);
	if (ok && *there)
		ok = xml_end(*x);
	ok = ok || (xml_stopped(*x) && !s->err->kind);
	xml_free(*x);
	*x = NULL;
	return ok;
}
