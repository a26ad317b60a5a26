/* What the sheets say: the labels of each language, the blocks, the message. */
#include <string.h>

#include "aiguillage/csv.h"
#include "aiguillage/date.h"
#include "aiguillage/mem.h"
#include "aiguillage/overlay.h"
#include "aiguillage/path.h"
#include "aiguillage/post.h"
#include "aiguillage/sheet.h"
#include "aiguillage/text.h"
#include "tests/unit/world.h"

static struct world w;
static struct sheet_labels *labels;

/* ---- the labels ---- */

static void add_names(struct str *out, const char *text)
{
	for (const char *p = text; (p = strchr(p, '{')); p++)
		str_addn(out, p, strcspn(p, "}") + 1);
}

/* Every name of `a` is in `b`. */
static bool names_within(const char *a, const char *b)
{
	for (const char *p = a; (p = strchr(p, '{')); p++) {
		char *name = xstrndup(p, strcspn(p, "}") + 1);
		bool there = strstr(b, name) != NULL;

		free(name);
		if (!there)
			return false;
	}
	return true;
}

static bool label_row(void *ctx, const struct csv_row *r, struct err *err)
{
	const char *fr = csv_get(r, "fr");
	size_t *wrong = ctx;

	(void)err;
	for (size_t i = 0; i < r->n_columns; i++) {
		struct str ours, theirs;
		bool simple = strcmp(r->columns[i], "fr-simple") == 0;

		if (strcmp(r->columns[i], "cle") == 0 || (simple && !*r->cells[i]))
			continue;
		str_init(&ours);
		str_init(&theirs);
		add_names(&ours, fr);
		add_names(&theirs, r->cells[i]);
		if (!*r->cells[i] || !names_within(theirs.s, fr) ||
		    !names_within(ours.s, r->cells[i])) {
			printf("# %s: %s: « %s »\n", r->columns[i], csv_get(r, "cle"), r->cells[i]);
			++*wrong;
		}
		str_done(&ours);
		str_done(&theirs);
	}
	return true;
}

static void test_labels(void)
{
	struct err err = ERR_INIT;
	char *path = path_join(w.s->data_dir, "fiche/labels.csv");
	size_t wrong = 0;

	ok(csv_read_file(path, ',', label_row, &wrong, &err), "labels.csv is read: %s", err.msg);
	is_int((long)wrong, 0, "each text is there in each language, with the same {names}");
	free(path);
	is_int((long)sheet_language_count(labels), 11, "languages");
}

static void language_is(const char *typed, const char *code)
{
	struct err err = ERR_INIT;
	int lang;

	ok(sheet_language_find(labels, typed, &lang, &err) &&
	   strcmp(sheet_language_code(labels, lang), code) == 0, "« %s » is %s", typed, code);
}

static void test_languages(void)
{
	struct err err = ERR_INIT;
	int lang;

	language_is("arabe", "ar");
	language_is("العربية", "ar");
	language_is("UK", "uk");
	language_is("Dari", "prs");
	ok(!sheet_language_find(labels, "klingon", &lang, &err) && err.kind == ERR_USAGE &&
	   strstr(err.msg, "arabe"), "an unknown language: the known ones are told");
}

static struct words words_of(const char *code)
{
	struct err err = ERR_INIT;
	struct words words;
	int lang = SHEET_FRENCH;

	sheet_language_find(labels, code, &lang, &err);
	words_init(&words, labels, lang, false);
	return words;
}

static void day_is(const char *code, const char *want)
{
	struct words words = words_of(code);
	struct str b;

	str_init(&b);
	words_day(&b, &words, date_day(2026, 12, 4));
	is_str(b.s, want, "a day in %s", code);
	str_done(&b);
}

static void test_days(void)
{
	struct words words = words_of("fr");
	struct str b;

	day_is("fr", "vendredi 4 décembre");
	day_is("en", "Friday 4 December");
	day_is("uk", "п’ятниця, 4 грудня");
	day_is("tr", "4 Aralık Cuma");
	day_is("ar", "الجمعة \u20664\u2069 ديسمبر");
	str_init(&b);
	words_date(&b, &words, date_day(2027, 1, 1));
	is_str(b.s, "1er janvier 2027", "the first of a month");
	str_clear(&b);
	words_time(&b, &words, 8 * 60 + 30);
	is_str(b.s, "8h30", "a time in French");
	words = words_of("prs");
	str_clear(&b);
	words_time(&b, &words, 8 * 60 + 5);
	is_str(b.s, "\u20668:05\u2069", "a time is isolated where one reads from the right");
	str_done(&b);
}

/* ---- the sheets ---- */

static const char *text_with(const struct sheet_request *r, int cols)
{
	static struct str out;
	struct err err = ERR_INIT;
	struct sheet sheet;

	str_done(&out);
	str_init(&out);
	if (!sheet_make(w.s, labels, r, &sheet, &err)) {
		str_addf(&out, "%d %s", err.kind, err.msg);
		return out.s;
	}
	sheet_text(&out, &sheet, cols);
	sheet_done(&sheet);
	return out.s;
}

