/* No statement between a key press and the screen may scan a table. */
#include "aiguillage/mem.h"
#include "src/store/directory_impl.h"
#include "tests/lib/tap.h"
#include "tests/unit/tempdir.h"

static char plan[4096];

/* The plan of a statement, one step a line. */
static bool explain(struct db *db, const char *sql)
{
	char explained[8192];
	struct query q;

	plan[0] = '\0';
	snprintf(explained, sizeof explained, "EXPLAIN QUERY PLAN %s", sql);
	db_query_once(&q, db, explained);
	while (q_next(&q)) {
		strncat(plan, q_col_text(&q, 3), sizeof plan - strlen(plan) - 2);
		strcat(plan, "\n");
	}
	return q_end(&q, NULL) && *plan;
}

int main(void)
{
	struct err err = ERR_INIT;
	struct directory *d;

	tempdir_make();
	if (!directory_open(&d, temp("annuaire.db"), DIRECTORY_CREATE, NULL, &err)) {
		ok(false, "%s", err.msg);
		return done_testing();
	}
	for (int i = 0; i < SQL_READ_COUNT; i++) {
		ok(explain(&d->db, directory_sql[i]), "%.60s… has a plan", directory_sql[i]);
		ok(strstr(plan, "SEARCH"), "it searches");
		ok(!strstr(plan, "SCAN"), "it does not scan");
		ok(!strstr(plan, "TEMP B-TREE"), "nor sort");
		if (tap_failed)
			printf("# %s\n", plan);
	}
	ok(explain(&d->db, "SELECT id FROM place ORDER BY fields") && strstr(plan, "SCAN") &&
		   strstr(plan, "TEMP B-TREE"), "this test would see a scan and a sort");
	directory_close(d);
	tempdir_remove();
	return done_testing();
}
