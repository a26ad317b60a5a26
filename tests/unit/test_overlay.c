/* Local knowledge: acts, what the directory shows of them, imports and rebuilds under them. */
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "aiguillage/date.h"
#include "aiguillage/import.h"
#include "aiguillage/overlay.h"
#include "src/store/db.h"
#include "tests/unit/tempdir.h"
#include "tests/unit/world.h"

static struct err err = ERR_INIT;

static bool fine(void)
{
	bool is = err.kind == ERR_NONE;

	if (!is)
		printf("# %s\n", err.msg);
	err_clear(&err);
	return is;
}

/* Refused, with these words. */
static bool refused(bool done, enum err_kind kind, const char *words)
{
	bool is = !done && err.kind == kind && strstr(err.msg, words);

	if (!is)
		printf("# %d %s\n", err.kind, err.msg);
	err_clear(&err);
	return is;
}

static struct session *open_in(const char *dir)
{
	struct session_options o = { .base = dir };
	struct session *s = NULL;

	if (!session_open(&s, &o, &err)) {
		printf("Bail out! %s\n", err.msg);
		exit(1);
	}
	return s;
}

static char *field(struct session *s, enum overlay_kind kind, const char *key, int f)
{
	struct place p;
	struct offer o;
	char *value;

	place_init(&p);
	offer_init(&o);
	if (kind == OVERLAY_PLACE) {
		directory_place(s->directory, directory_place_by_key(s->directory, key, &err), &p,
				&err);
		value = strdup(place_get(&p, (enum place_field)f));
	} else {
		directory_offer(s->directory, directory_offer_by_key(s->directory, key, &err), &o,
				&err);
		value = strdup(offer_get(&o, (enum offer_field)f));
	}
	place_clear(&p);
	offer_clear(&o);
	fine();
	return value;
}

static void is_field(struct session *s, enum overlay_kind kind, const char *key, int f,
		     const char *want, const char *what)
{
	char *got = field(s, kind, key, f);

	is_str(got, want, "%s", what);
	free(got);
}

static struct overlay known(struct session *s, enum overlay_kind kind, const char *key)
{
	struct overlay o;

	overlay_read(s, kind, key, &o, &err);
	fine();
	return o;
}

/* Results of a search of those words, everywhere. */
static size_t found(struct session *s, const char *words, struct search_aside *aside)
{
	struct criteria c;
	struct search *x;
	size_t n;

	session_refresh(s, &err);
	fine();
	x = search_new(s);
	criteria_init(&c);
	str_add(&c.text, words);
	search_run(x, &c);
	n = search_count(x);
	search_aside(x, aside);
	criteria_done(&c);
	search_free(x);
	return n;
}

#define PIMMS "france-services-amplepuis"
#define PIMMS_OFFER "S015"
#define PHONE "04 74 63 25 94"

/* ---- corrections ---- */

static void test_correct(struct session *s)
{
	struct search_aside aside;
	struct overlay o = known(s, OVERLAY_PLACE, PIMMS);
	struct str what;
	char *before = field(s, OVERLAY_PLACE, PIMMS, PLACE_PHONE);

	ok(!o.n && !o.added && !o.vanished && !*o.note, "nothing local at first");
	overlay_done(&o);
	ok(overlay_correct(s, OVERLAY_PLACE, PIMMS, "phone", "04 74 00 00 00", &err) && fine(),
	   "a telephone");
	is_str(overlay_late(s), "", "the directory follows");
	is_field(s, OVERLAY_PLACE, PIMMS, PLACE_PHONE, "04 74 00 00 00",
		 "ours is in the directory");
	o = known(s, OVERLAY_PLACE, PIMMS);
	ok(o.n == 1 && o.corrections[0].field == &place_fields[PLACE_PHONE], "one correction");
	is_str(o.corrections[0].value, "04 74 00 00 00", "ours");
	is_str(o.corrections[0].source_then, before, "the source then");
	is_str(o.corrections[0].source_value, before, "the source now");
	is_int(o.corrections[0].made, clock_today(), "made today");
	ok(!correction_conflicts(&o.corrections[0]), "no conflict");
	overlay_done(&o);

	ok(overlay_correct(s, OVERLAY_PLACE, PIMMS, "nom", "Pimms Zanzibar", &err) && fine(),
	   "a name, by its CSV column");
	is_int(found(s, "zanzibar", &aside), 1, "found by its new name");
	str_init(&what);
	ok(overlay_undo(s, &what, &err) && fine(), "taken back");
	ok(strstr(what.s, "Nom (") == what.s, "which one is said: %s", what.s);
	is_int(found(s, "zanzibar", &aside), 0, "no more found");
	ok(overlay_forget(s, OVERLAY_PLACE, PIMMS, "phone", &err) && fine(), "back to the source");
	is_field(s, OVERLAY_PLACE, PIMMS, PLACE_PHONE, before, "the source's number");
	ok(overlay_undo(s, &what, &err) && fine(), "that is taken back too");
	is_field(s, OVERLAY_PLACE, PIMMS, PLACE_PHONE, "04 74 00 00 00", "ours again");
	ok(overlay_undo(s, &what, &err) && fine(), "and the first act");
	is_field(s, OVERLAY_PLACE, PIMMS, PLACE_PHONE, before, "as at the beginning");
	ok(!overlay_undo(s, &what, &err) && fine(), "nothing more to take back");
	str_done(&what);
	free(before);
}

