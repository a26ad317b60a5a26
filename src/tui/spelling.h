/*
 * What the terminal can show: its character set, and text spelt in it.
 */
#ifndef TUI_SPELLING_H
#define TUI_SPELLING_H

#include <stdbool.h>

#include "aiguillage/str.h"

/*
 * Gives LC_CTYPE a value under which UTF-8 typed is understood; true when the
 * output must be ASCII.  Somebody who asks for the C locale gets ASCII; a
 * missing locale, or none at all, is a badly set up computer with a modern terminal.
 */
bool locale_repair(void);

/* Appends s as it will be shown: no-break spaces are spaces, ASCII when it must be. */
void spell(struct str *out, const char *s, bool ascii);
/* Appends what was spelt, cut to w > 0 columns. */
void spell_cut(struct str *out, const char *s, int w, bool ascii);

#endif
