/* Numbers that must not be in a note: found when they are, silent when they are not. */
#include <stdint.h>

#include "aiguillage/personal.h"
#include "tests/lib/tap.h"

#define TIMES 10000

static uint64_t state;

static unsigned draw(unsigned n)
{
	state = state * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(state >> 33) % n;
}

static void digits(char *out, size_t n)
{
	for (size_t i = 0; i < n; i++)
		out[i] = (char)('0' + draw(10));
	out[n] = '\0';
}

/* The check digits are computed here in another way than in the program. */
static unsigned rest97(const char *s)
{
	unsigned long long v = 0;

	for (; *s; s++)
		v = (v * 10 + (unsigned)(*s - '0')) % 97;
	return (unsigned)v;
}

/* Luhn's last digit. */
static char luhn_digit(const char *s, size_t n)
{
	static const int twice[] = { 0, 2, 4, 6, 8, 1, 3, 5, 7, 9 };
	int sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += (n - i) % 2 ? twice[s[i] - '0'] : s[i] - '0';
	return (char)('0' + (10 - sum % 10) % 10);
}

/* Copies s with a gap before some positions. */
static void spread(char *out, const char *s, const unsigned char *cuts, const char *gap)
{
	for (size_t i = 0; s[i]; i++) {
		for (const unsigned char *c = cuts; *c; c++)
			if (*c == i)
				out += sprintf(out, "%s", gap);
		*out++ = s[i];
	}
	*out = '\0';
}

static const char *const gaps[] = { " ", "\u00A0", "\u202F", ".", "-" };
static const char *const before[] = { "", "NIR : ", "voir ", "dossier 3 ",
				      "né(e) le 12/05/1985, n° " };
static const char *const after[] = { "", ".", ", à rappeler", " 2 enfants", "\nMerci" };

static void make_nir(char *out)
{
	static const unsigned char as_one[] = { 0 }, key_apart[] = { 13, 0 };
	static const unsigned char usual[] = { 1, 3, 5, 7, 10, 13, 0 };
	const unsigned char *how[] = { as_one, key_apart, usual };
	char nir[80], body[80];
	int dept = 1 + (int)draw(95);

	if (dept == 20)
		snprintf(nir, sizeof nir, "%u%02u%02u2%c%03u%03u", 1 + draw(2), draw(100),
			 1 + draw(12), draw(2) ? 'A' : 'B', 1 + draw(300), 1 + draw(900));
	else
		snprintf(nir, sizeof nir, "%u%02u%02u%02d%03u%03u", 1 + draw(2), draw(100),
			 1 + draw(12), dept, 1 + draw(300), 1 + draw(900));
	strcpy(body, nir);
	if (body[6] == 'A' || body[6] == 'B') {
		body[5] = '1';
		body[6] = body[6] == 'A' ? '9' : '8';
	}
	sprintf(nir + 13, "%02u", 97 - rest97(body));
	spread(out, nir, how[draw(3)], gaps[draw(5)]);
}

static void make_iban(char *out)
{
	static const unsigned char as_one[] = { 0 }, fours[] = { 4, 8, 12, 16, 20, 24, 0 };
	char iban[40], account[24], number[40];

	digits(account, 23);
	sprintf(number, "%s152700", account);	/* FR00 turned to the end */
	sprintf(iban, "FR%02u%s", 98 - rest97(number), account);
	spread(out, iban, draw(2) ? as_one : fours, gaps[draw(3)]);
	if (draw(4) == 0)
		for (char *p = out; *p; p++)
			*p = *p >= 'A' && *p <= 'Z' ? (char)(*p + 32) : *p;
}

static void make_card(char *out)
{
	static const unsigned char as_one[] = { 0 }, fours[] = { 4, 8, 12, 0 },
				   amex[] = { 4, 10, 0 };
	static const char *const begins[] = { "4", "51", "55", "2221", "2720", "5018", "34", "37" };
	const char *begin = begins[draw(8)];
	size_t n = *begin == '3' ? 15 : 16, k = strlen(begin);
	char card[20];

	strcpy(card, begin);
	digits(card + k, n - 1 - k);
	card[n - 1] = luhn_digit(card, n - 1);
	card[n] = '\0';
	spread(out, card, draw(2) ? as_one : n == 15 ? amex : fours, gaps[draw(5)]);
}

static void test_found(const char *what, void (*make)(char *out), enum personal want)
{
	char number[100], text[200], wrong[200] = "";
	int missed = 0;

	for (int i = 0; i < TIMES; i++) {
		enum personal found;

		make(number);
		snprintf(text, sizeof text, "%s%s%s", before[draw(5)], number, after[draw(5)]);
		found = personal_find(text);
		/* one American Express card out of a thousand might be a NIR as well */
		if (found != want && !(want == PERSONAL_CARD && found == PERSONAL_NIR) && !missed++)
			strcpy(wrong, text);
	}
	ok(!missed, "%d %s: %d missed, the first « %s »", TIMES, what, missed, wrong);
}

