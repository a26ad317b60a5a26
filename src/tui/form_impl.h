/*
 * The inside of a form, shared by its files and by nobody else:
 *
 *	form.c		fields and their values
 *	form_keys.c	what the keys do, and what is checked
 *	form_lookup.c	what is typed may mean
 *	form_draw.c	the rows, and painting them
 */
#ifndef TUI_FORM_IMPL_H
#define TUI_FORM_IMPL_H

#include "aiguillage/session.h"
#include "src/tui/form.h"
#include "src/tui/input.h"
#include "src/tui/list.h"

#define FORM_SUGGESTIONS 5

struct choice {
	char *code, *label, *words;
};

struct form_item {
	enum form_kind kind;
	char *label, *hint, *heading;	/* heading: above it, or NULL */
	struct choice *choices;
	size_t n_choices;
	bool required, hidden, paragraph, replaced;
	enum date_lean lean;

	struct input input;		/* of the kinds that are typed */
	struct str value;		/* codes, `oui`, INSEE; of the others a copy of the input */
	char *initial;			/* what `value` was */
	struct form_lookup lookup;
	bool typing;			/* of those: what is typed is not taken yet */
	bool unchecked;			/* changed since it was last checked */

	char *mark, *note, *error, *understood;
	enum style note_style;
};

enum form_part { ROW_BLANK, ROW_HEADING, ROW_LABEL, ROW_VALUE, ROW_SUGGESTION, ROW_SAYING };

struct form_row {
	int item;
	enum form_part part;
	int k;				/* which one of its part */
	enum style style;
	char *text;			/* of a saying, or of the value of a choice */
};

struct form {
	struct session *session;
	struct form_item *items;
	size_t n, cap;
	char *heading;			/* of the next item */
	int focus;
	form_check_fn *check;
	void *ctx;
	bool leaving;			/* it was agreed to lose what was typed */

	struct form_found found[FORM_SUGGESTIONS + 1];
	struct list suggestions;	/* of what is being typed */

	struct form_row *rows;
	size_t n_rows, cap_rows;
	int top, w, h;
	int value_x, value_w;		/* where values are, from the left of the area */
	bool stacked;			/* labels above values */
};

/* Is it typed, in an input? */
bool form_is_typed(enum form_kind kind);
/* The rows of the area are made again. */
void form_layout(struct form *f, struct area a);
void form_rows_free(struct form *f);
/* The value follows what was typed, or chosen; no error stays. */
void form_changed_item(struct form *f, struct form_item *it);
/* Sets the value and shows it; not marked as changed. */
void form_set_value(struct form_item *it, const char *value);
const char *form_choice_label(const struct form_item *it, const char *code);

/* Is it looked up while it is typed? */
static inline bool form_looks_up(enum form_kind kind)
{
	return kind == FORM_COMMUNE || kind == FORM_FOUND;
}
struct form_lookup form_communes(struct session *s);
/* What the field with the focus may mean. */
void form_suggest(struct form *f);
void form_forget(struct form *f);
/* Takes what is under the marker. */
void form_take_found(struct form *f, struct form_item *it);
/* Shows what the value is called. */
void form_show_found(struct form_item *it);

#endif
