#include "aiguillage/secret.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/mem.h"

#define KEY 32
#define NONCE crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define TAG crypto_aead_xchacha20poly1305_ietf_ABYTES
#define SALT crypto_pwhash_SALTBYTES
#define WAITING (KEY + crypto_box_SEALBYTES)
#define HASH 16
#define HASH_TEXT 22			/* in base64 */
#define BASE64 sodium_base64_VARIANT_ORIGINAL_NO_PADDING
#define CONTEXT "aiguill1"		/* of crypto_kdf: 8 bytes */

/* What a file may ask of us before its phrase is tried; ours asks for far less. */
#define OPS_MAX 16
#define MEMORY_MAX ((uint64_t)1 << 30)

struct secret {
	unsigned char master[KEY];
	unsigned char text[KEY];	/* of the values */
	unsigned char lookup[KEY];	/* of the index of codes */
	unsigned char pub[crypto_box_PUBLICKEYBYTES], priv[crypto_box_SECRETKEYBYTES];
};

static bool begin(struct err *err)
{
	return sodium_init() >= 0 ||
	       err_set(err, ERR_BASE, "La bibliothèque de chiffrement (libsodium) ne démarre pas sur cet "
		       "ordinateur");
}

/* ---- keys ---- */

static bool no_memory(struct err *err)
{
	return err_set(err, ERR_BASE, "Il n’y a pas assez de mémoire libre pour la phrase (256 Mo). "
		       "Fermez d’autres programmes, puis recommencez");
}

static struct secret *empty_secret(struct err *err)
{
	struct secret *k;

	if (!begin(err))
		return NULL;
	k = sodium_malloc(sizeof *k);
	if (!k)
		no_memory(err);
	return k;
}

/* Everything else comes from the master key. */
static void derive(struct secret *k)
{
	unsigned char seed[crypto_box_SEEDBYTES];

	crypto_kdf_derive_from_key(k->text, KEY, 1, CONTEXT, k->master);
	crypto_kdf_derive_from_key(k->lookup, KEY, 2, CONTEXT, k->master);
	crypto_kdf_derive_from_key(seed, sizeof seed, 3, CONTEXT, k->master);
	crypto_box_seed_keypair(k->pub, k->priv, seed);
	sodium_memzero(seed, sizeof seed);
	sodium_mprotect_readonly(k);
}

struct secret *secret_new(struct err *err)
{
	struct secret *k = empty_secret(err);

	if (!k)
		return NULL;
	randombytes_buf(k->master, KEY);
	derive(k);
	return k;
}

void secret_free(struct secret *k)
{
	sodium_free(k);		/* wipes */
}

/* ---- base64 ---- */

static void add_base64(struct str *out, const unsigned char *bin, size_t n)
{
	size_t size = sodium_base64_encoded_len(n, BASE64);
	char *text = xmalloc(size);

	sodium_bin2base64(text, size, bin, n, BASE64);
	str_add(out, text);
	free(text);
}

/* The caller's bytes, or NULL. */
static unsigned char *from_base64(const char *text, size_t len, size_t *n)
{
	unsigned char *bin = xmalloc(len + 1);

	if (sodium_base642bin(bin, len, text, len, NULL, n, NULL, BASE64) == 0)
		return bin;
	free(bin);
	return NULL;
}

void secret_public(const struct secret *k, struct str *out)
{
	add_base64(out, k->pub, sizeof k->pub);
}

/* ---- the recovery code ---- */

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

#define CODE_DRAWN 26		/* of 5 bits */
#define CODE_CHECK 4
#define CODE_GROUP 5

static void code_check(const char *drawn, char check[CODE_CHECK])
{
	unsigned char hash[crypto_generichash_BYTES];

	crypto_generichash(hash, sizeof hash, (const unsigned char *)drawn, CODE_DRAWN, NULL, 0);
	for (int i = 0; i < CODE_CHECK; i++)
		check[i] = alphabet[hash[i] % 32];
}

static void spell_code(const char *signs, struct str *code)
{
	secret_wipe(code);
	for (int i = 0; i < CODE_DRAWN + CODE_CHECK; i++) {
		if (i && i % CODE_GROUP == 0)
			str_addc(code, '-');
		str_addc(code, signs[i]);
	}
}

