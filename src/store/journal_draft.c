#include "aiguillage/journal_draft.h"

#include "aiguillage/date.h"
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
	char made[DATE_MOMENT_LEN];
	struct query q;

	if (journal_readonly(j))
		return err_set(err, ERR_BASE, "%s", j->notice);
	date_format_moment(made, clock_now());
	db_query(&q, &j->db, sql_put);
	q_text(&q, 1, form);
	q_text(&q, 2, made);
	q_text(&q, 3, content);
	return run_at_once(j, &q, err);
}

bool journal_draft_get(struct journal *j, const char *form, struct str *made, struct str *content,
		       struct err *err)
{
	struct query q;
	bool found;

	if (j->version < DRAFT_VERSION)
		return false;
	db_query(&q, &j->db, "SELECT made, content FROM draft WHERE form = ?1");
	q_text(&q, 1, form);
	found = q_next(&q);
	if (found) {
		str_add(made, q_col_text(&q, 0));
		str_add(content, q_col_text(&q, 1));
	}
	return q_end(&q, err) && found;
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
