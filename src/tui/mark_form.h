/* The day of a mark, or the private note: a form of one field.  Its argument is copied. */
#ifndef TUI_MARK_FORM_H
#define TUI_MARK_FORM_H

#include "aiguillage/overlay_record.h"
#include "src/tui/screen.h"

struct mark_form_request {
	enum overlay_kind kind;
	const char *key;
	enum overlay_mark mark;	/* MARK_CHECKED or MARK_CLOSED… */
	bool note;		/* …unless it is the note */
};
extern const struct screen_ops screen_mark_form;

/* Under which a note that is being typed is kept (journal_draft.h). */
void mark_draft_name(enum overlay_kind kind, const char *key, struct str *name);

#endif
