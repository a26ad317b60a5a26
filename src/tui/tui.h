/*
 * The screens, as the program starts them.
 *
 *	struct tui_options o = { .no_mouse = sans_souris };
 *	return tui_run(session, &o, &err);
 */
#ifndef TUI_TUI_H
#define TUI_TUI_H

#include <stdbool.h>

#include "aiguillage/err.h"

struct session;

struct tui_options {
	bool no_mouse;
	int lock_ms;		/* app.h */
};

/* Until the counsellor leaves.  The exit code: 0, or the kind of *err when it could not start. */
int tui_run(struct session *s, const struct tui_options *o, struct err *err);

/* One line of the key table of the manual: « Ctrl-F, F2 », « Choisir des filtres… ». */
struct tui_key {
	const char *screen;	/* French title of the screen, "" for those of every screen */
	const char *keys, *help;
};
typedef void tui_key_fn(void *ctx, const struct tui_key *key);
/* Those of every screen last. */
void tui_each_key(tui_key_fn *fn, void *ctx);

#endif
