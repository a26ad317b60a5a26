/* Small facts, origins: what goes with the rows. */
#include <stdlib.h>
#include <string.h>

#include "aiguillage/mem.h"
#include "aiguillage/text.h"
#include "src/store/directory_impl.h"

/* ---- small facts ---- */

static const char sql_put_meta[] =
	"INSERT INTO meta (key, value)\n"
	"VALUES (?1, ?2)\n"
	"ON CONFLICT (key) DO UPDATE\n"
	"SET value = excluded.value\n"
	"WHERE meta.value <> excluded.value";

bool directory_set_meta(struct directory *d, const char *key, const char *value, struct err *err)
{
	struct query q;

	db_query(&q, &d->db, sql_put_meta);
	q_text(&q, 1, key);
	q_text(&q, 2, value);
	return q_run(&q, err);
}

char *directory_get_meta(struct directory *d, const char *key)
{
	char *value = NULL;
	struct query q;

	db_query(&q, &d->db, directory_sql[SQL_META]);
	q_text(&q, 1, key);
	if (q_next(&q))
		value = text_cleaned(q_col_text(&q, 0), TEXT_MANY_LINES);
	q_end(&q, NULL);
	return value;
}

/* ---- origins ---- */

static const char sql_origins[] =
	"SELECT name, title, date, loaded,\n"
	"  (SELECT count(*) FROM place WHERE place.origin_id = origin.id),\n"
	"  (SELECT count(*) FROM offer WHERE offer.origin_id = origin.id)\n"
	"FROM origin\n"
	"ORDER BY id";

bool directory_origins(struct directory *d, struct directory_origin **out, size_t *n,
		       struct err *err)
{
	size_t cap = 0;
	struct query q;

	*out = NULL;
	*n = 0;
	db_query(&q, &d->db, sql_origins);
	while (q_next(&q)) {
		*out = mem_grow(*out, *n, &cap, sizeof **out);
		(*out)[(*n)++] = (struct directory_origin){
			.name = text_cleaned(q_col_text(&q, 0), TEXT_ONE_LINE),
			.title = text_cleaned(q_col_text(&q, 1), TEXT_ONE_LINE),
			.date = text_cleaned(q_col_text(&q, 2), TEXT_ONE_LINE),
			.loaded = text_cleaned(q_col_text(&q, 3), TEXT_ONE_LINE),
			.places = q_col_int(&q, 4),
			.offers = q_col_int(&q, 5),
		};
	}
	if (q_end(&q, err))
		return true;
	directory_origins_free(*out, *n);
	*out = NULL;
	*n = 0;
	return false;
}

void directory_origins_free(struct directory_origin *o, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		free(o[i].name);
		free(o[i].title);
		free(o[i].date);
		free(o[i].loaded);
	}
	free(o);
}
