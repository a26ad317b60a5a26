/* The filters of the log, what each choice would leave, periods as typed, what comes next. */
#include <math.h>

#include "aiguillage/date.h"
#include "aiguillage/log_filter.h"
#include "aiguillage/mem.h"
#include "tests/unit/world.h"

static struct world w;
static struct err err = ERR_INIT;

static void log_one(struct entry *e, int day, const char *code)
{
	struct log_saved saved;

	entry_set_day(e, ENTRY_DAY, day);
	ok(log_save(w.s, e, code, &saved, &err), "saved %s", err.msg);
	err_clear(&err);
}

static void refer(const char *commune, const char *need, const char *offer, int day)
{
	struct log_choice c = { .criteria = &w.c, .km = NAN };
	struct entry e;

	ask(&w, commune, "", need, 0, "");
	c.offer = directory_offer_by_key(w.s->directory, offer, &err);
	log_referral(w.s, &e, &c, &err);
	log_one(&e, day, "");
	entry_done(&e);
}

/* Two referrals of Bibost, one of Amplepuis; a visit; a need without answer. */
static void fill(void)
{
	struct log_choice c = { .criteria = &w.c, .km = NAN };
	struct entry e;

	refer("Bibost", "demarches", "S015", date_day(2026, 11, 2));
	refer("Bibost", "demarches|materiel", "S047", date_day(2026, 11, 20));
	refer("Amplepuis", "materiel", "S015", date_day(2026, 11, 24));
	ask(&w, "Amplepuis", "", "", 0, "");
	log_accompaniment(w.s, &e, &c, &err);
	log_one(&e, date_day(2026, 11, 24), "k742");
	entry_done(&e);
	ask(&w, "Bibost", "", "demarches", 0, "");
	log_unmet(w.s, &e, &c, &err);
	log_one(&e, date_day(2025, 12, 31), "");
	entry_done(&e);
}

static void finds(struct log_filter f, size_t n, const char *what)
{
	struct log_list l;

	ok(log_entries(w.s, &f, &l, &err), "read %s", err.msg);
	is_int((long long)l.n, (long long)n, "%s", what);
	log_list_done(&l);
}

#define FINDS(n, what, ...) finds((struct log_filter){ __VA_ARGS__ }, n, what)

static void test_filters(void)
{
	FINDS(5, "all of it", .removed = false);
	FINDS(4, "of a period", .from = "2026-11-01", .to = "2026-11-24");
	FINDS(3, "up to a day", .to = "2026-11-20");
	FINDS(3, "a kind", .any = { [LOG_BY_KIND] = "orientation" });
	FINDS(2, "two kinds", .any = { [LOG_BY_KIND] = "accompagnement|sans-reponse" });
	FINDS(3, "a state", .any = { [LOG_BY_STATE] = "oriente" });
	FINDS(3, "a need, of referrals and of needs without answer", .any = { [LOG_BY_NEED] = "demarches" });
	FINDS(4, "one need or the other", .any = { [LOG_BY_NEED] = "demarches|materiel" });
	FINDS(3, "a commune", .any = { [LOG_BY_COMMUNE] = "69022" });
	FINDS(1, "a commune and a place",
	      .any = { [LOG_BY_COMMUNE] = "69022", [LOG_BY_PLACE] = "france-services-amplepuis" });
	FINDS(1, "a person", .code = "K7 42");
	FINDS(0, "a person without", .code = "K7 42", .any = { [LOG_BY_KIND] = "orientation" });
	FINDS(0, "nobody has that code", .code = "B2-22");
	FINDS(2, "words", .text = "pimms");
	FINDS(0, "only what is cancelled", .removed = true);
}

/* Of a large journal only the newest are held; the others are counted. */
static void test_max(void)
{
	struct log_filter f = { .max = 2 };
	struct log_list l;

	ok(log_entries(w.s, &f, &l, &err) && l.n == 2 && l.older == 3, "two, and three older ones");
	is_str(entry_get(&l.e[0], ENTRY_DAY), "2026-11-24", "the newest");
	is_str(entry_get(&l.e[1], ENTRY_DAY), "2026-11-24", "and the one before");
	log_list_done(&l);
	f.max = 1;
	f.any[LOG_BY_KIND] = "orientation";
	ok(log_entries(w.s, &f, &l, &err) && l.n == 1 && l.older == 2, "among those that are wanted");
	log_list_done(&l);
}

