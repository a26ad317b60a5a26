/* The figures: what is counted, and what does not leave. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/date.h"
#include "aiguillage/fold.h"
#include "aiguillage/log.h"
#include "aiguillage/report.h"
#include "tests/unit/world.h"

static struct world w;
static struct err err = ERR_INIT;

static void save(struct entry *e, const char *code)
{
	struct log_saved saved;

	if (!log_save(w.s, e, code, &saved, &err))
		printf("Bail out! %s\n", err.msg);
	entry_done(e);
}

static void visit(const char *day, const char *code, const char *genders, const char *people)
{
	struct entry e;

	log_accompaniment(w.s, &e, &(struct log_choice){ .km = NAN }, &err);
	entry_set(&e, ACC_DAY, day);
	entry_set(&e, ENTRY_INSEE, "69022");
	entry_set(&e, ENTRY_COMMUNE, "Bibost");
	entry_set(&e, ACC_GENDERS, genders);
	entry_set(&e, ACC_PEOPLE, people);
	entry_set(&e, ACC_ACTIVITY, atoi(people) > 1 ? "collectif" : "individuel");
	entry_set(&e, ACC_THEMES, "email|bureautique");
	save(&e, code);
}

static void refer(const char *offer, enum referral_state state, const char *reason)
{
	struct log_choice c = { .criteria = &w.c, .km = NAN };
	struct entry e;

	ask(&w, "Bibost", "seniors", "demarches", 0, "");
	c.offer = directory_offer_by_key(w.s->directory, offer, &err);
	log_referral(w.s, &e, &c, &err);
	if (state != STATE_REFERRED)
		referral_become(&e, state, clock_today(), reason, &err);
	save(&e, "");
}

static long count_of(const struct report *r, const char *table, const char *code, bool *hidden)
{
	const struct report_table *t = report_find(r, table);

	for (size_t i = 0; t && i < t->n; i++) {
		if (strcmp(t->lines[i].code, code) != 0)
			continue;
		if (hidden)
			*hidden = t->lines[i].hidden;
		return t->lines[i].n;
	}
	return -1;
}

static void is_count(const struct report *r, const char *table, const char *code, long want)
{
	is_int(count_of(r, table, code, NULL), want, "%s, %s", table, code);
}

static void is_alphabetical(const struct report_table *t)
{
	bool sorted = t->n > 1;

	for (size_t i = 1; i < t->n; i++) {
		char *before = folded(t->lines[i - 1].label), *after = folded(t->lines[i].label);

		sorted &= strcmp(before, after) < 0;
		free(before);
		free(after);
	}
	ok(sorted, "%s: as one looks them up", t->name);
}

static void test_counts(void)
{
	struct report r;
	struct entry e;

	visit("2026-10-03", "K7-42", "feminin=1", "1");
	visit("2026-11-03", "K7-42", "feminin=1", "1");
	visit("2026-11-04", "", "masculin=1", "1");
	visit("2026-11-05", "", "feminin=4|masculin=3", "8");
	for (int i = 0; i < 6; i++)
		refer("S015", STATE_CAME, "");
	refer("S047", STATE_FAILED, "trop-loin");
	refer("S047", STATE_REFERRED, "");
	log_unmet(w.s, &e, &(struct log_choice){ .criteria = &w.c, .km = NAN }, &err);
	entry_set(&e, UNMET_BARRIERS, "lecture-ecriture");
	save(&e, "");
	ok(report_make(w.s, &(struct report_scope){ .from = "2026-11-01", .to = "2026-11-30" }, &r, &err), "made %s", err.msg);
	is_count(&r, "total", "accompagnements", 3);
	is_count(&r, "total", "ateliers", 1);
	is_count(&r, "total", "participants", 10);
	is_count(&r, "total", "personnes", 1);
	is_count(&r, "total", "anonymes", 9);
	is_count(&r, "total", "orientations", 8);
	is_count(&r, "theme", "email", 3);
	is_count(&r, "genre", "feminin", 5);
	is_count(&r, "genre", "masculin", 4);
	is_count(&r, "genre", "nc", 1);
	is_count(&r, "suite", "venu", 6);
	is_count(&r, "suite", "non-abouti", 1);
	is_count(&r, "suite", "en-cours", 1);
	is_count(&r, "motif", "trop-loin", 1);
	is_count(&r, "besoin", "demarches", 8);
	is_count(&r, "sans-reponse", "69022/demarches", 1);
	is_count(&r, "sans-reponse-public", "seniors", 1);
	is_count(&r, "sans-reponse-frein", "lecture-ecriture", 1);
	is_count(&r, "frein", "lecture-ecriture", -1);
	is_count(&r, "commune", "69022", 10);
	is_count(&r, "jamais", "jeunes", 0);
	is_count(&r, "jamais", "seniors", -1);
	is_count(&r, "communes-sans-rien", "69243", 0);
	is_count(&r, "communes-sans-rien", "69022", -1);
	is_alphabetical(report_find(&r, "communes-sans-rien"));
	is_count(&r, "flux", "france-services", 6);
	is_int(report_find(&r, "abouties")->n, 3, "all together, and two places to which somebody was sent, and what came of it");
	is_str(report_find(&r, "abouties")->lines[0].label, "Ensemble : 6 sur 7", "first of all, together");
	is_int(report_find(&r, "abouties")->lines[0].n, 86, "86 in 100");
	is_int(report_find(&r, "abouties")->lines[1].n, 100, "all of the first place arrived");
	ok(strstr(report_find(&r, "abouties")->lines[1].label, " : 6 sur 6"), "which are six");
	ok(strstr(report_find(&r, "abouties")->lines[2].label, " : 0 sur 1"),
	   "none of the second: the one that is going on does not count");
	report_done(&r);
	ok(report_make(w.s, &(struct report_scope){ .from = "" }, &r, &err), "all");
	is_count(&r, "total", "accompagnements", 4);
	is_count(&r, "mois", "2026-10", 1);
	report_done(&r);
}

/* In every table that has a total, no hidden count can be found by a subtraction. */
static void test_hidden(void)
{
	bool came = true, failed = false, going = false, alone = false, group = false;
	struct report r;

	report_make(w.s, &(struct report_scope){ .from = "" }, &r, &err);
	report_hide(&r);
	count_of(&r, "suite", "venu", &came);
	count_of(&r, "suite", "non-abouti", &failed);
	count_of(&r, "suite", "en-cours", &going);
	ok(failed && going && came, "two ones: their sum would tell them, so the other is hidden too");
	count_of(&r, "total", "individuels", &alone);
	count_of(&r, "total", "ateliers", &group);
	ok(alone && group, "the two kinds hide each other");
	for (size_t i = 0; i < r.n; i++) {
		size_t hidden = 0, small = 0, shown = 0;

		for (size_t k = 0; k < r.tables[i].n; k++) {
			const struct report_line *l = &r.tables[i].lines[k];

			hidden += l->hidden;
			small += l->n > 0 && l->n < REPORT_SMALL && !l->hidden;
			shown += !l->hidden && l->n > 0;
		}
		is_int((long long)small, 0, "%s: nothing small is told", r.tables[i].name);
		ok(!r.tables[i].sums || hidden != 1 || !shown, "%s: nothing is left to subtract",
		   r.tables[i].name);
	}
	report_done(&r);
}