static void test_values(struct session *s)
{
	static const struct {
		enum overlay_kind kind;
		int field;
		const char *typed, *stored;
	} good[] = {
		{ OVERLAY_PLACE, PLACE_HOURS, "du lundi au vendredi de 9h à 12h",
		  "Mo-Fr 09:00-12:00" },
		{ OVERLAY_PLACE, PLACE_HOURS, "Mo-Fr 09:00-12:00; PH off",
		  "Mo-Fr 09:00-12:00; PH off" },
		{ OVERLAY_PLACE, PLACE_POSTCODE, "69170", "69170" },
		{ OVERLAY_PLACE, PLACE_INSEE, "69243", "69243" },
		{ OVERLAY_PLACE, PLACE_COMMUNE, "tarare", "Tarare" },
		{ OVERLAY_PLACE, PLACE_SIRET, "434 933 123 00029", "43493312300029" },
		{ OVERLAY_PLACE, PLACE_EMAILS, "a@b.fr ; c@d.fr", "a@b.fr|c@d.fr" },
		{ OVERLAY_PLACE, PLACE_SITES, "www.exemple.fr", "https://www.exemple.fr" },
		{ OVERLAY_PLACE, PLACE_STEP_FREE, "Oui", "oui" },
		{ OVERLAY_PLACE, PLACE_UPDATED, "3/11/2026", "2026-11-03" },
		{ OVERLAY_PLACE, PLACE_LAT, "45,97", "45.97" },
		{ OVERLAY_PLACE, PLACE_PHONE, "+33474632594", "+33474632594" },
		{ OVERLAY_PLACE, PLACE_PHONE, "3960", "3960" },
		{ OVERLAY_PLACE, PLACE_PHONE, "04 74 63 25 94 / 06 12 34 56 78",
		  "04 74 63 25 94 / 06 12 34 56 78" },
		{ OVERLAY_PLACE, PLACE_STATUS, "à vérifier", "a-verifier" },
		{ OVERLAY_OFFER, OFFER_COST, "Gratuit sous condition", "gratuit-sous-conditions" },
		{ OVERLAY_OFFER, OFFER_AUDIENCES, "Seniors, Femmes", "seniors|femmes" },
		{ OVERLAY_OFFER, OFFER_COVERAGE, "Tarare|69|france", "69243|69|france" },
		{ OVERLAY_OFFER, OFFER_SEATS, "12", "12" },
		{ OVERLAY_OFFER, OFFER_COST, "", "" },
	};
	static const struct {
		enum overlay_kind kind;
		const char *column, *typed, *words;
	} bad[] = {
		{ OVERLAY_PLACE, "hours", "le matin", "convient pas. Il manque les jours" },
		{ OVERLAY_PLACE, "hours", "fermé le 31 février", "pas. Le 31 février n’existe pas" },
		{ OVERLAY_PLACE, "postcode", "6917", "5 chiffres" },
		{ OVERLAY_PLACE, "insee", "99999", "INSEE" },
		{ OVERLAY_PLACE, "commune", "Saint-Germain", "Plusieurs communes" },
		{ OVERLAY_PLACE, "siret", "43493312300028", "clé" },
		{ OVERLAY_PLACE, "emails", "personne", "courriel" },
		{ OVERLAY_PLACE, "sites", "exemple", "https://" },
		{ OVERLAY_PLACE, "step_free", "peut-être", "oui ou non" },
		{ OVERLAY_PLACE, "updated", "31/02/2026", "Une date" },
		{ OVERLAY_PLACE, "lat", "quarante", "degrés" },
		{ OVERLAY_PLACE, "lat", "145", "degrés" },
		{ OVERLAY_PLACE, "phone", "demander à Jean", "numéro" },
		{ OVERLAY_PLACE, "phone", "0474", "numéro" },
		{ OVERLAY_PLACE, "status", "fermé demain", "valeur connue" },
		{ OVERLAY_PLACE, "name", "", "il en faut un" },
		{ OVERLAY_PLACE, "key", "autre", "ne se corrige pas" },
		{ OVERLAY_PLACE, "checked", "2026-01-01", "vérifié" },
		{ OVERLAY_PLACE, "description", "NIR 1 85 05 78 006 084 91", "sécurité sociale" },
		{ OVERLAY_PLACE, "inconnu", "x", "champ" },
		{ OVERLAY_OFFER, "coverage", "Nulle-Part", "commune" },
		{ OVERLAY_OFFER, "partner_keys", "nulle-part", "aucun lieu" },
		{ OVERLAY_OFFER, "seats", "douze", "nombre" },
	};
	struct str value, remark;

	str_init(&value);
	str_init(&remark);
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		ok(overlay_check(s, good[i].kind, good[i].field, good[i].typed, &value, &remark,
				 &err) &&
			   fine(),
		   "taken: %s", good[i].typed);
		is_str(value.s, good[i].stored, "stored as");
	}
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		ok(refused(overlay_correct(s, bad[i].kind,
					   bad[i].kind == OVERLAY_PLACE ? PIMMS : PIMMS_OFFER,
					   bad[i].column, bad[i].typed, &err),
			   ERR_USAGE, bad[i].words),
		   "refused: %s = %s", bad[i].column, bad[i].typed);
	ok(refused(overlay_correct(s, OVERLAY_PLACE, "nulle-part", "phone", PHONE, &err),
		   ERR_NOT_FOUND, "nulle-part"), "no such place");
	str_done(&value);
	str_done(&remark);
}

