/*
 * Texts that many fields hold, each kept once, under a number.  A text that no row holds any more goes
 * with the next import, and its number may then mean another.
 */
#include <stdlib.h>
#include <string.h>

#include "aiguillage/bits.h"
#include "aiguillage/mem.h"
#include "aiguillage/text.h"
#include "src/store/directory_impl.h"

#define SHARED_MAX 50000	/* numbers; a file where all differ shares no more */
#define NUMBERS (SHARED_MAX + 1)	/* from 0, which is none */
#define SHORTEST 3		/* others take no more room than their number */
#define LONGEST 160		/* longer ones hardly come back */

/* ---- reading ---- */

static const char sql_shared[] = "SELECT value FROM shared WHERE id = ?1";

static void make_room(struct shared *s, size_t number)
{
	while (s->n_values <= number) {
		s->values = mem_grow(s->values, s->n_values, &s->cap_values, sizeof *s->values);
		s->values[s->n_values++] = NULL;
	}
}

const char *directory_shared(struct directory *d, size_t number)
{
	struct shared *s = &d->shared;
	struct query q;

	if (number < s->n_values && s->values[number])
		return s->values[number];
	if (!number || number > SHARED_MAX)
		return "";
	make_room(s, number);
	db_query(&q, &d->db, sql_shared);
	q_int(&q, 1, (int64_t)number);
	if (q_next(&q))
		s->values[number] = text_cleaned(q_col_text(&q, 0), TEXT_MANY_LINES);
	if (!q_end(&q, NULL))
		return NULL;
	return s->values[number] ? s->values[number] : "";
}

static void forget_values(struct shared *s)
{
	for (size_t i = 0; i < s->n_values; i++)
		free(s->values[i]);
	s->n_values = 0;
	s->all = false;
}

/* Texts and numbers may have changed whenever the file has. */
void directory_shared_follow(struct directory *d)
{
	struct shared *s = &d->shared;
	unsigned version = 0;

	sqlite3_file_control(d->db.conn, "main", SQLITE_FCNTL_DATA_VERSION, &version);
	if (version != s->version)
		forget_values(s);
	s->version = version;
}

bool directory_shared_read_all(struct directory *d, struct err *err)
{
	struct shared *s = &d->shared;
	struct query q;

	directory_shared_follow(d);	/* should it change before the query, whoever follows sees it */
	if (s->all)
		return true;
	db_query(&q, &d->db, "SELECT id, value FROM shared WHERE id BETWEEN 1 AND ?1");
	q_int(&q, 1, SHARED_MAX);
	while (q_next(&q)) {
		size_t number = (size_t)q_col_int(&q, 0);

		make_room(s, number);
		if (!s->values[number])
			s->values[number] = text_cleaned(q_col_text(&q, 1), TEXT_MANY_LINES);
	}
	s->all = q_end(&q, err);
	return s->all;
}

/* ---- writing ---- */

void directory_shared_ours(struct directory *d, const char *text)
{
	if (d->shared.loaded)
		intern_add(&d->shared.ours, text, strlen(text));
}

static bool load_ours(struct directory *d, struct err *err)
{
	struct query q;

	db_query(&q, &d->db, "SELECT value FROM local_value");
	while (q_next(&q)) {
		char *value = text_cleaned(q_col_text(&q, 0), TEXT_MANY_LINES);

		directory_shared_ours(d, value);
		free(value);
	}
	return q_end(&q, err);
}

static bool load_texts(struct directory *d, struct err *err)
{
	struct shared *s = &d->shared;
	struct query q;

	db_query(&q, &d->db, "SELECT id, value FROM shared WHERE id BETWEEN 1 AND ?1 ORDER BY id");
	q_int(&q, 1, SHARED_MAX);
	while (q_next(&q)) {
		const char *value = q_col_text(&q, 1);
		size_t before = s->texts.n;
		uint32_t i = intern_add(&s->texts, value, strlen(value));

		bits_set(s->taken, (size_t)q_col_int(&q, 0));
		if (s->texts.n == before)
			continue;
		s->numbers = mem_grow(s->numbers, i, &s->cap_numbers, sizeof *s->numbers);
		s->numbers[i] = (uint32_t)q_col_int(&q, 0);
	}
	return q_end(&q, err);
}

static bool load(struct directory *d, struct err *err)
{
	struct shared *s = &d->shared;

	if (s->loaded)
		return true;
	intern_init(&s->texts);
	intern_init(&s->ours);
	s->taken = xcalloc(bits_words(NUMBERS), sizeof *s->taken);
	s->next = 1;
	s->loaded = true;
	return load_texts(d, err) && load_ours(d, err);
}

/* The first number that is free; NUMBERS when there is none. */
static uint32_t next_free(struct shared *s)
{
	while (s->next < NUMBERS && bits_has(s->taken, s->next))
		s->next++;
	return s->next;
}

