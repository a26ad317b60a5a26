/*
 * What is known only here of a place and its offers: told on its page, and the
 * conflicts with the sources, to be settled there.
 */
#ifndef TUI_PLACE_LOCAL_H
#define TUI_PLACE_LOCAL_H

#include "aiguillage/group.h"
#include "aiguillage/overlay.h"
#include "src/tui/app.h"
#include "src/tui/pager.h"

/* Appends marks, note, corrections of the records of a place and of its n offers, if any. */
void place_local_add(struct pager *page, struct session *s, const struct group *g,
		     const struct offer *offers, size_t n);

/* Was that field of the place corrected here? */
bool place_local_corrected(struct session *s, const struct place *p, enum place_field f);

/* A corrected field whose source has changed; all strings are its own. */
struct place_conflict {
	enum overlay_kind kind;
	char *key, *column;
	char *label, *ours, *theirs;	/* in French */
};
struct place_conflicts {
	struct session *session;
	struct place_conflict *list;
	size_t n, cap;
};
/* The conflicts of the records of a place and of its offers, in place of what *out held. */
bool place_conflicts_read(struct session *s, const struct group *g, const struct offer *offers,
			  size_t n, struct place_conflicts *out, struct err *err);
void place_conflicts_done(struct place_conflicts *c);
/* Opens the list « garder la mienne », « prendre la source »; `c` outlives it. */
void place_conflicts_choose(struct place_conflicts *c, struct app *app);

#endif
