#include "src/tui/page.h"

#include <stdlib.h>
#include <string.h>

#include "aiguillage/mem.h"
#include "src/tui/pager.h"

#define WIDEST 100		/* columns; longer lines are hard to read */

struct page {
	struct pager pager;
	char *heading, *enter;
	enum outcome (*act)(void *ctx, struct app *app);
	void *ctx;
	bool last;
};

void page_open(struct app *app, const struct page_request *r)
{
	app_push(app, &screen_page, r);
}

static void add_line(struct pager *p, const char *line, size_t n)
{
	char *text = xstrndup(line, n);
	enum style style = n && line[n - 1] == ':'	    ? STYLE_STRONG
			   : strncmp(text, "AVEC", 4) == 0 ? STYLE_WARNING
							    : STYLE_NORMAL;

	if (n)
		pager_add(p, style, 0, text);
	else
		pager_gap(p);
	free(text);
}

static void *page_new(struct app *app, const void *arg, struct err *err)
{
	const struct page_request *r = arg;
	struct page *p = xcalloc(1, sizeof *p);

	(void)app;
	(void)err;
	*p = (struct page){ .heading = xstrdup(r->heading), .act = r->act, .ctx = r->ctx, .last = r->last };
	p->enter = r->enter ? xstrdup(r->enter) : NULL;
	pager_init(&p->pager);
	for (const char *at = r->text; *at;) {
		size_t n = strcspn(at, "\n");

		add_line(&p->pager, at, n);
		at += n + (at[n] == '\n');
	}
	return p;
}

static void page_close(void *self)
{
	struct page *p = self;

	pager_done(&p->pager);
	free(p->heading);
	free(p->enter);
	free(p);
}

static struct area text_area(struct area a)
{
	return (struct area){ a.y, a.x + 2, a.h, a.w - 3 < WIDEST ? a.w - 3 : WIDEST };
}

static void page_update(void *self, struct app *app, struct area a)
{
	struct page *p = self;

	(void)app;
	pager_fit(&p->pager, text_area(a));
}

static void page_draw(const void *self, struct term *t, struct area a)
{
	const struct page *p = self;

	pager_draw(&p->pager, t, text_area(a));
}

static enum outcome page_act(void *self, struct app *app, enum action action)
{
	struct page *p = self;

	if (pager_act(&p->pager, action))
		return DONE;
	if (p->last) {
		app_quit(app);
		return DONE;
	}
	if (action != ACTION_OPEN)
		return PASS;
	return p->act ? p->act(p->ctx, app) : CLOSE;
}

static enum outcome page_text(void *self, struct app *app, int c)
{
	struct page *p = self;

	(void)c;
	if (p->last)
		app_quit(app);
	return DONE;
}

/* Nothing of the directory is kept here. */
static void page_refresh(void *self, bool before)
{
	(void)self;
	(void)before;
}

static const char *page_label(const void *self, enum action action)
{
	const struct page *p = self;

	if (action == ACTION_OPEN)
		return p->last ? "Fermer" : p->enter ? p->enter : "Retour";
	return p->last && action == ACTION_BACK ? "" : NULL;
}

static void page_heading(const void *self, struct str *out)
{
	const struct page *p = self;

	str_add(out, p->heading);
}

static void page_hint(const void *self, struct str *out)
{
	const struct page *p = self;
	int below = pager_below(&p->pager);

	if (below > 0)
		str_addf(out, "Bas : la suite (%d ligne%s). ", below, below > 1 ? "s" : "");
	if (p->last)
		str_add(out, "Une touche ferme Aiguillage ; relancez-le ensuite.");
	else if (p->enter)
		str_addf(out, "Entrée : %s. Échap : ne rien faire.", p->enter);
}

static const struct binding keys[] = {
	{ .key = K_ENTER, .action = ACTION_OPEN, .bar = 2 },
	{ .key = K_ESC, .action = ACTION_BACK, .bar = 3 },
};

const struct screen_ops screen_page = {
	.name = "page",
	.title = "À lire avant",
	.keys = { keys, ARRAY_SIZE(keys), KEYS_LIST | KEYS_LETTERS },
	.open = page_new,
	.update = page_update,
	.draw = page_draw,
	.act = page_act,
	.text = page_text,
	.close = page_close,
	.refresh = page_refresh,
	.label = page_label,
	.heading = page_heading,
	.hint = page_hint,
	.long_hint = true,
};