static bool add(struct directory *d, const char *text, size_t len, uint32_t *number,
		struct err *err)
{
	struct shared *s = &d->shared;
	struct query q;
	uint32_t i;

	*number = next_free(s);
	db_query(&q, &d->db, "INSERT INTO shared (id, value) VALUES (?1, ?2)");
	q_int(&q, 1, *number);
	q_text(&q, 2, text);
	if (!q_run(&q, err))
		return false;
	i = intern_add(&s->texts, text, len);
	s->numbers = mem_grow(s->numbers, i, &s->cap_numbers, sizeof *s->numbers);
	s->numbers[i] = *number;
	bits_set(s->taken, *number);
	return true;
}

/* A correction is packed with the row that it corrects, and must not stay behind when it is taken back. */
static bool may_add(struct shared *s, const char *text, size_t len, enum sharing how)
{
	return how == SHARE_ALL && next_free(s) < NUMBERS &&
	       intern_find(&s->ours, text, len) == INTERN_NONE;
}

bool directory_share(struct directory *d, const char *text, enum sharing how, uint32_t *number,
		     struct err *err)
{
	struct shared *s = &d->shared;
	size_t len = strlen(text);
	uint32_t i;

	*number = 0;
	if (how == SHARE_NOT || len < SHORTEST || len > LONGEST)
		return true;
	if (!load(d, err))
		return false;
	i = intern_find(&s->texts, text, len);
	if (i != INTERN_NONE) {
		*number = s->numbers[i];
		return true;
	}
	return !may_add(s, text, len, how) || add(d, text, len, number, err);
}

/* ---- what the rows hold ---- */

/* Bit 0 when a row holds a number that cannot be. */
static bool mark_used(struct directory *d, const char *sql, uint64_t *used, struct err *err)
{
	struct query q;

	db_query(&q, &d->db, sql);
	while (q_next(&q)) {
		struct bytes fields;

		fields.p = q_col_blob(&q, 0, &fields.n);
		record_mark_shared(fields, used, NUMBERS);
	}
	return q_end(&q, err);
}

static bool mark_all_used(struct directory *d, uint64_t *used, struct err *err)
{
	return mark_used(d, "SELECT fields FROM place", used, err) &&
	       mark_used(d, "SELECT fields FROM offer", used, err);
}

static bool drop_number(struct directory *d, size_t number, struct err *err)
{
	struct query q;

	db_query(&q, &d->db, "DELETE FROM shared WHERE id = ?1");
	q_int(&q, 1, (int64_t)number);
	return q_run(&q, err);
}

void directory_shared_freed(struct directory *d)
{
	d->shared.freed = true;
}

bool directory_shared_sweep(struct directory *d, struct err *err)
{
	struct shared *s = &d->shared;
	uint64_t *used;
	bool ok;

	if (!s->freed)
		return true;
	used = xcalloc(bits_words(NUMBERS), sizeof *used);
	ok = load(d, err) && mark_all_used(d, used, err);
	for (size_t i = bits_next(s->taken, NUMBERS, 1); ok && i < NUMBERS;
	     i = bits_next(s->taken, NUMBERS, i + 1))
		ok = bits_has(used, i) || drop_number(d, i, err);
	free(used);
	directory_shared_unload(d);
	return ok;
}

/* Takes out of `used` the numbers that are there; *sound: each once, and each text. */
static bool compare_texts(struct directory *d, uint64_t *used, bool *sound, struct err *err)
{
	char *before = NULL;
	struct query q;

	db_query(&q, &d->db, "SELECT value, id FROM shared ORDER BY value");
	while (q_next(&q)) {
		int64_t id = q_col_int(&q, 1);
		const char *value = q_col_text(&q, 0);

		if (id < 1 || id > SHARED_MAX || (before && strcmp(before, value) == 0))
			*sound = false;
		else
			bits_put(used, (size_t)id, false);
		free(before);
		before = xstrdup(value);
	}
	free(before);
	return q_end(&q, err);
}

bool directory_shared_check(struct directory *d, struct err *err)
{
	uint64_t *used = xcalloc(bits_words(NUMBERS), sizeof *used);
	bool sound = true, ok;

	ok = mark_all_used(d, used, err) && compare_texts(d, used, &sound, err);
	sound = sound && bits_next(used, NUMBERS, 0) == NUMBERS;
	free(used);
	return ok && (sound || db_fail(&d->db, DB_DAMAGED, "des textes y manquent ou y sont deux fois",
				       err));
}

void directory_shared_unload(struct directory *d)
{
	struct shared *s = &d->shared;

	forget_values(s);
	free(s->values);
	free(s->numbers);
	free(s->taken);
	if (s->loaded) {
		intern_done(&s->texts);
		intern_done(&s->ours);
	}
	*s = (struct shared){ .loaded = false };
}
