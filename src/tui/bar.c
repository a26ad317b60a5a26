#include "src/tui/bar.h"

#include "aiguillage/str.h"

#define GAP 2			/* columns between two items */

struct candidate {
	const struct binding *binding;
	const char *label;
	int width;
};

static int item_width(const struct term *t, const struct candidate *c)
{
	struct str b;
	int w;

	str_init(&b);
	key_name(c->binding->key, &b);
	str_addf(&b, " %s", c->label);
	w = term_width(t, b.s);
	str_done(&b);
	return w;
}

static bool candidate(const struct binding *b, const struct screen_ops *ops, const void *self,
		      struct candidate *out)
{
	const char *label = ops->label ? ops->label(self, b->action) : NULL;

	/* a question is answered first */
	if (b->action == ACTION_MENU && ops->popup)
		return false;
	*out = (struct candidate){ b, label ? label : action_label(b->action), 0 };
	return b->bar && *out->label;
}

enum { PLACE_HELP, PLACE_MENU, PLACE_OTHER, PLACES };

static int place_of(enum action a)
{
	return a == ACTION_HELP ? PLACE_HELP : a == ACTION_MENU ? PLACE_MENU : PLACE_OTHER;
}

/* The help and the menu first: they are always at the same place. */
static int collect(const struct term *t, const struct screen_ops *ops, const void *self,
		   struct candidate out[BAR_MAX])
{
	const struct binding *b;
	int n = 0;

	for (int place = 0; place < PLACES; place++) {
		for (size_t i = 0; n < BAR_MAX && (b = keymap_at(&ops->keys, i)); i++) {
			if (place_of(b->action) != place || !candidate(b, ops, self, &out[n]))
				continue;
			out[n].width = item_width(t, &out[n]);
			n++;
		}
	}
	return n;
}

/* Drops the least useful item until the rest fits. */
static int fit(struct candidate *c, int n, int cols)
{
	for (;;) {
		int total = 1, worst = 0;

		for (int i = 0; i < n; i++) {
			total += c[i].width + (i ? GAP : 0);
			if (i && c[i].binding->bar >= c[worst].binding->bar)
				worst = i;
		}
		if (total <= cols || n <= 1)
			return n;
		for (int i = worst; i + 1 < n; i++)
			c[i] = c[i + 1];
		n--;
	}
}

void bar_draw(struct bar *bar, struct term *t, int y, const struct screen_ops *ops,
	      const void *self)
{
	struct candidate c[BAR_MAX];
	int cols = term_size(t).w, x = 1;
	struct str key;

	str_init(&key);
	bar->n = fit(c, collect(t, ops, self, c), cols);
	for (int i = 0; i < bar->n; i++) {
		bar->items[i].from = x;
		bar->items[i].action = c[i].binding->action;
		str_clear(&key);
		key_name(c[i].binding->key, &key);
		x += term_text(t, y, x, cols - x, STYLE_KEY, key.s) + 1;
		x += term_text(t, y, x, cols - x, STYLE_NORMAL, c[i].label);
		bar->items[i].to = x;
		x += GAP;
	}
	str_done(&key);
}

enum action bar_action(const struct bar *bar, int x)
{
	for (int i = 0; i < bar->n; i++)
		if (x >= bar->items[i].from && x < bar->items[i].to)
			return bar->items[i].action;
	return ACTION_NONE;
}
