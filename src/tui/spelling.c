#include "src/tui/spelling.h"

#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/fold.h"
#include "aiguillage/mem.h"
#include "aiguillage/text.h"

bool locale_repair(void)
{
	static const char *const names[] = { "LC_ALL", "LC_CTYPE", "LANG" };
	const char *asked = NULL;
	bool found = setlocale(LC_CTYPE, "") != NULL;

	for (size_t i = 0; i < ARRAY_SIZE(names) && !asked; i++) {
		asked = getenv(names[i]);
		if (asked && !*asked)
			asked = NULL;
	}
	if (found && !strcmp(nl_langinfo(CODESET), "UTF-8"))
		return false;
	if (found && asked && strcmp(asked, "C") && strcmp(asked, "POSIX"))
		return true;	/* a real locale of another charset: what is typed is in it */
	if (!setlocale(LC_CTYPE, "C.UTF-8"))
		return true;
	return asked && (!strcmp(asked, "C") || !strcmp(asked, "POSIX"));
}

void spell(struct str *out, const char *s, bool ascii)
{
	while (*s) {
		const char *from = s;
		uint32_t cp = utf8_next(&s);

		if (cp == 0xA0 || cp == 0x202F || cp < ' ' || cp == 0x7F)
			str_addc(out, ' ');
		else if (ascii && cp >= 0x80)
			str_add(out, fold_ascii(cp));
		else
			str_addn(out, from, (size_t)(s - from));
	}
}

/* text_cut() ends in a character that an ASCII terminal has not. */
void spell_cut(struct str *out, const char *s, int w, bool ascii)
{
	size_t n = strlen(s);

	if (!ascii) {
		text_cut(out, s, w);
	} else if (n <= (size_t)w) {
		str_add(out, s);
	} else {
		str_addn(out, s, (size_t)w - 1);
		str_addc(out, '~');
	}
}
