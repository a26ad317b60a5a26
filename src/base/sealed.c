#include "aiguillage/sealed.h"

#include <sodium.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/mem.h"
#include "aiguillage/text.h"

#define MAGIC "AIGSCEL1"
#define MAGIC_LEN 8
#define KEY crypto_aead_xchacha20poly1305_ietf_KEYBYTES
#define NONCE crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define TAG crypto_aead_xchacha20poly1305_ietf_ABYTES

/* What precedes the sealed bytes: authenticated with them. */
struct head {
	unsigned char magic[MAGIC_LEN];
	unsigned char salt[crypto_pwhash_SALTBYTES];
	unsigned char nonce[NONCE];
};

bool sealed_is(const void *p, size_t n)
{
	return n >= sizeof(struct head) + TAG && memcmp(p, MAGIC, MAGIC_LEN) == 0;
}

static bool derive(const char *phrase, const struct head *h, unsigned char key[KEY], struct err *err)
{
	return crypto_pwhash(key, KEY, phrase, strlen(phrase), h->salt, crypto_pwhash_OPSLIMIT_MODERATE,
			     crypto_pwhash_MEMLIMIT_MODERATE, crypto_pwhash_ALG_ARGON2ID13) == 0 ||
	       err_set(err, ERR_BASE, "Il n’y a pas assez de mémoire libre pour chiffrer : 256 Mo sont "
		       "nécessaires. Fermez d’autres programmes");
}

static size_t characters(const char *s)
{
	size_t n = 0;

	for (; *s; s++)
		n += ((unsigned char)*s & 0xC0) != 0x80;
	return n;
}

bool sealed_close(const char *phrase, const void *p, size_t n, struct str *out, struct err *err)
{
	unsigned char key[KEY];
	struct head h;
	unsigned char *sealed;

	if (characters(phrase) < SEALED_PHRASE_MIN)
		return err_set(err, ERR_USAGE, "La phrase est trop courte : %d signes au moins. Quatre mots sans "
			       "rapport entre eux font une bonne phrase", SEALED_PHRASE_MIN);
	if (sodium_init() < 0)
		return err_set(err, ERR_BASE, "Le chiffrement ne peut pas démarrer sur cet ordinateur");
	memcpy(h.magic, MAGIC, MAGIC_LEN);
	randombytes_buf(h.salt, sizeof h.salt);
	randombytes_buf(h.nonce, sizeof h.nonce);
	if (!derive(phrase, &h, key, err))
		return false;
	sealed = xmalloc(n + TAG);
	crypto_aead_xchacha20poly1305_ietf_encrypt(sealed, NULL, p, n, (const unsigned char *)&h, sizeof h,
						   NULL, h.nonce, key);
	sodium_memzero(key, sizeof key);
	str_addn(out, (const char *)&h, sizeof h);
	str_addn(out, (const char *)sealed, n + TAG);
	free(sealed);
	return true;
}

bool sealed_open(const char *phrase, const void *p, size_t n, struct str *out, struct err *err)
{
	unsigned char key[KEY], *clear;
	struct head h;
	bool ok;

	if (!sealed_is(p, n))
		return err_set(err, ERR_DATA, "Ce fichier n’est pas scellé par Aiguillage");
	if (sodium_init() < 0)
		return err_set(err, ERR_BASE, "Le chiffrement ne peut pas démarrer sur cet ordinateur");
	memcpy(&h, p, sizeof h);
	if (!derive(phrase, &h, key, err))
		return false;
	n -= sizeof h;
	clear = xmalloc(n);
	ok = crypto_aead_xchacha20poly1305_ietf_decrypt(clear, NULL, NULL, (const unsigned char *)p + sizeof h,
							n, (const unsigned char *)&h, sizeof h, h.nonce,
							key) == 0;
	sodium_memzero(key, sizeof key);
	if (ok)
		str_addn(out, (const char *)clear, n - TAG);
	else
		err_set(err, ERR_USAGE, "Ce n’est pas la bonne phrase, ou le fichier a été changé en route");
	sodium_memzero(clear, n);
	free(clear);
	return ok;
}
