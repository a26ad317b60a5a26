#include "aiguillage/journal_post.h"

#include <stdio.h>
#include <stdlib.h>

#include "aiguillage/date.h"
#include "aiguillage/mem.h"
#include "src/store/journal_impl.h"

static const char sql_posts[] =
	"SELECT code, name, code = coalesce((SELECT value FROM setting WHERE name = 'poste'), '')\n"
	"FROM post\n"
	"ORDER BY name, code";

bool journal_posts(struct journal *j, struct journal_post **posts, size_t *n, struct err *err)
{
	struct query q;
	size_t cap = 0;

	*posts = NULL;
	*n = 0;
	if (j->version < LOG_VERSION)
		return true;
	db_query(&q, &j->db, sql_posts);
	while (q_next(&q)) {
		struct journal_post *p;

		*posts = mem_grow(*posts, *n, &cap, sizeof **posts);
		p = &(*posts)[(*n)++];
		snprintf(p->code, sizeof p->code, "%s", q_col_text(&q, 0));
		p->name = xstrdup(q_col_text(&q, 1));
		p->ours = q_col_int(&q, 2);
	}
	return q_end(&q, err);
}

void journal_posts_free(struct journal_post *posts, size_t n)
{
	for (size_t i = 0; i < n; i++)
		free(posts[i].name);
	free(posts);
}

/* ---- ours ---- */

static bool read_post(struct journal *j, char author[ENTRY_ID_LEN], struct err *err)
{
	struct query q;

	*author = '\0';
	db_query(&q, &j->db, "SELECT value FROM setting WHERE name = 'poste'");
	if (q_next(&q))
		snprintf(author, ENTRY_ID_LEN, "%s", q_col_text(&q, 0));
	return q_end(&q, err);
}

/* Drawn with the first entry: two laptops never have the same. */
static bool name_post(struct journal *j, char author[ENTRY_ID_LEN], struct err *err)
{
	struct query q;

	db_query(&q, &j->db,
		 "INSERT INTO setting (name, value)\n"
		 "VALUES ('poste', 'p' || lower(hex(randomblob(6))))");
	if (!q_run(&q, err) || !read_post(j, author, err))
		return false;
	db_query(&q, &j->db, "INSERT OR IGNORE INTO post (code, name) VALUES (?1, '')");
	q_text(&q, 1, author);
	return q_run(&q, err);
}

static bool new_id(struct journal *j, char id[ENTRY_ID_LEN], struct err *err)
{
	struct query q;

	db_query(&q, &j->db, "SELECT lower(hex(randomblob(16)))");
	if (q_next(&q))
		snprintf(id, ENTRY_ID_LEN, "%s", q_col_text(&q, 0));
	return q_end(&q, err);
}

bool journal_post_stamp(struct journal *j, struct entry *e, struct err *err)
{
	char now[DATE_MOMENT_LEN];

	if (!read_post(j, e->author, err) || (!*e->author && !name_post(j, e->author, err)))
		return false;
	date_format_moment(now, clock_now());
	if (!*e->id) {
		if (!new_id(j, e->id, err))
			return false;
		snprintf(e->made, sizeof e->made, "%s", now);
	}
	snprintf(e->changed, sizeof e->changed, "%s", now);
	e->revision++;
	return true;
}

bool journal_post_put(struct journal *j, const char *code, const char *name, struct err *err)
{
	struct query q;

	db_query(&q, &j->db,
		 "INSERT INTO post (code, name)\n"
		 "VALUES (?1, ?2)\n"
		 "ON CONFLICT (code) DO UPDATE\n"
		 "SET name = excluded.name\n"
		 "WHERE excluded.name <> ''");
	q_text(&q, 1, code);
	q_text(&q, 2, name);
	return q_run(&q, err);
}
