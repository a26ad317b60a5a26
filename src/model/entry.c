#include "aiguillage/entry.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/date.h"
#include "aiguillage/mem.h"
#include "aiguillage/secret.h"

#define COUNT_MAX 100000	/* whatever a file says */

#define X(id, name, sql, kind, genre, label) { name, sql, label, kind, genre },
static const struct entry_field person_fields[] = { PERSON_FIELDS(X) };
static const struct entry_field accompaniment_fields[] = { ACCOMPANIMENT_FIELDS(X) };
static const struct entry_field referral_fields[] = { REFERRAL_FIELDS(X) };
static const struct entry_field unmet_fields[] = { UNMET_FIELDS(X) };
#undef X

static const struct {
	const char *name, *title;
	const struct entry_field *fields;
	size_t n;
} kinds[ENTRY_KINDS] = {
	[KIND_PERSON] = { "personne", "Personne", person_fields, PERSON_FIELD_COUNT },
	[KIND_ACCOMPANIMENT] = { "accompagnement", "Accompagnement", accompaniment_fields,
				  ACC_FIELD_COUNT },
	[KIND_REFERRAL] = { "orientation", "Orientation", referral_fields, REF_FIELD_COUNT },
	[KIND_UNMET] = { "sans-reponse", "Besoin sans réponse", unmet_fields, UNMET_FIELD_COUNT },
};

const struct entry_field *entry_fields(enum entry_kind kind, size_t *n)
{
	*n = kinds[kind].n;
	return kinds[kind].fields;
}

int entry_field_find(enum entry_kind kind, const char *name)
{
	for (size_t i = 0; i < kinds[kind].n; i++)
		if (strcmp(kinds[kind].fields[i].name, name) == 0)
			return (int)i;
	return -1;
}

bool entry_is_personal(const struct entry_field *f)
{
	return f->kind == ENTRY_IS_WORDS || f->kind == ENTRY_IS_CODE;
}

const char *entry_kind_name(enum entry_kind kind)
{
	return kinds[kind].name;
}

const char *entry_kind_title(enum entry_kind kind)
{
	return kinds[kind].title;
}

int entry_kind_find(const char *name)
{
	for (int k = 0; k < ENTRY_KINDS; k++)
		if (strcmp(kinds[k].name, name) == 0)
			return k;
	return -1;
}

/* ---- the record ---- */

void entry_init(struct entry *e, enum entry_kind kind)
{
	*e = (struct entry){ .kind = kind };
}

void entry_done(struct entry *e)
{
	for (size_t i = 0; i < ENTRY_FIELDS_MAX; i++) {
		free(e->f[i]);
		e->f[i] = NULL;
	}
}

void entry_copy(struct entry *to, const struct entry *from)
{
	*to = *from;
	for (size_t i = 0; i < ENTRY_FIELDS_MAX; i++)
		to->f[i] = from->f[i] ? xstrdup(from->f[i]) : NULL;
}

const char *entry_get(const struct entry *e, int field)
{
	return e->f[field] && !secret_is_sealed(e->f[field]) ? e->f[field] : "";
}

bool entry_is_locked(const struct entry *e, int field)
{
	return e->f[field] && secret_is_sealed(e->f[field]);
}

const char *entry_kept(const struct entry *e, int field)
{
	return e->f[field] ? e->f[field] : "";
}

bool entry_any_locked(const struct entry *e)
{
	for (int i = 0; i < (int)kinds[e->kind].n; i++)
		if (entry_is_locked(e, i))
			return true;
	return false;
}

void entry_set(struct entry *e, int field, const char *value)
{
	char *copy = value && *value ? xstrdup(value) : NULL;

	free(e->f[field]);
	e->f[field] = copy;
}

void entry_set_from(struct entry *e, int field, const struct entry *from)
{
	entry_set(e, field, from->f[field]);
}

void entry_set_number(struct entry *e, int field, long n)
{
	char buf[24];

	snprintf(buf, sizeof buf, "%ld", n);
	entry_set(e, field, buf);
}

void entry_set_day(struct entry *e, int field, int day)
{
	char buf[DATE_MOMENT_LEN];

	date_format_day(buf, day);
	entry_set(e, field, buf);
}

bool entry_day(const struct entry *e, int field, int *day)
{
	int64_t moment;

	if (!date_parse_moment(entry_get(e, field), &moment))
		return false;
	*day = date_day_of(moment);
	return true;
}

