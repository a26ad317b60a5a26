/*
 * The least that a program like ours could do: open a base, paint twenty rows of it, repaint at each key.
 *
 *	bench_bare BASE.db SELECT
 */
#include <curses.h>
#include <locale.h>
#include <sqlite3.h>

static void paint_rows(const char *path, const char *select)
{
	sqlite3_stmt *q = NULL;
	sqlite3 *db;

	if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK &&
	    sqlite3_prepare_v2(db, select, -1, &q, NULL) == SQLITE_OK)
		for (int y = 1; y < 21 && sqlite3_step(q) == SQLITE_ROW; y++)
			mvprintw(y, 0, "%.78s", (const char *)sqlite3_column_text(q, 0));
	sqlite3_finalize(q);
	sqlite3_close(db);
}

int main(int argc, char **argv)
{
	int key = 0;

	if (argc != 3)
		return 2;
	setlocale(LC_ALL, "");
	initscr();
	raw();
	noecho();
	keypad(stdscr, TRUE);
	paint_rows(argv[1], argv[2]);
	for (unsigned n = 0; key != 'Q' && key != ERR; n++) {
		mvprintw(22, 0, "key %u", n);
		refresh();
		key = getch();
	}
	endwin();
	return 0;
}
