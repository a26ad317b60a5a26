#include "aiguillage/err.h"

#include <stdarg.h>
#include <stdio.h>

bool err_set(struct err *err, enum err_kind kind, const char *fmt, ...)
{
	va_list ap;

	if (!err || err->kind != ERR_NONE)
		return false;
	err->kind = kind;
	va_start(ap, fmt);
	vsnprintf(err->msg, sizeof err->msg, fmt, ap);
	va_end(ap);
	return false;
}

void err_clear(struct err *err)
{
	err->kind = ERR_NONE;
	err->msg[0] = '\0';
}