static struct sheet_request about(const char *key)
{
	return (struct sheet_request){ .key = key, .appointment = SHEET_NO_MOMENT,
				       .language = SHEET_NO_LANGUAGE };
}

static void says(const struct sheet_request *r, const char *want)
{
	const char *got = text_with(r, 80);

	ok(strstr(got, want) != NULL, "%s: « %s »", r->key, want);
	if (!strstr(got, want))
		printf("# %s\n", got);
}

static void test_blocks(void)
{
	struct sheet_request r = about("S015");

	says(&r, "69550 Amplepuis");
	says(&r, "04 74 63 25 94");
	says(&r, "du mardi au vendredi : de 8h30 à 11h45 et de 13h à 16h45");
	r.commune = "69243";
	says(&r, "Train : Tarare → Amplepuis");
	r.need = "demarches";
	says(&r, "« Je voudrais de l’aide pour faire une démarche administrative. »");
	r.need = "le dossier de mon fils";
	says(&r, "« Je voudrais de l’aide : le dossier de mon fils. »");
	r.papers = "carte d’identité\nlettre";
	says(&r, "    carte d’identité\n    lettre\n");
	date_parse_moment("2026-12-04T14:00", &r.appointment);
	says(&r, "Rendez-vous le vendredi 4 décembre, à 14h");
	r.code = "P-17";
	says(&r, "Code : P-17");
	r = about("S050");
	says(&r, "Téléphonez avant de vous déplacer.");
	says(&r, "L’adresse n’est pas connue");
	r = about("S058");
	says(&r, "Il faut être envoyé par :");
}

static void test_refusals(void)
{
	struct sheet_request r = about("inconnu");
	struct err err = ERR_INIT;

	says(&r, "1 Aucun lieu ni offre");
	r = about("S017");
	ok(overlay_mark(w.s, OVERLAY_OFFER, "S017", MARK_CLOSED, date_day(2026, 12, 24), &err),
	   "an offer is marked closed");
	says(&r, "Fermé jusqu’au 24 décembre 2026");
	ok(overlay_mark(w.s, OVERLAY_OFFER, "S017", MARK_GONE, 0, &err), "then gone");
	says(&r, "n’existe plus");
}

static void test_post(void)
{
	struct sheet_request r = about("S015");
	struct err err = ERR_INIT;

	ok(post_set(w.s, POST_FUNCTION, "conseillère\tnumérique", &err) &&
	   post_set(w.s, POST_PHONE, "0474632594", &err), "the post is kept: %s", err.msg);
	says(&r, "conseillère numérique, 04 74 63 25 94");
	ok(post_set(w.s, POST_FUNCTION, "", &err) && post_set(w.s, POST_PHONE, "", &err),
	   "and forgotten");
	ok(!strstr(text_with(&r, 80), "Qui m’envoie"), "then nothing is said of it");
}

/* Every offer, in each language, as a sheet and as a message. */
static void test_everything(void)
{
	size_t n = index_count(w.s->index), made = 0, wrong = 0, long_sms = 0;

	for (size_t i = 0; i < n; i++) {
		struct offer o;
		struct err err = ERR_INIT;
		struct sheet sheet;
		struct sheet_request r = about("");
		struct str sms;
		size_t length = 0;

		offer_init(&o);
		directory_offer(w.s->directory, index_offer_id(w.s->index, (uint32_t)i), &o, &err);
		r.key = offer_get(&o, OFFER_KEY);
		r.language = (int)(i % sheet_language_count(labels));
		r.commune = "69010";
		str_init(&sms);
		if (sheet_make(w.s, labels, &r, &sheet, &err)) {
			made++;
			sheet_sms(&sms, &sheet);
			for (const char *p = sms.s; utf8_next(&p);)
				length++;
			long_sms += length > SHEET_SMS_MAX || strchr(sms.s, '\n') || !sms.len;
			wrong += !sheet.blocks[SHEET_WHERE].n || !sheet.blocks[SHEET_WHEN].n;
			sheet_done(&sheet);
		} else if (err.kind != ERR_NOT_FOUND) {
			wrong++;
		}
		str_done(&sms);
		offer_clear(&o);
	}
	ok(made > n / 2, "%zu sheets of %zu offers", made, n);
	is_int((long)wrong, 0, "all say where and when");
	is_int((long)long_sms, 0, "all messages are one line of 300 characters at most");
}

int main(void)
{
	struct err err = ERR_INIT;

	world_open(&w);
	labels = sheet_labels_read(w.s->data_dir, &err);
	if (!labels)
		world_bail(&err);
	test_labels();
	test_languages();
	test_days();
	test_blocks();
	test_refusals();
	test_post();
	test_everything();
	sheet_labels_free(labels);
	world_close(&w);
	return done_testing();
}
