/*
 * Inside the terminal of the tests: vt.c runs the program and waits, vt_keys.c types, vt_screen.c
 * looks at the screen, vt_golden.c compares it with files.
 */
#ifndef TESTS_VT_IMPL_H
#define TESTS_VT_IMPL_H

#include <vterm.h>

#include "aiguillage/str.h"
#include "tests/lib/vt.h"

struct vt {
	VTerm *term;
	VTermScreen *screen;
	int fd, rows, cols;
	pid_t pid;
	int status;		/* of waitpid, once ended */
	bool ended, alt, cursor_shown, mouse;
	int matched;		/* bytes of "1000" that end what was read */
	struct str dump;
};

/* Reads what the program has written, waiting at most ms; false at the end of it. */
bool vt_pump(struct vt *v, int ms);

typedef bool vt_condition(struct vt *v, const void *a, const void *b);
/* Waits until it holds; false when VT_PATIENCE is over, or the program, and it does not. */
bool vt_until(struct vt *v, vt_condition *c, const void *a, const void *b);

/* What a row shows, without the spaces at its end. */
void vt_row_text(struct vt *v, int y, struct str *out);

#endif
