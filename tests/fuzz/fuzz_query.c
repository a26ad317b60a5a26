/*
 * Free words of any bytes, on the shipped directory: as many hits as counted, each once, tiers in
 * order; every way out gives more than there is; an unknown word is one that was typed.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "aiguillage/bits.h"
#include "aiguillage/search.h"
#include "aiguillage/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct session *session;
static struct search *search;
static char base[] = "/tmp/aiguillage-fuzz-XXXXXX";

static void leave(void)
{
	char command[100];

	search_free(search);
	session_close(session);
	snprintf(command, sizeof command, "rm -rf '%s'", base);
	if (system(command) != 0)
		abort();
}

static void enter(void)
{
	struct session_options o = { .base = base };
	struct err err = ERR_INIT;

	setenv("AIGUILLAGE_MAINTENANT", "2026-11-24T10:00", 1);
	if (!mkdtemp(base) || !session_open(&session, &o, &err))
		abort();
	search = search_new(session);
	atexit(leave);
}

static void check_hits(void)
{
	size_t n = index_count(session->index), count = 0;
	uint64_t *seen = calloc(index_words(session->index), sizeof *seen);
	struct hit h, last = { 0, TIER_NONE, 0 };

	for (; search_hits(search, count, 1, &h) == 1; count++, last = h) {
		if (h.offer >= n || bits_has(seen, h.offer) || h.tier < last.tier)
			abort();
		bits_set(seen, h.offer);
	}
	if (count != search_count(search))
		abort();
	free(seen);
}

static void check_ways_out(void)
{
	struct widening *list;
	size_t n;

	search_widenings(search, &list, &n);
	for (size_t i = 0; i < n; i++)
		if (list[i].count <= search_count(search))
			abort();
	search_widenings_free(list, n);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *unknown, *like;
	struct criteria c;

	if (!search)
		enter();
	criteria_init(&c);
	if (size > 0) {
		c.commune = data[0] & 1 ? gazetteer_by_insee(session->gazetteer, "69022") : COMMUNE_NONE;
		c.filters = data[0] >> 4;
		text_clean(&c.text, (const char *)data + 1, size - 1, TEXT_ONE_LINE);
	}
	search_run(search, &c);
	check_hits();
	check_ways_out();
	unknown = search_unknown_word(search, &like);
	if ((like && !unknown) || (unknown && search_count(search) > 0))
		abort();
	criteria_done(&c);
	return 0;
}
