/* The places that a page leads to: who may refer to its offers, who is a partner. */
#ifndef TUI_PLACE_LINKS_H
#define TUI_PLACE_LINKS_H

#include "aiguillage/place.h"
#include "src/tui/app.h"

struct place_links {
	const struct session *session;
	int64_t *rows;
	size_t n, cap;
};
void place_links_done(struct place_links *l);
/* Those that a field of the offers names, without the place itself; returns how many. */
size_t place_links_find(struct place_links *l, const struct session *s, int64_t self,
			const struct offer *offers, size_t n, enum offer_field keys);
/* Opens the only one, or a list to choose from; `l` outlives the list. */
void place_links_open(struct place_links *l, struct app *app, const char *title);

#endif
