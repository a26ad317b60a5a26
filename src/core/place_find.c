#include "aiguillage/place_find.h"

#include <stdlib.h>
#include <string.h>

#include "aiguillage/bits.h"
#include "aiguillage/fold.h"
#include "aiguillage/mem.h"
#include "aiguillage/search.h"

#define READ_MAX 300		/* names that are looked at */

enum rank { RANK_BEGINS, RANK_WORDS, RANK_NONE };

struct candidate {
	struct place_match match;
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

static bool is_home(const struct session *s, uint32_t offer)
{
	return gazetteer_sector_of(s->gazetteer, index_commune(s->index)[offer]) == SECTOR_CORE;
}

static uint64_t *home_offers(const struct session *s)
{
	uint64_t *home = xcalloc(index_words(s->index) + 1, sizeof *home);

	for (size_t i = 0; i < index_count(s->index); i++)
		bits_put(home, i, is_home(s, (uint32_t)i));
	return home;
}

/*
 * The first READ_MAX results by place, those of the sector before the others: each of the two is
 * chosen among all, which are never put in order.
 */
static size_t list(struct session *s, const char *typed, int64_t *rows)
{
	struct search *x = search_new(s);
	struct search_line *lines = xcalloc(READ_MAX, sizeof *lines);
	uint64_t *home = home_offers(s);
	struct criteria c;
	size_t n, more;

	criteria_init(&c);
	c.commune = COMMUNE_NONE;
	str_add(&c.text, typed);
	search_run(x, &c);
	n = search_lines_within(x, home, READ_MAX, lines);
	for (size_t i = 0; i < n; i++)
		rows[i] = index_place_row(s->index, index_place(s->index)[lines[i].hit.offer]);
	more = n < READ_MAX ? search_lines(x, 0, READ_MAX, lines) : 0;
	for (size_t i = 0; i < more && n < READ_MAX; i++) {
		uint32_t offer = lines[i].hit.offer;

		if (!bits_has(home, offer))
			rows[n++] = index_place_row(s->index, index_place(s->index)[offer]);
	}
	criteria_done(&c);
	free(home);
	free(lines);
	search_free(x);
	return n;
}

static struct place_match match_of(const struct place *p)
{
	return (struct place_match){ xstrdup(place_get(p, PLACE_KEY)), xstrdup(place_get(p, PLACE_NAME)),
				     xstrdup(place_get(p, PLACE_COMMUNE)) };
}

/*
 * Names that begin so come first: once `max` of them are there no other can be shown, and no more
 * are read.  Of those that only hold the words, the first `max` are kept.
 */
static size_t read_names(struct session *s, const char *words, const int64_t *rows, size_t n,
			 struct candidate *kept, size_t max)
{
	struct err ignored = ERR_INIT;
	size_t count[RANK_NONE] = { 0 }, found = 0;
	struct place p;

	place_init(&p);
	directory_hold(s->directory);
	for (size_t i = 0; i < n && count[RANK_BEGINS] < max; i++) {
		enum rank rank = directory_place(s->directory, rows[i], &p, &ignored) ? rank_of(&p, words)
										     : RANK_NONE;

		if (rank != RANK_NONE && count[rank]++ < max)
			kept[found++] = (struct candidate){ match_of(&p), rank };
	}
	directory_release(s->directory);
	place_clear(&p);
	return found;
}

size_t place_find(struct session *s, const char *typed, struct place_match *out, size_t max)
{
	char *words = folded(typed);
	int64_t *rows = xcalloc(READ_MAX, sizeof *rows);
	struct candidate *kept = xcalloc(2 * max + 1, sizeof *kept);
	size_t n = *words ? list(s, typed, rows) : 0, found = 0;

	n = read_names(s, words, rows, n, kept, max);
	for (int rank = RANK_BEGINS; rank < RANK_NONE; rank++) {
		for (size_t i = 0; i < n; i++) {
			if ((int)kept[i].rank != rank)
				continue;
			if (found < max)
				out[found++] = kept[i].match;
			else
				place_match_done(&kept[i].match);
		}
	}
	free(kept);
	free(rows);
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
