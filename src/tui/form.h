/*
 * The form: labelled fields one under the other, of every kind that screens
 * need, with what is wrong said beside them.  Tab, arrows and Enter go from one
 * to the next; it scrolls; nothing typed is lost: leaving asks first, and a
 * save that fails leaves everything on the screen.
 *
 *	struct log {
 *		struct form *form;	// first: form_screen_* look for it there
 *		int when, place, what;
 *	};
 *
 *	// open
 *	l->form = form_new(app_session(app));
 *	l->when = form_add(l->form, &(struct form_field){
 *			.kind = FORM_DATE, .label = "Date", .lean = DATE_PAST,
 *			.required = true }, "2026-11-24");
 *	form_heading(l->form, "La personne");
 *	l->what = form_add_codes(l->form, &(struct form_field){
 *			.kind = FORM_SEVERAL, .label = "Besoins" }, VOCAB_NEED, "");
 *
 *	// act
 *	if (action != ACTION_SAVE)
 *		return form_act(l->form, app, action);
 *	if (!form_check(l->form))
 *		return DONE;			// says why, the focus is there
 *	if (!log_write(s, form_value(l->form, l->what), …, &err)) {
 *		app_say(app, STYLE_ERROR, "%s", err.msg);
 *		return DONE;
 *	}
 *	return CLOSE;
 *
 *	static const struct binding keys[] = { FORM_KEYS };
 *	const struct screen_ops screen_log = {
 *		.name = "log", .title = "Accompagnement",
 *		.keys = { keys, ARRAY_SIZE(keys), FORM_USES },
 *		.open = log_open, .act = log_act, .close = log_close, FORM_SCREEN };
 *
 * Values are text: what was typed; AAAA-MM-JJ of a date; codes with `|` between
 * them; `oui`, `non` or nothing; the INSEE code of a commune.  A value that is
 * none of the choices is kept.
 */
#ifndef TUI_FORM_H
#define TUI_FORM_H

#include "aiguillage/date.h"
#include "aiguillage/err.h"
#include "aiguillage/vocab.h"
#include "src/tui/app.h"

enum form_kind {
	FORM_LINE,
	FORM_TEXT,		/* several lines */
	FORM_ONE,		/* choice of one, or none */
	FORM_SEVERAL,
	FORM_DATE,
	FORM_NUMBER,		/* whole, not negative */
	FORM_YESNO,
	FORM_COMMUNE,
	FORM_FOUND,		/* a line; what it may mean is looked up while it is typed */
};

struct form_choice {
	const char *code, *label;
	const char *words;	/* other words that find it, or NULL */
};

/* What a field that is looked up may mean.  Its value is a code of these, or what was typed. */
struct form_found {
	char *code, *label;	/* the form's, to be freed */
};
struct form_lookup {
	/* At most max of them, best first. */
	size_t (*find)(void *ctx, const char *typed, struct form_found *out, size_t max);
	/* What the code is called; false: it is none. */
	bool (*say)(void *ctx, const char *value, struct str *out);
	void *ctx;
};

struct form_field {
	enum form_kind kind;
	const char *label;
	const char *hint;	/* shown while it has the focus; NULL: that of its kind */
	const struct form_choice *choices;	/* of FORM_ONE and FORM_SEVERAL */
	size_t n_choices;
	bool required;
	bool paragraph;		/* FORM_TEXT that is one paragraph: Enter goes on */
	bool replaced;		/* FORM_LINE: typing replaces what is there, as in a date */
	enum date_lean lean;	/* of FORM_DATE: which year 15/12 is of */
	struct form_lookup lookup;	/* of FORM_FOUND */
	size_t max;		/* bytes of FORM_LINE and FORM_TEXT, 0: the usual */
};

struct form;

