/* Without libsodium: a journal has no phrase, and one that has stays locked. */
#include "aiguillage/secret.h"

bool secret_available(void)
{
	return false;
}

bool secret_missing(struct err *err)
{
	return err_set(err, ERR_USAGE, "Cet Aiguillage a été construit sans libsodium : il ne protège "
		       "pas le journal par une phrase, et n’ouvre pas un journal protégé. Installez "
		       "libsodium-dev, puis ./bootstrap && make");
}

struct secret *secret_new(struct err *err)
{
	secret_missing(err);
	return NULL;
}

void secret_free(struct secret *k)
{
	(void)k;
}

bool secret_code_draw(struct str *code, struct err *err)
{
	(void)code;
	return secret_missing(err);
}

bool secret_code_read(const char *typed, struct str *code, struct err *err)
{
	(void)typed;
	(void)code;
	return secret_missing(err);
}

bool secret_wrap(const struct secret *k, const char *phrase, enum secret_cost cost,
		 struct str *wrapped, struct err *err)
{
	(void)k;
	(void)phrase;
	(void)cost;
	(void)wrapped;
	return secret_missing(err);
}

struct secret *secret_unwrap(const char *wrapped, const char *phrase, struct err *err)
{
	(void)wrapped;
	(void)phrase;
	secret_missing(err);
	return NULL;
}

void secret_public(const struct secret *k, struct str *out)
{
	(void)k;
	(void)out;
}

bool secret_seal(const struct secret *k, const struct secret_at *at, const char *clear,
		 struct str *sealed, struct err *err)
{
	(void)k;
	(void)at;
	(void)clear;
	(void)sealed;
	return secret_missing(err);
}

bool secret_seal_locked(const char *public_key, const struct secret_at *at, const char *clear,
			struct str *sealed, struct err *err)
{
	(void)public_key;
	(void)at;
	str_clear(sealed);
	return !*clear || secret_missing(err);
}

bool secret_open(const struct secret *k, const struct secret_at *at, const char *sealed,
		 struct str *clear, struct err *err)
{
	(void)k;
	(void)at;
	(void)sealed;
	(void)clear;
	return secret_missing(err);
}

void secret_prefix(const struct secret *k, const struct secret_at *at, const char *clear,
		   struct str *prefix)
{
	(void)k;
	(void)at;
	(void)clear;
	str_clear(prefix);
}