const char *entry_person(const struct entry *e)
{
	return e->kind == KIND_PERSON ? "" : entry_get(e, ENTRY_PERSON);
}

long entry_number(const struct entry *e, int field)
{
	return strtol(entry_get(e, field), NULL, 10);
}

static int compare_fields(const struct entry *a, const struct entry *b)
{
	int c = (int)a->removed - (int)b->removed;

	for (int i = 0; !c && i < (int)kinds[a->kind].n; i++)
		c = strcmp(entry_kept(a, i), entry_kept(b, i));
	return c;
}

bool entry_same(const struct entry *a, const struct entry *b)
{
	return a->kind == b->kind && compare_fields(a, b) == 0;
}

bool entry_later(const struct entry *a, const struct entry *b)
{
	int c;

	if (a->revision != b->revision)
		return a->revision > b->revision;
	c = strcmp(a->changed, b->changed);
	if (!c)
		c = strcmp(a->author, b->author);
	if (!c)
		c = strcmp(a->made, b->made);
	return (c ? c : compare_fields(a, b)) > 0;
}

/* ---- counts ---- */

bool counts_next(struct list_walk *w, struct str *code, long *n)
{
	char *equal;

	if (!list_next(w, code))
		return false;
	*n = 1;
	equal = strrchr(code->s, '=');
	if (equal) {
		*n = strtol(equal + 1, NULL, 10);
		*n = *n < 0 ? 0 : *n > COUNT_MAX ? COUNT_MAX : *n;
		str_truncate(code, (size_t)(equal - code->s));
	}
	return true;
}

long counts_total(const char *counts)
{
	struct list_walk w = { .rest = counts };
	long n, total = 0;
	struct str code;

	str_init(&code);
	while (counts_next(&w, &code, &n))
		total += n;
	str_done(&code);
	return total;
}

void counts_add(struct str *counts, const char *code, long n)
{
	if (n <= 0)
		return;
	str_join(counts, "|", code);
	str_addf(counts, "=%ld", n);
}

/* ---- what people type ---- */

/* Without I and O, which are read 1 and 0. */
#define CODE_LETTERS "ABCDEFGHJKLMNPQRSTUVWXYZ"

bool person_code_read(const char *typed, struct str *code)
{
	char kept[16];
	size_t n = 0;

	for (; *typed; typed++) {
		if (strchr(" -–.", *typed))
			continue;
		if (n == sizeof kept - 1 || !isalnum((unsigned char)*typed))
			return false;
		kept[n++] = (char)toupper((unsigned char)*typed);
	}
	kept[n] = '\0';
	if (n < 4 || n > 5 || !strchr(CODE_LETTERS, kept[0]) ||
	    strspn(kept + 1, "0123456789") != n - 1)
		return false;
	str_clear(code);
	str_addf(code, "%.2s-%s", kept, kept + 2);
	return true;
}

void person_code_make(uint32_t random, struct str *code)
{
	uint32_t letter = random % (sizeof CODE_LETTERS - 1);

	random /= sizeof CODE_LETTERS - 1;
	str_clear(code);
	str_addf(code, "%c%u-%02u", CODE_LETTERS[letter], random % 10, random / 10 % 100);
}

bool duration_read(const char *typed, int *minutes)
{
	long hours = 0, rest = 0;
	char *end;

	if (!isdigit((unsigned char)*typed))
		return false;
	rest = strtol(typed, &end, 10);
	end += strspn(end, " ");
	if (*end == 'h' || *end == 'H' || *end == ':') {
		hours = rest;
		end += 1 + strspn(end + 1, " ");
		rest = isdigit((unsigned char)*end) ? strtol(end, &end, 10) : 0;
		if (rest > 59)
			return false;
	}
	end += strspn(end, " ");
	if (strncmp(end, "min", 3) == 0)
		end += 3;
	if (*end || hours > 23 || rest > 1439 || hours * 60 + rest > 1439 || hours * 60 + rest < 1)
		return false;
	*minutes = (int)(hours * 60 + rest);
	return true;
}

void duration_say(struct str *out, long minutes)
{
	if (minutes < 60)
		str_addf(out, "%ld min", minutes);
	else if (minutes % 60)
		str_addf(out, "%ld h %02ld", minutes / 60, minutes % 60);
	else
		str_addf(out, "%ld h", minutes / 60);
}
