/* The paper directory: private to src/core/booklet*.c. */
#ifndef CORE_BOOKLET_IMPL_H
#define CORE_BOOKLET_IMPL_H

#include "aiguillage/booklet.h"
#include "aiguillage/str.h"

/* A place that was told: what the indexes say of it. */
struct told {
	char *name;		/* « France Services (Amplepuis) » */
	uint32_t commune;
	struct str needs, audiences;	/* lists of codes */
};

struct teller {
	struct session *s;
	const struct booklet_request *r;
	booklet_fn *fn;
	void *ctx;
	struct err *err;
	struct search *x;
	struct criteria c;
	struct explanation e;
	uint32_t *communes;
	size_t n_communes, done;
	struct told *told;	/* number n is told[n - 1] */
	size_t n_told, cap_told;
	struct booklet_dot *dots;	/* of the communes, in their order */
};

/* Each false once the listener said no, or reading failed. */
bool booklet_say(struct teller *t, enum booklet_kind kind, const char *text);
bool booklet_say_town(struct teller *t, uint32_t commune);
bool booklet_say_calendar(struct teller *t);
bool booklet_say_indexes(struct teller *t);

#endif
