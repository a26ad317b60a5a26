#include "src/tui/ask_file.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "aiguillage/mem.h"
#include "aiguillage/path.h"
#include "src/tui/file_field.h"

#define LABEL 9			/* columns of « Fichier  » */

struct asking {
	struct file_request r;
	char *name;		/* NULL: to be read */
	struct file_field file;
	bool moved;		/* to an entry of the list; else, to write, the typed path counts */
	struct str trouble;	/* why it could not be done; "" mostly */
};

void ask_file(struct app *app, const struct file_request *r)
{
	app_push(app, &screen_ask_file, r);
}

static void *file_new(struct app *app, const void *arg, struct err *err)
{
	struct asking *f = xcalloc(1, sizeof *f);

	(void)app;
	(void)err;
	f->r = *(const struct file_request *)arg;
	f->name = f->r.name ? xstrdup(f->r.name) : NULL;
	file_field_init(&f->file);
	str_init(&f->trouble);
	return f;
}

static void file_close(void *self)
{
	struct asking *f = self;

	file_field_done(&f->file);
	str_done(&f->trouble);
	free(f->name);
	free(f);
}

/* ---- painting ---- */

static struct area below(struct area a)
{
	return (struct area){ a.y + 3, a.x, a.h - 3, a.w - 1 };
}

static void file_update(void *self, struct app *app, struct area a)
{
	struct asking *f = self;

	(void)app;
	file_field_update(&f->file, below(a).h);
	f->file.list.idle = f->name && f->file.input.text.len && !f->moved;
}

static void file_draw(const void *self, struct term *t, struct area a)
{
	const struct asking *f = self;
	struct area list = below(a), words = { list.y, list.x + 1, list.h, list.w - 1 };

	if (f->trouble.len)
		term_wrap(t, words, STYLE_ERROR, f->trouble.s);
	else if (f->name && !f->file.n_shown && !f->file.trouble)
		term_wrap(t, words, STYLE_NORMAL, "Entrée : écrire ce fichier. Ctrl-U : choisir un autre endroit.");
	else
		file_field_draw_list(&f->file, t, list);
	if (!*f->file.input.text.s)
		term_text(t, a.y + 1, a.x + 1 + LABEL, a.w - LABEL - 2, STYLE_DIM,
			  f->name ? "Choisissez l’endroit ci-dessous, ou tapez un nom de fichier."
				  : "Choisissez ci-dessous, ou tapez un nom de fichier.");
	/* last: the cursor stays in it */
	term_text(t, a.y, a.x + 1, LABEL, STYLE_STRONG, "Fichier");
	input_draw(&f->file.input, t, (struct area){ a.y, a.x + 1 + LABEL, 1, a.w - LABEL - 3 }, true);
}

/* ---- choosing ---- */

static enum outcome take(struct asking *f, struct app *app, const char *path)
{
	struct err err = ERR_INIT;

	if (f->r.take(f->r.ctx, app, path, &err))
		return CLOSE;
	str_clear(&f->trouble);
	str_addf(&f->trouble, "%s.", err.msg);
	return DONE;
}

static void on_replace(void *ctx, struct app *app, bool yes)
{
	struct asking *f = ctx;
	char *typed, *path;

	if (!yes)
		return;
	typed = file_field_path(&f->file);
	path = path_typed(typed);
	/* the question is above: this screen closes once it is on top again */
	if (take(f, app, path) == CLOSE)
		app_later(app, ACTION_BACK);
	free(path);
	free(typed);
}

static void propose_name(struct asking *f)
{
	char *folder = file_field_path(&f->file), *path = path_join(folder, f->name);

	file_field_set(&f->file, path);
	free(path);
	free(folder);
}

static bool ends_as_folder(const struct file_field *f)
{
	return f->input.text.len && f->input.text.s[f->input.text.len - 1] == '/';
}

