/*
 * Inside the forms of the log: log_fields.c has the tables of fields and what depends on what,
 * log_form.c the screen, its draft and the saving, log_start.c what comes before it.
 */
#ifndef TUI_LOG_FORM_IMPL_H
#define TUI_LOG_FORM_IMPL_H

#include "aiguillage/str.h"
#include "src/tui/form.h"
#include "src/tui/log_form.h"

#define LOG_FIELDS_MAX 32

enum shown {
	ALWAYS,
	ALONE,			/* accompaniment of one person */
	GROUP,			/* workshop */
	LATER,			/* when an entry is changed, not when it is made */
};

struct spec {
	int field;
	enum form_kind kind;
	enum shown shown;
	const char *heading, *hint;
};

/* By kind of entry. */
extern const struct log_kind {
	const struct spec *specs;
	size_t n;
	const struct screen_ops *screen;
} log_kinds[ENTRY_KINDS];

struct log_form {
	struct form *form;	/* first: form_screen_* look for it there */
	struct session *session;
	struct entry entry;
	int code, opening;	/* fields; opening is -1 without known dates */
	int at[LOG_FIELDS_MAX];	/* field of each spec */
	char *heading;
	bool settled;			/* saved or given up: no draft is to remain */
	struct str kept;		/* the draft as it was kept last; empty: none */
};

/* What a form is opened with: the entry, and what was typed in its form when it is a draft. */
struct log_opening {
	struct entry entry;
	struct str draft;
};

/* Every field of the kind, from the entry. */
void log_fields_add(struct log_form *l);
/* Shows those that go with what is filled. */
void log_fields_show(struct log_form *l);
/* Once a draft stands in the fields: what the form itself makes of them. */
void log_fields_resumed(struct log_form *l);
/* What stands in the fields, into the entry; nothing is written where nothing was changed. */
bool log_fields_take(struct log_form *l, struct entry *e, struct err *err);

/* Where a referral goes; "" for what goes nowhere. */
const char *log_form_place(const struct entry *e);

#endif
