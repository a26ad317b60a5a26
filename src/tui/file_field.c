#include "src/tui/file_field.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

#include "aiguillage/date.h"
#include "aiguillage/fold.h"
#include "aiguillage/mem.h"
#include "aiguillage/path.h"
#include "aiguillage/text.h"

#define ENTRIES_MAX 5000
#define DATE_ROOM 60		/* from this width the size and the date are shown */
#define SIZE_COLUMNS 10
#define DATE_COLUMNS 10

void file_field_init(struct file_field *f)
{
	*f = (struct file_field){ .raw = xstrdup(""), .spelt = xstrdup("") };
	input_init(&f->input);
	list_init(&f->list, 1);
}

static void forget_entries(struct file_field *f)
{
	for (size_t i = 0; i < f->n; i++) {
		free(f->entries[i].name);
		free(f->entries[i].shown);
		free(f->entries[i].key);
	}
	free(f->folder);
	f->folder = NULL;
	f->n = f->n_shown = 0;
	f->trouble = 0;
	f->more = false;
}

void file_field_done(struct file_field *f)
{
	forget_entries(f);
	free(f->entries);
	free(f->shown);
	free(f->raw);
	free(f->spelt);
	input_done(&f->input);
}

void file_field_set(struct file_field *f, const char *path)
{
	char *raw = xstrdup(path);

	free(f->raw);
	free(f->spelt);
	f->raw = raw;
	f->spelt = text_cleaned(path, TEXT_ONE_LINE);
	input_set(&f->input, f->spelt);
}

/* What is typed, in the bytes of the names that were taken. */
static char *typed_bytes(const struct file_field *f)
{
	size_t n = strlen(f->spelt);
	struct str b;

	if (strncmp(f->input.text.s, f->spelt, n) != 0)
		return xstrdup(f->input.text.s);
	str_init(&b);
	str_add(&b, f->raw);
	str_add(&b, f->input.text.s + n);
	return b.s;
}

static char *at_home(const char *path)
{
	const char *home = getenv("HOME");

	if (*path != '~' || (path[1] && path[1] != '/') || !home || *home != '/')
		return xstrdup(path);
	return path[1] ? path_join(home, path + 2) : path_join(home, "");
}

char *file_field_path(const struct file_field *f)
{
	char *bytes = typed_bytes(f), *path = at_home(bytes);

	free(bytes);
	return path;
}

static bool stat_typed(const struct file_field *f, struct stat *st)
{
	char *path = file_field_path(f);
	bool there = *path && stat(path, st) == 0;

	free(path);
	return there;
}

bool file_field_is_file(const struct file_field *f)
{
	struct stat st;

	return stat_typed(f, &st) && !S_ISDIR(st.st_mode);
}

/* ---- entries ---- */

static bool is_data(const char *name)
{
	static const char *const ends[] = { ".csv", ".json", ".jsonl", ".ndjson", ".tsv", ".txt" };
	const char *dot = strrchr(name, '.');

	for (size_t i = 0; dot && i < ARRAY_SIZE(ends); i++)
		if (strcasecmp(dot, ends[i]) == 0)
			return true;
	return false;
}

static void add_entry(struct file_field *f, const char *name, const struct stat *st)
{
	struct file_entry *e;
	struct str shown;

	str_init(&shown);
	text_clean(&shown, name, strlen(name), TEXT_ONE_LINE);
	if (S_ISDIR(st->st_mode) && (!shown.len || shown.s[shown.len - 1] != '/'))
		str_addc(&shown, '/');
	f->entries = mem_grow(f->entries, f->n, &f->cap, sizeof *f->entries);
	e = &f->entries[f->n++];
	*e = (struct file_entry){
		.name = xstrdup(name),
		.key = folded(shown.s),
		.folder = S_ISDIR(st->st_mode),
		.data = !S_ISDIR(st->st_mode) && is_data(name),
		.size = st->st_size,
		.changed = st->st_mtim.tv_sec,
	};
	e->shown = str_steal(&shown);
	str_done(&shown);
}

/* What has just been downloaded comes first. */
static int by_use(const void *a, const void *b)
{
	const struct file_entry *x = a, *y = b;
	int dx = x->data ? 0 : x->folder ? 1 : 2, dy = y->data ? 0 : y->folder ? 1 : 2, d;

	if (dx != dy)
		return dx - dy;
	if (x->data && x->changed != y->changed)
		return x->changed > y->changed ? -1 : 1;
	d = strcmp(x->key, y->key);
	return d ? d : strcmp(x->name, y->name);
}

static bool is_shown_kind(const struct stat *st)
{
	return S_ISDIR(st->st_mode) || S_ISREG(st->st_mode);
}