static bool is_folder(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static enum outcome write_there(struct asking *f, struct app *app, const char *path)
{
	struct stat st;

	if (is_folder(path)) {
		propose_name(f);
		return DONE;
	}
	if (lstat(path, &st) != 0)
		return take(f, app, path);
	if (!f->r.replaces || !S_ISREG(st.st_mode))
		app_say(app, STYLE_WARNING, "Ce fichier existe déjà : donnez un autre nom.");
	else
		app_ask(app, &(struct question){ .text = "Ce fichier existe déjà. Le remplacer ?",
						 .yes = "Oui, le remplacer",
						 .no = "Non, un autre nom",
						 .answer = on_replace,
						 .ctx = f });
	return DONE;
}

static enum outcome write_typed(struct asking *f, struct app *app)
{
	char *typed = file_field_path(&f->file), *path = path_typed(typed);
	enum outcome outcome = write_there(f, app, path);

	free(path);
	free(typed);
	return outcome;
}

static enum outcome open_to_write(struct asking *f, struct app *app)
{
	if (!f->file.list.idle) {
		file_field_take(&f->file);
		f->moved = false;
	}
	if (ends_as_folder(&f->file))
		propose_name(f);
	else if (f->file.list.idle)
		return write_typed(f, app);
	return DONE;
}

/* A pipe would be waited for, a device may never end. */
static bool is_plain(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

static enum outcome open_to_read(struct asking *f, struct app *app)
{
	char *path;
	enum outcome outcome;

	if (!file_field_take(&f->file))
		return DONE;
	path = file_field_path(&f->file);
	outcome = is_plain(path) ? take(f, app, path) : DONE;
	if (outcome == DONE && !f->trouble.len)
		str_add(&f->trouble, "Ce n’est pas un fichier que l’on puisse lire : un appareil, un tube, ou plus rien.");
	free(path);
	return outcome;
}

/* The first press shows where the marker is. */
static bool move(struct asking *f, enum action action)
{
	bool was = f->moved;

	f->moved = action == ACTION_UP || action == ACTION_DOWN || action == ACTION_PAGE_UP || action == ACTION_PAGE_DOWN;
	return f->moved && !was && f->file.list.idle;
}

static enum outcome file_act(void *self, struct app *app, enum action action)
{
	struct asking *f = self;
	bool refused = f->trouble.len;

	str_clear(&f->trouble);
	if (action == ACTION_BACK)
		return refused ? DONE : CLOSE;
	if (action == ACTION_OPEN)
		return f->name ? open_to_write(f, app) : open_to_read(f, app);
	return move(f, action) || file_field_act(&f->file, action) ? DONE : PASS;
}

static enum outcome file_text(void *self, struct app *app, int c)
{
	struct asking *f = self;

	(void)app;
	str_clear(&f->trouble);
	f->moved = false;
	file_field_text(&f->file, c);
	return DONE;
}

static enum outcome file_mouse(void *self, struct app *app, struct area a, const struct event *ev)
{
	struct asking *f = self;

	if (ev->kind == EVENT_WHEEL)
		return PASS;
	if (f->trouble.len || !file_field_click(&f->file, below(a), ev->y))
		return DONE;
	f->moved = true;
	f->file.list.idle = false;
	return file_act(self, app, ACTION_OPEN);
}

/* Nothing of the directory is kept here. */
static void file_refresh(void *self, bool before)
{
	(void)self;
	(void)before;
}

/* ---- words on the screen ---- */

static bool file_typing(const void *self)
{
	(void)self;
	return true;
}

static const char *file_label(const void *self, enum action action)
{
	const struct asking *f = self;

	if (action == ACTION_OPEN)
		return !f->name ? "Prendre" : ends_as_folder(&f->file) || !f->file.input.text.len ? "Choisir"
												   : "Écrire";
	return action == ACTION_NEXT ? "Compléter" : NULL;
}

static void file_heading(const void *self, struct str *out)
{
	const struct asking *f = self;

	str_add(out, f->r.heading);
}

static void file_hint(const void *self, struct str *out)
{
	const struct asking *f = self;

	if (f->trouble.len)
		str_add(out, "Échap : revenir au nom du fichier.");
	else
		str_add(out, "Haut, Bas : choisir. Entrée : prendre. Une clé USB est sous /media.");
}

static const struct binding keys[] = {
	{ .key = K_ENTER, .action = ACTION_OPEN, .bar = 2 },
	{ .key = K_TAB, .action = ACTION_NEXT, .bar = 4 },
	{ .key = K_ESC, .action = ACTION_BACK, .bar = 3 },
};

const struct screen_ops screen_ask_file = {
	.name = "demander-fichier",
	.title = "Fichier",
	.keys = { keys, ARRAY_SIZE(keys), KEYS_LIST | KEYS_FIELDS | KEYS_EDIT },
	.open = file_new,
	.update = file_update,
	.draw = file_draw,
	.act = file_act,
	.text = file_text,
	.mouse = file_mouse,
	.close = file_close,
	.refresh = file_refresh,
	.typing = file_typing,
	.label = file_label,
	.heading = file_heading,
	.hint = file_hint,
	.long_hint = true,
};
