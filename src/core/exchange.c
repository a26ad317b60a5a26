#include "aiguillage/exchange.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/date.h"
#include "aiguillage/journal_log.h"
#include "aiguillage/json_put.h"
#include "aiguillage/mem.h"
#include "aiguillage/post.h"
#include "aiguillage/protect.h"
#include "src/core/exchange_impl.h"

struct writing {
	struct str *out;
	bool texts;
	struct exchange_contents *c;
	char **persons;		/* ids, of the entries that were written */
	size_t n_persons, cap_persons;
};

static void member(struct str *out, const char *name, const char *value)
{
	str_add(out, ", ");
	json_string(out, name);
	str_add(out, ": ");
	json_string(out, value);
}

static void member_number(struct str *out, const char *name, long long n)
{
	char buf[24];

	snprintf(buf, sizeof buf, "%lld", n);
	member(out, name, buf);
}

static void meet_day(struct exchange_contents *c, const char *day)
{
	if (!*day)
		return;
	if (!*c->first || strcmp(day, c->first) < 0)
		snprintf(c->first, sizeof c->first, "%.10s", day);
	if (strcmp(day, c->last) > 0)
		snprintf(c->last, sizeof c->last, "%.10s", day);
}

static void write_entry(struct writing *w, const struct entry *e)
{
	struct str *out = w->out;
	bool worded = false;
	size_t n;
	const struct entry_field *f = entry_fields(e->kind, &n);

	str_add(out, "{\"" EXCHANGE_KIND "\": ");
	json_string(out, entry_kind_name(e->kind));
	member(out, EXCHANGE_ID, e->id);
	member_number(out, EXCHANGE_REVISION, e->revision);
	member(out, EXCHANGE_AUTHOR, e->author);
	member(out, EXCHANGE_MADE, e->made);
	member(out, EXCHANGE_CHANGED, e->changed);
	member(out, EXCHANGE_REMOVED, e->removed ? "oui" : "non");
	for (size_t i = 0; i < n; i++) {
		bool personal = entry_is_personal(&f[i]);

		if (!*entry_get(e, (int)i) || (personal && !w->texts))
			continue;
		member(out, f[i].name, entry_get(e, (int)i));
		worded |= personal;
	}
	str_add(out, "}\n");
	w->c->n++;
	w->c->worded += worded;
	w->c->kinds[e->kind] += !e->removed;
	w->c->removed += e->removed;
	if (e->kind != KIND_PERSON)
		meet_day(w->c, entry_get(e, ENTRY_DAY));
}

static bool write_dated(void *ctx, const struct entry *e, struct err *err)
{
	struct writing *w = ctx;

	(void)err;
	write_entry(w, e);
	if (*entry_get(e, ENTRY_PERSON)) {
		w->persons = mem_grow(w->persons, w->n_persons, &w->cap_persons, sizeof *w->persons);
		w->persons[w->n_persons++] = xstrdup(entry_get(e, ENTRY_PERSON));
	}
	return true;
}

static int compare_ids(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool write_person(void *ctx, const struct entry *e, struct err *err)
{
	struct writing *w = ctx;
	const char *id = e->id;

	(void)err;
	if (w->n_persons && bsearch(&id, w->persons, w->n_persons, sizeof *w->persons, compare_ids))
		write_entry(w, e);
	return true;
}

static bool write_all(struct session *s, const struct exchange_options *o, struct writing *w,
		      struct err *err)
{
	struct journal_log_query q = { .from = o->from, .to = o->to, .removed = true };
	struct journal_log_query all = { .removed = true };

	for (int k = KIND_ACCOMPANIMENT; k < ENTRY_KINDS; k++)
		if (!journal_log_each(s->journal, (enum entry_kind)k, &q, write_dated, w, err))
			return false;
	if (w->n_persons)
		qsort(w->persons, w->n_persons, sizeof *w->persons, compare_ids);
	return journal_log_each(s->journal, KIND_PERSON, &all, write_person, w, err);
}

static void write_head(struct session *s, const struct exchange_options *o, struct str *out)
{
	char now[DATE_MOMENT_LEN], *code = journal_get_setting(s->journal, "poste");
	char *name = post_get(s, POST_PLACE);

	date_format_moment(now, clock_now());
	str_add(out, "{\"" EXCHANGE_FORMAT "\": \"" EXCHANGE_NAME "\"");
	member(out, EXCHANGE_VERSION, EXCHANGE_VERSION_NOW);
	member(out, EXCHANGE_AUTHOR, code ? code : "");
	member(out, EXCHANGE_POST_NAME, name);
	member(out, EXCHANGE_WRITTEN, now);
	member(out, EXCHANGE_TEXTS, o->texts ? "oui" : "non");
	str_add(out, "}\n");
	free(name);
	free(code);
}

void exchange_hash(const char *text, size_t n, char hex[EXCHANGE_HASH_LEN])
{
	unsigned char hash[crypto_hash_sha256_BYTES];

	crypto_hash_sha256(hash, (const unsigned char *)text, n);
	sodium_bin2hex(hex, EXCHANGE_HASH_LEN, hash, sizeof hash);
}

bool exchange_write(struct session *s, const struct exchange_options *o, struct str *out,
		    struct exchange_contents *c, struct err *err)
{
	struct writing w = { .out = out, .texts = o->texts, .c = c };
	char hex[EXCHANGE_HASH_LEN];
	bool ok = !o->texts || protect_need(s, err);

	*c = (struct exchange_contents){ .texts = o->texts };
	if (!ok)
		return false;
	write_head(s, o, out);
	ok = write_all(s, o, &w, err);
	exchange_hash(out->s, out->len, hex);
	str_add(out, "{\"" EXCHANGE_END "\": \"" EXCHANGE_NAME "\"");
	member_number(out, EXCHANGE_COUNT, (long long)c->n);
	member(out, EXCHANGE_HASH, hex);
	str_add(out, "}\n");
	for (size_t i = 0; i < w.n_persons; i++)
		free(w.persons[i]);
	free(w.persons);
	return ok;
}