/* Fields that go together. */
static void test_together(struct session *s)
{
	static const struct overlay_input half[] = { { "lat", "" } };
	static const struct overlay_input both[] = { { "lat", "45.9" }, { "lon", "4.4" } };
	struct str what;

	str_init(&what);
	ok(overlay_correct(s, OVERLAY_PLACE, PIMMS, "commune", "Tarare", &err) && fine(),
	   "commune");
	is_field(s, OVERLAY_PLACE, PIMMS, PLACE_INSEE, "69243", "its code follows");
	ok(overlay_forget(s, OVERLAY_PLACE, PIMMS, "insee", &err) && fine(), "forget the code");
	is_field(s, OVERLAY_PLACE, PIMMS, PLACE_COMMUNE, "Amplepuis", "the name with it");
	ok(overlay_correct_all(s, OVERLAY_PLACE, PIMMS, half, 1, &err) && fine(), "no latitude");
	is_field(s, OVERLAY_PLACE, PIMMS, PLACE_LON, "", "no longitude");
	ok(overlay_correct_all(s, OVERLAY_PLACE, PIMMS, both, 2, &err) && fine(), "a position");
	is_field(s, OVERLAY_PLACE, PIMMS, PLACE_LON, "4.4", "both");
	while (overlay_undo(s, &what, &err))
		;
	fine();
	str_done(&what);
}

/* ---- marks and notes ---- */

static void at(const char *moment)
{
	setenv("AIGUILLAGE_MAINTENANT", moment, 1);
}

static void test_marks(struct session *s)
{
	int until = date_day(2026, 12, 15);
	struct search_aside aside;
	struct overlay o;
	size_t all = found(s, "pimms amplepuis", &aside);
	struct str b;

	str_init(&b);
	ok(all > 0 && !aside.closed && !aside.gone && !aside.hidden, "found, nothing aside");
	ok(refused(overlay_mark(s, OVERLAY_PLACE, PIMMS, MARK_CLOSED, clock_today() - 1, &err),
		   ERR_USAGE, "passé"), "closed until yesterday");
	ok(refused(overlay_mark(s, OVERLAY_PLACE, PIMMS, MARK_CHECKED, clock_today() + 1, &err),
		   ERR_USAGE, "avenir"), "checked tomorrow");
	ok(overlay_mark(s, OVERLAY_PLACE, PIMMS, MARK_CLOSED, until, &err) && fine(), "closed");
	is_int(found(s, "pimms amplepuis", &aside), 0, "not proposed");
	ok(aside.closed == all && aside.reopens == until + 1, "but aside");
	search_aside_say(&b, &aside);
	ok(strstr(b.s, "jusqu’au 15 décembre"), "said: %s", b.s);
	o = known(s, OVERLAY_PLACE, PIMMS);
	str_clear(&b);
	ok(overlay_mark_say(&b, &o, MARK_CLOSED), "the mark is said");
	is_str(b.s, "fermé jusqu’au 15 décembre", "in words");
	overlay_done(&o);
	at("2026-12-15T23:59");
	is_int(found(s, "pimms amplepuis", &aside), 0, "the last day");
	at("2026-12-16T00:00");
	is_int(found(s, "pimms amplepuis", &aside), all, "the day after, without a write");
	o = known(s, OVERLAY_PLACE, PIMMS);
	ok(!o.mark[MARK_CLOSED], "the mark is over");
	overlay_done(&o);
	at("2026-11-24T10:00");

	ok(overlay_unmark(s, OVERLAY_PLACE, PIMMS, MARK_CLOSED, &err) && fine(), "reopened");
	ok(refused(overlay_unmark(s, OVERLAY_PLACE, PIMMS, MARK_CLOSED, &err), ERR_NOT_FOUND,
		   "marque"),
	   "only once");
	is_int(found(s, "pimms amplepuis", &aside), all, "proposed");
	ok(overlay_mark(s, OVERLAY_OFFER, PIMMS_OFFER, MARK_GONE, 0, &err) && fine(),
	   "an offer gone");
	is_int(found(s, "pimms amplepuis", &aside), all - 1, "that one only");
	is_int(aside.gone, 1, "aside");
	ok(overlay_mark(s, OVERLAY_PLACE, PIMMS, MARK_HIDDEN, 0, &err) && fine(),
	   "the place hidden");
	is_int(found(s, "pimms amplepuis", &aside), 0, "nothing");
	ok(aside.gone == 1 && aside.hidden == all - 1, "each has its reason");
	ok(overlay_unmark(s, OVERLAY_PLACE, PIMMS, MARK_HIDDEN, &err) &&
	   overlay_unmark(s, OVERLAY_OFFER, PIMMS_OFFER, MARK_GONE, &err) && fine(), "both back");
	ok(overlay_mark(s, OVERLAY_PLACE, PIMMS, MARK_CHECKED, clock_today(), &err) && fine(),
	   "checked");
	is_int(found(s, "pimms amplepuis", &aside), all, "proposed");
	ok(overlay_unmark(s, OVERLAY_PLACE, PIMMS, MARK_CHECKED, &err) && fine(), "unchecked");
	str_done(&b);
}

static bool in_file(const char *path, const char *words)
{
	size_t n;
	char *bytes = slurp(path, &n);
	bool is = bytes && memmem(bytes, n, words, strlen(words));

	free(bytes);
	return is;
}

