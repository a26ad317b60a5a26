#include "aiguillage/directory.h"

#include <stdlib.h>
#include <unistd.h>

#include "aiguillage/mem.h"
#include "aiguillage/path.h"
#include "src/store/directory_impl.h"
#include "src/store/schema.h"

#define CURE "Relancez Aiguillage : il sera mis de côté et refait"
#define OPEN_TRIES 3

/*
 * Checking every page of a large base takes too long to be done at each start.  A damage met on the
 * way leaves this file beside the base, and the next opening then checks everything.
 */
static char *suspect_path(const char *path)
{
	struct str b;

	str_init(&b);
	str_addf(&b, "%s.suspect", path);
	return b.s;
}

static bool check_if_suspect(struct directory *d, struct err *err)
{
	char *mark = suspect_path(d->db.path);
	bool suspect = access(mark, F_OK) == 0, ok = true;

	if (suspect)
		ok = directory_check(d, err);
	if (suspect && (ok || d->db.fault == DB_DAMAGED))
		unlink(mark);
	free(mark);
	return ok;
}

/* The tables are those that our statements expect. */
static bool check_tables(struct directory *d, struct err *err)
{
	struct err mine = ERR_INIT;
	struct query q;

	for (size_t i = 0; i < SQL_READ_COUNT; i++) {
		db_query(&q, &d->db, directory_sql[i]);
		if (q_end(&q, &mine))
			continue;
		if ((d->db.rc & 0xFF) == SQLITE_ERROR)
			return db_fail(&d->db, DB_DAMAGED, "il y manque des tables", err);
		return err_set(err, mine.kind, "%s", mine.msg);
	}
	return true;
}

static void forget(struct directory *d)
{
	directory_local_unload(d);
	directory_shared_unload(d);
	idset_done(&d->put_places);
	idset_done(&d->put_offers);
	filter_done(&d->place_keys);
	filter_done(&d->offer_keys);
	filter_done(&d->place_sources);
	d->named_place = d->seen_place.id = d->seen_offer.id = 0;
	d->bare = false;
}

#define WHOLE_MAX (200 << 20)	/* bytes: to write a larger base anew takes too long, and as much memory */

static int64_t base_size(struct directory *d)
{
	struct err ignored = ERR_INIT;
	int64_t pages, size;

	return db_number(&d->db, "PRAGMA page_count", &pages, &ignored) &&
	       db_number(&d->db, "PRAGMA page_size", &size, &ignored) ? pages * size : INT64_MAX;
}

static bool has_room(struct directory *d)
{
	struct err ignored = ERR_INIT;
	int64_t pages, empty;

	return db_number(&d->db, "PRAGMA page_count", &pages, &ignored) &&
	       db_number(&d->db, "PRAGMA freelist_count", &empty, &ignored) && empty * 4 > pages;
}

/*
 * A step that packs rows leaves their old pages empty, and a mark.  The mark stays when the program
 * is killed or the disk full meanwhile: a later start tidies.
 */
static void tidy(struct directory *d)
{
	struct err ignored = ERR_INIT;
	char *mark = d->db.readonly ? NULL : directory_get_meta(d, "base.tasser");
	bool wanted = mark && has_room(d) && base_size(d) < WHOLE_MAX;

	if (mark && (!wanted || db_exec(&d->db, "VACUUM", &ignored)))
		db_exec(&d->db, "DELETE FROM meta WHERE key = 'base.tasser'", &ignored);
	free(mark);
}

#define READ_FROM_MEMORY                                                                          \
	"il est lu en mémoire, à chaque lancement, et on peut seulement consulter"

static const char *say_unwritten(enum db_fault why)
{
	return why == DB_FULL ?
		       "L’annuaire vient d’un Aiguillage plus ancien et le disque est plein : "
		       READ_FROM_MEMORY ". Libérez de la place, puis relancez Aiguillage" :
		       "L’annuaire vient d’un Aiguillage plus ancien et ne peut pas être écrit (le fichier, "
		       "son dossier ou le disque est en lecture seule) : " READ_FROM_MEMORY;
}

/* One that is not of this version and cannot be written: the steps are made on a copy in memory. */
static bool migrate_in_memory(struct directory *d, enum db_fault why, struct err *err)
{
	forget(d);
	if (base_size(d) > WHOLE_MAX)
		return db_fail(&d->db, DB_OTHER, "vient d’un Aiguillage plus ancien : pour être lu, il "
			       "doit d’abord être réécrit, et le disque est plein ou en lecture seule. "
			       "Libérez de la place ou rendez le dossier modifiable, puis relancez "
			       "Aiguillage", err);
	if (!db_to_memory(&d->db, err) || !directory_add_functions(d, err) ||
	    !schema_migrate(&d->db, &schema_directory, err))
		return false;
	d->db.readonly = true;
	d->notice = say_unwritten(why);
	return true;
}

static bool migrate(struct directory *d, int version, struct err *err)
{
	bool old = version && version < schema_directory.steps[schema_directory.n - 1].version;
	struct err mine = ERR_INIT;
	enum db_fault why;

	if (!schema_migrate(&d->db, &schema_directory, &mine)) {
		why = d->db.fault;
		if (old && (why == DB_READONLY || why == DB_FULL))
			return migrate_in_memory(d, why, err);
		return err_set(err, mine.kind, "%s", mine.msg);
	}
	tidy(d);
	return true;
}

