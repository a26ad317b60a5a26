/*
 * The records of a colleague's file, through all that a merge does to them.  After a first « = » the
 * rest are the lines between the first and the last, which are made here, with the right number and
 * sum; after anything else it is the whole file.  Nothing is ever committed.
 */
#include <sodium.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/exchange.h"
#include "aiguillage/text.h"
#include "tests/fuzz/session.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A whole file around these lines. */
static void wrap(struct str *out, const char *lines, size_t n)
{
	unsigned char sum[crypto_hash_sha256_BYTES];
	char hex[2 * sizeof sum + 1];
	size_t records = 0;

	str_add(out, "{\"format\": \"aiguillage-journal\", \"version\": \"1\", \"poste\": \"p000000000001\", "
		     "\"nom\": \"Tarare\", \"ecrit_le\": \"2026-11-24T10:00\", \"textes\": \"oui\"}\n");
	str_addn(out, lines, n);
	if (n && lines[n - 1] != '\n')
		str_addc(out, '\n');
	for (size_t i = 0; i < n; i++)
		records += lines[i] == '\n' || i == n - 1;
	crypto_hash_sha256(sum, (const unsigned char *)out->s, out->len);
	sodium_bin2hex(hex, sizeof hex, sum, sizeof sum);
	str_addf(out, "{\"fin\": \"aiguillage-journal\", \"fiches\": \"%zu\", \"sha256\": \"%s\"}\n", records,
		 hex);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct exchange_report r;
	struct err err = ERR_INIT;
	struct str file, said;
	bool done;

	if (sodium_init() < 0)
		abort();
	if (!s)
		open_base();
	str_init(&file);
	str_init(&said);
	if (size && *data == '=')
		wrap(&file, (const char *)data + 1, size - 1);
	else if (size)
		str_addn(&file, (const char *)data, size);
	exchange_report_init(&r);
	done = exchange_read(s, file.s, file.len, true, &r, &err);
	exchange_say_report(&r, "essai", true, &said);
	if ((!done && err.kind == ERR_NONE) || !utf8_valid(said.s, said.len) ||
	    (done && r.read != r.added + r.changed + r.known + r.erased))
		abort();
	exchange_report_done(&r);
	str_done(&said);
	str_done(&file);
	return 0;
}