static size_t count_of(const struct log_values *v, enum log_group group, const char *label)
{
	for (size_t i = 0; i < v->n; i++)
		if (v->v[i].group == group && !strcmp(v->v[i].label, label))
			return v->v[i].count;
	return 0;
}

/* A group is counted without its own choice, the others with it. */
static void test_values(void)
{
	struct log_filter f = { .any = { [LOG_BY_COMMUNE] = "69022" } };
	struct log_values v;

	ok(log_values(w.s, &f, &v, &err), "counted %s", err.msg);
	is_int((long long)count_of(&v, LOG_BY_COMMUNE, "Bibost"), 3, "the commune itself");
	is_int((long long)count_of(&v, LOG_BY_COMMUNE, "Amplepuis"), 2, "another one, as if alone");
	is_int((long long)count_of(&v, LOG_BY_KIND, "orientations"), 2, "kinds, of that commune");
	is_int((long long)count_of(&v, LOG_BY_KIND, "accompagnements"), 0, "none of that kind");
	is_int((long long)count_of(&v, LOG_BY_NEED, "démarches"), 3, "needs");
	is_int((long long)count_of(&v, LOG_BY_STATE, "orienté"), 2, "states");
	is_int((long long)count_of(&v, LOG_BY_PLACE, "France services Pimms Médiation Amplepuis"), 1,
	       "places");
	ok(v.v[0].group == LOG_BY_KIND && v.v[0].count >= v.v[1].count, "by group, most frequent first");
	is_int((long long)v.cancelled, 0, "none is cancelled");
	log_values_done(&v);
}

static void test_cancelled(void)
{
	struct log_filter f = { .any = { [LOG_BY_COMMUNE] = "69006" } };
	struct log_values v;
	struct log_list l;

	log_entries(w.s, &f, &l, &err);
	ok(l.n == 2 && log_cancel(w.s, l.e[0].id, true, &err), "one is cancelled");
	log_list_done(&l);
	finds(f, 1, "one is left");
	log_values(w.s, &f, &v, &err);
	is_int((long long)v.cancelled, 1, "counted apart");
	log_values_done(&v);
	f.removed = true;
	finds(f, 1, "shown alone");
}

static void period_is(const char *typed, const char *from, const char *to, const char *said)
{
	char a[11] = "?", b[11] = "?";
	struct str out;

	str_init(&out);
	if (log_period_read(typed, a, b))
		log_period_say(a, b, &out);
	is_str(a, from, "« %s » from", typed);
	is_str(b, to, "« %s » to", typed);
	is_str(out.s, said, "« %s » said", typed);
	str_done(&out);
}

static void test_period(void)
{
	period_is("1/11 au 15/11", "2026-11-01", "2026-11-15", "du 1er novembre au 15 novembre");
	period_is("du 1/11 au 15/11", "2026-11-01", "2026-11-15", "du 1er novembre au 15 novembre");
	period_is("1/11 - 15/11", "2026-11-01", "2026-11-15", "du 1er novembre au 15 novembre");
	period_is("20/12 au 5/1", "2025-12-20", "2026-01-05",
		  "du 20 décembre 2025 au 5 janvier");
	period_is("1/11 au 5/12", "2026-11-01", "2026-12-05", "du 1er novembre au 5 décembre");
	period_is("depuis le 1er septembre", "2026-09-01", "", "depuis le 1er septembre");
	period_is("jusqu’au 15/11", "", "2026-11-15", "jusqu’au 15 novembre");
	period_is("novembre", "2026-11-01", "2026-11-30", "du 1er novembre au 30 novembre");
	period_is("février 2024", "2024-02-01", "2024-02-29",
		  "du 1er février 2024 au 29 février 2024");
	period_is("décembre", "2025-12-01", "2025-12-31",
		  "du 1er décembre 2025 au 31 décembre 2025");
	period_is("2025", "2025-01-01", "2025-12-31", "du 1er janvier 2025 au 31 décembre 2025");
	period_is("depuis septembre", "2026-09-01", "", "depuis le 1er septembre");
	period_is("cette semaine", "2026-11-23", "2026-11-29", "du 23 novembre au 29 novembre");
	period_is("la semaine dernière", "2026-11-16", "2026-11-22", "du 16 novembre au 22 novembre");
	period_is("ce mois-ci", "2026-11-01", "2026-11-30", "du 1er novembre au 30 novembre");
	period_is("le mois dernier", "2026-10-01", "2026-10-31", "du 1er octobre au 31 octobre");
	period_is("hier", "2026-11-23", "2026-11-23", "le 23 novembre");
	period_is("15/11 au 1/11/2026", "?", "?", "");
	period_is("", "?", "?", "");
	period_is("au", "?", "?", "");
	period_is("bientôt", "?", "?", "");
}

