/*
 * Opening hours, timed.
 *
 *	bench_hours values N		N distinct made-up values, one a line, always the same
 *	bench_hours measure FILE	read, state and next change of each: values a second
 *	bench_hours directory DIR N	« ouvert aujourd’hui » over N offers, in the folder DIR
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "aiguillage/date.h"
#include "aiguillage/hours.h"
#include "aiguillage/intern.h"
#include "aiguillage/mem.h"
#include "aiguillage/search.h"
#include "aiguillage/session.h"
#include "made.h"

#define NOW "2026-11-24T10:15"

/* Of processor time: what else the machine does is not counted. */
static double seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void die(const char *what)
{
	fprintf(stderr, "bench_hours: %s\n", what);
	exit(1);
}

/* ---- made-up values ---- */

/* The nth distinct value, in `values`. */
static void make_values(struct intern *values, size_t n)
{
	struct str b;

	str_init(&b);
	while (values->n < n) {
		str_clear(&b);
		made_hours(&b);
		intern_add(values, b.s, b.len);
	}
	str_done(&b);
}

static void print_values(size_t n)
{
	struct intern values;

	intern_init(&values);
	make_values(&values, n);
	for (size_t i = 0; i < n; i++)
		puts(intern_get(&values, (uint32_t)i));
	intern_done(&values);
}

/* ---- values a second ---- */

static void read_school(struct school_holidays *sh)
{
	struct err err = ERR_INIT;
	char *dir = session_data_dir(NULL), path[4200];

	snprintf(path, sizeof path, "%s/vacances.tsv", dir);
	if (!session_read_school(sh, path, &err))
		die(err.msg);
	free(dir);
}

static void measure(const char *file)
{
	char *line = NULL;
	struct school_holidays sh;
	struct intern values;
	size_t cap = 0, done = 0, changes = 0;
	int64_t now = 0, when;
	double begin, spent;
	ssize_t len;
	FILE *f = fopen(file, "r");

	if (!f)
		die(file);
	intern_init(&values);
	while ((len = getline(&line, &cap, f)) > 1)
		intern_add(&values, line, (size_t)len - 1);
	fclose(f);
	free(line);
	read_school(&sh);
	date_parse_moment(NOW, &now);
	begin = seconds();
	do {
		for (size_t i = 0; i < values.n; i++, done++) {
			const char *oh = intern_get(&values, (uint32_t)i);
			struct hours *h = hours_parse(oh, strlen(oh), 0, NULL);
			struct hours_at at;

			if (!h)
				die(oh);
			hours_at(h, &sh, now, &at);
			changes += hours_next_change(h, &sh, now, &when);
			hours_free(h);
		}
		spent = seconds() - begin;
	} while (spent < 1);
	printf("%.0f\n", (double)done / spent);
	fprintf(stderr, "%zu of %zu values change\n", changes / (done / values.n), values.n);
	school_holidays_done(&sh);
	intern_done(&values);
}

/* ---- a large directory ---- */

enum { DISTINCT = 5000, PLACES = 1000 };

static void write_directory(const char *dir, size_t n)
{
	char command[4200], path[4200], *source = session_data_dir(NULL);
	struct intern values;
	FILE *places, *offers;

	snprintf(command, sizeof command,
		 "mkdir -p '%s/data/annuaire' && ln -sf '%s'/*.* '%s/data/'", dir, source, dir);
	free(source);
	if (system(command) != 0)
		die(dir);
	snprintf(path, sizeof path, "%s/data/annuaire/lieux.csv", dir);
	places = fopen(path, "w");
	snprintf(path, sizeof path, "%s/data/annuaire/offres.csv", dir);
	offers = fopen(path, "w");
	if (!places || !offers)
		die(path);
	intern_init(&values);
	make_values(&values, DISTINCT);
	fputs("id,nom,commune,code_insee,latitude,longitude,statut,source\n", places);
	fputs("id,structure_id,nom,rencontre,horaires_accueil,statut,source\n", offers);
	for (size_t i = 0; i < PLACES; i++)
		fprintf(places, "L%zu,Lieu %zu,L'Arbresle,69010,45.%04zu,4.%04zu,cite,essai\n", i,
			i, 6000 + i, 5000 + i);
	for (size_t i = 0; i < n; i++) {
		fprintf(offers, "O%zu,L%zu,Offre %zu,sur-place,\"", i, i % PLACES, i);
		for (const char *p = intern_get(&values, made_pick(DISTINCT)); *p; p++)
			fprintf(offers, *p == '"' ? "\"\"" : "%c", *p);
		fputs("\",cite,essai\n", offers);
	}
	intern_done(&values);
	fclose(places);
	fclose(offers);
}

static double run_once(struct search *x, const struct criteria *c, const char *now, size_t *count)
{
	double begin;
	struct hit hits[20];

	setenv("AIGUILLAGE_MAINTENANT", now, 1);
	begin = seconds();
	search_run(x, c);
	*count = search_count(x);
	search_hits(x, 0, ARRAY_SIZE(hits), hits);
	return (seconds() - begin) * 1000;
}

/* Best of several: what the machine does when it does nothing else. */
static double best(struct search *x, const struct criteria *c, bool other_minute, size_t *count)
{
	double least = 1e9;

	for (int i = 0; i < 20; i++) {
		char now[32];
		double t;

		snprintf(now, sizeof now, "2026-11-24T10:%02d", other_minute ? 16 + i : 15);
		t = run_once(x, c, now, count);
		least = t < least ? t : least;
	}
	return least;
}

static void directory(const char *dir, size_t n)
{
	char data[4200];
	struct session_options o = { .base = dir, .data = data };
	struct err err = ERR_INIT;
	struct criteria c;
	struct session *s;
	struct search *x;
	size_t all, today;
	double first, again, minute;

	write_directory(dir, n);
	snprintf(data, sizeof data, "%s/data", dir);
	setenv("AIGUILLAGE_MAINTENANT", NOW, 1);
	if (!session_open(&s, &o, &err))
		die(err.msg);
	x = search_new(s);
	criteria_init(&c);
	run_once(x, &c, NOW, &all);
	c.when.kind = WHEN_TODAY;
	first = run_once(x, &c, NOW, &today);
	again = best(x, &c, false, &today);
	minute = best(x, &c, true, &today);
	printf("%zu\t%zu\t%.2f\t%.2f\t%.2f\n", all, today, first, again, minute);
	search_free(x);
	criteria_done(&c);
	session_close(s);
}

int main(int argc, char **argv)
{
	if (argc == 3 && strcmp(argv[1], "values") == 0)
		print_values(strtoul(argv[2], NULL, 10));
	else if (argc == 3 && strcmp(argv[1], "measure") == 0)
		measure(argv[2]);
	else if (argc == 4 && strcmp(argv[1], "directory") == 0)
		directory(argv[2], strtoul(argv[3], NULL, 10));
	else
		die("values N | measure FILE | directory DIR N");
	return 0;
}