static void test_notes(struct session *s, const char *dir)
{
	struct overlay o;
	char path[1400];

	ok(overlay_note(s, OVERLAY_PLACE, PIMMS, "Demander Sésame à l’accueil\nporte bleue",
			&err) &&
		   fine(),
	   "a note");
	o = known(s, OVERLAY_PLACE, PIMMS);
	is_str(o.note, "Demander Sésame à l’accueil\nporte bleue", "read again");
	is_int(o.note_day, clock_today(), "of today");
	overlay_done(&o);
	snprintf(path, sizeof path, "%s/annuaire.db", dir);
	ok(!in_file(path, "Sésame"), "not in the directory");
	snprintf(path, sizeof path, "%s/journal.db", dir);
	ok(in_file(path, "Sésame"), "in the journal");
	ok(refused(overlay_note(s, OVERLAY_PLACE, PIMMS, "carte 4970 1012 3456 7893", &err),
		   ERR_USAGE, "carte"),
	   "a card");
	ok(refused(overlay_note(s, OVERLAY_PLACE, PIMMS, "FR76 3000 6000 0112 3456 7890 189", &err),
		   ERR_USAGE, "IBAN"), "an IBAN");
	ok(overlay_note(s, OVERLAY_PLACE, PIMMS, "", &err) && fine(), "taken back");
	o = known(s, OVERLAY_PLACE, PIMMS);
	is_str(o.note, "", "nothing");
	overlay_done(&o);
	ok(!in_file(path, "Sésame"), "erased from the journal, bytes too");
}

/* ---- additions ---- */

static void test_add(struct session *s)
{
	struct search_aside aside;
	struct overlay o;
	struct place p;
	struct offer f;
	struct str what;
	char *key;

	str_init(&what);
	place_init(&p);
	offer_init(&f);
	ok(refused(overlay_add_place(s, &p, &err), ERR_USAGE, "nom"), "a name is needed");
	place_set(&p, PLACE_NAME, "Café Quetzalcoatl");
	ok(refused(overlay_add_place(s, &p, &err), ERR_USAGE, "commune"), "and a commune");
	place_set(&p, PLACE_COMMUNE, "Bibost");
	place_set(&p, PLACE_HOURS, "mardi de 14h à 17h");
	ok(overlay_add_place(s, &p, &err) && fine(), "a place");
	key = strdup(place_get(&p, PLACE_KEY));
	ok(strncmp(key, "local-", 6) == 0, "its key: %s", key);
	is_field(s, OVERLAY_PLACE, key, PLACE_INSEE, "69022", "its code");
	is_field(s, OVERLAY_PLACE, key, PLACE_HOURS, "Tu 14:00-17:00", "its hours");
	offer_set(&f, OFFER_NAME, "Permanence du mardi");
	ok(refused(overlay_add_offer(s, &f, &err), ERR_NOT_FOUND, "lieu"),
	   "an offer needs a place");
	offer_set(&f, OFFER_PLACE_KEY, key);
	offer_set(&f, OFFER_SERVICES, "Aide aux démarches administratives");
	ok(overlay_add_offer(s, &f, &err) && fine(), "an offer");
	is_int(found(s, "quetzalcoatl", &aside), 1, "found");
	o = known(s, OVERLAY_OFFER, offer_get(&f, OFFER_KEY));
	ok(o.added && !o.vanished && o.added_day == clock_today(), "added today");
	overlay_done(&o);
	ok(overlay_correct(s, OVERLAY_OFFER, offer_get(&f, OFFER_KEY), "name",
			   "Permanence Xylophone", &err) &&
		   fine(),
	   "changed");
	is_int(found(s, "xylophone", &aside), 1, "found by its new name");
	ok(refused(overlay_forget(s, OVERLAY_OFFER, offer_get(&f, OFFER_KEY), "name", &err),
		   ERR_NOT_FOUND, "que chez vous"),
	   "no source to go back to");
	ok(refused(overlay_remove(s, OVERLAY_PLACE, PIMMS, &err), ERR_USAGE, "source"),
	   "a place of a source stays");
	ok(overlay_remove(s, OVERLAY_PLACE, key, &err) && fine(), "the place is removed");
	is_int(found(s, "quetzalcoatl", &aside), 0, "with its offer");
	ok(overlay_undo(s, &what, &err) && fine(), "taken back");
	is_int(found(s, "xylophone", &aside), 1, "both again");
	while (overlay_undo(s, &what, &err))
		;
	fine();
	is_int(found(s, "quetzalcoatl", &aside), 0, "all undone");
	str_done(&what);
	place_clear(&p);
	offer_clear(&f);
	free(key);
}

/* ---- a source that moves ---- */

#define HEADER                                                                                     \
	"id,pivot,nom,commune,code_postal,code_insee,adresse,telephone,horaires,date_maj,"         \
	"services\n"

static bool import(struct session *s, const char *rows)
{
	struct import_options o = { 0 };
	struct import_report r;
	struct str b;
	bool done;

	str_init(&b);
	str_add(&b, HEADER);
	str_add(&b, rows);
	spit(temp("lieux.csv"), b.s, b.len);
	str_done(&b);
	import_report_init(&r);
	done = import_file(s, temp("lieux.csv"), &o, &r, &err);
	import_report_done(&r);
	session_refresh(s, &err);
	return fine() && done;
}

#define ROW_A(id, address, phone)                                                                  \
	id ",13002603200016,Mairie Ornithorynque,Bibost,69690,69022," address "," phone            \
	   ",Mo 09:00-12:00,2026-01-01,Maîtrise des outils numériques du quotidien\n"
#define ROW_B                                                                                      \
	"b-000000002,13002603200017,Bibliothèque Tamanoir,Tarare,69170,69243,2 rue "              \
	"B,+33474000002,"                                                                          \
	"Tu 09:00-12:00,2026-01-01,Maîtrise des outils numériques du quotidien\n"

