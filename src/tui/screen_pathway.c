/* Parcours: what was done for a person, or the steps of one request, as a time line. */
#include <stdlib.h>

#include "aiguillage/date.h"
#include "aiguillage/log_filter.h"
#include "aiguillage/mem.h"
#include "src/tui/app.h"
#include "src/tui/pager.h"
#include "src/tui/screens.h"

struct pathway {
	struct pager pager;
	char *code;
	struct entry last;	/* the last referral; a person when there is none */
};

static void add_step(struct pathway *p, const struct session *s, const struct entry *e)
{
	int today = clock_today(), day = today;
	struct str b;

	str_init(&b);
	if (entry_day(e, ENTRY_DAY, &day))
		date_french(&b, day, 0, date_of_day(today).year);
	pager_gap(&p->pager);
	pager_add(&p->pager, STYLE_STRONG, 0, b.s);
	str_clear(&b);
	str_add(&b, "│ ");
	log_say(s, e, &b);
	pager_add(&p->pager, STYLE_NORMAL, 1, b.s);
	if (e->kind == KIND_REFERRAL) {
		entry_done(&p->last);
		entry_copy(&p->last, e);
		str_clear(&b);
		str_add(&b, "│ ");
		log_say_value(s, e->kind, REF_HISTORY, entry_get(e, REF_HISTORY), &b);
		if (*entry_get(e, REF_REASON)) {
			str_add(&b, " : ");
			log_say_value(s, e->kind, REF_REASON, entry_get(e, REF_REASON), &b);
		}
		pager_add(&p->pager, STYLE_DIM, 1, b.s);
	}
	str_done(&b);
}

static void pathway_close(void *self)
{
	struct pathway *p = self;

	pager_done(&p->pager);
	entry_done(&p->last);
	free(p->code);
	free(p);
}

/* By code when there is one: its requests are then all there. */
static bool read_steps(struct session *s, const struct entry *e, const char *code,
		       struct log_list *l, struct err *err)
{
	struct log_filter f = { .code = code };

	*l = (struct log_list){ .n = 0 };
	if (*code)
		return log_of_person(s, &f, l, err);
	return e->kind != KIND_REFERRAL || log_pathway(s, entry_get(e, REF_PATHWAY), l, err);
}

static void *pathway_open(struct app *app, const void *arg, struct err *err)
{
	struct session *s = app_session(app);
	struct pathway *p = xcalloc(1, sizeof *p);
	struct log_list l = { .n = 0 };
	struct str code;

	pager_init(&p->pager);
	entry_init(&p->last, KIND_PERSON);
	str_init(&code);
	if (!log_code(s, arg, &code, err) || !read_steps(s, arg, code.s, &l, err)) {
		str_done(&code);
		log_list_done(&l);
		pathway_close(p);
		return NULL;
	}
	for (size_t i = 0; i < l.n; i++)
		add_step(p, s, &l.e[i]);
	if (!l.n)
		add_step(p, s, arg);
	p->code = str_steal(&code);
	str_done(&code);
	log_list_done(&l);
	return p;
}

static struct area text_area(struct area a)
{
	return (struct area){ a.y, a.x + 2, a.h, a.w - 3 };
}

static void pathway_update(void *self, struct app *app, struct area a)
{
	struct pathway *p = self;

	(void)app;
	pager_fit(&p->pager, text_area(a));
}

static void pathway_draw(const void *self, struct term *t, struct area a)
{
	const struct pathway *p = self;

	pager_draw(&p->pager, t, text_area(a));
}

static enum outcome pathway_act(void *self, struct app *app, enum action action)
{
	struct pathway *p = self;

	if (action == ACTION_SHEET) {
		if (p->last.kind == KIND_REFERRAL)
			app_push(app, &screen_sheet,
				 &(struct sheet_screen_request){ .referral = &p->last });
		else
			app_say(app, STYLE_NORMAL, "Il n’y a pas d’orientation dans ce parcours.");
		return DONE;
	}
	return pager_act(&p->pager, action) ? DONE : PASS;
}

static void pathway_heading(const void *self, struct str *out)
{
	const struct pathway *p = self;

	str_add(out, *p->code ? p->code : "une demande");
}

static void pathway_hint(const void *self, struct str *out)
{
	const struct pathway *p = self;

	if (p->last.kind == KIND_REFERRAL)
		str_add(out, "i : la fiche de la dernière orientation.");
}

static const struct binding keys[] = {
	{ .key = K_ESC, .action = ACTION_BACK, .bar = 2 },
	{ .key = 'i', .action = ACTION_SHEET, .bar = 4 },
	{ .key = K_F(7), .action = ACTION_SHEET },
	{ .key = CTRL('Q'), .action = ACTION_QUIT, .bar = 3 },
};

const struct screen_ops screen_pathway = {
	.name = "parcours",
	.title = "Parcours",
	.keys = { keys, ARRAY_SIZE(keys), KEYS_LIST | KEYS_LETTERS },
	.open = pathway_open,
	.update = pathway_update,
	.draw = pathway_draw,
	.act = pathway_act,
	.close = pathway_close,
	.heading = pathway_heading,
	.hint = pathway_hint,
};
