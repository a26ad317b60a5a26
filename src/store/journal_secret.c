/* The phrase of the journal: set, changed, taken off; the key in memory; copies that follow. */
#include "aiguillage/journal_secret.h"

#include <stdlib.h>
#include <string.h>

#include "aiguillage/date.h"
#include "aiguillage/mem.h"
#include "src/store/journal_impl.h"
#include "src/store/journal_sealed.h"

#define NEEDED "Le journal est fermé : ses codes et ses textes demandent la phrase"

/* ---- the key in memory ---- */

enum journal_lock journal_lock_state(struct journal *j)
{
	struct err ignored = ERR_INIT;

	if (j->db.conn)
		journal_know(j, &ignored);
	return !j->public_key ? JOURNAL_PLAIN : j->key ? JOURNAL_UNLOCKED : JOURNAL_LOCKED;
}

bool journal_must_open(struct journal *j, struct err *err)
{
	return journal_lock_state(j) != JOURNAL_LOCKED || err_set(err, ERR_USAGE, NEEDED);
}

void journal_lock(struct journal *j)
{
	j->turns += j->key != NULL;
	secret_free(j->key);
	j->key = NULL;
}

struct row {
	struct str public_key, by_phrase, by_code, made;
};

static void row_init(struct row *r)
{
	str_init(&r->public_key);
	str_init(&r->by_phrase);
	str_init(&r->by_code);
	str_init(&r->made);
}

static void row_done(struct row *r)
{
	str_done(&r->public_key);
	str_done(&r->by_phrase);
	str_done(&r->by_code);
	str_done(&r->made);
}

/* Nothing in it when no phrase is set. */
static bool read_row(struct journal *j, struct row *r, struct err *err)
{
	struct query q;

	if (j->version < SECRET_VERSION)
		return true;
	db_query(&q, &j->db, "SELECT public, by_phrase, by_code, made FROM secret");
	if (q_next(&q)) {
		str_add(&r->public_key, q_col_text(&q, 0));
		str_add(&r->by_phrase, q_col_text(&q, 1));
		str_add(&r->by_code, q_col_text(&q, 2));
		str_add(&r->made, q_col_text(&q, 3));
	}
	return q_end(&q, err);
}

static bool write_row(struct journal *j, const struct row *r, struct err *err)
{
	struct query q;

	db_query(&q, &j->db, "INSERT OR REPLACE INTO secret (one, public, by_phrase, by_code, made)\n"
			     "VALUES (1, ?1, ?2, ?3, ?4)");
	q_text(&q, 1, r->public_key.s);
	q_text(&q, 2, r->by_phrase.s);
	q_text(&q, 3, r->by_code.s);
	q_text(&q, 4, r->made.s);
	return q_run(&q, err);
}

static struct secret *unwrap(const struct row *r, const char *phrase, struct err *err)
{
	struct err ignored = ERR_INIT;
	struct secret *k;
	struct str clean;

	str_init(&clean);
	if (secret_code_read(phrase, &clean, &ignored)) {
		k = secret_unwrap(r->by_code.s, clean.s, err);
		if (!k && err->kind == ERR_USAGE) {
			err_clear(err);
			err_set(err, ERR_USAGE, "Ce code de secours n’est pas celui de ce journal : un nouveau code "
				"remplace le précédent");
		}
	} else {
		secret_phrase_clean(phrase, &clean);
		k = secret_unwrap(r->by_phrase.s, clean.s, err);
	}
	secret_wipe(&clean);
	str_done(&clean);
	return k;
}

/* Is it the key that the values are sealed by? */
static bool fits(const struct secret *k, const struct row *r)
{
	struct str own;
	bool is;

	str_init(&own);
	secret_public(k, &own);
	is = strcmp(own.s, r->public_key.s) == 0;
	str_done(&own);
	return is;
}

/* Codes that came while it was locked can be found from now on; if not now, another day. */
static void settle(struct journal *j)
{
	struct err ignored = ERR_INIT;
	int wait_ms = j->db.write_ms;

	if (journal_readonly(j) || !sealed_codes_wait(j))
		return;
	j->db.write_ms = 0;
	if (db_begin(&j->db, &ignored)) {
		if (!sealed_settle_codes(j, &ignored) || !db_commit(&j->db, &ignored))
			db_rollback(&j->db);
	}
	j->db.write_ms = wait_ms;
	j->known = false;
}