/* ---- what must pass ---- */

static void make_siret(char *out)
{
	static const unsigned char as_one[] = { 0 }, usual[] = { 3, 6, 9, 0 };
	char siret[20];

	digits(siret, 13);
	siret[13] = luhn_digit(siret, 13);
	siret[14] = '\0';
	spread(out, siret, draw(2) ? as_one : usual, " ");
}

static void make_phones(char *out)
{
	for (unsigned n = 1 + draw(4); n--;) {
		char d[10];

		digits(d, 8);
		out += draw(2) ? sprintf(out, "0%u %.2s %.2s %.2s %.2s%s", 1 + draw(9), d, d + 2,
					 d + 4, d + 6, n ? draw(2) ? " / " : " " : "")
			       : sprintf(out, "+33%u%s%s", 1 + draw(9), d, n ? " " : "");
	}
}

static void make_communes(char *out)
{
	for (unsigned n = 1 + draw(8); n--;)
		out += sprintf(out, "%02u%03u%s", 1 + draw(95), 1 + draw(600), n ? " " : "");
}

static void make_others(char *out)
{
	char d[20];

	digits(d, 9);
	switch (draw(6)) {
	case 0:
		sprintf(out, "Mo-Fr %02u:00-12:00,14:00-%02u:30; PH off", draw(12), 13 + draw(10));
		break;
	case 1:
		sprintf(out, "du %02u/%02u/2026 au %02u/%02u/2027", 1 + draw(28), 1 + draw(12),
			1 + draw(28), 1 + draw(12));
		break;
	case 2:
		sprintf(out, "FR%02u%s", draw(100), d);	/* VAT */
		break;
	case 3:
		sprintf(out, "W%s, %u rue du 8 mai 1945, %05u", d, draw(300), 1000 + draw(94000));
		break;
	case 4:
		sprintf(out, "45.%.6s, 4.%.6s", d, d + 3);
		break;
	default:
		sprintf(out, "%05u_%04u_%05u %u€ %u h", draw(99999), draw(9999), draw(99999),
			draw(500), draw(24));
	}
}

static void test_silent(const char *what, void (*make)(char *out))
{
	char number[200], text[300], wrong[300] = "";
	int alarms = 0;

	for (int i = 0; i < TIMES; i++) {
		make(number);
		snprintf(text, sizeof text, "%s%s%s", before[draw(5)], number, after[draw(5)]);
		if (personal_find(text) && !alarms++)
			strcpy(wrong, text);
	}
	ok(!alarms, "%d %s: %d false alarms, the first « %s »", TIMES, what, alarms, wrong);
}

int main(void)
{
	static const struct {
		const char *text;
		enum personal want;
	} known[] = {
		{ "", PERSONAL_NONE },
		{ "1 85 05 78 006 084 91", PERSONAL_NIR },
		{ "185057800608491", PERSONAL_NIR },
		{ "185057800608492", PERSONAL_NONE },
		{ "0185057800608491", PERSONAL_NONE },
		{ "1850578006084910", PERSONAL_NONE },
		{ "FR1420041010050500013M02606", PERSONAL_IBAN },
		{ "GB82 WEST 1234 5698 7654 32", PERSONAL_IBAN },
		{ "IBAN:FR14 2004 1010 0505 0001 3M02 606 (CCP)", PERSONAL_IBAN },
		{ "FR1420041010050500013M02607", PERSONAL_NONE },
		{ "4970 1012 3456 7893", PERSONAL_CARD },
		{ "4111111111111111", PERSONAL_CARD },
		{ "4111111111111112", PERSONAL_NONE },
		{ "41 11 11 11 11 11 11 11", PERSONAL_NONE },
		{ "43493312300029", PERSONAL_NONE },
		{ "04 74 63 25 94", PERSONAL_NONE },
		{ "réf. É4111111111111111", PERSONAL_NONE },
	};

	state = 20261124;
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		is_int(personal_find(known[i].text), known[i].want, "« %s »", known[i].text);
	ok(!*personal_name(PERSONAL_NONE), "none has no name");
	for (int p = PERSONAL_NIR; p <= PERSONAL_CARD; p++)
		ok(strncmp(personal_name((enum personal)p), "un numéro de ", 13) == 0, "%s",
		   personal_name((enum personal)p));
	test_found("NIR", make_nir, PERSONAL_NIR);
	test_found("IBAN", make_iban, PERSONAL_IBAN);
	test_found("cards", make_card, PERSONAL_CARD);
	test_silent("SIRET", make_siret);
	test_silent("telephones", make_phones);
	test_silent("INSEE codes", make_communes);
	test_silent("other numbers", make_others);
	return done_testing();
}
