/*
 * Holidays.  French public holidays (metropolitan, without those proper to
 * Alsace-Moselle) are computed for any year.  School holidays are a table that
 * the caller reads from a dated file; nothing is guessed beyond its end.
 *
 * The file: one period a line, `first day<TAB>last day<TAB>name[<TAB>…]`, both
 * days included, ISO dates; empty lines and lines that begin with # are skipped.
 */
#ifndef AIGUILLAGE_HOLIDAYS_H
#define AIGUILLAGE_HOLIDAYS_H

#include <stdbool.h>
#include <stddef.h>

#include "aiguillage/err.h"

/* Name of the public holiday (« Lundi de Pâques ») of that day, or NULL. */
const char *public_holiday(int day);

struct school_period {
	int first, last;
	char name[60];
};

struct school_holidays {
	struct school_period *periods;	/* by first day */
	size_t n, cap;
	int first, last;	/* days covered by the table; first > last when it is empty */
};

/* Reads the text of a table.  On error, says which line; *sh is then empty. */
bool school_holidays_parse(struct school_holidays *sh, const char *text, struct err *err);
void school_holidays_done(struct school_holidays *sh);
/* The period that holds that day, or NULL. */
const struct school_period *school_holiday(const struct school_holidays *sh, int day);

#endif
