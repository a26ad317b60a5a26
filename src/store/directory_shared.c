/* Texts that many fields hold, each kept once: a number always means the same text. */
#include <stdlib.h>
#include <string.h>

#include "aiguillage/mem.h"
#include "aiguillage/text.h"
#include "src/store/directory_impl.h"

#define SHARED_MAX 50000	/* numbers; a file where all differ shares no more */
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

bool directory_shared_read_all(struct directory *d, struct err *err)
{
	struct shared *s = &d->shared;
	struct query q;

	db_query(&q, &d->db, "SELECT id, value FROM shared WHERE id BETWEEN 1 AND ?1");
	q_int(&q, 1, SHARED_MAX);
	while (q_next(&q)) {
		size_t number = (size_t)q_col_int(&q, 0);

		make_room(s, number);
		if (!s->values[number])
			s->values[number] = text_cleaned(q_col_text(&q, 1), TEXT_MANY_LINES);
	}
	return q_end(&q, err);
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

		if (s->texts.n == before)
			continue;
		s->numbers = mem_grow(s->numbers, i, &s->cap_numbers, sizeof *s->numbers);
		s->numbers[i] = (uint32_t)q_col_int(&q, 0);
		s->last = s->numbers[i];
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
	s->loaded = true;
	return load_texts(d, err) && load_ours(d, err);
}

static bool add(struct directory *d, const char *text, size_t len, uint32_t *number,
		struct err *err)
{
	struct shared *s = &d->shared;
	struct query q;
	uint32_t i;

	db_query(&q, &d->db, "INSERT INTO shared (id, value) VALUES (?1, ?2)");
	q_int(&q, 1, s->last + 1);
	q_text(&q, 2, text);
	if (!q_run(&q, err))
		return false;
	i = intern_add(&s->texts, text, len);
	s->numbers = mem_grow(s->numbers, i, &s->cap_numbers, sizeof *s->numbers);
	*number = s->numbers[i] = ++s->last;
	return true;
}

/* A correction is packed with the row that it corrects, and must not stay behind when it is taken back. */
static bool may_add(const struct shared *s, const char *text, size_t len, enum sharing how)
{
	return how == SHARE_ALL && s->last < SHARED_MAX &&
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

void directory_shared_unload(struct directory *d)
{
	struct shared *s = &d->shared;

	for (size_t i = 0; i < s->n_values; i++)
		free(s->values[i]);
	free(s->values);
	free(s->numbers);
	if (s->loaded) {
		intern_done(&s->texts);
		intern_done(&s->ours);
	}
	*s = (struct shared){ .loaded = false };
}
