/* A phrase as it is taken, and its wiping: what needs no library. */
#include <string.h>

#include "aiguillage/secret.h"
#include "aiguillage/text.h"

/* A letter, then what it becomes under each mark below; '-' where French keyboards have none. */
static const char *const composed[][7] = {
	{ "a", "à", "á", "â", "ã", "ä", "-" }, { "e", "è", "é", "ê", "-", "ë", "-" },
	{ "i", "ì", "í", "î", "-", "ï", "-" }, { "o", "ò", "ó", "ô", "õ", "ö", "-" },
	{ "u", "ù", "ú", "û", "-", "ü", "-" }, { "n", "-", "-", "-", "ñ", "-", "-" },
	{ "y", "-", "ý", "-", "-", "ÿ", "-" }, { "c", "-", "-", "-", "-", "-", "ç" },
	{ "A", "À", "Á", "Â", "Ã", "Ä", "-" }, { "E", "È", "É", "Ê", "-", "Ë", "-" },
	{ "I", "Ì", "Í", "Î", "-", "Ï", "-" }, { "O", "Ò", "Ó", "Ô", "Õ", "Ö", "-" },
	{ "U", "Ù", "Ú", "Û", "-", "Ü", "-" }, { "N", "-", "-", "-", "Ñ", "-", "-" },
	{ "Y", "-", "Ý", "-", "-", "Ÿ", "-" }, { "C", "-", "-", "-", "-", "-", "Ç" },
};
static const char *const marks[] = { "\u0300", "\u0301", "\u0302", "\u0303", "\u0308", "\u0327" };

/* The length of the mark that follows a letter, 0 when none does. */
static size_t mark_at(const char *s, size_t *which)
{
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
		if (strncmp(s, marks[i], 2) == 0) {
			*which = i + 1;
			return 2;
		}
	}
	return 0;
}

static const char *compose(char letter, size_t mark)
{
	for (size_t i = 0; i < sizeof composed / sizeof *composed; i++)
		if (*composed[i][0] == letter && *composed[i][mark] != '-')
			return composed[i][mark];
	return NULL;
}

void secret_phrase_clean(const char *typed, struct str *phrase)
{
	const char *end = typed + strlen(typed);

	/* room for all of it at once: a buffer that grows would leave its beginning behind */
	str_add(phrase, typed);
	secret_wipe(phrase);
	while (*typed == ' ' || *typed == '\t')
		typed++;
	while (end > typed && strchr(" \t\r\n", end[-1]))
		end--;
	while (typed < end) {
		size_t which = 0, n = mark_at(typed + 1, &which);
		const char *letter = n ? compose(*typed, which) : NULL;

		if (letter) {
			str_add(phrase, letter);
			typed += 1 + n;
		} else {
			str_addc(phrase, *typed++);
		}
	}
}

/* A recovery code would be looked for among the codes, never among the phrases: it would open nothing. */
static bool is_code(const char *phrase)
{
	struct err ignored = ERR_INIT;
	struct str code;
	bool is;

	str_init(&code);
	is = secret_code_read(phrase, &code, &ignored);
	secret_wipe(&code);
	str_done(&code);
	return is;
}

bool secret_phrase_check(const char *phrase, struct err *err)
{
	size_t n = 0;

	/* what one terminal sends so could not be typed again on another */
	if (!utf8_valid(phrase, strlen(phrase)))
		return err_set(err, ERR_USAGE, "Cette phrase contient des signes que le terminal n’envoie pas en "
			       "UTF-8 : choisissez-la sans accents");
	if (is_code(phrase))
		return err_set(err, ERR_USAGE, "Ceci est un code de secours, écrit sur une feuille : choisissez une "
			       "phrase que vous retiendrez");
	if (strlen(phrase) > SECRET_PHRASE_MAX)
		return err_set(err, ERR_USAGE, "Cette phrase est trop longue : %d signes au plus",
			       SECRET_PHRASE_MAX);
	for (const char *p = phrase; *p; p++)
		n += ((unsigned char)*p & 0xC0) != 0x80;
	if (n >= SECRET_PHRASE_MIN)
		return true;
	return err_set(err, ERR_USAGE, "Cette phrase est trop courte : %d signes au moins. Quatre ou "
		       "cinq mots sans rapport, faciles à retenir, font une bonne phrase",
		       SECRET_PHRASE_MIN);
}

bool secret_is_sealed(const char *value)
{
	return *value == SECRET_MARK;
}

bool secret_is_waiting(const char *value)
{
	return value[0] == SECRET_MARK && value[1] == '2';
}

void secret_wipe(struct str *b)
{
	if (b->cap)
		explicit_bzero(b->s, b->cap);
	str_clear(b);
}
