#include "aiguillage/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "aiguillage/text.h"

/* « %.40s » and the end of the message count bytes: the half of a character is not one. */
static void drop_halves(char *s)
{
	size_t left = strlen(s), n;

	while ((n = utf8_valid_prefix(s, left)) < left) {
		s += n;
		left -= n;
		memmove(s, s + 1, left);	/* with its NUL */
		left--;
	}
}

bool err_set(struct err *err, enum err_kind kind, const char *fmt, ...)
{
	va_list ap;

	if (!err || err->kind != ERR_NONE)
		return false;
	err->kind = kind;
	va_start(ap, fmt);
	vsnprintf(err->msg, sizeof err->msg, fmt, ap);
	va_end(ap);
	drop_halves(err->msg);
	return false;
}

void err_clear(struct err *err)
{
	err->kind = ERR_NONE;
	err->msg[0] = '\0';
}
