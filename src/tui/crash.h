/*
 * What happens to the terminal when the program dies on it: a crash, an
 * abort() or a bare exit() must leave a usable shell.
 *
 *	crash_guard();		// before curses touches the terminal
 *	...
 *	crash_unguard();	// once it is given back
 */
#ifndef TUI_CRASH_H
#define TUI_CRASH_H

void crash_guard(void);
void crash_unguard(void);

#endif
