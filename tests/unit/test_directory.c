#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

#include "aiguillage/directory.h"
#include "aiguillage/directory_import.h"
#include "aiguillage/mem.h"
#include "src/store/directory_impl.h"
#include "src/store/schema.h"
#include "tests/unit/store.h"

/* True when it left this one. */
static bool said(enum err_kind kind, const char *words)
{
	bool is = err.kind == kind && strstr(err.msg, words);

	if (!is)
		printf("# %d %s\n", err.kind, err.msg);
	err_clear(&err);
	return is;
}

static int64_t put_place(struct directory *d, const char *key, const char *name, const char *ids)
{
	struct place p;
	int64_t id;

	place_init(&p);
	place_set(&p, PLACE_KEY, key);
	place_set(&p, PLACE_NAME, name);
	place_set(&p, PLACE_SOURCE_IDS, ids);
	id = directory_put_place(d, &p, &err) ? p.id : 0;
	place_clear(&p);
	return id;
}

static int64_t put_offer(struct directory *d, const char *key, const char *place)
{
	struct offer o;
	int64_t id;

	offer_init(&o);
	offer_set(&o, OFFER_KEY, key);
	offer_set(&o, OFFER_PLACE_KEY, place);
	id = directory_put_offer(d, &o, &err) ? o.id : 0;
	offer_clear(&o);
	return id;
}

static bool begin(struct directory *d, const char *origin)
{
	return directory_begin(d, &err) && directory_set_origin(d, origin, "Titre", "2026-11-24", &err);
}

/* ---- the schema ---- */

/* The bases of people hold the numbers of the fields: others come after these. */
static void check_numbers(const char *what, const struct field *f, size_t n, const char *first)
{
	struct str names;

	str_init(&names);
	for (size_t i = 0; i < n; i++)
		str_join(&names, " ", f[i].sql);
	ok(strncmp(names.s, first, strlen(first)) == 0, "the fields of %s keep their numbers", what);
	str_done(&names);
}

static const char place_numbers[] =
	"key name provider typology address address2 postcode commune insee lat lon phone emails sites "
	"booking hours accessibility step_free reassuring equipment description updated checked status "
	"siret source source_ids licence tags note";
static const char offer_numbers[] =
	"key place_key name description type themes services audiences exclusive audience_note "
	"exclusions care cost cost_note conditions reception access modes itinerancy meeting coverage "
	"hours hours_text referrable_by referral_modes referral_link referral_note prescribers "
	"prescriber_keys programmes labels sessions session_minutes session_dates seats partners "
	"partner_keys contact status end_date updated source source_ids lines quote tags note";

static void test_schema(void)
{
	struct directory *d;

	umask(0);
	d = open_dir("s.db");
	umask(022);
	ok(d != NULL, "a directory is made");
	is_int(mode_of(temp("s.db")), 0600, "0600");
	ok(!directory_readonly(d), "for writing");
	check_numbers("a place", place_fields, PLACE_FIELD_COUNT, place_numbers);
	check_numbers("an offer", offer_fields, OFFER_FIELD_COUNT, offer_numbers);
	is_int(number(d, "SELECT count(*) FROM pragma_table_list\n"
			 "WHERE schema = 'main' AND NOT strict AND name NOT LIKE 'sqlite_%'"), 0,
	       "every table is STRICT");
	is_int(number(d, "PRAGMA application_id"), schema_directory.application_id, "application_id");
	ok(schema_directory.application_id != schema_journal.application_id,
	   "not that of the journal");
	is_int(number(d, "PRAGMA user_version"),
	       schema_directory.steps[schema_directory.n - 1].version, "user_version");
	is_int(number(d, "PRAGMA page_size"), 32768, "large pages");
	is_int(directory_generation(d), 0, "no generation yet");
	ok(directory_check(d, &err) && fine(), "sound");
	directory_close(d);
	directory_close(NULL);
}

/* ---- rows ---- */

static void fill_place(struct place *p)
{
	char value[100];

	for (int i = 0; i < PLACE_FIELD_COUNT; i++) {
		snprintf(value, sizeof value, "%s « é » | ' \" ; %d", place_fields[i].csv, i);
		place_set(p, (enum place_field)i, value);
	}
}

static void fill_offer(struct offer *o)
{
	char value[100];

	for (int i = 0; i < OFFER_FIELD_COUNT; i++) {
		snprintf(value, sizeof value, "%s « é » | ' \" ; %d", offer_fields[i].csv, i);
		offer_set(o, (enum offer_field)i, value);
	}
}

static size_t differences(const char *const *a, const char *const *b, size_t n)
{
	size_t bad = 0;

	for (size_t i = 0; i < n; i++)
		bad += !a[i] || !b[i] || strcmp(a[i], b[i]) != 0;
	return bad;
}