static void test_imports(struct session *s)
{
	const char *key = "mednum.a-000000001", *offer = "mednum.a-000000001-o";
	struct search_aside aside;
	struct overlay o;
	struct offer f;
	char *added;

	ok(import(s, ROW_A("a-000000001", "1 place A", "+33474000001") ROW_B), "first import");
	ok(overlay_correct(s, OVERLAY_PLACE, key, "phone", "04 74 99 99 99", &err) &&
		   overlay_correct(s, OVERLAY_PLACE, key, "address", "9 place Z", &err) &&
		   overlay_correct(s, OVERLAY_OFFER, offer, "cost", "Gratuit", &err) &&
		   overlay_note(s, OVERLAY_PLACE, key, "à part", &err) && fine(), "corrected");
	offer_init(&f);
	offer_set(&f, OFFER_PLACE_KEY, key);
	offer_set(&f, OFFER_NAME, "Permanence Kinkajou");
	ok(overlay_add_offer(s, &f, &err) && fine(), "an offer added to it");
	added = strdup(offer_get(&f, OFFER_KEY));

	ok(import(s, ROW_A("a-000000001", "1 place A", "+33474000001") ROW_B), "the same again");
	is_field(s, OVERLAY_PLACE, key, PLACE_PHONE, "04 74 99 99 99", "ours stays");
	o = known(s, OVERLAY_PLACE, key);
	ok(o.n == 2 && !correction_conflicts(&o.corrections[0]) &&
		   !correction_conflicts(&o.corrections[1]),
	   "no conflict");
	overlay_done(&o);

	ok(import(s, ROW_A("a-000000001", "1 bis place A", "+33474000009") ROW_B),
	   "both fields move");
	is_field(s, OVERLAY_PLACE, key, PLACE_PHONE, "04 74 99 99 99", "ours stays");
	o = known(s, OVERLAY_PLACE, key);
	ok(o.n == 2 && correction_conflicts(&o.corrections[0]) &&
		   correction_conflicts(&o.corrections[1]),
	   "both conflict");
	is_str(o.corrections[1].source_value, "+33474000009", "the source's new number");
	is_str(o.corrections[1].source_then, "+33474000001", "and the old one");
	overlay_done(&o);
	ok(overlay_keep(s, OVERLAY_PLACE, key, "phone", &err) && fine(), "ours is kept");
	ok(overlay_forget(s, OVERLAY_PLACE, key, "address", &err) && fine(),
	   "the source's address is taken");
	is_field(s, OVERLAY_PLACE, key, PLACE_ADDRESS, "1 bis place A", "its new one");
	o = known(s, OVERLAY_PLACE, key);
	ok(o.n == 1 && !correction_conflicts(&o.corrections[0]), "no conflict any more");
	overlay_done(&o);

	/* another identifier, found again by the address and name that the source gives */
	ok(overlay_correct(s, OVERLAY_PLACE, key, "name", "Mairie de Bibost", &err) && fine(),
	   "name");
	ok(import(s, ROW_A("z-000000009", "1 bis place A", "+33474999999") ROW_B),
	   "another identifier");
	is_field(s, OVERLAY_PLACE, key, PLACE_NAME, "Mairie de Bibost", "the same place");
	o = known(s, OVERLAY_PLACE, key);
	ok(o.n == 2 && strcmp(o.note, "à part") == 0, "with all that was said of it");
	ok(!correction_conflicts(&o.corrections[1]),
	   "a source that comes to our number is no conflict");
	overlay_done(&o);
	is_field(s, OVERLAY_OFFER, offer, OFFER_COST, "gratuit", "its offer too");
	is_int(found(s, "kinkajou", &aside), 1, "the added offer is there");

	ok(import(s, ROW_B), "the place vanishes");
	is_int(found(s, "kinkajou", &aside), 1, "the added offer holds it");
	ok(import(s, ROW_A("z-000000009", "1 bis place A", "+33474999999") ROW_B), "it comes back");
	is_field(s, OVERLAY_PLACE, key, PLACE_NAME, "Mairie de Bibost", "corrected as before");
	ok(overlay_remove(s, OVERLAY_OFFER, added, &err) && fine(), "without the added offer");
	ok(import(s, ROW_B), "it vanishes for good");
	o = known(s, OVERLAY_PLACE, key);
	ok(o.vanished && o.n == 2 && strcmp(o.note, "à part") == 0,
	   "what was said of it can be read");
	overlay_done(&o);
	ok(import(s, ROW_A("z-000000009", "1 bis place A", "+33474999999") ROW_B),
	   "it comes back under its new name");
	offer_clear(&f);
	free(added);
}