static void read_folder(struct file_field *f, const char *path)
{
	DIR *d = opendir(path);
	struct dirent *e;
	struct stat st;

	if (!d || fstat(dirfd(d), &f->seen) != 0) {
		f->trouble = errno;
		if (d)
			closedir(d);
		return;
	}
	while (!f->more && (e = readdir(d))) {
		if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
			continue;
		if (fstatat(dirfd(d), e->d_name, &st, 0) == 0 && is_shown_kind(&st))
			add_entry(f, e->d_name, &st);
		f->more = f->n == ENTRIES_MAX;
	}
	closedir(d);
	if (f->n)
		qsort(f->entries, f->n, sizeof *f->entries, by_use);
}

/* ---- usual places ---- */

static void add_place(struct file_field *f, const char *path)
{
	char *real = at_home(path);
	struct stat st;

	if (stat(real, &st) == 0 && S_ISDIR(st.st_mode))
		add_entry(f, path, &st);
	free(real);
}

/* Where sticks and disks appear: /media/stick, /media/person/stick, /run/media/person/stick. */
static void add_media(struct file_field *f, const char *parent, int depth)
{
	const char *user = getenv("USER");
	DIR *d = opendir(parent);
	struct dirent *e;

	while (d && f->n < ENTRIES_MAX && (e = readdir(d))) {
		char *path = path_join(parent, e->d_name);

		if (*e->d_name != '.' && depth && user && strcmp(e->d_name, user) == 0)
			add_media(f, path, 0);
		else if (*e->d_name != '.')
			add_place(f, path);
		free(path);
	}
	if (d)
		closedir(d);
}

static void read_places(struct file_field *f)
{
	static const char *const homely[] = { "~/Téléchargements", "~/Downloads", "~/Bureau",
					      "~/Desktop", "~/Documents", "~" };

	for (size_t i = 0; i < ARRAY_SIZE(homely); i++)
		add_place(f, homely[i]);
	add_media(f, "/media", 1);
	add_media(f, "/run/media", 1);
	add_media(f, "/mnt", 0);
}

/* ---- which of them ---- */

/* Up to the last slash, that one included. */
static size_t folder_length(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? (size_t)(slash - path) + 1 : 0;
}

/* « télé » and « lieux 2026 » find Téléchargements and lieux-2026.csv; « .x » the hidden ones. */
static bool begins(const struct file_entry *e, const char *typed, const char *key)
{
	size_t n = strlen(typed);

	if (*e->name == '.' && *typed != '.')
		return false;
	return strncmp(e->shown, typed, n) == 0 || (*key && strncmp(e->key, key, strlen(key)) == 0);
}

static void filter(struct file_field *f)
{
	const char *text = f->input.text.s, *typed = text + folder_length(text);
	char *key = folded(typed);

	f->shown = xreallocarray(f->shown, f->n ? f->n : 1, sizeof *f->shown);
	f->n_shown = 0;
	for (size_t i = 0; i < f->n; i++)
		if (!*text || begins(&f->entries[i], typed, key))
			f->shown[f->n_shown++] = i;
	list_set(&f->list, (int)f->n_shown);
	free(key);
}

static bool is_current(const struct file_field *f, const char *folder, const char *path)
{
	struct stat st;

	if (!f->folder || strcmp(f->folder, folder) != 0 || !*f->input.text.s)
		return false;
	if (stat(path, &st) != 0)
		return f->trouble == errno;
	return !f->trouble && st.st_dev == f->seen.st_dev && st.st_ino == f->seen.st_ino &&
	       st.st_mtim.tv_sec == f->seen.st_mtim.tv_sec &&
	       st.st_mtim.tv_nsec == f->seen.st_mtim.tv_nsec;
}

static char *folder_path(const struct file_field *f)
{
	char *path = file_field_path(f);
	size_t n = folder_length(path);

	path[n] = '\0';
	if (n)
		return path;
	free(path);
	return xstrdup(".");
}

void file_field_update(struct file_field *f, int rows)
{
	const char *text = f->input.text.s;
	char *folder = xstrndup(text, folder_length(text)), *path = folder_path(f);

	if (!is_current(f, folder, path)) {
		bool same = f->folder && strcmp(f->folder, folder) == 0;

		forget_entries(f);
		f->folder = xstrdup(folder);
		if (*text)
			read_folder(f, path);
		else
			read_places(f);
		if (!same)
			list_select(&f->list, 0);
	}
	free(folder);
	free(path);
	filter(f);
	list_fit(&f->list, rows);
}

/* ---- typing ---- */

void file_field_text(struct file_field *f, int c)
{
	if (input_insert(&f->input, c))
		list_select(&f->list, 0);
}

static const struct file_entry *selected(const struct file_field *f)
{
	return f->n_shown ? &f->entries[f->shown[f->list.sel]] : NULL;
}