bool secret_code_draw(struct str *code, struct err *err)
{
	char signs[CODE_DRAWN + CODE_CHECK];

	if (!begin(err))
		return false;
	for (int i = 0; i < CODE_DRAWN; i++)
		signs[i] = alphabet[randombytes_uniform(32)];
	code_check(signs, signs + CODE_DRAWN);
	spell_code(signs, code);
	sodium_memzero(signs, sizeof signs);
	return true;
}

/* 0 when it is no sign of a code; I, L and O are read as what they resemble. */
static char code_sign(char c)
{
	if (c >= 'a' && c <= 'z')
		c -= 'a' - 'A';
	if (c == 'O')
		return '0';
	if (c == 'I' || c == 'L')
		return '1';
	return c && strchr(alphabet, c) ? c : '\0';
}

bool secret_code_read(const char *typed, struct str *code, struct err *err)
{
	char signs[CODE_DRAWN + CODE_CHECK], check[CODE_CHECK];
	size_t n = 0;

	for (; *typed; typed++) {
		char c = code_sign(*typed);

		if (strchr(" -\t\r\n", *typed))
			continue;
		if (!c || n == sizeof signs)
			return err_set(err, ERR_USAGE, "Ce n’est pas un code de secours : six groupes de "
				       "cinq lettres ou chiffres, comme sur la feuille");
		signs[n++] = c;
	}
	if (n < sizeof signs)
		return err_set(err, ERR_USAGE, "Ce code de secours est incomplet : il a six groupes de "
			       "cinq lettres ou chiffres");
	code_check(signs, check);
	if (memcmp(check, signs + CODE_DRAWN, sizeof check) != 0)
		return err_set(err, ERR_USAGE, "Ce code de secours contient une faute de frappe : relisez "
			       "la feuille");
	spell_code(signs, code);
	return true;
}

/* ---- wrapping ---- */

struct wrap {
	uint64_t ops, memory;
	unsigned char salt[SALT];
};

static void wrap_head(const struct wrap *w, struct str *out)
{
	str_addf(out, "1:%" PRIu64 ":%" PRIu64 ":", w->ops, w->memory);
	add_base64(out, w->salt, SALT);
	str_addc(out, ':');
}

static bool stretch(const struct wrap *w, const char *phrase, unsigned char key[KEY],
		    struct err *err)
{
	return crypto_pwhash(key, KEY, phrase, strlen(phrase), w->salt, w->ops, (size_t)w->memory,
			     crypto_pwhash_ALG_ARGON2ID13) == 0 || no_memory(err);
}

bool secret_wrap(const struct secret *k, const char *phrase, enum secret_cost cost,
		 struct str *wrapped, struct err *err)
{
	struct wrap w = {
		.ops = cost == SECRET_USUAL ? crypto_pwhash_OPSLIMIT_MODERATE
					    : crypto_pwhash_OPSLIMIT_MIN,
		.memory = cost == SECRET_USUAL ? crypto_pwhash_MEMLIMIT_MODERATE
					       : crypto_pwhash_MEMLIMIT_MIN,
	};
	unsigned char key[KEY], box[NONCE + KEY + TAG];

	randombytes_buf(w.salt, sizeof w.salt);
	if (!stretch(&w, phrase, key, err))
		return false;
	str_clear(wrapped);
	wrap_head(&w, wrapped);
	randombytes_buf(box, NONCE);
	crypto_aead_xchacha20poly1305_ietf_encrypt(box + NONCE, NULL, k->master, KEY,
						   (const unsigned char *)wrapped->s, wrapped->len,
						   NULL, box, key);
	add_base64(wrapped, box, sizeof box);
	sodium_memzero(key, sizeof key);
	return true;
}

