#include "src/tui/printing.h"

#include <stdlib.h>

#include "aiguillage/mem.h"
#include "aiguillage/printer.h"
#include "src/tui/picker.h"

struct printing {
	struct printing_request r;
	char *name;
};

static void printing_free(struct printing *p)
{
	free(p->name);
	free(p);
}

static void print(const struct printing_request *r, struct app *app)
{
	struct err err = ERR_INIT;
	struct str text;

	str_init(&text);
	if (r->save.make(r->save.ctx, &text, &err) &&
	    print_text(text.s, NULL, &err))
		app_say(app, STYLE_GOOD, "%s", r->printed);
	else
		app_say(app, STYLE_ERROR, "%s", err.msg);
	str_done(&text);
}

static void on_way(void *ctx, struct app *app, const bool *checked)
{
	struct printing *p = ctx;

	p->r.save.name = p->name;
	if (checked[0])
		print(&p->r, app);
	else
		save_open(app, &p->r.save);
}

static void drop(void *ctx)
{
	printing_free(ctx);
}

void printing_open(struct app *app, const struct printing_request *r)
{
	static const struct picker_item ways[] = {
		{ .label = "Imprimer maintenant", .count = PICKER_NO_COUNT },
		{ .label = "Écrire dans un fichier texte", .count = PICKER_NO_COUNT },
	};
	struct printing *p = xcalloc(1, sizeof *p);

	p->r = *r;
	p->name = xstrdup(r->save.name);
	picker_open(app, &(struct picker_request){ .title = r->title,
						   .items = ways,
						   .n = ARRAY_SIZE(ways),
						   .done = on_way,
						   .drop = drop,
						   .ctx = p });
}