/* The entry in place of what is typed of its name. */
static void put_entry(struct file_field *f, const struct file_entry *e)
{
	char *bytes = typed_bytes(f);
	struct str b;

	str_init(&b);
	if (*f->input.text.s)
		str_addn(&b, bytes, folder_length(bytes));
	str_add(&b, e->name);
	if (e->folder && b.s[b.len - 1] != '/')
		str_addc(&b, '/');
	file_field_set(f, b.s);
	list_select(&f->list, 0);
	str_done(&b);
	free(bytes);
}

/* Bytes that the names shown have in common. */
static size_t common_length(const struct file_field *f)
{
	const char *first = f->entries[f->shown[0]].name;
	size_t n = strlen(first);

	for (size_t i = 1; i < f->n_shown; i++) {
		const char *name = f->entries[f->shown[i]].name;
		size_t k = 0;

		while (k < n && name[k] == first[k])
			k++;
		n = k;
	}
	return n;
}

static void complete(struct file_field *f)
{
	const char *text = f->input.text.s;
	size_t at = folder_length(text), typed = strlen(text + at), n;
	const char *first;
	struct str b;

	if (!f->n_shown)
		return;
	first = f->entries[f->shown[0]].name;
	n = f->n_shown > 1 && *text ? common_length(f) : 0;
	n = utf8_valid_prefix(first, n);
	/* nothing more is sure: the selected one */
	if (n <= typed || strncmp(first, text + at, typed) != 0) {
		put_entry(f, selected(f));
		return;
	}
	str_init(&b);
	str_addn(&b, text, at);
	str_addn(&b, first, n);
	input_set(&f->input, b.s);
	str_done(&b);
}

bool file_field_act(struct file_field *f, enum action action)
{
	switch (action) {
	case ACTION_NEXT:
		complete(f);
		return true;
	case ACTION_UP:
	case ACTION_DOWN:
	case ACTION_PAGE_UP:
	case ACTION_PAGE_DOWN:
		list_act(&f->list, action);
		return true;
	default:
		return input_act(&f->input, action);
	}
}

bool file_field_take(struct file_field *f)
{
	const struct file_entry *e = selected(f);
	struct stat st;

	if (stat_typed(f, &st) && !S_ISDIR(st.st_mode))
		return true;
	if (!e)
		return false;
	put_entry(f, e);
	return file_field_is_file(f);
}

bool file_field_click(struct file_field *f, struct area a, int y)
{
	int i = list_at(&f->list, a, y);

	if (i >= 0)
		list_select(&f->list, i);
	return i >= 0;
}

/* ---- drawing ---- */

static void say_size(struct str *out, int64_t size)
{
	if (size < 1000)
		str_addf(out, "%d o", (int)size);
	else if (size < 1000000)
		str_addf(out, "%d Ko", (int)(size / 1000));
	else
		str_addf(out, "%d,%d Mo", (int)(size / 1000000), (int)(size / 100000 % 10));
}

static void say_day(struct str *out, time_t t)
{
	struct tm tm;

	if (localtime_r(&t, &tm))
		str_addf(out, "%02d/%02d/%d", tm.tm_mday, tm.tm_mon + 1, tm.tm_year + 1900);
}

static void draw_entry(const void *ctx, struct term *t, struct area a, int i, bool on)
{
	const struct file_field *f = ctx;
	const struct file_entry *e = &f->entries[f->shown[i]];
	int right = a.w >= DATE_ROOM ? SIZE_COLUMNS + DATE_COLUMNS + 2 : 0;
	enum style style = list_style(on, e->folder || e->data ? STYLE_NORMAL : STYLE_DIM);
	struct str b;

	term_fill(t, a.y, a.x, a.w, style, "");
	term_text(t, a.y, a.x, a.w - right - 1, style, e->shown);
	if (!right || e->folder)
		return;
	str_init(&b);
	say_size(&b, e->size);
	term_right(t, a.y, a.x + a.w - right, SIZE_COLUMNS, style, b.s);
	str_clear(&b);
	say_day(&b, e->changed);
	term_right(t, a.y, a.x + a.w - DATE_COLUMNS, DATE_COLUMNS, style, b.s);
	str_done(&b);
}

void file_field_draw_list(const struct file_field *f, struct term *t, struct area a)
{
	struct str b;

	if (f->n_shown) {
		list_draw(&f->list, t, a, draw_entry, f);
		return;
	}
	str_init(&b);
	if (f->trouble)
		str_addf(&b, "Ce dossier ne peut pas être lu : %s.", path_reason(f->trouble));
	else if (f->n)
		str_add(&b, "Rien ne commence ainsi dans ce dossier.");
	else
		str_add(&b, "Ce dossier est vide.");
	term_wrap(t, a, STYLE_DIM, b.s);
	str_done(&b);
}