static void test_round_trip(void)
{
	struct directory *d = open_dir("r.db");
	struct place p, p2;
	struct offer o, o2;

	place_init(&p);
	place_init(&p2);
	offer_init(&o);
	offer_init(&o2);
	fill_place(&p);
	place_set(&p, PLACE_LAT, "45.97099");
	place_set(&p, PLACE_LON, "-4.327076");
	fill_offer(&o);
	offer_set(&o, OFFER_PLACE_KEY, place_get(&p, PLACE_KEY));
	ok(begin(d, "livre") && directory_put_place(d, &p, &err) && directory_put_offer(d, &o, &err) &&
		   directory_commit(d, &err) && fine(), "put");
	ok(p.id && o.id && o.place_id == p.id, "with their rows");
	ok(directory_place(d, p.id, &p2, &err) && p2.id == p.id, "the place is read");
	is_int((long long)differences(p.f, p2.f, PLACE_FIELD_COUNT), 0, "with every field");
	ok(directory_offer(d, o.id, &o2, &err) && o2.id == o.id && o2.place_id == p.id,
	   "the offer is read");
	is_int((long long)differences(o.f, o2.f, OFFER_FIELD_COUNT), 0, "with every field");
	ok(!directory_place(d, 99, &p2, &err) && fine() && !p2.f[PLACE_NAME], "no such place");
	ok(!directory_offer(d, 99, &o2, &err) && fine() && !o2.f[OFFER_NAME], "no such offer");

	place_clear(&p);
	place_clear(&p2);
	offer_clear(&o);
	offer_clear(&o2);
	directory_close(d);
}

/* One field, as it would lie in a blob. */
static void add_piece(struct str *b, int field, const char *s, size_t len)
{
	str_addc(b, (char)(field << 1));
	str_addc(b, (char)len);
	str_addn(b, s, len);
}

static void set_fields(struct directory *d, const char *table, const struct str *b)
{
	char sql[80];
	struct query q;

	snprintf(sql, sizeof sql, "UPDATE %s SET fields = ?1", table);
	db_query_once(&q, &d->db, sql);
	q_blob(&q, 1, b->s, b->len);
	q_run(&q, &err);
	fine();
}

/* Another hand wrote in the file: what can be read is, and nothing else happens. */
static void test_hostile_fields(void)
{
	static const struct { const char *bytes; size_t n; const char *what; } ends[] = {
		{ "\x04", 1, "a field without a length" },
		{ "\x04\xFF\xFF\xFF\xFF\x0F", 6, "a length of four thousand million" },
		{ "\x04\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01", 11, "a length without end" },
		{ "\x04\x05" "abc", 5, "less text than was told" },
		{ "\xFE\x01" "a", 3, "no such field" },
		{ "\x05\x7F", 2, "a shared text that is not there" },
		{ "\x05\xFF\xFF\xFF\xFF\x0F", 6, "a shared number beyond all" },
	};
	struct directory *d = open_dir("h.db");
	int64_t id, offer;
	struct place p;
	struct offer o;
	struct str b;

	place_init(&p);
	offer_init(&o);
	str_init(&b);
	begin(d, "livre");
	id = put_place(d, "A", "un", "S1");
	offer = put_offer(d, "A-o", "A");
	ok(directory_commit(d, &err) && fine(), "a place and its offer");
	for (size_t i = 0; i < ARRAY_SIZE(ends); i++) {
		str_clear(&b);
		add_piece(&b, PLACE_KEY, "A", 1);
		add_piece(&b, PLACE_NAME, "a\033[31m\u202Eb", 10);
		add_piece(&b, PLACE_NAME, "again", 5);
		str_addn(&b, ends[i].bytes, ends[i].n);
		set_fields(d, "place", &b);
		ok(directory_place(d, id, &p, &err) && fine(), "%s: read", ends[i].what);
		is_str(place_get(&p, PLACE_NAME), "a[31mb", "escapes do not come out, the first one counts");
		is_str(place_get(&p, PLACE_PROVIDER), "", "and no other field");
		ok(directory_offer(d, offer, &o, &err) && fine(), "its offer too");
		is_str(offer_get(&o, OFFER_KEY), "A-o", "which is named after it");
	}
	str_clear(&b);
	set_fields(d, "place", &b);
	set_fields(d, "offer", &b);
	ok(directory_place(d, id, &p, &err) && directory_offer(d, offer, &o, &err) && fine(), "nothing");
	is_str(place_get(&p, PLACE_KEY), "", "no key");
	is_int(directory_place_by_key(d, "A", &err), 0, "what its hash leads to is checked");
	ok(db_exec(&d->db, "DROP TABLE shared", &err) && fine(), "a base that cannot be asked");
	str_addn(&b, "\x05\x7F", 2);
	set_fields(d, "place", &b);
	ok(!directory_place(d, id, &p, &err) && err.kind == ERR_BASE, "is told, not taken for an empty field");
	err_clear(&err);
	place_clear(&p);
	offer_clear(&o);
	str_done(&b);
	directory_close(d);
}

