/* Values between the journal and its base, sealed or not. */
#include <stdlib.h>
#include <string.h>

#include "aiguillage/journal_secret.h"
#include "aiguillage/mem.h"
#include "aiguillage/text.h"
#include "src/store/journal_impl.h"

static void forget(struct journal *j)
{
	j->turns += j->key != NULL;
	secret_free(j->key);
	j->key = NULL;
	free(j->public_key);
	j->public_key = NULL;
}

static void know(struct journal *j, const char *public_key)
{
	if (j->public_key && strcmp(j->public_key, public_key) == 0)
		return;
	forget(j);
	j->public_key = xstrdup(public_key);
}

bool journal_know(struct journal *j, struct err *err)
{
	struct query q;
	bool ok;

	if (j->version < SECRET_VERSION)
		return true;
	if (j->known && db_in_transaction(&j->db))
		return true;
	db_query(&q, &j->db, "SELECT public FROM secret");
	if (q_next(&q))
		know(j, q_col_text(&q, 0));
	else if (q.rc == SQLITE_DONE)
		forget(j);
	ok = q_end(&q, err);
	j->known = ok && db_in_transaction(&j->db);
	return ok;
}

bool journal_seal(const struct journal *j, const struct secret_at *at, const char *value,
		  struct str *out, struct err *err)
{
	str_clear(out);
	if (!*value || !j->public_key || secret_is_sealed(value)) {
		str_add(out, value);
		return true;
	}
	return j->key ? secret_seal(j->key, at, value, out, err)
		      : secret_seal_locked(j->public_key, at, value, out, err);
}

char *journal_unseal(const struct journal *j, const struct secret_at *at, const char *stored)
{
	struct err ignored = ERR_INIT;
	char *value = NULL;
	struct str clear;

	if (!*stored)
		return NULL;
	/* the file may have been written by another hand than ours */
	if (!secret_is_sealed(stored))
		return text_cleaned(stored, TEXT_MANY_LINES);
	if (!j->key)
		return xstrdup(stored);
	str_init(&clear);
	if (secret_open(j->key, at, stored, &clear, &ignored))
		value = text_cleaned(clear.s, TEXT_MANY_LINES);
	secret_wipe(&clear);
	str_done(&clear);
	return value ? value : xstrdup(stored);
}
