#include "aiguillage/article.h"

#include <stdbool.h>
#include <string.h>

#include "aiguillage/fold.h"
#include "aiguillage/text.h"

static bool begins_with_vowel(const char *name)
{
	const char *ascii;
	uint32_t cp = utf8_next(&name);
	char letter;

	ascii = fold_ascii(cp);
	letter = cp < 0x80 ? (char)cp : *ascii;
	return letter && strchr("aeiouyAEIOUY", letter);
}

/* The contraction of the preposition with a leading « Le » or « Les ». */
static bool contracts(struct str *out, const char *name, const char *le, const char *les)
{
	if (strncmp(name, "Le ", 3) == 0)
		str_addf(out, "%s %s", le, name + 3);
	else if (strncmp(name, "Les ", 4) == 0)
		str_addf(out, "%s %s", les, name + 4);
	else
		return false;
	return true;
}

void say_of(struct str *out, const char *name)
{
	if (contracts(out, name, "du", "des"))
		return;
	str_add(out, begins_with_vowel(name) ? "d’" : "de ");
	str_add(out, name);
}

void say_at(struct str *out, const char *name)
{
	if (contracts(out, name, "au", "aux"))
		return;
	str_addf(out, "à %s", name);
}