/* ---- can a hidden count be found?  All tables that fit what is told are tried. ---- */

#define WHOLES 3
#define PARTS 6			/* two a whole */
#define TOP 8			/* counts are below */
#define TRIED 11		/* the largest that is tried: more than any is */

static unsigned seed = 5;

static long draw(long n)
{
	seed = seed * 1103515245u + 12345u;
	return (long)(seed >> 16) % n;
}

struct told {
	long part[PARTS], whole[WHOLES];	/* -1: hidden */
	long total;
	unsigned seen[PARTS + WHOLES];	/* values that fit, as bits */
};

static void try_parts(struct told *t, long *part, int at)
{
	long whole[WHOLES] = { 0 }, total = 0;

	if (at < PARTS) {
		long low = t->part[at] < 0 ? 1 : t->part[at], high = t->part[at] < 0 ? TRIED : low;

		for (part[at] = low; part[at] <= high; part[at]++)
			try_parts(t, part, at + 1);
		return;
	}
	for (int i = 0; i < PARTS; i++) {
		whole[i / 2] += part[i];
		total += part[i];
	}
	if (total != t->total)
		return;
	for (int i = 0; i < WHOLES; i++)
		if ((t->whole[i] >= 0 && whole[i] != t->whole[i]) || (t->whole[i] < 0 && !whole[i]))
			return;
	for (int i = 0; i < PARTS; i++)
		t->seen[i] |= 1u << part[i];
	for (int i = 0; i < WHOLES; i++)
		t->seen[PARTS + i] |= 1u << whole[i];
}

static bool is_safe(struct report_table *parts, struct report_table *wholes)
{
	struct told t = { .total = 0 };
	long part[PARTS];

	for (int i = 0; i < PARTS; i++) {
		t.part[i] = parts->lines[i].hidden ? -1 : parts->lines[i].n;
		t.total += parts->lines[i].n;
	}
	for (int i = 0; i < WHOLES; i++)
		t.whole[i] = wholes->lines[i].hidden ? -1 : wholes->lines[i].n;
	try_parts(&t, part, 0);
	for (int i = 0; i < PARTS; i++)
		if (t.part[i] < 0 && !(t.seen[i] & (t.seen[i] - 1)) && t.total > PARTS)
			return false;
	for (int i = 0; i < WHOLES; i++)
		if (t.whole[i] < 0 && !(t.seen[PARTS + i] & (t.seen[PARTS + i] - 1)) && t.total > PARTS)
			return false;
	return true;
}

static void test_found(void)
{
	static char codes[PARTS][4] = { "p0", "p1", "p2", "p3", "p4", "p5" };
	static char names[WHOLES][4] = { "w0", "w1", "w2" };
	int safe = 0, rounds = 1000;

	for (int n = 0; n < rounds; n++) {
		struct report_line p[PARTS], q[WHOLES] = { 0 };
		struct report_table tables[] = {
			{ .name = "etat", .sums = true, .lines = p, .n = PARTS },
			{ .name = "suite", .sums = true, .lines = q, .n = WHOLES },
		};
		struct report r = { .tables = tables, .n = 2 };

		for (int i = 0; i < WHOLES; i++)
			q[i] = (struct report_line){ .code = names[i] };
		for (int i = 0; i < PARTS; i++) {
			p[i] = (struct report_line){ .code = codes[i], .whole = names[i / 2], .n = draw(TOP) };
			q[i / 2].n += p[i].n;
		}
		report_hide(&r);
		if (is_safe(&tables[0], &tables[1])) {
			safe++;
			continue;
		}
		printf("# found:");
		for (int i = 0; i < PARTS; i++)
			printf(" %ld%s", p[i].n, p[i].hidden ? "*" : "");
		for (int i = 0; i < WHOLES; i++)
			printf("%s %ld%s", i ? "" : " |", q[i].n, q[i].hidden ? "*" : "");
		printf("\n");
	}
	is_int(safe, rounds, "%d linked tables: nothing hidden can be found", rounds);
}

int main(void)
{
	world_open(&w);
	test_counts();
	test_hidden();
	test_found();
	world_close(&w);
	return done_testing();
}
