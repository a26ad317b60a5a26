/* Entries of the log as rows of a list, and what is done to the one under the marker. */
#ifndef TUI_LOG_ROWS_H
#define TUI_LOG_ROWS_H

#include "aiguillage/log.h"
#include "src/tui/app.h"
#include "src/tui/list.h"

#define LOG_ROWS 2		/* rows of one entry */

/* Day and what it is; below, the state, who to call, the code. */
void log_row_draw(const struct session *s, const struct entry *e, struct term *t, struct area a,
		  bool selected);
struct log_rows {
	char failing[ENTRY_ID_LEN];	/* the referral whose reason is being asked */
};
/*
 * ACTION_CAME, FAILED, AGAIN, ELSEWHERE, SHEET, SAME, CANCEL, UNDO, PATHWAY, OPEN.  True: it was one
 * of them.
 */
bool log_row_act(struct log_rows *r, struct app *app, const struct entry *e,
		 enum action action);

#endif