/* Two records of a source become one that bears both identifiers. */
static void test_absorbed(struct session *s)
{
	static const char two[] =
		"c-000000001,13002603200018,Mairie Ouistiti,Bibost,69690,69022,3 rue "
		"C,+33474000003,,2026-01-01,Maîtrise des outils numériques du quotidien\n"
		"c-000000002,13002603200019,Mairie annexe,Bibost,69690,69022,4 rue "
		"C,+33474000004,,2026-01-01,Maîtrise des outils numériques du quotidien\n";
	static const char one[] =
		"c-000000001__c-000000002,13002603200018,Mairie Ouistiti,Bibost,69690,69022,3 rue "
		"C,+33474000003,,2026-01-01,Maîtrise des outils numériques du quotidien\n";
	struct overlay o;

	ok(import(s, two), "two");
	ok(overlay_correct(s, OVERLAY_PLACE, "mednum.c-000000002", "phone", "04 74 88 88 88",
			   &err) &&
		   overlay_mark(s, OVERLAY_PLACE, "mednum.c-000000002", MARK_CHECKED, clock_today(),
				&err) &&
		   fine(),
	   "the second is corrected");
	ok(import(s, one), "they are one");
	is_field(s, OVERLAY_PLACE, "mednum.c-000000001", PLACE_PHONE, "04 74 88 88 88",
		 "the first has it");
	o = known(s, OVERLAY_PLACE, "mednum.c-000000002");
	ok(o.n == 1 && o.mark[MARK_CHECKED] && !o.vanished, "read under either key");
	overlay_done(&o);
	ok(import(s, one), "again");
	is_field(s, OVERLAY_PLACE, "mednum.c-000000001", PLACE_PHONE, "04 74 88 88 88", "still");
	ok(overlay_forget(s, OVERLAY_PLACE, "mednum.c-000000001", "phone", &err) && fine(),
	   "forgotten");
	is_field(s, OVERLAY_PLACE, "mednum.c-000000001", PLACE_PHONE, "+33474000003",
		 "as the source says");
	o = known(s, OVERLAY_PLACE, "mednum.c-000000001");
	ok(o.n == 0 && o.mark[MARK_CHECKED], "the mark moved with it");
	overlay_done(&o);
}

/* ---- rebuilds and crashes ---- */

static void test_rebuild(const char *dir)
{
	char path[1400], copy[1400];
	struct search_aside aside;
	struct session *s = open_in(dir);
	struct place p;
	struct overlay o;
	size_t n;
	char *old;

	place_init(&p);
	place_set(&p, PLACE_NAME, "Local Pangolin");
	place_set(&p, PLACE_COMMUNE, "Bibost");
	ok(overlay_add_place(s, &p, &err) && fine(), "a place");
	ok(overlay_correct(s, OVERLAY_PLACE, PIMMS, "phone", "04 74 11 11 11", &err) &&
		   overlay_mark(s, OVERLAY_OFFER, PIMMS_OFFER, MARK_GONE, 0, &err) && fine(),
	   "corrections");
	session_close(s);
	snprintf(path, sizeof path, "%s/annuaire.db", dir);
	remove(path);
	s = open_in(dir);
	is_field(s, OVERLAY_PLACE, PIMMS, PLACE_PHONE, "04 74 11 11 11",
		 "a new directory has them");
	is_field(s, OVERLAY_PLACE, place_get(&p, PLACE_KEY), PLACE_NAME, "Local Pangolin",
		 "and the place");
	found(s, "amplepuis", &aside);
	is_int(aside.gone, 1, "and the mark");
	o = known(s, OVERLAY_PLACE, PIMMS);
	ok(o.n == 1 && !correction_conflicts(&o.corrections[0]), "no conflict comes of it");
	overlay_done(&o);

	/* an older journal put back: what it does not know goes */
	snprintf(copy, sizeof copy, "%s/journal.db", dir);
	old = slurp(copy, &n);
	ok(overlay_correct(s, OVERLAY_PLACE, PIMMS, "address", "rue Neuve", &err) && fine(),
	   "one more");
	session_close(s);
	spit(copy, old, n);
	free(old);
	s = open_in(dir);
	o = known(s, OVERLAY_PLACE, PIMMS);
	is_int(o.n, 1, "the correction made since is gone");
	overlay_done(&o);
	old = field(s, OVERLAY_PLACE, PIMMS, PLACE_ADDRESS);
	ok(strcmp(old, "rue Neuve") != 0, "from the directory as well");
	free(old);
	is_field(s, OVERLAY_PLACE, PIMMS, PLACE_PHONE, "04 74 11 11 11", "the older one stays");

	/* shipped data read again over corrections */
	ok(shipped_load(s->directory, s->data_dir, s->vocab, &err) && fine(), "loaded again");
	is_field(s, OVERLAY_PLACE, PIMMS, PLACE_PHONE, "04 74 11 11 11", "still corrected");
	session_close(s);
	place_clear(&p);
}

/* In another process; *status is how it ended. */
static void in_child(void (*fn)(void *ctx), void *ctx, int *status)
{
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		fn(ctx);
		_exit(0);
	}
	waitpid(pid, status, 0);
}

static void correct_phone(void *ctx)
{
	struct session *s = open_in(ctx);

	overlay_correct(s, OVERLAY_PLACE, PIMMS, "phone", "04 74 22 22 22", &err);
	session_close(s);
}

/* Killed when the journal is written and the directory, held by somebody else, is not. */
static void kill_between(const char *dir, struct session *holder)
{
	pid_t pid;
	bool written = false;

	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		correct_phone((void *)dir);
		_exit(0);
	}
	for (int i = 0; i < 400 && !written; i++) {
		struct overlay o = known(holder, OVERLAY_PLACE, PIMMS);

		written = o.n && strcmp(o.corrections[0].value, "04 74 22 22 22") == 0;
		overlay_done(&o);
		usleep(10000);
	}
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	ok(written, "the journal holds the correction");
}

