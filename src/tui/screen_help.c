/*
 * Aide: made from the action table.  The keys of the screen it was called from
 * come first, and can be run from here; then those of the other screens.
 */
#include <stdlib.h>
#include <string.h>

#include "aiguillage/fold.h"
#include "aiguillage/mem.h"
#include "src/tui/app.h"
#include "src/tui/input.h"
#include "src/tui/list.h"
#include "src/tui/screens.h"

#define KEYS_WIDTH 24		/* columns of the keys */
#define NARROW 70		/* below, the sentence is under the keys */
#define WIDE 110		/* from this width every sentence fits in one row */

struct entry {
	bool heading;
	enum action action;	/* ACTION_NONE: advice */
	const struct screen_ops *screen;
	char *keys, *text;
	char *words;		/* folded, for the search */
};

struct help {
	const struct screen_ops *about;
	struct entry *entries;
	size_t n, cap;
	size_t *shown;
	bool *heading;
	int n_shown;
	struct input filter;
	struct list list;
};

static const char *const advice[][2] = {
	{ "Tab, flèches, Entrée", "Suffisent pour tout : aller d’un champ à l’autre, choisir, ouvrir" },
	{ "Ctrl-F", "Veut dire : tenir la touche Ctrl et appuyer sur F" },
	{ "Maj et souris", "Tenir Maj en glissant la souris permet de copier du texte" },
	{ "!", "Devant une ligne : ce qu’il faut savoir avant d’envoyer quelqu’un" },
	{ "≈ 6 km", "Distance à vol d’oiseau, de commune à lieu ; la route est plus longue" },
	{ "vient", "Une permanence ou une tournée dans la commune de la personne" },
	{ "à domicile", "Quelqu’un vient chez la personne" },
	{ "couvre", "La commune est dans sa zone : demander où et quand, avant d’envoyer quelqu’un" },
	{ "sur place", "Dans la commune même : la personne s’y rend" },
	{ "à vérifier", "On n’est pas sûr que cela existe encore : appeler d’abord" },
	{ "informel", "Cela se fait sans service organisé : un coup de main, pas un guichet" },
	{ "sans voiture", "À pied dans la commune, chez soi, à distance, ou par le train : une gare de chaque côté" },
	{ "non précisé", "La fiche n’en parle pas ; ce n’est pas un non" },
};

/* ---- entries ---- */

static void add(struct help *h, struct entry e)
{
	struct str b;

	str_init(&b);
	fold(&b, e.keys);
	str_addc(&b, ' ');
	fold(&b, e.text);
	str_addc(&b, ' ');
	fold(&b, e.action == ACTION_NONE ? "" : action_label(e.action));
	e.words = str_steal(&b);
	str_done(&b);
	h->entries = mem_grow(h->entries, h->n, &h->cap, sizeof *h->entries);
	h->entries[h->n++] = e;
}

static void add_heading(struct help *h, const char *format, const char *title)
{
	struct str b;

	str_init(&b);
	str_add(&b, format);
	str_add(&b, title);
	add(h, (struct entry){ .heading = true, .keys = xstrdup(""), .text = str_steal(&b) });
	str_done(&b);
}

static void add_action(struct help *h, const struct screen_ops *s, enum action a)
{
	struct str keys;

	str_init(&keys);
	keymap_keys(&s->keys, a, &keys);
	add(h, (struct entry){ .action = a,
			       .screen = s,
			       .keys = str_steal(&keys),
			       .text = xstrdup(action_help(a)) });
	str_done(&keys);
}

/* Each action of a screen once, in the order of its keys; only its own ones unless `all`. */
static void add_screen(struct help *h, const struct screen_ops *s, bool all)
{
	bool seen[ACTION_COUNT] = { false };
	const struct binding *b;

	for (size_t i = 0; (b = keymap_at(&s->keys, i)) && (all || i < s->keys.n); i++) {
		if (!seen[b->action])
			add_action(h, s, b->action);
		seen[b->action] = true;
	}
}

static void add_all(struct help *h)
{
	add_heading(h, "Dans l’écran ", h->about->title);
	add_screen(h, h->about, true);
	add_heading(h, "À savoir", "");
	for (size_t i = 0; i < ARRAY_SIZE(advice); i++)
		add(h, (struct entry){ .keys = xstrdup(advice[i][0]), .text = xstrdup(advice[i][1]) });
	for (size_t i = 0; i < screen_count; i++) {
		if (screens[i] == h->about || screens[i]->popup || screens[i] == &screen_help)
			continue;
		add_heading(h, "Ailleurs : ", screens[i]->title);
		add_screen(h, screens[i], false);
	}
}

static bool matches(const struct entry *e, const char *typed)
{
	struct fold_words asked = { .rest = typed };

	while (fold_next(&asked)) {
		char *word = xstrndup(asked.word, asked.len);
		bool has = strstr(e->words, word) != NULL;

		free(word);
		if (!has)
			return false;
	}
	return true;
}

/* A title is shown when something under it is. */
static void filter(struct help *h)
{
	char *typed = folded(h->filter.text.s);
	size_t title = 0;
	bool titled = true;

	h->n_shown = 0;
	for (size_t i = 0; i < h->n; i++) {
		if (h->entries[i].heading) {
			title = i;
			titled = false;
		} else if (matches(&h->entries[i], typed)) {
			if (!titled)
				h->shown[h->n_shown++] = title;
			titled = true;
			h->shown[h->n_shown++] = i;
		}
	}
	free(typed);
	for (int i = 0; i < h->n_shown; i++)
		h->heading[i] = h->entries[h->shown[i]].heading;
	h->list.heading = h->heading;
	list_set(&h->list, h->n_shown);
	list_select(&h->list, 0);
	h->list.top = 0;
}