/* The head, and where the box begins; false when it is none of ours. */
static bool read_head(const char *wrapped, struct wrap *w, const char **box)
{
	const char *salt, *end;
	unsigned char *bin;
	size_t n = 0;
	int at = 0;
	bool ok;

	if (sscanf(wrapped, "1:%" SCNu64 ":%" SCNu64 ":%n", &w->ops, &w->memory, &at) < 2 || !at)
		return false;
	salt = wrapped + at;
	end = strchr(salt, ':');
	bin = end ? from_base64(salt, (size_t)(end - salt), &n) : NULL;
	ok = bin && n == SALT && w->ops >= crypto_pwhash_OPSLIMIT_MIN && w->ops <= OPS_MAX &&
	     w->memory >= crypto_pwhash_MEMLIMIT_MIN && w->memory <= MEMORY_MAX;
	if (ok) {
		memcpy(w->salt, bin, SALT);
		*box = end + 1;
	}
	free(bin);
	return ok;
}

static bool open_box(struct secret *k, const char *wrapped, const char *text,
		     const unsigned char key[KEY])
{
	size_t n = 0;
	unsigned char *box = from_base64(text, strlen(text), &n);
	bool ok = box && n == NONCE + KEY + TAG &&
		  crypto_aead_xchacha20poly1305_ietf_decrypt(
			  k->master, NULL, NULL, box + NONCE, n - NONCE,
			  (const unsigned char *)wrapped, (size_t)(text - wrapped), box, key) == 0;

	free(box);
	return ok;
}

struct secret *secret_unwrap(const char *wrapped, const char *phrase, struct err *err)
{
	struct secret *k = empty_secret(err);
	unsigned char key[KEY];
	struct wrap w;
	const char *box = "";
	bool ok;

	if (!k)
		return NULL;
	ok = read_head(wrapped, &w, &box) ||
	     err_set(err, ERR_DATA, "La clé du journal est abîmée : reprenez une sauvegarde");
	ok = ok && stretch(&w, phrase, key, err);
	if (ok) {
		ok = open_box(k, wrapped, box, key) ||
		     err_set(err, ERR_USAGE, "Ce n’est pas la bonne phrase. Majuscules, accents et "
			     "espaces comptent");
		sodium_memzero(key, sizeof key);
	}
	if (ok) {
		derive(k);
		return k;
	}
	secret_free(k);
	return NULL;
}

/* ---- values ---- */

/* What is authenticated with the value: a value that was moved does not open. */
static void add_place(struct str *out, char version, const struct secret_at *at)
{
	const char *parts[] = { at->table, at->id, at->column };

	str_addc(out, version);
	for (size_t i = 0; i < ARRAY_SIZE(parts); i++)
		str_addn(out, parts[i], strlen(parts[i]) + 1);
}

static void add_hash(const struct secret *k, const struct secret_at *at, const char *clear,
		     struct str *out)
{
	unsigned char hash[HASH];
	struct str b;

	str_init(&b);
	str_addn(&b, at->table, strlen(at->table) + 1);
	str_addn(&b, at->column, strlen(at->column) + 1);
	str_add(&b, clear);
	crypto_generichash(hash, sizeof hash, (const unsigned char *)b.s, b.len, k->lookup, KEY);
	add_base64(out, hash, sizeof hash);
	secret_wipe(&b);
	str_done(&b);
}

void secret_prefix(const struct secret *k, const struct secret_at *at, const char *clear,
		   struct str *prefix)
{
	str_clear(prefix);
	str_addc(prefix, SECRET_MARK);
	str_addc(prefix, '1');
	add_hash(k, at, clear, prefix);
}

/* to: NONCE + n + TAG bytes */
static void encrypt(unsigned char *to, char version, const struct secret_at *at, const char *clear,
		    const unsigned char key[KEY])
{
	struct str place;

	str_init(&place);
	add_place(&place, version, at);
	randombytes_buf(to, NONCE);
	crypto_aead_xchacha20poly1305_ietf_encrypt(to + NONCE, NULL, (const unsigned char *)clear,
						   strlen(clear),
						   (const unsigned char *)place.s, place.len, NULL,
						   to, key);
	str_done(&place);
}

bool secret_seal(const struct secret *k, const struct secret_at *at, const char *clear,
		 struct str *sealed, struct err *err)
{
	size_t n = NONCE + strlen(clear) + TAG;
	unsigned char *bin;

