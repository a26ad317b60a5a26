/*
 * What is known only here of a place and its offers: told on its page, and the
 * conflicts with the sources, to be settled there.
 */
#ifndef TUI_PLACE_LOCAL_H
#define TUI_PLACE_LOCAL_H

#include "aiguillage/overlay.h"
#include "src/tui/pager.h"

/* Appends marks, note, corrections of the place and of its n offers; nothing when there are none. */
void place_local_add(struct pager *page, struct session *s, const struct place *p,
		     const struct offer *offers, size_t n);

/* Was that field of the place corrected here? */
bool place_local_corrected(struct session *s, const struct place *p, enum place_field f);

/* A corrected field whose source has changed; all strings are its own. */
struct place_conflict {
	enum overlay_kind kind;
	char *key, *column;
	char *label, *ours, *theirs;	/* in French */
};
/* The conflicts of a place and of its offers; *list is the caller's. */
bool place_conflicts(struct session *s, const struct place *p, const struct offer *offers, size_t n,
		     struct place_conflict **list, size_t *count, struct err *err);
void place_conflicts_free(struct place_conflict *list, size_t n);

#endif
