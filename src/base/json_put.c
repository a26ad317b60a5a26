#include "aiguillage/json_put.h"

void json_string(struct str *out, const char *s)
{
	str_addc(out, '"');
	for (; *s; s++) {
		if (*s == '"' || *s == '\\')
			str_addf(out, "\\%c", *s);
		else if ((unsigned char)*s < 0x20)
			str_addf(out, "\\u%04x", (unsigned)*s);
		else
			str_addc(out, *s);
	}
	str_addc(out, '"');
}
