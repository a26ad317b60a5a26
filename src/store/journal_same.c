#include "aiguillage/journal_same.h"

#include <stdlib.h>
#include <string.h>

#include "aiguillage/date.h"
#include "aiguillage/text.h"
#include "src/store/journal_impl.h"

#define SAME_VERSION 4		/* a journal that cannot be written may be an older one */

static void bind_keys(struct query *q, const char *a, const char *b)
{
	bool ordered = strcmp(a, b) < 0;

	q_text(q, 1, ordered ? a : b);
	q_text(q, 2, ordered ? b : a);
}

bool journal_same_get(struct journal *j, const char *a, const char *b, enum same_verdict *v,
		      struct err *err)
{
	struct query q;

	*v = SAME_UNSAID;
	if (j->version < SAME_VERSION)
		return true;
	db_query(&q, &j->db, "SELECT same FROM same_place WHERE a = ?1 AND b = ?2");
	bind_keys(&q, a, b);
	if (q_next(&q))
		*v = q_col_int(&q, 0) ? SAME_YES : SAME_NO;
	return q_end(&q, err);
}

static bool forget(struct journal *j, const char *a, const char *b, struct err *err)
{
	struct query q;

	db_query(&q, &j->db, "DELETE FROM same_place WHERE a = ?1 AND b = ?2");
	bind_keys(&q, a, b);
	return q_run(&q, err);
}

static const char sql_put[] =
	"INSERT INTO same_place (a, b, same, made)\n"
	"VALUES (?1, ?2, ?3, ?4)\n"
	"ON CONFLICT (a, b) DO UPDATE\n"
	"SET same = excluded.same, made = excluded.made";

bool journal_same_put(struct journal *j, const char *a, const char *b, enum same_verdict v,
		      struct err *err)
{
	char made[DATE_MOMENT_LEN];
	struct query q;

	if (v == SAME_UNSAID)
		return forget(j, a, b, err);
	date_format_day(made, clock_today());
	db_query(&q, &j->db, sql_put);
	bind_keys(&q, a, b);
	q_int(&q, 3, v == SAME_YES);
	q_text(&q, 4, made);
	return q_run(&q, err);
}

bool journal_same_each(struct journal *j, journal_same_fn *fn, void *ctx, struct err *err)
{
	struct query q;
	bool ok = true;

	if (j->version < SAME_VERSION)
		return true;
	db_query(&q, &j->db, "SELECT a, b, same FROM same_place ORDER BY a, b");
	while (ok && q_next(&q)) {
		char *a = text_cleaned(q_col_text(&q, 0), TEXT_ONE_LINE);
		char *b = text_cleaned(q_col_text(&q, 1), TEXT_ONE_LINE);

		ok = fn(ctx, a, b, q_col_int(&q, 2) ? SAME_YES : SAME_NO, err);
		free(a);
		free(b);
	}
	return q_end(&q, err) && ok;
}