/* The texts that many rows hold are kept once, and a number undone is not believed. */
static void test_shared(void)
{
	struct directory *d = open_dir("sh.db"), *other;
	struct place p;
	int64_t id;

	place_init(&p);
	begin(d, "livre");
	for (int i = 0; i < 20; i++) {
		char key[8];

		snprintf(key, sizeof key, "K%d", i);
		place_set(&p, PLACE_KEY, key);
		place_set(&p, PLACE_SOURCE, i % 2 ? "Carte nationale" : "Hinaura");
		ok(directory_put_place(d, &p, &err) && fine(), "put");
	}
	directory_commit(d, &err);
	is_int(number(d, "SELECT count(*) FROM shared"), 2, "two texts for twenty rows");
	other = open_dir("sh.db");
	begin(d, "livre");
	place_set(&p, PLACE_SOURCE, "Perdue");
	directory_put_place(d, &p, &err);
	directory_place(d, p.id, &p, &err);
	is_str(place_get(&p, PLACE_SOURCE), "Perdue", "read before it is committed");
	directory_rollback(d);
	ok(begin(other, "livre"), "another process");
	place_set(&p, PLACE_KEY, "N");
	place_set(&p, PLACE_SOURCE, "Nouvelle");
	ok(directory_put_place(other, &p, &err) && directory_commit(other, &err) && fine(), "writes");
	id = directory_place_by_key(d, "N", &err);
	ok(directory_place(d, id, &p, &err) && fine(), "read by the first");
	is_str(place_get(&p, PLACE_SOURCE), "Nouvelle", "as the other wrote it");
	place_clear(&p);
	directory_close(other);
	directory_close(d);
}

/* Rows named after their source, or after their place, are found without an entry of their own. */
static void test_named_after(void)
{
	struct directory *d = open_dir("na.db");
	int64_t a, b, c, oa, ob;
	struct place p;
	bool taken;

	place_init(&p);
	begin(d, "carte");
	a = put_place(d, "carte.X1", "un", "X1");
	oa = put_offer(d, "carte.X1-o", "carte.X1");
	b = put_place(d, "carte.X2", "deux", "X2|X1");
	c = put_place(d, "a.X3", "trois", "X3");
	ob = put_offer(d, "a.X3-o", "carte.X2");
	ok(directory_commit(d, &err) && fine(), "put");
	is_int(number(d, "SELECT count(*) FROM place_source"), 3, "only what the key does not tell");
	is_int(number(d, "SELECT count(*) FROM offer WHERE key_hash IS NOT NULL"), 1, "of offers too");
	is_int(directory_place_by_key(d, "X1", &err), a, "the first of two that claim an identifier");
	is_int(directory_place_by_key(d, "X2", &err), b, "one of a list");
	is_int(directory_place_by_key(d, "X3", &err), c, "a key that begins with no source");
	is_int(directory_offer_by_key(d, "carte.X1-o", &err), oa, "an offer by the key of its place");
	is_int(directory_offer_by_key(d, "a.X3-o", &err), ob, "one named after another place");
	is_int(directory_offer_by_key(d, "carte.X2-o", &err), 0, "none of that name");
	is_int(directory_offer_by_key(d, "-o", &err), 0, "nor of that one");
	begin(d, "carte");
	ok(directory_own_place(d, "X1", &p, &err) && p.id == a, "own, by its identifier");
	ok(directory_own_place(d, "X2", &p, &err) && p.id == b, "and the other");
	ok(directory_own_place(d, "X9", &p, &err) && !p.id, "none");
	ok(directory_key_taken(d, true, "carte.X1-o", &taken, &err) && taken, "taken");
	ok(directory_key_taken(d, true, "a.X3-o", &taken, &err) && taken, "taken too");
	ok(directory_key_taken(d, true, "carte.X2-o", &taken, &err) && !taken, "free");
	ok(directory_key_taken(d, false, "carte.X1", &taken, &err) && taken, "a place taken");
	put_place(d, "carte.X5", "", "X5");
	ok(directory_key_taken(d, true, "carte.X5-o", &taken, &err) && !taken, "of a place just added");
	put_offer(d, "carte.X5-o", "carte.X5");
	ok(directory_key_taken(d, true, "carte.X5-o", &taken, &err) && taken, "and then taken");
	is_int(put_place(d, "carte.X1", "un", "X7"), a, "another identifier");
	is_int(directory_place_by_key(d, "X7", &err), a, "is found");
	is_int(directory_place_by_key(d, "X1", &err), b, "the old one is that of the other");
	ok(directory_drop_stale(d, &err) && fine(), "the others go");
	is_int(directory_offer_by_key(d, "carte.X1-o", &err), 0, "with their offers");
	directory_rollback(d);
	place_clear(&p);
	directory_close(d);
}

