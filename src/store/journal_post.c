#include "aiguillage/journal_post.h"

#include <stdio.h>
#include <stdlib.h>

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