static void appointment_is(int day, const char *typed, const char *want)
{
	struct entry e;
	struct str b;

	str_init(&b);
	entry_init(&e, KIND_REFERRAL);
	entry_set_day(&e, REF_DAY, day);
	log_read_in(w.s, &e, REF_APPOINTMENT, typed, &b, &err);
	is_str(b.s, want, "« %s »", typed);
	entry_done(&e);
	str_done(&b);
}

/* The appointment of a past referral, without its year, is not of next year. */
static void test_appointment(void)
{
	int past = date_day(2026, 11, 2);

	appointment_is(past, "20 novembre à 17h", "2026-11-20T17:00");
	appointment_is(past, "20/11", "2026-11-20");
	appointment_is(past, "1/11", "2027-11-01");
	appointment_is(past, "demain", "2026-11-25");
	appointment_is(date_day(2026, 11, 24), "20/11", "2027-11-20");
	appointment_is(date_day(2025, 12, 20), "5 janvier à 9h", "2026-01-05T09:00");
}

static void next_is(const char *appointment, int followup, const char *want)
{
	struct entry e;
	struct str b;

	str_init(&b);
	entry_init(&e, KIND_REFERRAL);
	entry_set_day(&e, REF_DAY, date_day(2026, 11, 20));
	entry_set(&e, REF_APPOINTMENT, appointment);
	referral_become(&e, STATE_REFERRED, date_day(2026, 11, 20), "", &err);
	entry_set_day(&e, REF_FOLLOWUP, followup);
	log_say_next(w.s, &e, clock_today(), &b);
	is_str(b.s, want, "with « %s »", appointment);
	entry_done(&e);
	str_done(&b);
}

static void test_next(void)
{
	next_is("2026-12-04T14:00", date_day(2026, 12, 7),
		"orienté · rdv ven. 4 déc. à 14h · à relancer le 7 décembre");
	next_is("2026-11-20T14:00", date_day(2026, 11, 23),
		"orienté · rdv ven. 20 nov. · à relancer depuis le 23 novembre");
	next_is("", date_day(2026, 12, 4), "orienté · à relancer le 4 décembre");
}

#define PHONE "04\u00a074\u00a063\u00a025\u00a094"

static void call_is(const char *phone, const char *contact, const char *want)
{
	struct entry e;
	struct str b;

	str_init(&b);
	entry_init(&e, KIND_REFERRAL);
	entry_set(&e, REF_PHONE, phone);
	entry_set(&e, REF_CONTACT, contact);
	referral_become(&e, STATE_REFERRED, date_day(2026, 11, 20), "", &err);
	log_say_call(w.s, &e, &b);
	is_str(b.s, want, "whom to call");
	entry_done(&e);
	str_done(&b);
}

static void test_call(void)
{
	call_is("0474632594", "personne", PHONE " · devait appeler : la personne");
	call_is("0474632594", "", PHONE);
	call_is("", "lieu", "le lieu n’a pas de téléphone connu · devait appeler : le lieu");
}

/* A list to be printed: its title, and each entry in a few lines that fit. */
static void test_text(void)
{
	struct log_filter f = { .any = { [LOG_BY_KIND] = "orientation" }, .from = "2026-11-20" };
	struct log_list l;
	struct str b;

	str_init(&b);
	ok(log_entries(w.s, &f, &l, &err) && log_text(w.s, &l, "Journal", 60, &b, &err), "a text");
	ok(strncmp(b.s, "Journal\n\n", 9) == 0, "its title");
	ok(strstr(b.s, "\n20 novembre : orientation vers ") != NULL, "an entry");
	ok(strstr(b.s, "\n  orienté · à relancer le 4 décembre") != NULL, "and what comes next");
	for (const char *s = b.s; *s; s += strcspn(s, "\n") + 1)
		if (strcspn(s, "\n") > 90)
			ok(false, "a long line: %.100s", s);
	log_list_done(&l);
	str_done(&b);
}

int main(void)
{
	world_open(&w);
	fill();
	test_filters();
	test_max();
	test_values();
	test_cancelled();
	test_period();
	test_appointment();
	test_next();
	test_call();
	test_text();
	world_close(&w);
	return done_testing();
}