static void test_upsert(void)
{
	struct directory *d = open_dir("u.db");
	int64_t a, b, oa, generation, changes;

	begin(d, "livre");
	a = put_place(d, "A", "un", "S1|FS-1");
	b = put_place(d, "B", "deux", "S2|FS-1");
	oa = put_offer(d, "OA", "A");
	ok(a && b && oa && directory_commit(d, &err) && fine(), "two places, one offer");
	generation = directory_generation(d);
	begin(d, "livre");
	changes = sqlite3_total_changes64(d->db.conn);
	is_int(put_place(d, "A", "un", "S1|FS-1"), a, "put again: the same row");
	is_int(put_offer(d, "OA", "A"), oa, "put again: the same offer");
	is_int(sqlite3_total_changes64(d->db.conn) - changes, 0, "no row is written");
	is_int(put_place(d, "B", "deux bis", "S3"), b, "changed: the same row");
	ok(directory_commit(d, &err) && fine(), "commit");
	is_int(directory_generation(d), generation + 1, "one generation more");
	is_int(directory_place_by_key(d, "B", &err), b, "by key");
	is_int(directory_place_by_key(d, "S3", &err), b, "by its new source id");
	is_int(directory_place_by_key(d, "S2", &err), 0, "no longer by the old one");
	is_int(directory_place_by_key(d, "FS-1", &err), a, "by a source id");
	is_int(directory_place_by_key(d, "Z", &err), 0, "unknown");
	is_int(directory_offer_by_key(d, "OA", &err), oa, "an offer by key");
	ok(fine(), "without error");
	directory_close(d);
}

static void test_refused_rows(void)
{
	static const char *const wrong[][2] = {
		{ "91", "4" }, { "45", "181" }, { "45.5", "" }, { "", "4.5" }, { "45,5", "4" },
		{ "x", "y" }, { "1e1", "4" }, { "nan", "4" }, { "90.1", "4" }, { "99999", "4" },
		{ "-", "4" }, { "4..5", "4" }, { "4.5x", "4" },
	};
	static const char *const right[][2] = {
		{ "90", "-180" }, { "-90.0", "180.00" }, { "45.", "4" }, { "0", "0" }, { "", "" },
	};
	struct directory *d = open_dir("w.db");
	struct place p;

	place_init(&p);
	place_set(&p, PLACE_KEY, "A");
	ok(!directory_put_place(d, &p, &err) && said(ERR_BASE, "transaction"), "not without begin");
	directory_begin(d, &err);
	ok(!directory_put_place(d, &p, &err) && said(ERR_BASE, "origine"), "not without origin");
	directory_set_origin(d, "livre", "", "", &err);
	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		place_set(&p, PLACE_LAT, wrong[i][0]);
		place_set(&p, PLACE_LON, wrong[i][1]);
		ok(!directory_put_place(d, &p, &err) && said(ERR_DATA, "coordonnées lisibles"),
		   "refused: %s, %s", wrong[i][0], wrong[i][1]);
	}
	for (size_t i = 0; i < ARRAY_SIZE(right); i++) {
		place_set(&p, PLACE_LAT, right[i][0]);
		place_set(&p, PLACE_LON, right[i][1]);
		ok(directory_put_place(d, &p, &err) && fine(), "taken: %s, %s", right[i][0],
		   right[i][1]);
	}
	place_set(&p, PLACE_KEY, "");
	ok(!directory_put_place(d, &p, &err) && said(ERR_DATA, "ne peut pas être gardée"), "no key");
	ok(!put_offer(d, "O", "ailleurs") && said(ERR_DATA, "« ailleurs », qui n’est pas dans"),
	   "an offer of no place");
	directory_rollback(d);
	place_clear(&p);
	directory_close(d);
}

static void test_stale(void)
{
	struct directory *d = open_dir("d.db");
	int64_t a, *ids;
	size_t n;

	begin(d, "livre");
	a = put_place(d, "A", "", "S1");
	put_place(d, "B", "", "S2");
	put_place(d, "C", "", "");
	put_offer(d, "A3", "A");
	put_offer(d, "A1", "S1");
	put_offer(d, "B1", "B");
	directory_set_origin(d, "carte", "Carte nationale", "2026-11-01", &err);
	put_place(d, "N", "", "");
	put_offer(d, "A2", "A");
	put_offer(d, "C9", "C");
	ok(directory_commit(d, &err) && fine(), "two origins");
	ok(directory_offers_of(d, a, &ids, &n, &err) && n == 3, "three offers of a place");
	ok(n == 3 && ids[0] == directory_offer_by_key(d, "A1", &err) &&
		   ids[2] == directory_offer_by_key(d, "A3", &err), "in key order");
	free(ids);
	ok(directory_offers_of(d, 99, &ids, &n, &err) && n == 0 && !ids, "no offer, no error");

	begin(d, "livre");
	put_place(d, "A", "", "S1");
	put_offer(d, "A1", "A");
	ok(directory_drop_stale(d, &err) && directory_commit(d, &err) && fine(), "dropped");
	ok(directory_place_by_key(d, "A", &err) && directory_offer_by_key(d, "A1", &err),
	   "what was put again stays");
	ok(!directory_offer_by_key(d, "A3", &err), "an offer goes");
	ok(!directory_place_by_key(d, "B", &err) && !directory_place_by_key(d, "S2", &err) &&
		   !directory_offer_by_key(d, "B1", &err), "a place goes with its source ids");
	ok(directory_place_by_key(d, "C", &err) && directory_offer_by_key(d, "C9", &err) &&
		   directory_offer_by_key(d, "A2", &err) && directory_place_by_key(d, "N", &err),
	   "what another origin gave stays, and the places it needs");
	ok(fine() && directory_check(d, &err), "sound");
	directory_close(d);
}

