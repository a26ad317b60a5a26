/*
 * Naming a file: a path being typed, and below it what is in that folder and
 * begins so.  While nothing is typed, the places where a file usually is:
 * downloads, removable media, the home folder.
 *
 *	file_field_update(&f, h);	// in update: reads the folder again when it changed
 *	file_field_text(&f, c);		// in text
 *	file_field_act(&f, action);	// in act: moves, edits, completes (NEXT)
 *	if (file_field_take(&f)) …	// Enter: a folder is opened; true: this is the file
 *	path = file_field_path(&f);
 *
 * Names are bytes: what the screen shows of one that is not clean text still
 * opens that file.
 */
#ifndef TUI_FILE_FIELD_H
#define TUI_FILE_FIELD_H

#include <sys/stat.h>

#include "src/tui/input.h"
#include "src/tui/list.h"

struct file_entry {
	char *name;		/* bytes; of a usual place, its whole path */
	char *shown;		/* the same as text, with a slash after a folder */
	char *key;		/* folded */
	bool folder;
	bool data;		/* its name ends as those of data do */
	int64_t size;
	time_t changed;
};

struct file_field {
	struct input input;
	char *raw;		/* the bytes that the beginning of the input stands for */
	char *spelt;		/* that beginning */
	char *folder;		/* whose entries these are, as typed; "" : usual places */
	struct stat seen;	/* of the folder when it was read */
	int trouble;		/* errno: it cannot be read */
	bool more;		/* some entries were left out */
	struct file_entry *entries;
	size_t n, cap;
	size_t *shown;		/* positions of those that begin as typed */
	size_t n_shown;
	struct list list;
};

void file_field_init(struct file_field *f);
void file_field_done(struct file_field *f);
/* The path is taken as bytes. */
void file_field_set(struct file_field *f, const char *path);
/* As the system wants it; `~` is the home folder.  Free it. */
char *file_field_path(const struct file_field *f);

void file_field_update(struct file_field *f, int rows);
void file_field_text(struct file_field *f, int c);
/* False: not for this field.  NEXT completes as far as there is no doubt. */
bool file_field_act(struct file_field *f, enum action action);
/* Does the input name something that is not a folder? */
bool file_field_is_file(const struct file_field *f);
/*
 * What is typed when it names a file, else the selected entry.  False: a folder was opened, or
 * nothing is like that.
 */
bool file_field_take(struct file_field *f);
/* The entry at that row of the list becomes the selected one; false: none. */
bool file_field_click(struct file_field *f, struct area a, int y);

/* Entries, or one sentence that says why there are none. */
void file_field_draw_list(const struct file_field *f, struct term *t, struct area a);

#endif
