/*
 * The forms of the log: a referral, an accompaniment, a need without answer.
 * They are opened by log_form_open(), which first offers what was being typed when the program ended.
 */
#ifndef TUI_LOG_FORM_H
#define TUI_LOG_FORM_H

#include "aiguillage/log.h"
#include "src/tui/app.h"

/* Orienter, Accompagner, Besoin sans réponse. */
extern const struct screen_ops screen_refer, screen_accompany, screen_unmet;

/* At the start: a form was being filled when the program ended.  Says so; false: none. */
bool log_draft_tell(struct app *app);
/* Opens the form of an entry. */
void log_form_open(struct app *app, const struct entry *e);
/*
 * ACTION_REFER, ACTION_ACCOMPANY or ACTION_UNMET on a result, or on none (offer 0).  An offer on
 * prescription is asked about first; a request that is carried on (log_carry) gets its next step.
 */
void log_form_act(struct app *app, enum action action, const struct log_choice *c);

#endif
