/*
 * What is known of a place, as text to read: the page of the place, and the
 * description beside a list.  Empty fields are not shown.
 */
#ifndef TUI_PLACE_PAGE_H
#define TUI_PLACE_PAGE_H

#include "aiguillage/group.h"
#include "aiguillage/place.h"
#include "aiguillage/search.h"
#include "aiguillage/session.h"
#include "src/tui/pager.h"

/*
 * « FORMA-TIC — Ateliers RSA » in at most w columns, both parts recognizable; one of them alone
 * when the other says no more.
 */
void place_page_title(const struct place *p, const struct offer *o, int w, struct str *out);
/* The same as two texts; the second is empty when the first says it all. */
void place_page_titles(const struct place *p, const struct offer *o, struct str *first,
		       struct str *second);
/* « Tarare ≈ 6 km », or in a word how the person and the service meet: « vient », « sur place »… */
void place_page_meeting(const struct explanation *e, struct str *out);
/* One result: reasons, warnings, how to reach it, what is done there. */
void place_page_result(struct pager *page, struct session *s, const struct explanation *e);
/*
 * Everything: the warnings, the place, its n offers, where the record comes from.  `p` is the merged
 * place of the group (or its only record); where its records differ, each says whose word it is.
 */
void place_page_full(struct pager *page, struct session *s, const struct place *p,
		     const struct group *g, const struct offer *offers, size_t n);

#endif
