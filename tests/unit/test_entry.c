/* Records of the log: fields, versions, what people type, the life of a referral. */
#include "aiguillage/date.h"
#include "aiguillage/entry.h"
#include "aiguillage/referral.h"
#include "tests/lib/tap.h"

static void test_fields(void)
{
	for (int k = 0; k < ENTRY_KINDS; k++) {
		size_t n, bad = 0;
		const struct entry_field *f = entry_fields(k, &n);

		ok(n > 0 && n <= ENTRY_FIELDS_MAX, "%s has fields", entry_kind_name(k));
		for (size_t i = 0; i < n; i++) {
			bool coded = f[i].kind == ENTRY_IS_VALUE || f[i].kind == ENTRY_IS_VALUES ||
				     f[i].kind == ENTRY_IS_COUNTS || f[i].kind == ENTRY_IS_HISTORY;

			bad += coded != (f[i].genre >= 0);
			bad += entry_field_find(k, f[i].name) != (int)i;
		}
		is_int((long long)bad, 0, "coded fields have a genre, names are unique");
		is_int(entry_kind_find(entry_kind_name(k)), k, "found by name");
	}
	is_int((int)ACC_DAY, (int)ENTRY_DAY, "dated kinds begin alike");
	is_int((int)UNMET_SITUATIONS, (int)ENTRY_SITUATIONS, "to the last common field");
	is_int((int)REF_PERSON, (int)ENTRY_PERSON, "in the middle too");
	is_int(entry_kind_find("rien"), -1, "no such kind");
	is_int(entry_field_find(KIND_PERSON, "nom"), -1, "nobody has a name");
}

/* Of any two versions one is later, whichever way they are compared. */
static void test_versions(void)
{
	struct entry a, b;

	entry_init(&a, KIND_UNMET);
	strcpy(a.id, "1");
	a.revision = 2;
	entry_copy(&b, &a);
	ok(entry_same(&a, &b) && !entry_later(&a, &b) && !entry_later(&b, &a), "the same");
	entry_set(&b, UNMET_REASON, "horaires");
	ok(!entry_same(&a, &b), "not the same");
	ok(entry_later(&b, &a) != entry_later(&a, &b), "contents decide at last");
	strcpy(a.author, "pz");
	ok(entry_later(&a, &b) && !entry_later(&b, &a), "before them the author");
	b.revision = 3;
	ok(entry_later(&b, &a), "before all the revision");
	entry_done(&a);
	entry_done(&b);
}

static void test_typed(void)
{
	static const struct {
		const char *typed, *code;
	} codes[] = {
		{ "K7-42", "K7-42" }, { "k742", "K7-42" },   { " k7 42", "K7-42" }, { "K7-425", "K7-425" },
		{ "77-42", "" },      { "K7-4", "" },	     { "KK-42", "" },	    { "", "" },
		{ "O7-42", "" },      { "K7-42-12345", "" }, { "é742", "" },
	};
	static const struct {
		const char *typed;
		int minutes;
	} durations[] = {
		{ "45", 45 }, { "1h30", 90 }, { "1 h", 60 }, { "2h", 120 }, { "90 min", 90 }, { "1:15", 75 },
		{ "23h59", 1439 }, { "24h", 0 }, { "0", 0 }, { "1h75", 0 }, { "une heure", 0 }, { "-5", 0 },
		{ "45 ans", 0 }, { "99999999999", 0 },
	};
	struct str b;

	str_init(&b);
	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
		str_clear(&b);
		ok(person_code_read(codes[i].typed, &b) == (*codes[i].code != '\0'),
		   "code « %s »", codes[i].typed);
		is_str(b.s, codes[i].code, "is « %s »", codes[i].code);
	}
	for (uint32_t i = 0; i < 100000; i += 997) {
		struct str again;

		str_init(&again);
		person_code_make(i * 2654435761u, &b);
		if (!person_code_read(b.s, &again) || strcmp(b.s, again.s) != 0)
			ok(false, "a code drawn is read: %s", b.s);
		str_done(&again);
	}
	for (size_t i = 0; i < sizeof durations / sizeof *durations; i++) {
		int minutes = 0;

		ok(duration_read(durations[i].typed, &minutes) == (durations[i].minutes > 0),
		   "duration « %s »", durations[i].typed);
		is_int(minutes, durations[i].minutes, "minutes");
	}
	str_clear(&b);
	duration_say(&b, 90);
	is_str(b.s, "1 h 30", "said");
	str_done(&b);
}

static void test_counts(void)
{
	struct list_walk w = { .rest = "feminin=4|masculin=3|nc" };
	struct str b;
	long n;

	str_init(&b);
	ok(counts_next(&w, &b, &n) && n == 4 && strcmp(b.s, "feminin") == 0, "first");
	ok(counts_next(&w, &b, &n) && n == 3, "second");
	ok(counts_next(&w, &b, &n) && n == 1, "without number");
	ok(!counts_next(&w, &b, &n), "end");
	is_int(counts_total("feminin=4|masculin=3|nc"), 8, "total");
	str_clear(&b);
	counts_add(&b, "18-24", 2);
	counts_add(&b, "25-39", 0);
	counts_add(&b, "60-69", 1);
	is_str(b.s, "18-24=2|60-69=1", "made");
	str_done(&b);
}

