#include "src/tui/popup.h"

#include <stdlib.h>

#include "aiguillage/mem.h"
#include "aiguillage/text.h"
#include "src/tui/list.h"

#define POPUP_WIDTH 50
#define FRAME_COLUMNS 4		/* of a frame and its margins */
#define AROUND 5		/* rows that are not the text: frame, blank, answers */

enum {
	ANSWER_NO,
	ANSWER_YES,
	ANSWERS,
};

struct popup {
	char *text, *answers[ANSWERS];
	struct question question;
	struct list list;
};

static struct area frame_area(struct area a, int w, int h)
{
	if (w > a.w)
		w = a.w;
	if (h > a.h)
		h = a.h;
	return (struct area){ a.y + (a.h - h) / 2, a.x + (a.w - w) / 2, h, w };
}

struct area popup_inside(struct area a, int w, int h)
{
	struct area f = frame_area(a, w, h);

	return (struct area){ f.y + 1, f.x + 2, f.h - 2, f.w - 4 };
}

struct area popup_frame(struct term *t, struct area a, int w, int h, const char *title)
{
	struct area f = frame_area(a, w, h);
	struct str b;

	term_frame(t, f);
	str_init(&b);
	str_addf(&b, " %s ", title);
	if (*title)
		term_text(t, f.y, f.x + 2, f.w - 4, STYLE_STRONG, b.s);
	str_done(&b);
	return popup_inside(a, w, h);
}

static void *popup_open(struct app *app, const void *arg, struct err *err)
{
	const struct question *q = arg;
	struct popup *p = xcalloc(1, sizeof *p);

	(void)app;
	(void)err;
	p->question = *q;
	p->text = xstrdup(q->text);
	p->answers[ANSWER_NO] = xstrdup(q->no);
	p->answers[ANSWER_YES] = xstrdup(q->yes);
	list_init(&p->list, 1);
	list_set(&p->list, ANSWERS);
	if (q->likely)
		list_select(&p->list, ANSWER_YES);
	return p;
}

static void popup_close(void *self)
{
	struct popup *p = self;

	if (p->question.drop)
		p->question.drop(p->question.ctx);
	free(p->text);
	free(p->answers[ANSWER_NO]);
	free(p->answers[ANSWER_YES]);
	free(p);
}

static void draw_answer(const void *ctx, struct term *t, struct area a, int i, bool selected)
{
	const struct popup *p = ctx;

	term_fill(t, a.y, a.x, a.w, list_style(selected, STYLE_NORMAL), p->answers[i]);
}

static void popup_update(void *self, struct app *app, struct area a)
{
	struct popup *p = self;

	(void)app;
	(void)a;
	list_fit(&p->list, ANSWERS);
}

/* Two at least, so that short questions look alike. */
static int text_rows(const char *text)
{
	struct text_wrap w = { .rest = text, .cols = POPUP_WIDTH - FRAME_COLUMNS };
	struct str line;
	int n = 0;

	str_init(&line);
	while (text_wrap_next(&w, &line))
		n++;
	str_done(&line);
	return n < 2 ? 2 : n;
}

static void popup_draw(const void *self, struct term *t, struct area a)
{
	const struct popup *p = self;
	int rows = text_rows(p->text), used;
	struct area in;

	if (rows + AROUND > a.h)
		rows = a.h - AROUND;
	in = popup_frame(t, a, POPUP_WIDTH, rows + AROUND, "");
	used = term_wrap(t, (struct area){ in.y, in.x, rows, in.w }, STYLE_STRONG, p->text);
	in.y += used + 1;
	in.h = ANSWERS;
	list_draw(&p->list, t, in, draw_answer, p);
}

static enum outcome answer(struct popup *p, struct app *app, bool yes)
{
	if (p->question.answer)
		p->question.answer(p->question.ctx, app, yes);
	return CLOSE;
}

static enum outcome popup_act(void *self, struct app *app, enum action action)
{
	struct popup *p = self;

	if (action == ACTION_OPEN)
		return answer(p, app, p->list.sel == ANSWER_YES);
	if (action == ACTION_BACK && p->question.likely)
		return CLOSE;
	if (action == ACTION_BACK)
		return answer(p, app, false);
	return list_act(&p->list, action) ? DONE : PASS;
}

static enum outcome popup_text(void *self, struct app *app, int c)
{
	if (c == 'o' || c == 'O')
		return answer(self, app, true);
	if (c == 'n' || c == 'N')
		return answer(self, app, false);
	return DONE;
}

static void popup_hint(const void *self, struct str *out)
{
	(void)self;
	str_add(out, "Entrée : valider. Sans Entrée, o : oui ; n : non.");
}

static const struct binding keys[] = {
	{ .key = K_ENTER, .action = ACTION_OPEN, .bar = 2 },
	{ .key = K_ESC, .action = ACTION_BACK, .bar = 3 },
};

const struct screen_ops screen_popup = {
	.name = "question",
	.title = "Question",
	.keys = { keys, ARRAY_SIZE(keys), KEYS_LIST },
	.popup = true,
	.open = popup_open,
	.update = popup_update,
	.draw = popup_draw,
	.act = popup_act,
	.text = popup_text,
	.close = popup_close,
	.hint = popup_hint,
};
