/* Keys wrapped by a phrase or a code; values that open only where they were sealed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/secret.h"
#include "tests/lib/tap.h"

static const char phrase[] = "quatre mots sans rapport";
static const struct secret_at at = { .table = "referral", .id = "r1", .column = "note" };
static const struct secret_at code = { .table = "person", .id = "p1", .column = "code",
				       .lookup = true };

static void test_phrase(void)
{
	struct err err = ERR_INIT;
	struct str b;

	str_init(&b);
	secret_phrase_clean("  e\xCC\x81te\xCC\x81 a\xCC\x80 Niai\xCC\x82 \r\n", &b);
	ok(strcmp(b.s, "été à Niaî") == 0, "accents are composed, the ends are cut");
	secret_phrase_clean("été à Niaî", &b);
	ok(strcmp(b.s, "été à Niaî") == 0, "what is composed stays");
	secret_phrase_clean("", &b);
	ok(strcmp(b.s, "") == 0, "nothing stays nothing");
	ok(!secret_phrase_check("éééééé", &err) && err.kind == ERR_USAGE, "6 letters are too few");
	err_clear(&err);
	ok(secret_phrase_check("éééééééééééé", &err), "12 letters are enough");
	ok(!secret_phrase_check("quatre mots \xE9t\xE9 hiver", &err) && err.kind == ERR_USAGE, "not in UTF-8");
	err_clear(&err);
	secret_code_draw(&b, &err);
	ok(!secret_phrase_check(b.s, &err) && err.kind == ERR_USAGE, "a recovery code is no phrase");
	err_clear(&err);
	str_done(&b);
}

static void test_code(void)
{
	struct err err = ERR_INIT;
	struct str drawn, read;

	str_init(&drawn);
	str_init(&read);
	ok(secret_code_draw(&drawn, &err) && drawn.len == 35, "six groups of five");
	ok(secret_code_read(drawn.s, &read, &err) && strcmp(read.s, drawn.s) == 0, "read again");
	for (size_t i = 0; i < drawn.len; i++)
		drawn.s[i] = drawn.s[i] == '-' ? ' ' : (char)(drawn.s[i] | (drawn.s[i] > '9' ? 32 : 0));
	ok(secret_code_read(drawn.s, &read, &err), "small letters, spaces");
	drawn.s[3] = drawn.s[3] == '7' ? '8' : '7';
	ok(!secret_code_read(drawn.s, &read, &err) && err.kind == ERR_USAGE, "a wrong sign is told");
	err_clear(&err);
	str_truncate(&drawn, 20);
	ok(!secret_code_read(drawn.s, &read, &err), "and a missing group");
	str_done(&drawn);
	str_done(&read);
}

static void test_wrap(const struct secret *k)
{
	struct err err = ERR_INIT;
	struct secret *again;
	struct str wrapped, clear, sealed;

	str_init(&wrapped);
	str_init(&clear);
	str_init(&sealed);
	secret_seal(k, &at, "la note", &sealed, &err);
	ok(secret_wrap(k, phrase, SECRET_CHEAP, &wrapped, &err), "wrapped");
	again = secret_unwrap(wrapped.s, phrase, &err);
	ok(again && secret_open(again, &at, sealed.s, &clear, &err) &&
	   strcmp(clear.s, "la note") == 0, "the phrase gives the same key");
	secret_free(again);
	ok(!secret_unwrap(wrapped.s, "quatre mots sans rapports", &err) && err.kind == ERR_USAGE,
	   "a wrong phrase gives none");
	err_clear(&err);
	wrapped.s[2] = '2';
	ok(!secret_unwrap(wrapped.s, phrase, &err), "nor do other parameters");
	err_clear(&err);
	ok(!secret_unwrap("1:1:99999999999999:AAAA:AAAA", phrase, &err) && err.kind == ERR_DATA,
	   "a file does not choose how much memory is taken");
	str_done(&wrapped);
	str_done(&clear);
	str_done(&sealed);
}

/* `where` with one part changed. */
static void refuses(const struct secret *k, const char *sealed, struct secret_at where,
		    const char *what)
{
	struct err err = ERR_INIT;
	struct str clear;

	str_init(&clear);
	ok(!secret_open(k, &where, sealed, &clear, &err) && err.kind == ERR_DATA && !clear.len, "%s",
	   what);
	str_done(&clear);
}

static void test_value(const struct secret *k, const char *sealed, const char *how)
{
	struct err err = ERR_INIT;
	struct secret_at other = at;
	struct str clear;
	int opened = 0;

	str_init(&clear);
	ok(secret_open(k, &at, sealed, &clear, &err) && strcmp(clear.s, "fuite 73") == 0, "%s opens",
	   how);
	ok(secret_is_sealed(sealed) && !strstr(sealed, "fuite"), "%s is not in clear", how);
	other.id = "r2";
	refuses(k, sealed, other, "not in another row");
	other = at;
	other.column = "ask";
	refuses(k, sealed, other, "nor in another column");
	other = at;
	other.table = "unmet";
	refuses(k, sealed, other, "nor in another table");
	for (size_t i = 0; i + 1 < strlen(sealed); i++) {
		char *copy = strdup(sealed);
		struct err ignored = ERR_INIT;

		copy[i] = copy[i] == 'A' ? 'B' : 'A';
		opened += secret_open(k, &at, copy, &clear, &ignored);
		free(copy);
	}
	ok(!opened, "%s: no byte may change", how);
	str_done(&clear);
}

static void test_lookup(const struct secret *k, const struct secret *other)
{
	struct err err = ERR_INIT;
	struct str sealed, prefix, clear;

	str_init(&sealed);
	str_init(&prefix);
	str_init(&clear);
	secret_seal(k, &code, "K7-42", &sealed, &err);
	secret_prefix(k, &code, "K7-42", &prefix);
	ok(strncmp(sealed.s, prefix.s, prefix.len) == 0, "a code is found by its prefix");
	ok(secret_open(k, &code, sealed.s, &clear, &err) && !strcmp(clear.s, "K7-42"), "and opens");
	secret_prefix(k, &code, "K7-43", &prefix);
	ok(strncmp(sealed.s, prefix.s, prefix.len) != 0, "another code has another");
	secret_prefix(other, &code, "K7-42", &prefix);
	ok(strncmp(sealed.s, prefix.s, prefix.len) != 0, "and so has another journal");
	sealed.s[5] = sealed.s[5] == 'A' ? 'B' : 'A';
	refuses(k, sealed.s, code, "a prefix that lies is refused");
	str_done(&sealed);
	str_done(&prefix);
	str_done(&clear);
}

int main(void)
{
	struct err err = ERR_INIT;
	struct secret *k, *other;
	struct str sealed, pub;

	k = secret_new(&err);
	other = secret_new(&err);
	str_init(&sealed);
	str_init(&pub);
	test_phrase();
	test_code();
	test_wrap(k);
	secret_seal(k, &at, "fuite 73", &sealed, &err);
	test_value(k, sealed.s, "a value");
	refuses(other, sealed.s, at, "not under another key");
	secret_public(k, &pub);
	ok(secret_seal_locked(pub.s, &at, "fuite 73", &sealed, &err) && secret_is_waiting(sealed.s),
	   "sealed while locked");
	test_value(k, sealed.s, "what was sealed while locked");
	ok(secret_seal(k, &at, "", &sealed, &err) && !sealed.len, "nothing is not sealed");
	test_lookup(k, other);
	str_done(&sealed);
	str_done(&pub);
	secret_free(k);
	secret_free(other);
	return done_testing();
}
