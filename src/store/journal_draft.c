#include "aiguillage/journal_draft.h"

#include "aiguillage/date.h"
#include "aiguillage/journal_secret.h"
#include "src/store/journal_impl.h"

static const char sql_put[] =
	"INSERT INTO draft (form, made, content)\n"
	"VALUES (?1, ?2, ?3)\n"
	"ON CONFLICT (form) DO UPDATE\n"
	"SET made = excluded.made, content = excluded.content";

static bool run_at_once(struct journal *j, struct query *q, struct err *err)
{
	int wait_ms = j->db.wait_ms;
	bool ok;

	db_wait(&j->db, 0);
	ok = q_run(q, err);
	db_wait(&j->db, wait_ms);
	return ok;
}

bool journal_draft_put(struct journal *j, const char *form, const char *content, struct err *err)
{
	struct secret_at at = { "draft", form, "content", false };
	char made[DATE_MOMENT_LEN];
	struct str sealed;
	struct query q;
	bool ok;

	if (journal_readonly(j))
		return err_set(err, ERR_BASE, "%s", j->notice);
	date_format_moment(made, clock_now());
	str_init(&sealed);
	ok = journal_know(j, err) && journal_seal(j, &at, content, &sealed, err);
	if (ok) {
		db_query(&q, &j->db, sql_put);
		q_text(&q, 1, form);
		q_text(&q, 2, made);
		q_text(&q, 3, sealed.s);
		ok = run_at_once(j, &q, err);
	}
	str_done(&sealed);
	return ok;
}

/* Not cleaned: a draft holds separators, and is cleaned as it is read. */
static bool open_draft(struct journal *j, const struct secret_at *at, const char *stored,
		       struct str *content)
{
	struct err ignored = ERR_INIT;

	if (!secret_is_sealed(stored)) {
		str_add(content, stored);
		return true;
	}
	return j->key && secret_open(j->key, at, stored, content, &ignored);
}

static bool unreadable(struct err *err)
{
	return err_set(err, ERR_DATA, "La saisie commencée ne peut pas être relue : elle a été changée hors "
		       "d’Aiguillage");
}

bool journal_draft_get(struct journal *j, const char *form, struct str *made, struct str *content,
		       struct err *err)
{
	struct secret_at at = { "draft", form, "content", false };
	struct query q;
	bool found, is_shut = false;

	if (j->version < DRAFT_VERSION || !journal_know(j, err))
		return false;
	db_query(&q, &j->db, "SELECT made, content FROM draft WHERE form = ?1");
	q_text(&q, 1, form);
	found = q_next(&q);
	if (found) {
		str_add(made, q_col_text(&q, 0));
		is_shut = !open_draft(j, &at, q_col_text(&q, 1), content);
	}
	if (!q_end(&q, err))
		return false;
	return found && (!is_shut || (journal_must_open(j, err) && unreadable(err)));
}

bool journal_draft_drop(struct journal *j, const char *form, struct err *err)
{
	struct query q;

	if (journal_readonly(j))
		return true;
	db_query(&q, &j->db, "DELETE FROM draft WHERE form = ?1");
	q_text(&q, 1, form);
	return run_at_once(j, &q, err);
}

static const char sql_names[] =
	"SELECT form FROM draft WHERE substr(form, 1, length(?1)) = ?1 ORDER BY made, form";

bool journal_draft_each(struct journal *j, const char *prefix, journal_draft_fn *fn, void *ctx,
			struct err *err)
{
	struct query q;
	bool ok = true;

	if (j->version < DRAFT_VERSION)
		return true;
	db_query(&q, &j->db, sql_names);
	q_text(&q, 1, prefix);
	while (ok && q_next(&q))
		ok = fn(ctx, q_col_text(&q, 0), err);
	return q_end(&q, err) && ok;
}
