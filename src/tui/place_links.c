#include "src/tui/place_links.h"

#include <stdlib.h>

#include "aiguillage/mem.h"
#include "aiguillage/session.h"
#include "src/tui/picker.h"
#include "src/tui/screens.h"

void place_links_done(struct place_links *l)
{
	free(l->rows);
	*l = (struct place_links){ 0 };
}

static void add_links(struct place_links *l, int64_t self, const char *keys)
{
	struct list_walk w = { .rest = keys };
	struct err ignored = ERR_INIT;
	struct str key;

	str_init(&key);
	while (list_next(&w, &key)) {
		int64_t row = directory_place_by_key(l->session->directory, key.s, &ignored);
		bool known = row == 0 || row == self;

		for (size_t i = 0; !known && i < l->n; i++)
			known = l->rows[i] == row;
		if (known)
			continue;
		l->rows = mem_grow(l->rows, l->n, &l->cap, sizeof *l->rows);
		l->rows[l->n++] = row;
	}
	str_done(&key);
}

size_t place_links_find(struct place_links *l, const struct session *s, int64_t self,
			const struct offer *offers, size_t n, enum offer_field keys)
{
	l->session = s;
	l->n = 0;
	for (size_t i = 0; i < n; i++)
		add_links(l, self, offer_get(&offers[i], keys));
	return l->n;
}

static void open_link(struct app *app, int64_t place)
{
	app_push(app, &screen_place, &(struct place_request){ .place = place });
}

static void on_link(void *ctx, struct app *app, const bool *checked)
{
	struct place_links *l = ctx;

	for (size_t i = 0; i < l->n; i++) {
		if (checked[i]) {
			open_link(app, l->rows[i]);
			return;
		}
	}
}

static char *label_of(const struct place_links *l, int64_t row)
{
	struct err ignored = ERR_INIT;
	struct place place;
	struct str b;
	char *label;

	place_init(&place);
	str_init(&b);
	if (directory_place(l->session->directory, row, &place, &ignored))
		str_add(&b, place_get(&place, PLACE_NAME));
	if (*place_get(&place, PLACE_COMMUNE))
		str_addf(&b, " (%s)", place_get(&place, PLACE_COMMUNE));
	label = str_steal(&b);
	str_done(&b);
	place_clear(&place);
	return label;
}

void place_links_open(struct place_links *l, struct app *app, const char *title)
{
	struct picker_item *items;

	if (l->n == 1) {
		open_link(app, l->rows[0]);
		return;
	}
	items = xcalloc(l->n, sizeof *items);
	for (size_t i = 0; i < l->n; i++)
		items[i] = (struct picker_item){ .label = label_of(l, l->rows[i]),
						 .count = PICKER_NO_COUNT };
	picker_open(app, &(struct picker_request){ .title = title,
						   .items = items,
						   .n = l->n,
						   .done = on_link,
						   .ctx = l });
	for (size_t i = 0; i < l->n; i++)
		free((char *)items[i].label);
	free(items);
}