struct form *form_new(struct session *s);
void form_free(struct form *f);
/* Adds a field with its value; all is copied.  Returns its number, from 0. */
int form_add(struct form *f, const struct form_field *field, const char *value);
/* The same with the values of a vocabulary as choices. */
int form_add_codes(struct form *f, const struct form_field *field, enum vocab_genre genre,
		   const char *value);
/* A title above the next field that is added. */
void form_heading(struct form *f, const char *title);

/* Borrowed until the field changes. */
const char *form_value(const struct form *f, int field);
/* Of FORM_DATE; false when it is empty, or no date. */
bool form_day(const struct form *f, int field, int *day);
/* As if it had always been there: the field has not been changed. */
void form_set(struct form *f, int field, const char *value);
/* As if it had been typed. */
void form_put(struct form *f, int field, const char *value);
bool form_field_changed(const struct form *f, int field);
bool form_changed(const struct form *f);
/* What is there now is what is kept: nothing is changed any more. */
void form_saved(struct form *f);

int form_focused(const struct form *f);
void form_focus(struct form *f, int field);
/* A hidden field is neither shown nor checked. */
void form_show(struct form *f, int field, bool shown);
/* Beside the label, « corrigé »; NULL or "": nothing. */
void form_mark(struct form *f, int field, const char *mark);
/* Lines under the field: « la source dit : … »; NULL or "": nothing. */
void form_note(struct form *f, int field, enum style style, const char *text);
/* What is wrong with the field, until it is changed. */
void form_error(struct form *f, int field, const char *text);

/*
 * The screen's own check of a field that was changed, asked when the focus leaves it and by
 * form_check().  It may call form_note().  False: err is shown under the field.
 */
typedef bool form_check_fn(void *ctx, struct form *f, int field, struct err *err);
void form_set_check(struct form *f, form_check_fn *fn, void *ctx);
/* Everything that was changed, and what is required; false: the focus is on the first fault. */
bool form_check(struct form *f);

/* ---- inside a screen ---- */

void form_update(struct form *f, struct area a);
void form_draw(const struct form *f, struct term *t, struct area a);
/* Everything but ACTION_SAVE.  CLOSE: nothing would be lost, or it was agreed. */
enum outcome form_act(struct form *f, struct app *app, enum action action);
enum outcome form_text(struct form *f, struct app *app, int c);
enum outcome form_mouse(struct form *f, struct app *app, struct area a, const struct event *ev);
/* Does the field with the focus take letters? */
bool form_typing(const struct form *f);
void form_hint(const struct form *f, struct str *out);
void form_refresh(struct form *f, bool before);

/* The same for a screen whose state begins with a struct form *. */
void form_screen_update(void *self, struct app *app, struct area a);
void form_screen_draw(const void *self, struct term *t, struct area a);
enum outcome form_screen_text(void *self, struct app *app, int c);
enum outcome form_screen_mouse(void *self, struct app *app, struct area a,
			       const struct event *ev);
void form_screen_refresh(void *self, bool before);
bool form_screen_busy(const void *self);
bool form_screen_typing(const void *self);
void form_screen_hint(const void *self, struct str *out);

#define FORM_USES (KEYS_LIST | KEYS_FIELDS | KEYS_EDIT | KEYS_WRITE)
#define FORM_KEYS                                                                               \
	{ .key = CTRL('S'), .action = ACTION_SAVE, .bar = 1 },                                  \
	{ .key = K_F(2), .action = ACTION_SAVE },                                               \
	{ .key = K_ENTER, .action = ACTION_OPEN },                                              \
	{ .key = K_TAB, .action = ACTION_NEXT, .bar = 4 },                                      \
	{ .key = K_ESC, .action = ACTION_BACK, .bar = 3 }
#define FORM_SCREEN                                                                             \
	.update = form_screen_update, .draw = form_screen_draw, .text = form_screen_text,       \
	.mouse = form_screen_mouse, .refresh = form_screen_refresh, .busy = form_screen_busy,   \
	.typing = form_screen_typing, .hint = form_screen_hint

#endif
