/* Functions of ours in SQL: what was put since begin; what a step of the schema needs to pack rows. */
#include <string.h>

#include "aiguillage/mem.h"
#include "src/store/directory_impl.h"

static void was_put_place(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	struct directory *d = sqlite3_user_data(ctx);

	(void)n;
	sqlite3_result_int(ctx, idset_has(&d->put_places, (uint64_t)sqlite3_value_int64(v[0])));
}

static void was_put_offer(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	struct directory *d = sqlite3_user_data(ctx);

	(void)n;
	sqlite3_result_int(ctx, idset_has(&d->put_offers, (uint64_t)sqlite3_value_int64(v[0])));
}

static void key_hash(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	const char *s = (const char *)sqlite3_value_text(v[0]);

	(void)n;
	sqlite3_result_int64(ctx, record_hash(s ? s : ""));
}

/* Up to `max` texts, lent by SQLite; fields added since that step was written are not among them. */
static void take_fields(sqlite3_value **v, int n, const char **f, size_t max)
{
	for (size_t i = 0; i < (size_t)n && i < max; i++) {
		const char *s = (const char *)sqlite3_value_text(v[i]);

		f[i] = s && *s ? s : NULL;
	}
}

static void give(sqlite3_context *ctx, bool packed, const struct str *out, const struct err *err)
{
	if (packed)
		sqlite3_result_blob64(ctx, out->s, out->len, SQLITE_TRANSIENT);
	else
		sqlite3_result_error(ctx, err->msg, -1);
}

static void pack_place(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	struct directory *d = sqlite3_user_data(ctx);
	const char *f[PLACE_FIELD_COUNT] = { NULL };
	struct err err = ERR_INIT;
	struct str out;

	take_fields(v, n, f, PLACE_FIELD_COUNT);
	str_init(&out);
	give(ctx, record_pack_place(d, &out, f, &err), &out, &err);
	str_done(&out);
}

/* The key of the place comes first. */
static void pack_offer(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	struct directory *d = sqlite3_user_data(ctx);
	const char *f[OFFER_FIELD_COUNT] = { NULL };
	const char *place_key = (const char *)sqlite3_value_text(v[0]);
	struct err err = ERR_INIT;
	struct str out;

	take_fields(v + 1, n - 1, f, OFFER_FIELD_COUNT);
	str_init(&out);
	give(ctx, record_pack_offer(d, &out, f, place_key ? place_key : "", &err), &out, &err);
	str_done(&out);
}

bool directory_add_functions(struct directory *d, struct err *err)
{
	static const struct {
		const char *name;
		int n;
		void (*call)(sqlite3_context *, int, sqlite3_value **);
	} all[] = {
		{ "was_put_place", 1, was_put_place }, { "was_put_offer", 1, was_put_offer },
		{ "key_hash", 1, key_hash }, { "pack_place", -1, pack_place },
		{ "pack_offer", -1, pack_offer },
	};

	for (size_t i = 0; i < ARRAY_SIZE(all); i++)
		if (sqlite3_create_function_v2(d->db.conn, all[i].name, all[i].n,
					       SQLITE_UTF8 | SQLITE_DIRECTONLY, d, all[i].call, NULL,
					       NULL, NULL) != SQLITE_OK)
			return db_fail(&d->db, DB_OTHER, "ne peut pas être préparé", err);
	return true;
}
