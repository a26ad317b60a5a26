/*
 * The program in a pseudo-terminal, its screen held by libvterm, in process.
 *
 *	struct vt *v = vt_start(&(struct vt_options){ .argv = argv, .rows = 24, .cols = 80 });
 *	vt_keys(v, "bibost<Tab><Down>");
 *	see(v, "2 résultats");			// waits
 *	vt_golden(v, "recherche");		// tests/tui/golden/recherche.80x24.txt
 *	is_int(vt_end(v), 0, "left cleanly");
 *
 * Every look at the screen waits until it is as wanted, or until VT_PATIENCE is
 * over: no test sleeps.  AIGUILLAGE_GOLDEN=write writes the goldens instead.
 */
#ifndef TESTS_VT_H
#define TESTS_VT_H

#include <stdbool.h>
#include <sys/types.h>

struct vt;

struct vt_options {
	const char *const *argv;
	/*
	 * "NAME=value", or "NAME" to remove it; NULL at the end, may be NULL.  Added to the
	 * present environment with TERM=xterm-256color and LC_ALL=C.UTF-8, without NO_COLOR.
	 */
	const char *const *env;
	int rows, cols;		/* 24 and 80 when 0 */
};

struct vt *vt_start(const struct vt_options *o);
/* Hangs up when the program still runs; frees. */
void vt_free(struct vt *v);
/* Waits for the end; the exit status, 128 + signal, or -1 when it does not end. Frees. */
int vt_end(struct vt *v);
pid_t vt_pid(const struct vt *v);

/* Text, and keys as <Enter> <Tab> <S-Tab> <Esc> <Up> <F1> <C-f> <PageDown> <Space> <Lt>… */
void vt_keys(struct vt *v, const char *keys);
void vt_bytes(struct vt *v, const char *bytes, size_t n);
void vt_paste(struct vt *v, const char *text);
void vt_click(struct vt *v, int y, int x);
/* On the first row that shows the text, once it does. */
void vt_click_on(struct vt *v, const char *text, int x);
void vt_wheel(struct vt *v, int y, int x, int direction);
void vt_resize(struct vt *v, int rows, int cols);
void vt_hang_up(struct vt *v);

bool vt_wait(struct vt *v, const char *text);
bool vt_wait_gone(struct vt *v, const char *text);
/* The cursor is on a row that holds the text. */
bool vt_wait_cursor(struct vt *v, const char *text);
/* Some row holds both. */
bool vt_wait_row(struct vt *v, const char *a, const char *b);
/* The first row that holds `above` is above the first one that holds `below`. */
bool vt_wait_order(struct vt *v, const char *above, const char *below);
/* That row (negative: from the bottom) holds the text. */
bool vt_wait_at(struct vt *v, int row, const char *text);
/* The program asks for mouse events, or does not. */
bool vt_wait_mouse(struct vt *v, bool on);
bool vt_wait_exit(struct vt *v);
/* The same as the golden file NAME.WxH.txt, cursor included. */
bool vt_golden(struct vt *v, const char *name);

enum vt_look {
	VT_REVERSE = 1,
	VT_BOLD = 2,
	VT_UNDERLINE = 4,
	VT_COLOURED = 8,
};
/* The first place that holds the text has that look, or has not. */
bool vt_wait_look(struct vt *v, const char *text, enum vt_look look, bool has);
/* On the present screen, without waiting; -1 when it is nowhere. */
int vt_row_of(struct vt *v, const char *text);
/* Is the terminal in its ordinary state: echo, lines, signals, main screen, cursor shown? */
bool vt_is_restored(struct vt *v);
/* Is there anything but ASCII on the screen? */
bool vt_all_ascii(struct vt *v);
/* The screen, one line a row, then the place of the cursor.  Valid until the next call. */
const char *vt_dump(struct vt *v);
void vt_print(struct vt *v);

/* Checks that print the screen when they fail; with tests/lib/tap.h. */
#define vt_ok(v, cond, ...) (ok((cond), __VA_ARGS__) ? (void)0 : vt_print(v))
#define see(v, text) vt_ok(v, vt_wait(v, text), "shows %s", text)
#define see_row(v, a, b) vt_ok(v, vt_wait_row(v, a, b), "shows %s … %s", a, b)
#define see_order(v, a, b) vt_ok(v, vt_wait_order(v, a, b), "%s is above %s", a, b)
#define see_gone(v, text) vt_ok(v, vt_wait_gone(v, text), "no longer shows %s", text)
#define see_cursor(v, text) vt_ok(v, vt_wait_cursor(v, text), "the cursor is on %s", text)
#define see_reverse(v, text) \
	vt_ok(v, vt_wait_look(v, text, VT_REVERSE, true), "%s is in reverse video", text)
#define see_golden(v, name) vt_ok(v, vt_golden(v, name), "golden %s", name)

#endif
