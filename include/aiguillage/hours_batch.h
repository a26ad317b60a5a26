/*
 * The core of `aiguillage horaires`: one line of a batch to be judged against
 * opening_hours.js, and the plain report of one expression.
 */
#ifndef AIGUILLAGE_HOURS_BATCH_H
#define AIGUILLAGE_HOURS_BATCH_H

#include <stdbool.h>
#include <stdint.h>

#include "aiguillage/hours.h"
#include "aiguillage/str.h"

/*
 * Reads `ID<TAB>FROM<TAB>DAYS<TAB>OH` (no line end) and appends, without line end,
 * `ID<TAB>V<TAB>NEXT_OPEN|-[<TAB>START,END,STATE,COMMENT]…` or `ID<TAB>E`.
 * False, nothing appended, when the line itself is not of that shape.
 */
bool hours_batch_line(struct str *out, const char *line, const struct school_holidays *sh,
		      struct err *err);

/*
 * Appends the report of one expression: whether it is understood, the state at
 * `from`, the openings of the next `days` days, the week in French, remarks.
 * False when the expression is not in the language; the report says so.
 */
bool hours_report(struct str *out, const char *oh, const struct school_holidays *sh, int64_t from,
		  int days);

#endif