/* ---- referrals ---- */

static struct err err = ERR_INIT;

static bool becomes(struct entry *e, enum referral_state s, const char *day, const char *reason)
{
	int d = 0;
	bool done;

	date_parse_day(day, &d);
	err_clear(&err);
	done = referral_become(e, s, d, reason, &err);
	return done;
}

static int day_of(const char *iso)
{
	int d = 0;

	date_parse_day(iso, &d);
	return d;
}

static void test_life(void)
{
	struct entry e;

	entry_init(&e, KIND_REFERRAL);
	entry_set(&e, REF_DAY, "2026-11-24");
	ok(becomes(&e, STATE_REFERRED, "2026-11-24", ""), "referred");
	ok(becomes(&e, STATE_CONTACTED, "2026-11-26", ""), "contacted");
	ok(!becomes(&e, STATE_PENDING, "2026-11-26", ""), "never to do again");
	ok(becomes(&e, STATE_FAILED, "2026-12-01", "trop-loin"), "failed");
	is_str(entry_get(&e, REF_REASON), "trop-loin", "with a reason");
	is_str(entry_get(&e, REF_HISTORY),
	       "2026-11-24=oriente|2026-11-26=contact|2026-12-01=non-abouti", "history");
	ok(!becomes(&e, STATE_CONTACTED, "2026-12-02", "") && err.kind == ERR_USAGE,
	   "a failure is over: %s", err.msg);
	ok(becomes(&e, STATE_CAME, "2026-12-05", "x"), "but one may come after all");
	is_str(entry_get(&e, REF_REASON), "", "and the reason goes");
	is_str(entry_get(&e, REF_SINCE), "2026-12-05", "since");
	entry_done(&e);
}

/* Every state leads somewhere by rules that agree with each other. */
static void test_rules(void)
{
	for (int s = 0; s < REFERRAL_STATES; s++) {
		is_int(referral_state_find(referral_state_code(s)), s, "code of a state");
		ok(!referral_may_become(s, s), "no state becomes itself");
		ok(!referral_is_open(s) || referral_may_become(s, STATE_CAME), "open: may come");
	}
}

static void test_delays(void)
{
	struct entry e;

	is_int(referral_followup(100, ""), 110, "ten days");
	is_int(referral_followup(day_of("2026-11-24"), "2026-12-04T17:00"), day_of("2026-12-07"),
	       "the day after the appointment, when somebody answers");
	is_int(referral_followup(day_of("2026-11-24"), "2026-12-09T17:00"), day_of("2026-12-10"),
	       "the day after the appointment");
	is_int(referral_followup(day_of("2026-11-24"), "2026-12-31"), day_of("2027-01-04"),
	       "neither a holiday nor a weekend");
	is_int(referral_followup(day_of("2026-11-24"), "2026-11-01"), day_of("2026-12-04"),
	       "not after one that is over");
	entry_init(&e, KIND_REFERRAL);
	entry_set(&e, REF_DAY, "2026-11-01");
	becomes(&e, STATE_REFERRED, "2026-11-01", "");
	entry_set(&e, REF_FOLLOWUP, "2026-11-11");
	ok(!referral_is_due(&e, day_of("2026-11-10")), "not yet");
	ok(referral_is_due(&e, day_of("2026-11-11")), "due");
	is_int(referral_state_on(&e, day_of("2026-11-30")), STATE_REFERRED, "29 days");
	is_int(referral_state_on(&e, day_of("2026-12-01")), STATE_SILENT, "30 days: no news");
	is_int(referral_state(&e), STATE_REFERRED, "without being written");
	entry_set(&e, REF_APPOINTMENT, "2026-12-10T10:00");
	is_int(referral_state_on(&e, day_of("2026-12-01")), STATE_REFERRED,
	       "an appointment to come is no silence");
	entry_set(&e, REF_APPOINTMENT, "");
	entry_set(&e, REF_FOLLOWUP, "2026-12-08");
	is_int(referral_state_on(&e, day_of("2026-12-01")), STATE_REFERRED,
	       "nor is a follow-up put off");
	becomes(&e, STATE_CAME, "2026-11-12", "");
	is_int(referral_state_on(&e, day_of("2027-12-01")), STATE_CAME, "what is over stays so");
	ok(!referral_is_due(&e, day_of("2027-12-01")), "and is not due");
	entry_done(&e);
}

int main(void)
{
	test_fields();
	test_versions();
	test_typed();
	test_counts();
	test_life();
	test_rules();
	test_delays();
	return done_testing();
}