	(void)err;
	str_clear(sealed);
	if (!*clear)
		return true;
	bin = xmalloc(n);
	encrypt(bin, '1', at, clear, k->text);
	str_addc(sealed, SECRET_MARK);
	str_addc(sealed, '1');
	if (at->lookup)
		add_hash(k, at, clear, sealed);
	add_base64(sealed, bin, n);
	free(bin);
	return true;
}

bool secret_seal_locked(const char *public_key, const struct secret_at *at, const char *clear,
			struct str *sealed, struct err *err)
{
	size_t n = WAITING + NONCE + strlen(clear) + TAG, pub_n = 0;
	unsigned char *bin, *pub, key[KEY];
	bool ok;

	str_clear(sealed);
	if (!begin(err))
		return false;
	if (!*clear)
		return true;
	pub = from_base64(public_key, strlen(public_key), &pub_n);
	bin = xmalloc(n);
	randombytes_buf(key, KEY);
	ok = pub && pub_n == crypto_box_PUBLICKEYBYTES && crypto_box_seal(bin, key, KEY, pub) == 0;
	if (ok) {
		encrypt(bin + WAITING, '2', at, clear, key);
		str_addc(sealed, SECRET_MARK);
		str_addc(sealed, '2');
		add_base64(sealed, bin, n);
	} else {
		err_set(err, ERR_DATA, "La clé du journal est abîmée : reprenez une sauvegarde");
	}
	sodium_memzero(key, sizeof key);
	free(pub);
	free(bin);
	return ok;
}

static bool decrypt(const unsigned char *bin, size_t n, char version, const struct secret_at *at,
		    const unsigned char key[KEY], struct str *clear)
{
	struct str place;
	unsigned char *text;
	bool ok;

	if (n < NONCE + TAG)
		return false;
	text = xmalloc(n);
	str_init(&place);
	add_place(&place, version, at);
	ok = crypto_aead_xchacha20poly1305_ietf_decrypt(text, NULL, NULL, bin + NONCE, n - NONCE,
							(const unsigned char *)place.s, place.len,
							bin, key) == 0;
	if (ok)
		str_addn(clear, (const char *)text, n - NONCE - TAG);
	sodium_memzero(text, n);
	free(text);
	str_done(&place);
	return ok;
}

static bool open_waiting(const struct secret *k, const unsigned char *bin, size_t n,
			 const struct secret_at *at, struct str *clear)
{
	unsigned char key[KEY];
	bool ok = n > WAITING && crypto_box_seal_open(key, bin, WAITING, k->pub, k->priv) == 0 &&
		  decrypt(bin + WAITING, n - WAITING, '2', at, key, clear);

	sodium_memzero(key, sizeof key);
	return ok;
}

/* The index tells what is there: it must tell the truth. */
static bool hash_agrees(const struct secret *k, const struct secret_at *at, const char *hash,
			const struct str *clear)
{
	struct str b;
	bool ok;

	str_init(&b);
	add_hash(k, at, clear->s, &b);
	ok = memcmp(b.s, hash, HASH_TEXT) == 0;
	str_done(&b);
	return ok;
}

bool secret_open(const struct secret *k, const struct secret_at *at, const char *sealed,
		 struct str *clear, struct err *err)
{
	bool waiting = secret_is_waiting(sealed), hashed = at->lookup && !waiting;
	size_t head = hashed ? 2 + HASH_TEXT : 2, n = 0, len = strlen(sealed);
	unsigned char *bin = len > head ? from_base64(sealed + head, len - head, &n) : NULL;
	bool ok = bin && (waiting || (sealed[0] == SECRET_MARK && sealed[1] == '1'));

	str_clear(clear);
	ok = ok && (waiting ? open_waiting(k, bin, n, at, clear)
			    : decrypt(bin, n, '1', at, k->text, clear));
	free(bin);
	if (ok && (!hashed || hash_agrees(k, at, sealed + 2, clear)))
		return true;
	secret_wipe(clear);
	return err_set(err, ERR_DATA, "Un texte protégé du journal ne s’ouvre pas : il a été changé "
		       "ou déplacé hors d’Aiguillage. Reprenez une sauvegarde");
}
