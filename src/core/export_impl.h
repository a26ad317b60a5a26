/* Between what is exported (export.c) and how a row is made (export_row.c). */
#ifndef AIGUILLAGE_EXPORT_IMPL_H
#define AIGUILLAGE_EXPORT_IMPL_H

#include "aiguillage/export.h"
#include "aiguillage/place.h"

#define EXPORT_COLUMNS 32
#define EXPORT_ID 0		/* number of its column */

struct export_row {
	struct session *s;
	const struct place *place;
	const struct offer *offers;	/* those that may be proposed */
	size_t n;
	bool attached;		/* the place belongs to another source than the offers */
	int day;		/* last day that the counsellor spoke of it, 0: never */
	struct str cells[EXPORT_COLUMNS];
};
void export_row_init(struct export_row *r, struct session *s);
void export_row_done(struct export_row *r);
/* Fills the cells; NULL, or the name of a column that is required and cannot be filled. */
const char *export_row_fill(struct export_row *r);
void export_row_write(const struct export_row *r, struct str *out);
void export_header(struct str *out);

#endif