struct seen {
	int offers;
	int64_t last;
	bool match;
	int stop;
};

static bool see(void *ctx, const struct place *p, const struct offer *o, struct err *e)
{
	struct seen *s = ctx;

	s->match &= p->id == o->place_id && o->id > s->last &&
		    strcmp(place_get(p, PLACE_KEY), offer_get(o, OFFER_PLACE_KEY)) == 0;
	s->last = o->id;
	return ++s->offers != s->stop || err_set(e, ERR_DATA, "assez");
}

static void test_each(void)
{
	struct directory *d = open_dir("e.db");
	struct seen s = { .match = true }, stopped = { .match = true, .stop = 2 };

	begin(d, "livre");
	put_place(d, "A", "", "");
	put_place(d, "B", "", "");
	put_offer(d, "1", "A");
	put_offer(d, "2", "A");
	put_offer(d, "3", "B");
	put_offer(d, "4", "A");
	directory_commit(d, &err);
	ok(directory_each_offer(d, see, &s, &err) && fine(), "each offer");
	ok(s.offers == 4 && s.match, "in row order, each with its place");
	ok(!directory_each_offer(d, see, &stopped, &err) && said(ERR_DATA, "assez") &&
		   stopped.offers == 2, "until told to stop");
	directory_close(d);
}

static void test_meta(void)
{
	struct directory *d = open_dir("k.db");
	struct directory_origin *o;
	unsigned char bytes[100000];
	char *value;
	void *p;
	size_t n;

	for (size_t i = 0; i < sizeof bytes; i++)
		bytes[i] = (unsigned char)(i * 7);
	ok(!directory_get_meta(d, "empreinte"), "no such fact");
	ok(directory_set_meta(d, "empreinte", "un", &err) &&
		   directory_set_meta(d, "empreinte", "deux", &err) && fine(), "a fact");
	value = directory_get_meta(d, "empreinte");
	is_str(value, "deux", "is kept");
	free(value);
	ok(!directory_get_block(d, "index", &p, &n, &err) && fine() && !p, "no such block");
	ok(directory_put_block(d, "index", bytes, 10, &err) &&
		   directory_put_block(d, "index", bytes, sizeof bytes, &err) &&
		   directory_put_block(d, "vide", NULL, 0, &err) && fine(), "blocks");
	ok(directory_get_block(d, "index", &p, &n, &err) && n == sizeof bytes &&
		   memcmp(p, bytes, n) == 0, "read back");
	ok((uintptr_t)p % 8 == 0, "aligned");
	free(p);
	ok(directory_get_block(d, "vide", &p, &n, &err) && p && n == 0, "an empty one too");
	free(p);
	setenv("AIGUILLAGE_MAINTENANT", "2026-11-24T10:15", 1);
	begin(d, "livre");
	put_place(d, "A", "", "");
	put_offer(d, "1", "A");
	put_offer(d, "2", "A");
	directory_commit(d, &err);
	unsetenv("AIGUILLAGE_MAINTENANT");
	ok(directory_origins(d, &o, &n, &err) && n == 1, "origins");
	is_str(o[0].name, "livre", "name");
	is_str(o[0].title, "Titre", "title");
	is_str(o[0].date, "2026-11-24", "date");
	is_str(o[0].loaded, "2026-11-24T10:15", "when it was read");
	ok(o[0].places == 1 && o[0].offers == 2, "one place, two offers");
	directory_origins_free(o, n);
	directory_close(d);
}

/* ---- all or nothing ---- */

/* A load of more than the cache: those who read meanwhile see the base as it was. */
static bool holds(struct directory *d, const char *name, const unsigned char *bytes, size_t n)
{
	size_t got;
	void *p;
	bool same = directory_get_block(d, name, &p, &got, &err) && got == n &&
		    memcmp(p, bytes, n) == 0;

	free(p);
	return same;
}

