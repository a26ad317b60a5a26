/* A place about to be added that is perhaps there already. */
#include <stdlib.h>
#include <string.h>

#include "aiguillage/directory_overlay.h"
#include "aiguillage/fold.h"
#include "aiguillage/overlay.h"

#define FAULTS 2		/* between two names of the same place */

struct twin {
	const char *name;	/* folded */
	struct str *like;
};

static bool has_word(const char *text, const char *word, size_t len)
{
	struct fold_words w = { .rest = text };

	while (fold_next(&w))
		if (w.len == len && !memcmp(w.word, word, len))
			return true;
	return false;
}

/* Every word that means something is in the other name, and there is one. */
static bool inside(const char *a, const char *b)
{
	struct fold_words w = { .rest = a };
	bool any = false;

	while (fold_next(&w)) {
		if (fold_is_stopword(w.word, w.len))
			continue;
		if (!has_word(b, w.word, w.len))
			return false;
		any = true;
	}
	return any;
}

static bool resembles(const char *a, const char *b)
{
	return inside(a, b) || inside(b, a) ||
	       fold_distance(a, strlen(a), b, strlen(b), FAULTS) <= FAULTS;
}

static bool look(void *ctx, const struct place *p, bool own, struct err *err)
{
	struct twin *t = ctx;
	char *name = folded(place_get(p, PLACE_NAME));

	(void)own;
	(void)err;
	if (!t->like->len && *name && resembles(t->name, name))
		str_add(t->like, place_get(p, PLACE_NAME));
	free(name);
	return true;
}

bool overlay_resembling(struct session *s, const char *name, const char *insee, struct str *like,
			struct err *err)
{
	char *given = folded(name);
	struct twin t = { given, like };
	bool ok = !*given || directory_each_place_in(s->directory, insee, look, &t, err);

	free(given);
	return ok && like->len;
}
