#include "aiguillage/place_find.h"

#include <stdlib.h>
#include <string.h>

#include "aiguillage/fold.h"
#include "aiguillage/mem.h"
#include "aiguillage/search.h"

#define READ_MAX 300		/* names that are looked at */

enum rank { RANK_BEGINS, RANK_WORDS, RANK_NONE };

struct candidate {
	int64_t row;
	bool home;		/* of the sector */
	size_t order;		/* among the results */
	enum rank rank;
};

static enum rank rank_of(const struct place *p, const char *typed)
{
	struct str words;
	enum rank rank;

	str_init(&words);
	fold(&words, place_get(p, PLACE_NAME));
	str_addc(&words, ' ');
	fold(&words, place_get(p, PLACE_COMMUNE));
	rank = strncmp(words.s, typed, strlen(typed)) == 0 ? RANK_BEGINS
	       : fold_all_begin(words.s, typed)		   ? RANK_WORDS
							   : RANK_NONE;
	str_done(&words);
	return rank;
}

static int home_first(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	if (x->home != y->home)
		return x->home ? -1 : 1;
	return x->order < y->order ? -1 : 1;
}

static int best_first(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	if (x->rank != y->rank)
		return (int)x->rank - (int)y->rank;
	return home_first(a, b);
}

/* The places of all results; *out is the caller's. */
static size_t list(struct session *s, const char *typed, struct candidate **out)
{
	struct search *x = search_new(s);
	struct search_line *lines;
	struct criteria c;
	size_t n;

	criteria_init(&c);
	c.commune = COMMUNE_NONE;
	str_add(&c.text, typed);
	search_run(x, &c);
	n = search_line_count(x);
	lines = xcalloc(n + 1, sizeof *lines);
	*out = xcalloc(n + 1, sizeof **out);
	n = search_lines(x, 0, n, lines);
	for (size_t i = 0; i < n; i++) {
		uint32_t place = index_place(s->index)[lines[i].hit.offer];
		uint32_t commune = index_place_commune(s->index, place);

		(*out)[i] = (struct candidate){
			.row = index_place_row(s->index, place),
			.home = gazetteer_sector_of(s->gazetteer, commune) == SECTOR_CORE,
			.order = i,
		};
	}
	free(lines);
	criteria_done(&c);
	search_free(x);
	return n;
}

static void take(struct session *s, int64_t row, struct place_match *m)
{
	struct err ignored = ERR_INIT;
	struct place p;

	place_init(&p);
	directory_place(s->directory, row, &p, &ignored);
	*m = (struct place_match){ xstrdup(place_get(&p, PLACE_KEY)),
				   xstrdup(place_get(&p, PLACE_NAME)),
				   xstrdup(place_get(&p, PLACE_COMMUNE)) };
	place_clear(&p);
}

size_t place_find(struct session *s, const char *typed, struct place_match *out, size_t max)
{
	struct err ignored = ERR_INIT;
	char *words = folded(typed);
	struct candidate *all = NULL;
	size_t n = *words ? list(s, typed, &all) : 0, found = 0;
	struct place p;

	place_init(&p);
	if (n)
		qsort(all, n, sizeof *all, home_first);
	n = n < READ_MAX ? n : READ_MAX;
	directory_hold(s->directory);
	for (size_t i = 0; i < n; i++)
		all[i].rank = directory_place(s->directory, all[i].row, &p, &ignored)
				      ? rank_of(&p, words)
				      : RANK_NONE;
	if (n)
		qsort(all, n, sizeof *all, best_first);
	for (; found < n && found < max && all[found].rank != RANK_NONE; found++)
		take(s, all[found].row, &out[found]);
	directory_release(s->directory);
	place_clear(&p);
	free(all);
	free(words);
	return found;
}

void place_match_done(struct place_match *m)
{
	free(m->key);
	free(m->name);
	free(m->commune);
	*m = (struct place_match){ .key = NULL };
}