static void test_between(const char *dir)
{
	struct session *a = open_in(dir), *b = open_in(dir);
	struct err mine = ERR_INIT;

	ok(directory_begin(a->directory, &err) && fine(), "the directory is busy");
	kill_between(dir, b);
	directory_rollback(a->directory);
	is_field(a, OVERLAY_PLACE, PIMMS, PLACE_PHONE, "04 74 11 11 11",
		 "the directory does not yet");
	session_close(a);
	session_close(b);
	a = open_in(dir);
	is_field(a, OVERLAY_PLACE, PIMMS, PLACE_PHONE, "04 74 22 22 22",
		 "the next start repairs it");
	is_str(overlay_late(a), "", "nothing is late");
	/* two instances */
	b = open_in(dir);
	ok(overlay_correct(a, OVERLAY_PLACE, PIMMS, "phone", "04 74 33 33 33", &err) && fine(),
	   "one writes");
	ok(session_refresh(b, &mine), "the other sees it");
	is_field(b, OVERLAY_PLACE, PIMMS, PLACE_PHONE, "04 74 33 33 33", "and reads it");
	ok(overlay_correct(b, OVERLAY_PLACE, PIMMS, "phone", "04 74 44 44 44", &err) && fine(),
	   "writes over it");
	{
		struct str what;

		str_init(&what);
		ok(refused(overlay_undo(a, &what, &err), ERR_USAGE, "autre fenêtre"),
		   "which the first one cannot take back");
		ok(overlay_undo(b, &what, &err) && fine(), "but the second can");
		ok(overlay_undo(a, &what, &err) && fine(), "and then the first");
		str_done(&what);
	}
	is_field(a, OVERLAY_PLACE, PIMMS, PLACE_PHONE, "04 74 22 22 22", "in the right order");
	session_close(a);
	session_close(b);
}

struct killed {
	const char *dir;
	unsigned at;	/* microseconds */
};

/* Corrections one after another until it is killed. */
static void write_on(void *ctx)
{
	const struct killed *k = ctx;
	struct session *s = open_in(k->dir);
	char value[40];

	for (int i = 0;; i++) {
		snprintf(value, sizeof value, "04 74 55 55 %02d", i % 100);
		overlay_correct(s, OVERLAY_PLACE, PIMMS, "phone", value, &err);
		snprintf(value, sizeof value, "%d rue du Test", i % 100);
		overlay_correct(s, OVERLAY_PLACE, PIMMS, "address", value, &err);
	}
}

/* Journal and directory say the same of the two fields. */
static bool agrees(const char *dir)
{
	struct session *s = open_in(dir);
	struct overlay o = known(s, OVERLAY_PLACE, PIMMS);
	bool same = session_notice(s)[0] == '\0' && !*overlay_late(s) &&
		    journal_check(s->journal, &err) && directory_check(s->directory, &err);

	for (size_t i = 0; i < o.n; i++) {
		char *value = field(s, OVERLAY_PLACE, PIMMS,
				    (int)(o.corrections[i].field - place_fields));

		same &= strcmp(value, o.corrections[i].value) == 0;
		free(value);
	}
	overlay_done(&o);
	session_close(s);
	return fine() && same;
}

static void test_killed(const char *dir)
{
	struct killed k = { .dir = dir };
	unsigned seed = 20261124;
	int broken = 0;

	for (int i = 0; i < 8; i++) {
		pid_t pid;

		seed = seed * 1103515245 + 12345;
		k.at = 250000 + seed / 65536 % 400 * 1000;
		fflush(stdout);
		pid = fork();
		if (pid == 0) {
			write_on(&k);
			_exit(0);
		}
		usleep(k.at);
		kill(pid, SIGKILL);
		waitpid(pid, NULL, 0);
		broken += !agrees(dir);
	}
	is_int(broken, 0,
	       "killed 8 times while writing: journal and directory agree at the next start");
}

/* Files may not grow: the disk is full. */
static void on_full_disk(void *ctx)
{
	struct session *s = open_in(ctx);
	struct rlimit limit = { 4096, 4096 };
	struct str what;
	bool wrong = false;

	str_init(&what);
	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &limit);
	wrong |= overlay_correct(s, OVERLAY_PLACE, PIMMS, "phone", "04 74 66 66 66", &err);
	wrong |= err.kind != ERR_BASE || !strstr(err.msg, "taille permise");
	if (wrong)
		printf("# %s\n", err.msg);
	wrong |= overlay_undo(s, &what, &err);
	fflush(stdout);
	_exit(wrong);
}

static void test_full(const char *dir)
{
	int status;

	in_child(on_full_disk, (void *)dir, &status);
	ok(WIFEXITED(status) && WEXITSTATUS(status) == 0,
	   "a full disk refuses the act and says why");
	ok(agrees(dir), "and nothing is changed");
}

static void on_readonly(void *ctx)
{
	const char *dir = ctx;
	struct session *s;
	struct overlay o;
	bool right;

	s = open_in(dir);
	o = known(s, OVERLAY_PLACE, PIMMS);
	right = o.n > 0;
	overlay_done(&o);
	right &= !overlay_correct(s, OVERLAY_PLACE, PIMMS, "phone", "04 74 77 77 77", &err) &&
		 err.kind == ERR_BASE && strstr(err.msg, "journal.db");
	if (!right)
		printf("# %s\n", err.msg);
	fflush(stdout);
	_exit(!right);
}

/* The journal takes what the directory cannot. */
static void on_late(void *ctx)
{
	struct session *s = open_in(ctx);
	struct overlay o;
	bool right = overlay_correct(s, OVERLAY_PLACE, PIMMS, "phone", "04 74 77 77 77", &err) &&
		     strstr(overlay_late(s), "annuaire.db");

	o = known(s, OVERLAY_PLACE, PIMMS);
	right &= o.n > 0 && strcmp(o.corrections[o.n - 1].value, "04 74 77 77 77") == 0;
	overlay_done(&o);
	if (!right)
		printf("# %s / %s\n", err.msg, overlay_late(s));
	fflush(stdout);
	_exit(!right);
}

