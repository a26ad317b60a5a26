#include "aiguillage/directory_same.h"

#include <stdlib.h>

#include "aiguillage/decimal.h"
#include "aiguillage/mem.h"
#include "aiguillage/text.h"
#include "src/store/directory_impl.h"

/* Every place, even one that has lost its origin: others are told by their rank among all. */
#define SELECT_BRIEF                                                                            \
	"SELECT " PLACE_COLUMNS ", origin_id, origin.name\n"                                    \
	"FROM place\n"                                                                          \
	"LEFT JOIN origin ON origin.id = place.origin_id\n"

static const char sql_each_brief[] =
	SELECT_BRIEF
	"ORDER BY place.id";

static const char sql_brief[] =
	SELECT_BRIEF
	"WHERE place.id = ?1";

/* Compared, never shown: nor cleaned. */
#define BRIEF                                                                                   \
	(RECORD_BIT(PLACE_NAME) | RECORD_BIT(PLACE_PROVIDER) | RECORD_BIT(PLACE_ADDRESS) |      \
	 RECORD_BIT(PLACE_POSTCODE) | RECORD_BIT(PLACE_COMMUNE) | RECORD_BIT(PLACE_INSEE) |     \
	 RECORD_BIT(PLACE_PHONE) | RECORD_BIT(PLACE_SIRET) | RECORD_BIT(PLACE_SOURCE) |         \
	 RECORD_BIT(PLACE_LAT) | RECORD_BIT(PLACE_LON))

static void read_brief(struct query *q, const struct record *r, struct place_brief *p)
{
	const struct { const char **to; enum place_field from; } texts[] = {
		{ &p->key, PLACE_KEY }, { &p->name, PLACE_NAME }, { &p->provider, PLACE_PROVIDER },
		{ &p->address, PLACE_ADDRESS }, { &p->postcode, PLACE_POSTCODE },
		{ &p->commune, PLACE_COMMUNE }, { &p->insee, PLACE_INSEE }, { &p->phone, PLACE_PHONE },
		{ &p->siret, PLACE_SIRET }, { &p->source, PLACE_SOURCE },
	};
	char *end;

	p->id = q_col_int(q, 0);
	p->origin = q_col_int(q, 2);
	p->origin_name = q_col_text(q, 3);
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
		*texts[i].to = r->f[texts[i].from] ? r->f[texts[i].from] : "";
	p->lat = r->f[PLACE_LAT] ? decimal_read(r->f[PLACE_LAT], &end) : 0;
	p->lon = r->f[PLACE_LON] ? decimal_read(r->f[PLACE_LON], &end) : 0;
}

/* All rows of the query. */
static bool tell(struct directory *d, struct query *q, struct record *r, directory_brief_fn *fn,
		 void *ctx, struct err *err)
{
	struct place_brief p;
	bool ok = true;

	r->steady = false;
	for (; ok && q_next(q); r->steady = true) {
		if (!directory_lend_place(d, q, 0, r))
			continue;
		read_brief(q, r, &p);
		ok = fn(ctx, &p, err);
	}
	return q_end(q, err) && ok;
}

bool directory_each_brief(struct directory *d, directory_brief_fn *fn, void *ctx, struct err *err)
{
	struct record r = { .only = BRIEF, .raw = BRIEF | RECORD_BIT(PLACE_KEY) };
	struct query q;
	bool ok;

	if (!directory_shared_read_all(d, err))
		return false;
	db_query(&q, &d->db, sql_each_brief);
	ok = tell(d, &q, &r, fn, ctx, err);
	record_done(&r);
	return ok;
}

bool directory_some_briefs(struct directory *d, const int64_t *rows, size_t n,
			   directory_brief_fn *fn, void *ctx, struct err *err)
{
	struct record r = { .only = BRIEF, .raw = BRIEF | RECORD_BIT(PLACE_KEY) };
	bool ok = true;

	for (size_t i = 0; ok && i < n; i++) {
		struct query q;

		db_query(&q, &d->db, sql_brief);
		q_int(&q, 1, rows[i]);
		ok = tell(d, &q, &r, fn, ctx, err);
	}
	record_done(&r);
	return ok;
}

/* ---- decisions ---- */

bool directory_same_pairs(struct directory *d, struct same_pair **p, size_t *n, struct err *err)
{
	size_t cap = 0;
	struct query q;

	*p = NULL;
	*n = 0;
	db_query(&q, &d->db, "SELECT a, b, same FROM local_same ORDER BY a, b");
	while (q_next(&q)) {
		*p = mem_grow(*p, *n, &cap, sizeof **p);
		(*p)[(*n)++] = (struct same_pair){
			.a = text_cleaned(q_col_text(&q, 0), TEXT_ONE_LINE),
			.b = text_cleaned(q_col_text(&q, 1), TEXT_ONE_LINE),
			.same = q_col_int(&q, 2) != 0,
		};
	}
	return q_end(&q, err);
}

void same_pairs_free(struct same_pair *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		free(p[i].a);
		free(p[i].b);
	}
	free(p);
}

bool directory_clear_same(struct directory *d, struct err *err)
{
	return directory_in_transaction(d, err) && db_exec(&d->db, "DELETE FROM local_same", err);
}

bool directory_put_same(struct directory *d, const struct same_pair *p, struct err *err)
{
	struct query q;

	if (!directory_in_transaction(d, err))
		return false;
	db_query(&q, &d->db, "INSERT INTO local_same (a, b, same) VALUES (?1, ?2, ?3)");
	q_text(&q, 1, p->a);
	q_text(&q, 2, p->b);
	q_int(&q, 3, p->same);
	return q_run(&q, err);
}
