/* « À vérifier »: what is in the list, in which order, and what leaves it. */
#include <math.h>

#include "aiguillage/date.h"
#include "aiguillage/import.h"
#include "aiguillage/overlay.h"
#include "aiguillage/review.h"
#include "tests/unit/world.h"

static const struct review_item *item(const struct review *x, const char *key)
{
	for (size_t i = 0; i < x->n; i++)
		if (strcmp(x->items[i].key, key) == 0)
			return &x->items[i];
	return NULL;
}

static void list(struct world *w, unsigned reasons, struct review *x)
{
	struct review_request r = { commune_named(w, "Bibost"), true, reasons };
	struct err err = ERR_INIT;

	if (!review_read(w->s, &r, x, &err))
		world_bail(&err);
}

static void test_list(struct world *w)
{
	const struct review_item *it;
	struct review x;
	int wrong = 0;

	list(w, 0, &x);
	ok(x.n > 20, "work to do");
	for (size_t i = 0; i < x.n; i++) {
		wrong += !x.items[i].reasons || !*x.items[i].why;
		wrong += i && x.items[i].km < x.items[i - 1].km;
	}
	is_int(wrong, 0, "each has a reason, nearest first");
	it = item(&x, "savnet-savigny");
	ok(it && it->reasons & REVIEW_DOUBTFUL && it->reasons & REVIEW_OLD, "doubtful and old");
	review_done(&x);
	list(w, REVIEW_NO_CONTACT, &x);
	for (size_t i = 0; i < x.n; i++)
		wrong += !(x.items[i].reasons & REVIEW_NO_CONTACT);
	is_int(wrong, 0, "one reason only");
	is_int(x.n, x.count[5], "as counted");
	review_done(&x);
}

static void test_leaving(struct world *w)
{
	struct err err = ERR_INIT;
	struct review x;

	ok(overlay_mark(w->s, OVERLAY_PLACE, "savnet-savigny", MARK_CHECKED, clock_today(), &err),
	   "checked %s", err.msg);
	world_refresh(w);
	list(w, 0, &x);
	ok(!item(&x, "savnet-savigny"), "what was checked leaves");
	review_done(&x);
	setenv("AIGUILLAGE_MAINTENANT", "2027-06-30T10:00", 1);
	list(w, 0, &x);
	ok(item(&x, "savnet-savigny") != NULL, "and comes back after six months");
	review_done(&x);
	ok(overlay_mark(w->s, OVERLAY_PLACE, "savnet-savigny", MARK_GONE, clock_today(), &err),
	   "gone %s", err.msg);
	world_refresh(w);
	list(w, 0, &x);
	ok(!item(&x, "savnet-savigny"), "what is no more is no work");
	review_done(&x);
}

static void import_one(struct world *w, const char *source, const char *name)
{
	struct import_options o = { .source = source };
	struct import_report r;
	struct err err = ERR_INIT;
	char path[4200];
	FILE *f;

	snprintf(path, sizeof path, "%s/un.csv", tempdir);
	if ((f = fopen(path, "w"))) {
		fprintf(f, "id,pivot,nom,commune,code_postal,code_insee,adresse,latitude,longitude\n"
			   "%s,,%s,Tarare,69170,69243,4 rue des Essais,,\n", source, name);
		fclose(f);
	}
	import_report_init(&r);
	if (!import_file(w->s, path, &o, &r, &err))
		world_bail(&err);
	import_report_done(&r);
	world_refresh(w);
}

/* Two records that may be one place are one thing to look at. */
static void test_pair(struct world *w)
{
	struct review x;
	size_t before;

	list(w, REVIEW_SAME, &x);
	before = x.n;
	review_done(&x);
	import_one(w, "un", "Atelier Potiron et Citrouille");
	import_one(w, "deux", "Atelier Potiron et Framboise");
	list(w, REVIEW_SAME, &x);
	is_int(x.n, before + 1, "one line for the pair");
	is_int(x.count[1], x.n, "as counted");
	review_done(&x);
}

static void import_fees(struct world *w, const char *commune, const char *fees)
{
	struct import_options o = { .source = "frais" };
	struct import_report r;
	struct err err = ERR_INIT;
	struct str text;

	str_init(&text);
	str_addf(&text, "id,pivot,nom,commune,code_postal,code_insee,adresse,frais_a_charge\n"
			"f_1,,Le Rutabaga,%s,8 rue des Essais,%s\n", commune, fees);
	spit(temp("frais.csv"), text.s, text.len);
	str_done(&text);
	import_report_init(&r);
	if (!import_file(w->s, temp("frais.csv"), &o, &r, &err))
		world_bail(&err);
	import_report_done(&r);
	world_refresh(w);
}

/* A correction of an offer that its source contradicts is work on the place. */
static void test_offer_conflict(struct world *w)
{
	static const char tarare[] = "Tarare,69170,69243", beaujeu[] = "Beaujeu,69430,69018";
	struct err err = ERR_INIT;
	const struct review_item *it;
	struct review x;

	import_fees(w, tarare, "Gratuit");
	ok(overlay_correct(w->s, OVERLAY_OFFER, "frais.f_1-o", "frais", "Payant", &err) &&
	   overlay_mark(w->s, OVERLAY_PLACE, "frais.f_1", MARK_CHECKED, clock_today(), &err),
	   "corrected and checked %s", err.msg);
	world_refresh(w);
	list(w, 0, &x);
	ok(!item(&x, "frais.f_1"), "no work");
	review_done(&x);
	import_fees(w, tarare, "Gratuit sous condition");
	list(w, REVIEW_CONFLICT, &x);
	it = item(&x, "frais.f_1");
	ok(it && it->reasons & REVIEW_CONFLICT, "its source says something else");
	review_done(&x);
	import_fees(w, beaujeu, "Gratuit sous condition");
	list(w, 0, &x);
	ok(item(&x, "frais.f_1") != NULL, "also out of the sector");
	is_int(x.count[0], 1, "counted");
	review_done(&x);
	ok(overlay_keep(w->s, OVERLAY_OFFER, "frais.f_1-o", "frais", &err), "kept %s", err.msg);
	world_refresh(w);
	list(w, 0, &x);
	ok(!item(&x, "frais.f_1"), "once decided, what is elsewhere is no work");
	review_done(&x);
}

int main(void)
{
	struct world w;

	world_open(&w);
	test_pair(&w);
	test_list(&w);
	test_leaving(&w);
	test_offer_conflict(&w);
	world_close(&w);
	return done_testing();
}