/* With one of the bases for reading only, as somebody to whom that matters. */
static void with_readonly(const char *dir, const char *base, void (*fn)(void *ctx),
			  const char *what)
{
	char path[1400], command[1400];
	int status;

	snprintf(command, sizeof command, "chown -R %d '%s'", NOBODY, tempdir);
	if (geteuid() == 0)
		(void)!system(command);
	snprintf(path, sizeof path, "%s/%s", dir, base);
	chmod(path, 0400);
	fflush(stdout);
	if (fork() == 0) {
		if (geteuid() == 0 && seteuid(NOBODY) != 0)
			_exit(77);
		if (faccessat(AT_FDCWD, test_path("data/vocabulaire.csv"), R_OK, AT_EACCESS) != 0)
			_exit(77);	/* the source tree is in a private folder, /root maybe */
		prctl(PR_SET_DUMPABLE, 1);
		fn((void *)dir);
	}
	wait(&status);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 77)
		ok(true, "%s # SKIP cannot be another user", what);
	else
		ok(WIFEXITED(status) && WEXITSTATUS(status) == 0, "%s", what);
	chmod(path, 0600);
	snprintf(command, sizeof command, "chown -R %d '%s'", (int)geteuid(), tempdir);
	if (geteuid() == 0)
		(void)!system(command);
}

static void test_readonly(const char *dir)
{
	with_readonly(dir, "journal.db", on_readonly,
		      "a journal for reading only: corrections are read, a new one is refused");
	with_readonly(dir, "annuaire.db", on_late,
		      "a directory for reading only: the journal has it, and it is said");
	ok(agrees(dir), "the next start repairs it");
}

/* Somebody wrote into the journal what the program never would. */
static void test_hostile(const char *dir)
{
	static const char words[] =
		"INSERT OR IGNORE INTO record (id, kind, key, added, kept, made)\n"
		"VALUES (900, 'place', 'centre-social-du-parc-amplepuis', 0, 0, '2026-01-01'),\n"
		"  (901, 'place', 'local-a', 1, 0, '9999-99-99'), (902, 'offer', 'local-b', 1, 0, "
		"'2026-01-01'),\n"
		"  (903, 'offer', 'local-c', 1, 0, '2026-01-01');\n"
		"INSERT INTO correction (record_id, field, value, source_then, made)\n"
		"VALUES (900, 'lat', 'abc', '', '2026-01-01'), (900, 'nowhere', 'x', '', "
		"'2026-01-01'),\n"
		"  (900, 'name', char(27) || '[2J Centre', '', '2026-99-01');\n"
		"INSERT INTO record_field (record_id, field, value)\n"
		"VALUES (901, 'name', 'Sans rien'), (901, 'lat', '1e999'), (901, 'lon', '4'),\n"
		"  (902, 'name', 'Nulle part'), (902, 'place_key', 'nulle-part'), (903, 'name', "
		"'Ici'),\n"
		"  (903, 'place_key', 'local-a'), (903, 'hours', 'n’importe quoi');\n"
		"INSERT INTO mark (record_id, mark, day) VALUES (900, 'closed', '9999-99-99');\n"
		"UPDATE stamp SET value = 'another'";
	char path[1400];
	struct session *s;
	struct db db;

	snprintf(path, sizeof path, "%s/journal.db", dir);
	ok(db_open(&db, path, 0, &err) && db_exec(&db, words, &err) && fine(),
	   "a journal from elsewhere");
	db_close(&db);
	s = open_in(dir);
	is_str(overlay_late(s), "", "the directory follows all the same");
	is_field(s, OVERLAY_PLACE, "centre-social-du-parc-amplepuis", PLACE_LAT, "",
		 "no latitude that is none");
	is_field(s, OVERLAY_PLACE, "centre-social-du-parc-amplepuis", PLACE_NAME, "[2J Centre",
		 "no control character");
	is_field(s, OVERLAY_OFFER, "local-c", OFFER_NAME, "Ici",
		 "an offer at a place without commune");
	is_field(s, OVERLAY_OFFER, "local-b", OFFER_NAME, "", "an offer nowhere waits");
	ok(shipped_load(s->directory, s->data_dir, s->vocab, &err) && fine(), "loaders go on");
	session_close(s);
}

/* ---- all of it ---- */

struct counted {
	size_t n, conflicts, added, vanished;
};

static bool count_item(void *ctx, const struct overlay_item *item, struct err *e)
{
	struct counted *c = ctx;

	(void)e;
	c->n++;
	c->conflicts += item->conflict;
	c->added += item->o->added;
	c->vanished += item->o->vanished;
	return *item->name != '\0';
}

static void test_each(struct session *s)
{
	struct counted c = { 0 };

	ok(overlay_each(s, count_item, &c, &err) && fine(), "each has a name");
	ok(c.n >= 2, "%zu records", c.n);
}

int main(void)
{
	struct session *s;
	char dir[1200];

	at("2026-11-24T10:00");
	tempdir_make();
	snprintf(dir, sizeof dir, "%s", temp("base"));
	s = open_in(dir);
	test_correct(s);
	test_values(s);
	test_together(s);
	test_marks(s);
	test_notes(s, dir);
	test_add(s);
	test_imports(s);
	test_absorbed(s);
	test_each(s);
	session_close(s);
	snprintf(dir, sizeof dir, "%s", temp("base2"));
	test_rebuild(dir);
	test_between(dir);
	test_killed(dir);
	test_full(dir);
	test_readonly(dir);
	test_hostile(dir);
	tempdir_remove();
	return done_testing();
}
