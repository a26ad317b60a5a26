#include "src/tui/save.h"

#include <stdlib.h>
#include <unistd.h>

#include "aiguillage/mem.h"
#include "aiguillage/path.h"
#include "aiguillage/printer.h"
#include "src/tui/input.h"
#include "src/tui/popup.h"

#define SAVE_WIDTH 74
#define SAVE_HEIGHT 5

struct save {
	struct save_request r;
	struct input path;
	bool sure;		/* it exists, which was said */
};

void save_open(struct app *app, const struct save_request *r)
{
	app_push(app, &screen_save, r);
}

static void *save_new(struct app *app, const void *arg, struct err *err)
{
	struct save *s = xcalloc(1, sizeof *s);
	char *folder = path_documents(), *path;

	(void)app;
	(void)err;
	s->r = *(const struct save_request *)arg;
	path = *s->r.name == '/' ? xstrdup(s->r.name) : path_join(folder, s->r.name);
	input_init(&s->path);
	input_set(&s->path, path);
	free(path);
	free(folder);
	return s;
}

static void save_close(void *self)
{
	struct save *s = self;

	input_done(&s->path);
	free(s);
}

static void save_draw(const void *self, struct term *t, struct area a)
{
	const struct save *s = self;
	struct area in = popup_frame(t, a, SAVE_WIDTH, SAVE_HEIGHT, s->r.title);

	term_text(t, in.y, in.x, in.w, STYLE_NORMAL, "Nom du fichier :");
	input_draw(&s->path, t, (struct area){ in.y + 1, in.x, 1, in.w }, true);
}

static bool write_file(struct save *s, const char *path, struct err *err)
{
	struct str b;
	bool ok;

	if (s->r.write)
		return s->r.write(s->r.ctx, path, err);
	str_init(&b);
	ok = s->r.make(s->r.ctx, &b, err) && path_write(path, b.s, b.len, err);
	str_done(&b);
	return ok;
}

static void show(struct app *app, enum action action, const char *path)
{
	struct err err = ERR_INIT;

	(void)action;
	if (!printer_show(path, &err))
		app_say(app, STYLE_ERROR, "%s.", err.msg);
}

static void say_done(const struct save *s, struct app *app, const char *path)
{
	const char *advice = s->r.advice ? s->r.advice : "";
	bool shown = s->r.shown && printer_can_show();
	char *name = path_shown(path);

	app_say(app, STYLE_GOOD, "%s %s%s%s%s", s->r.done, name, *advice ? ". " : "", advice,
		shown ? ". o : l’ouvrir" : "");
	if (shown)
		app_propose(app, 'o', ACTION_SHOW, show, path);
	free(name);
}

static enum outcome accept(struct save *s, struct app *app)
{
	char *path = path_typed(s->path.text.s);
	struct err err = ERR_INIT;
	enum outcome outcome = DONE;

	if (!s->path.text.len) {
		app_say(app, STYLE_WARNING, "Donnez un nom au fichier, ou Échap pour ne rien écrire.");
	} else if (!s->sure && access(path, F_OK) == 0) {
		s->sure = true;
		app_say(app, STYLE_WARNING, "Ce fichier existe déjà. Entrée encore : le remplacer. "
					    "Sinon, changez le nom.");
	} else if (write_file(s, path, &err)) {
		say_done(s, app, path);
		outcome = CLOSE;
	} else {
		app_say(app, STYLE_ERROR, "%s", err.msg);
	}
	free(path);
	return outcome;
}

static enum outcome save_act(void *self, struct app *app, enum action action)
{
	struct save *s = self;

	if (action == ACTION_OPEN)
		return accept(s, app);
	if (action == ACTION_BACK)
		return CLOSE;
	if (!input_act(&s->path, action))
		return PASS;
	s->sure = false;
	return DONE;
}

static enum outcome save_text(void *self, struct app *app, int c)
{
	struct save *s = self;

	(void)app;
	input_insert(&s->path, c);
	s->sure = false;
	return DONE;
}

static bool save_typing(const void *self)
{
	(void)self;
	return true;
}

static const char *save_label(const void *self, enum action action)
{
	(void)self;
	return action == ACTION_OPEN ? "Écrire" : action == ACTION_BACK ? "Annuler" : NULL;
}

static void save_hint(const void *self, struct str *out)
{
	(void)self;
	str_add(out, "Entrée : écrire. Ctrl-U : effacer le nom. « ~ » : votre dossier personnel.");
}

static const struct binding keys[] = {
	{ .key = K_ENTER, .action = ACTION_OPEN, .bar = 2 },
	{ .key = K_ESC, .action = ACTION_BACK, .bar = 3 },
};

const struct screen_ops screen_save = {
	.name = "ecrire",
	.title = "Écrire un fichier",
	.keys = { keys, ARRAY_SIZE(keys), KEYS_EDIT },
	.popup = true,
	.open = save_new,
	.draw = save_draw,
	.act = save_act,
	.text = save_text,
	.close = save_close,
	.typing = save_typing,
	.label = save_label,
	.hint = save_hint,
	.long_hint = true,
};