static bool open_base(struct directory *d, const char *path, unsigned flags, struct err *err)
{
	int version;

	if (!db_open(&d->db, path, flags & DIRECTORY_CREATE ? DB_CREATE : 0, err))
		return false;
	d->db.cure = CURE;
	if (schema_check(&d->db, &schema_directory, &version, err) && db_settle(&d->db, err) &&
	    directory_add_functions(d, err) &&
	    migrate(d, version, err) && check_tables(d, err) &&
	    check_if_suspect(d, err)) {
		d->db.name = "L’annuaire";
		db_wait(&d->db, DB_READ_MS);
		return true;
	}
	forget(d);
	db_close(&d->db);
	return false;
}

static void free_directory(struct directory *d)
{
	forget(d);
	record_done(&d->record);
	record_done(&d->names);
	str_done(&d->seen_place.fields);
	str_done(&d->seen_offer.fields);
	str_done(&d->origin_name);
	str_done(&d->place_key);
	str_done(&d->packed);
	free(d);
}

bool directory_open(struct directory **out, const char *path, unsigned flags, char **set_aside,
		    struct err *err)
{
	struct directory *d = xcalloc(1, sizeof *d);
	char *moved = NULL;
	bool ok = false;

	str_init(&d->seen_place.fields);
	str_init(&d->seen_offer.fields);
	str_init(&d->origin_name);
	str_init(&d->place_key);
	str_init(&d->packed);
	d->notice = "";
	d->names.only = RECORD_BIT(PLACE_SOURCE_IDS) | RECORD_BIT(OFFER_SOURCE_IDS);
	*out = NULL;
	for (int try = 0; !ok && try < OPEN_TRIES; try++) {
		struct err mine = ERR_INIT;

		ok = open_base(d, path, flags, &mine);
		if (!ok && (d->db.fault != DB_DAMAGED || try == OPEN_TRIES - 1)) {
			err_set(err, mine.kind, "%s", mine.msg);
			break;
		}
		if (!ok && !directory_set_aside(path, &moved, err))
			break;
	}
	if (set_aside)
		*set_aside = moved;
	else
		free(moved);
	if (ok)
		*out = d;
	else
		free_directory(d);
	return ok;
}

void directory_close(struct directory *d)
{
	char *mark;

	if (!d)
		return;
	directory_rollback(d);
	if (d->db.damaged && !d->db.readonly) {
		mark = suspect_path(d->db.path);
		path_write(mark, "", 0, NULL);
		free(mark);
	}
	db_close(&d->db);
	free_directory(d);
}

bool directory_readonly(const struct directory *d)
{
	return d->db.readonly;
}

const char *directory_notice(const struct directory *d)
{
	return d->notice;
}

/* ---- transactions ---- */

/* An import goes back and forth between the tables and their indexes: 100,000 places stay within reach. */
#define IMPORT_CACHE_KB 64000
#define READ_CACHE_KB 4000

void directory_watch(struct directory *d, directory_watch_fn *fn, void *ctx)
{
	db_watch(&d->db, fn, ctx);
}

bool directory_begin(struct directory *d, struct err *err)
{
	forget(d);
	if (*d->notice)
		return err_set(err, ERR_BASE, "%s", d->notice);
	if (!db_begin(&d->db, err))
		return false;
	if (db_cache(&d->db, IMPORT_CACHE_KB, err))
		return true;
	directory_rollback(d);
	return false;
}

/* One that fits would have its pages written now, and what is on the disk saved before. */
void directory_read_once(struct directory *d)
{
	if (base_size(d) < IMPORT_CACHE_KB * INT64_C(1000))
		return;
	db_cache(&d->db, READ_CACHE_KB, NULL);
	db_flush(&d->db);
}

void directory_patience(struct directory *d, bool patient)
{
	db_wait(&d->db, patient ? DB_BUSY_MS : DB_READ_MS);
}

void directory_hold(struct directory *d)
{
	db_exec(&d->db, "BEGIN", NULL);
}

void directory_release(struct directory *d)
{
	db_rollback(&d->db);
}

static const char sql_next_generation[] =
	"INSERT INTO meta (key, value)\n"
	"VALUES ('generation', '1')\n"
	"ON CONFLICT (key) DO UPDATE\n"
	"SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT)";

bool directory_commit(struct directory *d, struct err *err)
{
	struct query q;

	if (!directory_in_transaction(d, err))
		return false;
	directory_local_unload(d);
	db_query(&q, &d->db, sql_next_generation);
	return q_run(&q, err) && db_commit(&d->db, err) && db_cache(&d->db, DB_CACHE_KB, err);
}

void directory_rollback(struct directory *d)
{
	forget(d);
	db_rollback(&d->db);
	db_cache(&d->db, DB_CACHE_KB, NULL);
	d->origin_id = 0;	/* its row may be gone */
}

bool directory_in_transaction(struct directory *d, struct err *err)
{
	return db_in_transaction(&d->db) ||
	       db_fail(&d->db, DB_OTHER, "ne reçoit rien en dehors d’une transaction", err);
}

int64_t directory_generation(struct directory *d)
{
	char *value = directory_get_meta(d, "generation");

	/* a base that is busy or unreadable for now has not changed for us */
	if (value)
		d->generation = strtoll(value, NULL, 10);
	free(value);
	return d->generation;
}

bool directory_check(struct directory *d, struct err *err)
{
	return db_check(&d->db, err) && directory_shared_check(d, err);
}