/* A block of megabytes is several rows; those of another name stay apart. */
static void test_pieces(void)
{
	static const char pieces[] = "SELECT count(*) FROM block WHERE name GLOB 'gros*'";
	static const char sum[] = "SELECT sum(rowid * length(data)) FROM block";
	size_t n = 9000001;
	unsigned char *bytes = calloc(n, 1);
	struct directory *d = open_dir("morceaux.db");
	struct block_writer w;
	int64_t before;

	for (size_t i = 0; i < n; i++)
		bytes[i] = (unsigned char)(i * 7 + i / 1000);
	ok(directory_put_block(d, "gros", bytes, n, &err) &&
		   directory_put_block(d, "grosse", bytes, 8, &err), "a large one");
	is_int(number(d, pieces), 4, "in three pieces");
	ok(holds(d, "gros", bytes, n) && holds(d, "grosse", bytes, 8), "read back");
	before = number(d, sum);
	bytes[n - 1] ^= 1;
	block_begin(&w, d, "gros");
	for (size_t i = 0; i < n; i += 1000)
		block_add(&w, bytes + i, n - i < 1000 ? n - i : 1000, &err);
	ok(block_end(&w, &err) && fine(), "again, in small parts");
	block_done(&w);
	ok(holds(d, "gros", bytes, n), "its last byte changed");
	is_int(number(d, sum), before, "in the same rows");
	ok(directory_put_block(d, "gros", bytes, 4194304, &err) &&
		   holds(d, "gros", bytes, 4194304), "a shorter one, of a whole piece");
	is_int(number(d, pieces), 2, "has no other left");
	ok(directory_put_block(d, "gros", bytes, 0, &err) && holds(d, "gros", bytes, 0), "empty");
	ok(holds(d, "grosse", bytes, 8), "the other one is as it was");
	ok(db_exec(&d->db, "UPDATE block SET data = zeroblob(5000000) WHERE name = 'gros'", &err),
	   "one of before, in one row");
	memset(bytes, 0, n);
	ok(holds(d, "gros", bytes, 5000000), "is read as well");
	directory_close(d);
	free(bytes);
}

static void test_load_and_read(void)
{
	struct directory *d = open_dir("charge.db"), *reader;
	size_t n = 40 << 20, got;
	void *much = xcalloc(n, 1), *p;
	char *value;

	ok(directory_begin(d, &err) && directory_set_meta(d, "a", "avant", &err) &&
	   directory_commit(d, &err), "a base");
	reader = open_dir("charge.db");
	ok(directory_begin(d, &err) && directory_set_meta(d, "a", "après", &err) &&
	   directory_put_block(d, "gros", much, n, &err), "a large load begins");
	value = directory_get_meta(reader, "a");
	is_str(value, "avant", "somebody reads");
	free(value);
	ok(!directory_get_block(reader, "gros", &p, &got, &err) && fine(), "the base as it was");
	ok(directory_commit(d, &err) && fine(), "the load ends");
	value = directory_get_meta(reader, "a");
	is_str(value, "après", "and is seen");
	free(value);
	free(much);
	directory_close(reader);
	directory_close(d);
}

static void test_busy(void)
{
	struct directory *d = open_dir("pris.db"), *reader = open_dir("pris.db");
	struct timespec before, after;
	struct place p;

	place_init(&p);
	ok(db_exec(&d->db, "BEGIN EXCLUSIVE", &err), "a commit is being written");
	clock_gettime(CLOCK_MONOTONIC, &before);
	ok(!directory_place(reader, 1, &p, &err) &&
	   said(ERR_BASE, "L’annuaire est en cours de mise à jour ; réessayez dans un instant"),
	   "a reader is told so");
	clock_gettime(CLOCK_MONOTONIC, &after);
	ok(after.tv_sec - before.tv_sec <= 2, "without waiting for long");
	db_rollback(&d->db);
	ok(!directory_place(reader, 1, &p, &err) && fine(), "and reads the next time");
	place_clear(&p);
	directory_close(reader);
	directory_close(d);
}

static void test_generation(void)
{
	struct directory *d = open_dir("g.db"), *other = open_dir("g.db");
	int64_t id;

	begin(d, "livre");
	id = put_place(d, "A", "", "");
	is_int(directory_generation(other), 0, "nothing is seen before the commit");
	directory_commit(d, &err);
	is_int(directory_generation(other), 1, "then it is");
	ok(id && directory_place_by_key(other, "A", &err) == id, "with the rows");
	begin(d, "livre");
	put_place(d, "B", "", "");
	directory_put_block(d, "index", "x", 1, &err);
	directory_rollback(d);
	ok(fine() && !directory_place_by_key(d, "B", &err) && directory_generation(other) == 1,
	   "undone: nothing changed");
	ok(!directory_commit(d, &err) && said(ERR_BASE, "transaction"), "nothing to commit");
	begin(d, "nouvelle");
	directory_rollback(d);
	directory_begin(d, &err);
	ok(!put_place(d, "B", "", "") && said(ERR_BASE, "origine"),
	   "an origin undone must be told again");
	directory_rollback(d);
	directory_close(d);
	directory_close(other);
}