/* ---- the screen ---- */

static void *help_open(struct app *app, const void *arg, struct err *err)
{
	const struct help_request *r = arg;
	struct help *h = xcalloc(1, sizeof *h);

	(void)app;
	(void)err;
	h->about = r->about;
	input_init(&h->filter);
	list_init(&h->list, 1);
	add_all(h);
	h->shown = xcalloc(h->n, sizeof *h->shown);
	h->heading = xcalloc(h->n, sizeof *h->heading);
	filter(h);
	return h;
}

static void help_close(void *self)
{
	struct help *h = self;

	for (size_t i = 0; i < h->n; i++) {
		free(h->entries[i].keys);
		free(h->entries[i].text);
		free(h->entries[i].words);
	}
	free(h->entries);
	free(h->shown);
	free(h->heading);
	input_done(&h->filter);
	free(h);
}

static struct area list_area(struct area a)
{
	return (struct area){ a.y + 1, a.x, a.h - 1, a.w };
}

static void help_update(void *self, struct app *app, struct area a)
{
	struct help *h = self;

	(void)app;
	h->list.rows = a.w < NARROW ? 3 : a.w < WIDE ? 2 : 1;
	list_fit(&h->list, list_area(a).h);
}

static void draw_entry(const void *ctx, struct term *t, struct area a, int i, bool marked)
{
	const struct help *h = ctx;
	const struct entry *e = &h->entries[h->shown[i]];
	bool below = a.w < NARROW - 2;
	int keys = below ? a.w : KEYS_WIDTH;
	struct area text = { a.y, a.x + keys, a.h, a.w - keys };

	if (below)
		text = (struct area){ a.y + 1, a.x + 2, a.h - 1, a.w - 2 };
	if (e->heading) {
		term_text(t, a.y + a.h - 1, a.x - 1, a.w, STYLE_STRONG, e->text);
		return;
	}
	term_fill(t, a.y, a.x, a.h > 1 ? keys : a.w, list_style(marked, STYLE_NORMAL), "");
	term_text(t, a.y, a.x, keys - 1, list_style(marked, STYLE_KEY), e->keys);
	if (a.h > 1)
		term_wrap(t, text, STYLE_NORMAL, e->text);
	else
		term_text(t, text.y, text.x, text.w, list_style(marked, STYLE_NORMAL), e->text);
}

static void help_draw(const void *self, struct term *t, struct area a)
{
	const struct help *h = self;
	int x = a.x + 2;

	if (!h->n_shown)
		term_text(t, a.y + 2, x, a.w, STYLE_WARNING, "Rien ne correspond. Ctrl-U efface.");
	list_draw(&h->list, t, list_area(a), draw_entry, h);
	x += term_text(t, a.y, x, a.w, STYLE_STRONG, "Chercher : ");
	input_draw(&h->filter, t, (struct area){ a.y, x, 1, 40 - x }, !h->n_shown);
}

static enum outcome run(struct help *h, struct app *app)
{
	const struct entry *e = h->n_shown ? &h->entries[h->shown[h->list.sel]] : NULL;

	if (!e || e->heading || e->action == ACTION_NONE)
		return DONE;
	if (e->screen != h->about) {
		app_say(app, STYLE_NORMAL, "Cette touche sert dans l’écran « %s ».", e->screen->title);
		return DONE;
	}
	if (e->action != ACTION_HELP)
		app_later(app, e->action);
	return CLOSE;
}

static enum outcome help_act(void *self, struct app *app, enum action action)
{
	struct help *h = self;

	if (action == ACTION_OPEN)
		return run(h, app);
	if (action == ACTION_HELP)
		return CLOSE;
	if (list_act(&h->list, action))
		return DONE;
	if (input_act(&h->filter, action)) {
		filter(h);
		return DONE;
	}
	return PASS;
}

static enum outcome help_text(void *self, struct app *app, int c)
{
	struct help *h = self;

	(void)app;
	if (input_insert(&h->filter, c))
		filter(h);
	return DONE;
}

static enum outcome help_mouse(void *self, struct app *app, struct area a, const struct event *ev)
{
	struct help *h = self;
	int i = list_at(&h->list, list_area(a), ev->y);

	(void)app;
	if (ev->kind != EVENT_CLICK)
		return PASS;
	if (i >= 0)
		list_select(&h->list, i);
	return DONE;
}

static bool help_typing(const void *self)
{
	(void)self;
	return true;
}

static const char *help_label(const void *self, enum action action)
{
	(void)self;
	if (action == ACTION_MENU)
		return "";
	return action == ACTION_HELP ? "Fermer l’aide" : action == ACTION_OPEN ? "Le faire" : NULL;
}

static void help_heading(const void *self, struct str *out)
{
	const struct help *h = self;

	str_add(out, h->about->title);
}

static void help_hint(const void *self, struct str *out)
{
	(void)self;
	str_add(out, "Tapez un mot pour chercher. Entrée : faire l’action choisie. Échap : fermer.");
}

static const struct binding keys[] = {
	{ .key = K_ENTER, .action = ACTION_OPEN, .bar = 2 },
	{ .key = K_ESC, .action = ACTION_BACK, .bar = 3 },
};

const struct screen_ops screen_help = {
	.name = "aide",
	.title = "Aide",
	.keys = { keys, ARRAY_SIZE(keys), KEYS_LIST | KEYS_EDIT },
	.open = help_open,
	.update = help_update,
	.draw = help_draw,
	.act = help_act,
	.text = help_text,
	.mouse = help_mouse,
	.close = help_close,
	.typing = help_typing,
	.label = help_label,
	.heading = help_heading,
	.hint = help_hint,
};