bool journal_unlock(struct journal *j, const char *phrase, struct err *err)
{
	struct secret *k = NULL;
	struct row r;

	if (journal_lock_state(j) != JOURNAL_LOCKED)
		return true;
	row_init(&r);
	if (read_row(j, &r, err))
		k = unwrap(&r, phrase, err);
	if (k && !fits(k, &r)) {
		secret_free(k);
		k = NULL;
		err_set(err, ERR_DATA, "La clé du journal est abîmée : reprenez une sauvegarde");
	}
	j->key = k;
	j->turns += k != NULL;
	row_done(&r);
	if (k)
		settle(j);
	return k;
}

/* ---- wrapping ---- */

bool journal_wrap(struct journal *j, const char *phrase, const char *code, enum secret_cost cost,
		  struct journal_wraps *w, struct err *err)
{
	const struct secret *k;
	struct str clean;
	bool ok;

	*w = (struct journal_wraps){ .key = NULL };
	str_init(&w->by_phrase);
	str_init(&w->by_code);
	str_init(&clean);
	secret_phrase_clean(phrase, &clean);
	ok = journal_must_open(j, err) && secret_phrase_check(clean.s, err);
	k = j->key;
	if (ok && !k)
		k = w->key = secret_new(err);
	ok = ok && k && secret_wrap(k, clean.s, cost, &w->by_phrase, err) &&
	     secret_wrap(k, code, SECRET_CHEAP, &w->by_code, err);
	secret_wipe(&clean);
	str_done(&clean);
	return ok;
}

void journal_wraps_done(struct journal_wraps *w)
{
	secret_free(w->key);
	w->key = NULL;
	str_done(&w->by_phrase);
	str_done(&w->by_code);
}

/* ---- acts ---- */

static bool gone_meanwhile(struct err *err)
{
	return err_set(err, ERR_USAGE, "La phrase vient d’être changée ou enlevée par une autre fenêtre : "
		       "recommencez");
}

static void now_in(struct str *made)
{
	char now[DATE_MOMENT_LEN];

	date_format_moment(now, clock_now());
	str_add(made, now);
}

bool journal_protect(struct journal *j, struct journal_wraps *w, struct err *err)
{
	struct row r;
	bool ok;

	if (j->version < SECRET_VERSION || !journal_know(j, err))
		return false;
	/* it was plain, or unlocked, when the work began */
	if (w->key ? j->public_key != NULL : !j->key)
		return gone_meanwhile(err);
	row_init(&r);
	str_add(&r.by_phrase, w->by_phrase.s);
	str_add(&r.by_code, w->by_code.s);
	now_in(&r.made);
	if (w->key) {
		j->key = w->key;
		w->key = NULL;
	}
	secret_public(j->key, &r.public_key);
	free(j->public_key);
	j->public_key = xstrdup(r.public_key.s);
	ok = write_row(j, &r, err) && sealed_seal_all(j, j, err);
	row_done(&r);
	return ok;
}

static bool delete_row(struct journal *j, struct err *err)
{
	struct query q;

	db_query(&q, &j->db, "DELETE FROM secret");
	return q_run(&q, err);
}

bool journal_unprotect(struct journal *j, struct err *err)
{
	if (!journal_know(j, err))
		return false;
	if (!j->key)
		return gone_meanwhile(err);
	if (!sealed_open_all(j, j->key, err) || !delete_row(j, err))
		return false;
	j->known = false;
	return true;
}

bool journal_other_secret(struct journal *copy, struct journal *from)
{
	journal_lock_state(copy);
	journal_lock_state(from);
	return copy->public_key && (!from->public_key || strcmp(copy->public_key, from->public_key) != 0);
}

bool journal_take_secret(struct journal *copy, struct journal *from, struct err *err)
{
	struct row r;
	bool ok;

	if (journal_lock_state(from) == JOURNAL_PLAIN || journal_other_secret(copy, from))
		return true;
	row_init(&r);
	ok = read_row(from, &r, err) && write_row(copy, &r, err) && sealed_seal_all(copy, from, err);
	row_done(&r);
	copy->known = false;
	return ok;
}

bool journal_drop_secret(struct journal *copy, struct journal *from, struct err *err)
{
	if (journal_lock_state(copy) == JOURNAL_PLAIN || journal_other_secret(copy, from))
		return true;
	if (!journal_must_open(from, err) || !sealed_open_all(copy, from->key, err))
		return false;
	copy->known = false;
	return delete_row(copy, err);
}

bool journal_check_sealed(struct journal *j, size_t *n, struct err *err)
{
	*n = 0;
	return journal_lock_state(j) != JOURNAL_UNLOCKED || sealed_count_shut(j, n, err);
}
