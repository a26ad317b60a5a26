/*
 * The same files as last time, read by the same rules: nothing would change, and it can be told at
 * once.  What is remembered of an import is written in its own transaction, under meta
 * « import.SOURCE »: the digest, the day when some row depends on it (« le 3 décembre »), how many
 * places and offers it gave, how many rows each file had.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "aiguillage/directory.h"
#include "aiguillage/mem.h"
#include "aiguillage/pack.h"
#include "aiguillage/path.h"
#include "src/core/import_impl.h"

#define REVISION 2	/* grows when the same file would give other rows */
#define KEY "import."
#define BLOCK 65536

static char *joined(const char *a, const char *b)
{
	struct str s;
	char *both;

	str_init(&s);
	str_add(&s, a);
	str_add(&s, b);
	both = str_steal(&s);
	str_done(&s);
	return both;
}

struct digest {
	uint64_t half[2];	/* two seeds: one would meet its double once in a while */
};

static void add_bytes(struct digest *d, const void *p, size_t n)
{
	for (size_t i = 0; i < ARRAY_SIZE(d->half); i++)
		d->half[i] = hash_bytes(p, n, d->half[i]);
}

/* With its length, so that « ab », « c » is not « a », « bc ». */
static void add_text(struct digest *d, const char *s)
{
	uint64_t n = strlen(s);

	add_bytes(d, &n, sizeof n);
	add_bytes(d, s, n);
}

static bool add_file(struct digest *d, int fd)
{
	char *buf = xmalloc(BLOCK);
	uint64_t total = 0;
	ssize_t n;

	while ((n = pread(fd, buf, BLOCK, (off_t)total)) > 0) {
		add_bytes(d, buf, (size_t)n);
		total += (uint64_t)n;
	}
	add_bytes(d, &total, sizeof total);
	free(buf);
	return n == 0;
}

static bool add_rules(struct digest *d, const char *data_dir, const char *name)
{
	char *dir = path_join(data_dir, "import"), *path = path_join(dir, name);
	FILE *f = fopen(path, "rb");
	bool ok = f && add_file(d, fileno(f));

	if (f)
		fclose(f);
	free(path);
	free(dir);
	return ok;
}

/* The files, the rules that read them, the data these look into. */
static bool digest_of(const struct import *im, const struct import_input *inputs, size_t n,
		      struct digest *d)
{
	const char *data = im->s->data_dir;
	bool ok;

	*d = (struct digest){ { 1, 2 } };
	add_text(d, PACKAGE_VERSION);
	add_text(d, im->s->fingerprint ? im->s->fingerprint : "");
	ok = add_rules(d, data, "formats.csv") && add_rules(d, data, "valeurs.csv");
	for (size_t i = 0; ok && i < n; i++) {
		char *rules = joined(inputs[i].format->id, ".csv");

		add_text(d, inputs[i].format->id);
		ok = add_rules(d, data, rules) && add_file(d, inputs[i].in.fd);
		free(rules);
	}
	return ok;
}

/* One source at a time: that is how people import. */
static bool one_source(const struct import_report *r)
{
	for (size_t i = 1; i < r->n_files; i++)
		if (strcmp(r->files[i].source, r->files[0].source) != 0)
			return false;
	return r->n_files > 0;
}

static char *key_of(const struct import_report *r)
{
	return joined(KEY, r->files[0].source);
}

static void add_digest(struct str *out, const struct digest *d)
{
	str_addf(out, "%d %016llx%016llx ", REVISION, (unsigned long long)d->half[0],
		 (unsigned long long)d->half[1]);
}

/* What followed the digest: the day, places, offers, then the rows of each file. */
static bool read_counts(struct import *im, const char *s)
{
	unsigned long long v[3];
	struct import_report *r = im->r;
	char *end;

	for (size_t i = 0; i < ARRAY_SIZE(v) + r->n_files; i++, s = end) {
		unsigned long long n = strtoull(s, &end, 10);

		if (end == s)
			return false;
		if (i < ARRAY_SIZE(v))
			v[i] = n;
		else
			r->files[i - ARRAY_SIZE(v)].read = r->files[i - ARRAY_SIZE(v)].kept = n;
	}
	if (*end || (v[0] && v[0] != (unsigned long long)im->today))
		return false;
	r->places.same = v[1];
	r->offers.same = v[2];
	return true;
}

bool import_is_same(struct import *im, const struct import_input *inputs, size_t n)
{
	struct digest d;
	struct str now;
	char *key, *before;
	bool same = false;

	if (!im->o->skip_same || im->o->dry_run || !one_source(im->r))
		return false;
	key = key_of(im->r);
	before = directory_get_meta(im->s->directory, key);
	str_init(&now);
	if (before && *before && digest_of(im, inputs, n, &d)) {
		add_digest(&now, &d);
		same = strncmp(before, now.s, now.len) == 0 && read_counts(im, before + now.len);
	}
	str_done(&now);
	free(before);
	free(key);
	return same;
}

static size_t given(const struct import_count *c)
{
	return c->same + c->changes[IMPORT_ADDED] + c->changes[IMPORT_CHANGED];
}

/* Rows that were refused must be told again: such an import is not remembered. */
bool import_remember(struct import *im, const struct import_input *inputs, size_t n,
		     struct err *err)
{
	const struct import_report *r = im->r;
	bool whole = one_source(r), ok = true;
	struct digest d;
	struct str value;

	str_init(&value);
	for (size_t i = 0; i < r->n_files; i++)
		whole = whole && !r->files[i].refused;
	if (whole && digest_of(im, inputs, n, &d)) {
		add_digest(&value, &d);
		str_addf(&value, "%d %zu %zu", im->today_matters ? im->today : 0,
			 given(&r->places), given(&r->offers));
		for (size_t i = 0; i < r->n_files; i++)
			str_addf(&value, " %zu", r->files[i].read);
	}
	for (size_t i = 0; ok && i < r->n_files; i++) {
		char *key = joined(KEY, r->files[i].source);

		ok = directory_set_meta(im->s->directory, key, value.s, err);
		free(key);
	}
	str_done(&value);
	return ok;
}
