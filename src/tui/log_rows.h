/* Entries of the log as rows of a list, and what is done to the one under the marker. */
#ifndef TUI_LOG_ROWS_H
#define TUI_LOG_ROWS_H

#include "aiguillage/log.h"
#include "src/tui/app.h"
#include "src/tui/list.h"

#define LOG_ROWS 2		/* rows of one entry */
#define LOG_CALL_ROWS 3		/* of one that says who to call */

/* Day and what it is; below, the code, the state and what comes next. */
void log_row_draw(struct session *s, const struct entry *e, struct term *t, struct area a,
		  bool selected);
/* The same, then who to call. */
void log_call_draw(struct session *s, const struct entry *e, struct term *t, struct area a,
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
/*
 * A click on a row selects it, another opens it; the wheel is left to the application.  `l` has the
 * entries in the area `a`.
 */
enum outcome log_rows_mouse(struct app *app, struct list *l, const struct log_list *entries,
			    struct area a, const struct event *ev);
/* The list on paper, or in a file « NAME-2026-11-24.txt ». */
void log_rows_print(struct app *app, const char *name,
		    bool (*make)(void *ctx, struct str *out, struct err *err), void *ctx);

#endif