/* 0: as it was before `child` began. */
static void is_unchanged(const char *name, const char *what)
{
	struct directory *d = open_dir(name);

	ok(d && directory_check(d, &err) && directory_generation(d) == 1 &&
		   number(d, "SELECT count(*) FROM place") == 1 && fine(), "%s", what);
	directory_close(d);
}

static bool put_many(struct directory *d)
{
	char key[20];

	for (int i = 0; i < 40000; i++) {
		snprintf(key, sizeof key, "K%d", i);
		if (!put_place(d, key, "un nom assez long pour remplir quelques pages", "S|T"))
			return false;
	}
	return true;
}

static int in_child(void (*run)(const char *), const char *name)
{
	pid_t child;
	int status = -1;

	fflush(stdout);
	child = fork();
	if (child == 0) {
		run(name);
		_exit(9);
	}
	waitpid(child, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* Large enough to be partly in the file already. */
static void die_in_transaction(const char *name)
{
	struct directory *d = open_dir(name);

	if (begin(d, "livre") && put_many(d) && exists(temp("f.db-journal")))
		kill(getpid(), SIGKILL);
}

static void fill_disk(const char *name)
{
	struct directory *d = open_dir(name);
	struct rlimit limit = { 2000000, 2000000 };
	bool done;

	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &limit);
	done = begin(d, "livre") && put_many(d) && directory_commit(d, &err);
	directory_rollback(d);
	_exit(!done && said(ERR_BASE, "Libérez de la place") && directory_generation(d) == 1 ? 0 : 1);
}

static void test_failures(void)
{
	struct directory *d = open_dir("f.db");

	begin(d, "livre");
	put_place(d, "A", "", "");
	directory_commit(d, &err);
	directory_close(d);
	is_int(in_child(die_in_transaction, "f.db"), 128 + SIGKILL, "killed half-way");
	is_unchanged("f.db", "the old state is there");
	is_int(in_child(fill_disk, "f.db"), 0, "no room left: said");
	is_unchanged("f.db", "the old state is there");
}

/* ---- files that cannot be used ---- */

static void set_aside(const char *name, const char *what)
{
	struct directory *d = NULL;
	char *aside = NULL;
	size_t n;
	char *before = slurp(temp(name), &n);

	ok(directory_open(&d, temp(name), DIRECTORY_CREATE, &aside, &err) && fine() && aside &&
		   strstr(aside, ".abime-20"), "%s is set aside", what);
	ok(aside && same_file(aside, before, n), "as it was");
	ok(d && directory_generation(d) == 0 && directory_check(d, &err), "and a new one made");
	directory_close(d);
	free(aside);
	free(before);
}

static void test_damaged(void)
{
	char noise[5000], *aside;
	struct directory *d;
	struct db db;

	memset(noise, 'x', sizeof noise);
	spit(temp("x1.db"), noise, sizeof noise);
	spit(temp("x1.db-journal"), noise, 100);
	set_aside("x1.db", "noise");
	ok(!exists(temp("x1.db-journal")), "with its journal");
	directory_open(&d, temp("x1.db"), DIRECTORY_CREATE, &aside, &err);
	ok(d && !aside && fine(), "a good one is not set aside");
	directory_close(d);
	directory_close(open_dir("x2.db"));
	ok(truncate(temp("x2.db"), 5000) == 0, "cut");
	set_aside("x2.db", "a cut file");
	directory_close(open_dir("x3.db"));
	scribble(temp("x3.db"), 40, 200);
	set_aside("x3.db", "a damaged first page");
	db_open(&db, temp("x4.db"), DB_CREATE, &err);
	db_exec(&db, "CREATE TABLE photo (i INTEGER); PRAGMA application_id = 12; "
		"PRAGMA user_version = 1", &err);
	db_close(&db);
	set_aside("x4.db", "the base of another program");
	db_open(&db, temp("x5.db"), DB_CREATE, &err);
	snprintf(noise, sizeof noise, "CREATE TABLE place (id INTEGER); PRAGMA application_id = 1095321409; "
		 "PRAGMA user_version = %d", schema_directory.steps[schema_directory.n - 1].version);
	db_exec(&db, noise, &err);
	db_close(&db);
	set_aside("x5.db", "our name without our tables");
	spit(temp("x6.db"), "", 0);
	d = open_dir("x6.db");
	ok(d && directory_check(d, &err) && fine(), "an empty file is a new base");
	directory_close(d);
}

/* A damage far from the beginning is met later. */
static void test_damaged_inside(void)
{
	struct directory *d = open_dir("y.db");
	struct place p;
	int64_t id;
	size_t n;

	begin(d, "livre");
	put_many(d);
	id = directory_place_by_key(d, "K20000", &err);
	directory_commit(d, &err);
	directory_close(d);
	free(slurp(temp("y.db"), &n));
	scribble(temp("y.db"), (long)n / 8, n * 3 / 4);
	d = open_dir("y.db");
	ok(d != NULL, "opened: only its beginning is looked at");
	place_init(&p);
	ok(!directory_place(d, id, &p, &err) && said(ERR_BASE, "est abîmé") , "a place cannot be read");
	ok(!directory_check(d, &err) && said(ERR_BASE, "Relancez Aiguillage"), "the check says so");
	place_clear(&p);
	directory_close(d);
	ok(exists(temp("y.db.suspect")), "noted for the next time");
	set_aside("y.db", "a damage met before");
	ok(!exists(temp("y.db.suspect")), "the note is gone");
}

/* One byte anywhere: read, or set aside, or said; no crash. */
static void test_flips(void)
{
	struct directory *d = open_dir("z.db");
	int opened = 0, aside = 0, total = 0;
	struct place p;
	char *good;
	size_t n;

	begin(d, "livre");
	put_place(d, "A", "un", "S1");
	put_offer(d, "O", "A");
	directory_commit(d, &err);
	directory_close(d);
	good = slurp(temp("z.db"), &n);
	place_init(&p);
	for (size_t at = 0; at < n; at += at < 100 ? 3 : 32749, total++) {
		char *moved = NULL;

		good[at] = (char)~good[at];
		spit(temp("z.db"), good, n);
		good[at] = (char)~good[at];
		if (directory_open(&d, temp("z.db"), DIRECTORY_CREATE, &moved, &err)) {
			directory_place(d, 1, &p, &err);
			opened++;
		}
		aside += moved != NULL;
		err_clear(&err);
		directory_close(d);
		unlink(temp("z.db.suspect"));
		if (moved)
			unlink(moved);
		free(moved);
	}
	place_clear(&p);
	free(good);
	ok(opened > total / 2 && aside >= 5, "flips: %d of %d opened, %d of them anew", opened, total,
	   aside);
}

static void test_newer(void)
{
	struct directory *d = open_dir("n.db");
	char *before, *aside;
	size_t n;

	db_exec(&d->db, "PRAGMA user_version = 99", &err);
	directory_close(d);
	before = slurp(temp("n.db"), &n);
	ok(!directory_open(&d, temp("n.db"), DIRECTORY_CREATE, &aside, &err) && !d && !aside,
	   "a newer base is refused");
	ok(said(ERR_BASE, "Mettez Aiguillage à jour"), "in clear French");
	ok(same_file(temp("n.db"), before, n), "and untouched");
	free(before);
	ok(symlink("s.db", temp("lien.db")) == 0 &&
		   !directory_open(&d, temp("lien.db"), DIRECTORY_CREATE, NULL, &err) &&
		   said(ERR_BASE, "est un lien") && exists(temp("lien.db")), "a link is refused");
	ok(!directory_open(&d, temp("absent.db"), 0, NULL, &err) && said(ERR_BASE, "n’existe pas"),
	   "missing, and not to be made");
}

static void test_readonly(void)
{
	struct directory *d;

	mkdir(temp("ro"), 0700);
	d = open_dir("ro/a.db");
	begin(d, "livre");
	put_place(d, "A", "ici", "");
	directory_commit(d, &err);
	directory_close(d);
	if (geteuid() == 0 && (chown(temp("ro"), NOBODY, NOBODY) != 0 ||
			       chown(temp("ro/a.db"), NOBODY, NOBODY) != 0 || !become_nobody()))
		perror("nobody");
	chmod(temp("ro"), 0500);
	d = open_dir("ro/a.db");
	ok(d && directory_readonly(d), "a read-only folder: for consultation");
	ok(directory_place_by_key(d, "A", &err) == 1 && fine(), "it can be searched");
	ok(!directory_begin(d, &err) && said(ERR_BASE, "lecture seule"), "but not written");
	directory_close(d);
	chmod(temp("ro"), 0700);
	scribble(temp("ro/a.db"), 0, 100);
	chmod(temp("ro"), 0500);
	ok(!directory_open(&d, temp("ro/a.db"), DIRECTORY_CREATE, NULL, &err) &&
		   said(ERR_BASE, "mis de côté"), "damaged where nothing can be moved: said");
	chmod(temp("ro"), 0700);
	if (getuid() == 0 && seteuid(0) != 0)
		perror("root");
}

int main(void)
{
	tempdir_make();
	test_schema();
	test_round_trip();
	test_hostile_fields();
	test_shared();
	test_named_after();
	test_upsert();
	test_refused_rows();
	test_stale();
	test_each();
	test_meta();
	test_pieces();
	test_load_and_read();
	test_busy();
	test_generation();
	test_failures();
	test_damaged();
	test_damaged_inside();
	test_flips();
	test_newer();
	test_readonly();
	tempdir_remove();
	return done_testing();
}
