/* Making a sheet: private to src/core/sheet*.c. */
#ifndef CORE_SHEET_IMPL_H
#define CORE_SHEET_IMPL_H

#include "aiguillage/hours.h"
#include "aiguillage/overlay.h"
#include "aiguillage/sheet.h"

struct maker {
	struct session *s;
	const struct sheet_request *r;
	struct sheet *sheet;
	struct place place;
	struct offer offer;		/* empty when the sheet is about a place as a whole */
	bool has_offer;
	struct offer *offers;		/* of such a place: those that may be proposed */
	size_t n_offers;
	const char *need;		/* code, words or "" */
	bool remote;			/* nobody goes there */
	bool call_first;		/* « Téléphonez avant de vous déplacer » */
	int checked;			/* day of the counsellor's « vérifié », or 0 */
	struct hours *hours;		/* or NULL */
};

/* Says the same thing in one language, then in the other. */
typedef void sheet_say_fn(struct str *out, const struct words *w, const void *ctx);

void sheet_add_said(struct maker *m, enum sheet_part part, enum sheet_style style,
		    sheet_say_fn *fn, const void *ctx);
/* A sentence of labels.csv without anything to fill in. */
void sheet_add_key(struct maker *m, enum sheet_part part, enum sheet_style style, const char *key);
/* A sentence with one {name}, the same in all languages. */
void sheet_add_filled(struct maker *m, enum sheet_part part, enum sheet_style style,
		      const char *key, const char *name, const char *value);
/* A sentence with several. */
void sheet_add_fills(struct maker *m, enum sheet_part part, enum sheet_style style,
		     const char *key, const struct fill *fills);
/* What is known in French only, or needs no translation; nothing when empty. */
void sheet_add_text(struct maker *m, enum sheet_part part, enum sheet_style style,
		    const char *text);
/* The same, from its first letter on a sentence. */
void sheet_add_sentence(struct maker *m, enum sheet_part part, const char *text);
/* A sentence with a {date}. */
void sheet_add_dated(struct maker *m, enum sheet_part part, enum sheet_style style,
		     const char *key, int day);

/* The year when what is known was last written, or checked, if that is old; else, or unknown, 0. */
int sheet_old_since(const struct maker *m);

/* ---- sheet_read.c ---- */

/* The place and the offer, from the request or from the directory. */
bool sheet_read_snapshot(struct maker *m);
bool sheet_read_by_key(struct maker *m, struct err *err);
/* Reads the counsellor's marks on the way; *closed: until that day. */
bool sheet_may_propose(struct maker *m, enum overlay_kind kind, const char *key, int *closed,
		       struct err *err);
/* "" for a place as a whole. */
const char *sheet_offer_field(const struct maker *m, enum offer_field f);
bool sheet_is_remote(const struct maker *m);
/* The address is that of the seat: not where the person is received. */
bool sheet_moves_about(const struct maker *m);
bool sheet_position(const struct maker *m, double *lat, double *lon);

/* ---- sheet_parts.c: a block each ---- */

void sheet_add_where(struct maker *m);
void sheet_add_phone(struct maker *m);
void sheet_add_who(struct maker *m);
void sheet_add_ask(struct maker *m);
void sheet_add_papers(struct maker *m);
void sheet_add_trip(struct maker *m);
void sheet_add_cost(struct maker *m);
void sheet_add_conditions(struct maker *m);
void sheet_add_by(struct maker *m);

/* The block SHEET_WHEN, and what is drawn beside it. */
void sheet_add_when(struct maker *m);

#endif
