/*
 * A place or an offer as a form: every field that may be corrected, the usual
 * ones first, in plain words.  What is typed goes through overlay_check().
 *
 *	rf->form = form_new(s) is made by record_form_open();
 *	record_form_local(rf, &overlay);	// what is corrected, what the source says
 *	if (record_form_check(rf, app))
 *		n = record_form_inputs(rf, inputs);	// what was changed
 */
#ifndef TUI_RECORD_FORM_H
#define TUI_RECORD_FORM_H

#include "aiguillage/overlay.h"
#include "src/tui/form.h"

struct record_form {
	struct form *form;	/* first: form_screen_* look for it there */
	struct session *session;
	enum overlay_kind kind;
	int item[OVERLAY_FIELDS];	/* field of the form, -1: not there */
	char *hours_shown;	/* the sentence that was shown back last */
};

/*
 * `values`: the fields of the record (place.h), NULL entries are empty; NULL for a new record: what
 * it cannot do without then comes first.
 */
void record_form_open(struct record_form *rf, struct session *s, enum overlay_kind kind,
		      const char *const *values);
void record_form_close(struct record_form *rf);
/* The field of the record that has the focus. */
int record_form_focused(const struct record_form *rf);
/* Gives a field its value, as if it had always been there. */
void record_form_set(struct record_form *rf, int field, const char *value);
/* Marks what is corrected, and says what the source says. */
void record_form_local(struct record_form *rf, const struct overlay *o);
/*
 * Everything that was changed can be saved.  False: what is wrong is said beside its field, or the
 * hours are shown as they were understood, to be looked at before they are accepted.
 */
bool record_form_check(struct record_form *rf, struct app *app);
/* What was changed; the values are borrowed from the form.  Room for OVERLAY_FIELDS. */
size_t record_form_inputs(const struct record_form *rf, struct overlay_input *out);

#endif
