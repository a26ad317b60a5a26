#include "src/tui/ask_phrase.h"

#include <stdlib.h>
#include <string.h>

#include "aiguillage/mem.h"
#include "aiguillage/secret.h"
#include "aiguillage/text.h"
#include "src/tui/popup.h"

#define WIDTH 74
#define HEIGHT 6

/* Never longer than its room, so that no copy of it is left behind by growing. */
struct typed {
	char s[SECRET_PHRASE_MAX + 1];
	size_t n;
};

struct asking {
	struct phrase_request r;
	struct typed phrase, first;
	bool again;		/* the second time */
};

void ask_phrase(struct app *app, const struct phrase_request *r)
{
	app_push(app, &screen_ask_phrase, r);
}

static void *phrase_new(struct app *app, const void *arg, struct err *err)
{
	struct asking *p = xcalloc(1, sizeof *p);

	(void)app;
	(void)err;
	p->r = *(const struct phrase_request *)arg;
	return p;
}

static void wipe(struct typed *t)
{
	explicit_bzero(t->s, sizeof t->s);
	t->n = 0;
}

static void phrase_close(void *self)
{
	struct asking *p = self;

	if (p->r.drop)
		p->r.drop(p->r.ctx);
	wipe(&p->phrase);
	wipe(&p->first);
	free(p);
}

/* A mark for each character, so that one sees that the keys are taken. */
static void phrase_draw(const void *self, struct term *t, struct area a)
{
	const struct asking *p = self;
	struct area in = popup_frame(t, a, WIDTH, HEIGHT, p->r.title);
	int n = 0;
	struct str marks;

	term_text(t, in.y, in.x, in.w, STYLE_NORMAL,
		  p->again ? "La même phrase à nouveau :" : p->r.say);
	str_init(&marks);
	for (const char *at = p->phrase.s; *at && n < in.w - 1; n++) {
		utf8_next(&at);
		str_addc(&marks, '*');
	}
	term_fill(t, in.y + 1, in.x, in.w, STYLE_FIELD, marks.s);
	term_cursor(t, in.y + 1, in.x + n);
	str_done(&marks);
}

static void start_again(struct asking *p)
{
	wipe(&p->phrase);
	wipe(&p->first);
	p->again = false;
}

static enum outcome give(struct asking *p, struct app *app)
{
	struct err err = ERR_INIT;
	bool ok = p->r.take(p->r.ctx, app, p->phrase.s, &err);

	start_again(p);
	if (!ok)
		app_say(app, STYLE_ERROR, "%s.", err.msg);
	return ok ? CLOSE : DONE;
}

static enum outcome accept(struct asking *p, struct app *app)
{
	struct err err = ERR_INIT;

	if (!p->phrase.n) {
		app_say(app, STYLE_WARNING, "Tapez la phrase, ou Échap pour ne rien faire.");
		return DONE;
	}
	if (!p->r.chosen)
		return give(p, app);
	if (!p->again) {
		if (!secret_phrase_check(p->phrase.s, &err)) {
			app_say(app, STYLE_ERROR, "%s.", err.msg);
			return DONE;
		}
		p->first = p->phrase;
		wipe(&p->phrase);
		p->again = true;
		return DONE;
	}
	if (strcmp(p->first.s, p->phrase.s) == 0)
		return give(p, app);
	start_again(p);
	app_say(app, STYLE_ERROR, "Les deux phrases ne sont pas les mêmes : tapez-la deux fois à nouveau.");
	return DONE;
}

static enum outcome phrase_act(void *self, struct app *app, enum action action)
{
	struct asking *p = self;
	size_t n = p->phrase.n;

	switch (action) {
	case ACTION_OPEN:
		return accept(p, app);
	case ACTION_BACK:
		return CLOSE;
	case ACTION_LOCK:
		return DONE;
	case ACTION_ERASE_LINE:
	case ACTION_ERASE_WORD:
		n = 0;
		break;
	case ACTION_ERASE:
		n = utf8_left(p->phrase.s, n);
		break;
	default:
		return PASS;
	}
	explicit_bzero(p->phrase.s + n, sizeof p->phrase.s - n);
	p->phrase.n = n;
	return DONE;
}

static enum outcome phrase_text(void *self, struct app *app, int c)
{
	struct asking *p = self;
	struct str b;

	str_init(&b);
	utf8_add(&b, (uint32_t)c);
	if (c < ' ' || p->phrase.n + b.len > SECRET_PHRASE_MAX) {
		app_say(app, STYLE_WARNING, "Ce signe n’est pas pris : la phrase est trop longue.");
	} else {
		memcpy(p->phrase.s + p->phrase.n, b.s, b.len + 1);
		p->phrase.n += b.len;
	}
	secret_wipe(&b);
	str_done(&b);
	return DONE;
}

static bool phrase_typing(const void *self)
{
	(void)self;
	return true;
}

static const char *phrase_label(const void *self, enum action action)
{
	const struct asking *p = self;

	if (action == ACTION_OPEN)
		return p->r.chosen && !p->again ? "Continuer" : p->r.enter;
	return action == ACTION_BACK ? "Annuler" : NULL;
}

static void phrase_hint(const void *self, struct str *out)
{
	const struct asking *p = self;

	str_add(out, p->r.hint);
}

/* Nothing of the directory is kept here. */
static void phrase_refresh(void *self, bool before)
{
	(void)self;
	(void)before;
}

static const struct binding keys[] = {
	{ .key = K_ENTER, .action = ACTION_OPEN, .bar = 2 },
	{ .key = K_ESC, .action = ACTION_BACK, .bar = 3 },
};

const struct screen_ops screen_ask_phrase = {
	.name = "demander-phrase",
	.title = "Phrase",
	.keys = { keys, ARRAY_SIZE(keys), KEYS_EDIT | KEYS_WRITE },
	.popup = true,
	.open = phrase_new,
	.draw = phrase_draw,
	.act = phrase_act,
	.text = phrase_text,
	.close = phrase_close,
	.typing = phrase_typing,
	.label = phrase_label,
	.refresh = phrase_refresh,
	.hint = phrase_hint,
	.long_hint = true,
};
