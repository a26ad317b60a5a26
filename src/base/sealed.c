#include "aiguillage/sealed.h"

#include <string.h>

#include "aiguillage/secret.h"

/* First line; the second is the wrapped key, the third the sealed text. */
#define HEAD "aiguillage-scelle 1\n"
#define HEAD_LEN (sizeof HEAD - 1)

static const struct secret_at at = { "fichier", "", "texte", false };

bool sealed_is(const char *text, size_t n)
{
	return n > HEAD_LEN && memcmp(text, HEAD, HEAD_LEN) == 0;
}

bool sealed_close(const char *typed, const char *text, struct str *out, struct err *err)
{
	struct secret *k = NULL;
	struct str phrase, wrapped, sealed;
	bool ok;

	str_init(&phrase);
	str_init(&wrapped);
	str_init(&sealed);
	secret_phrase_clean(typed, &phrase);
	ok = secret_phrase_check(phrase.s, err) && (k = secret_new(err)) &&
	     secret_wrap(k, phrase.s, SECRET_USUAL, &wrapped, err) &&
	     secret_seal(k, &at, text, &sealed, err);
	if (ok)
		str_addf(out, HEAD "%s\n%s\n", wrapped.s, sealed.s);
	secret_free(k);
	secret_wipe(&phrase);
	str_done(&phrase);
	str_done(&wrapped);
	str_done(&sealed);
	return ok;
}

/* The next line, without its end; false when there is none. */
static bool take_line(const char **text, size_t *n, struct str *line)
{
	const char *end = memchr(*text, '\n', *n);

	if (!end || memchr(*text, '\0', (size_t)(end - *text)))
		return false;
	str_addn(line, *text, (size_t)(end - *text));
	*n -= (size_t)(end - *text) + 1;
	*text = end + 1;
	return true;
}

static bool open_lines(const char *phrase, const char *wrapped, const char *sealed, struct str *out,
		       struct err *err)
{
	struct secret *k = secret_unwrap(wrapped, phrase, err);
	bool ok = k && secret_open(k, &at, sealed, out, err);

	secret_free(k);
	return ok;
}

bool sealed_open(const char *typed, const char *text, size_t n, struct str *out, struct err *err)
{
	struct str phrase, wrapped, sealed;
	bool ok;

	str_init(&phrase);
	str_init(&wrapped);
	str_init(&sealed);
	secret_phrase_clean(typed, &phrase);
	ok = sealed_is(text, n);
	if (ok) {
		text += HEAD_LEN;
		n -= HEAD_LEN;
		ok = take_line(&text, &n, &wrapped) && take_line(&text, &n, &sealed) && !n;
	}
	if (ok)
		ok = open_lines(phrase.s, wrapped.s, sealed.s, out, err);
	else
		err_set(err, ERR_DATA, "Ce fichier n’est pas scellé par Aiguillage, ou il est coupé : demandez-le "
			"à nouveau");
	secret_wipe(&phrase);
	str_done(&phrase);
	str_done(&wrapped);
	str_done(&sealed);
	return ok;
}
