/* Phrase du journal: what it does, setting it, changing it, taking it off, its recovery code. */
#include <stdlib.h>
#include <string.h>

#include "aiguillage/mem.h"
#include "aiguillage/printer.h"
#include "aiguillage/protect.h"
#include "src/tui/ask_phrase.h"
#include "src/tui/list.h"
#include "src/tui/pager.h"
#include "src/tui/screens.h"
#include "src/tui/unlock.h"

#define CHOICES_MAX 4

enum step {
	STEP_CHOICE,
	STEP_CODE,		/* the recovery code, shown once */
};

enum deed { DEED_NOTHING, DEED_SET, DEED_UNLOCK, DEED_LOCK, DEED_REMOVE };

struct choice {
	enum deed deed;
	const char *text;
};

struct phrase {
	struct session *session;
	enum step step;
	enum journal_lock lock;
	bool changed;		/* the code is of another phrase instead of one */
	struct pager pager;
	struct choice choices[CHOICES_MAX];
	struct list list;
	struct str code;
};

/* ---- what is shown ---- */

static void add(struct phrase *p, enum deed deed, const char *text)
{
	p->choices[p->list.n] = (struct choice){ deed, text };
	list_set(&p->list, p->list.n + 1);
}

static void choose(struct phrase *p)
{
	list_init(&p->list, 1);
	if (p->lock == JOURNAL_PLAIN) {
		add(p, DEED_NOTHING, "Plus tard : ne rien changer");
		add(p, DEED_SET, "Mettre une phrase…");
	} else if (p->lock == JOURNAL_LOCKED) {
		add(p, DEED_UNLOCK, "Ouvrir le journal, avec la phrase ou le code de secours…");
	} else {
		add(p, DEED_LOCK, "Fermer le journal maintenant (Ctrl-K)");
		add(p, DEED_SET, "Changer la phrase…");
		add(p, DEED_REMOVE, "Enlever la phrase…");
	}
}

static void say(struct phrase *p)
{
	struct str b;

	pager_clear(&p->pager);
	str_init(&b);
	if (p->step == STEP_CODE) {
		pager_add(&p->pager, STYLE_STRONG, 0, "Code de secours, montré une seule fois :");
		pager_gap(&p->pager);
		pager_add(&p->pager, STYLE_KEY, 6, p->code.s);
		pager_gap(&p->pager);
		pager_add(&p->pager, STYLE_NORMAL, 0,
			  "Recopiez-le sur une feuille, ou imprimez-le (i), et rangez-la loin de l’ordinateur. Il ouvre le "
			  "journal à la place de la phrase, et permet d’en choisir une autre. Les codes donnés avant "
			  "n’ouvrent plus que les copies faites avant sur une clé USB.");
		if (p->changed) {
			pager_gap(&p->pager);
			pager_add(&p->pager, STYLE_NORMAL, 0, PROTECT_FORMER_COPIES);
		}
	} else {
		pager_add(&p->pager, STYLE_STRONG, 0,
			  p->lock == JOURNAL_PLAIN ? "Le journal n’est pas protégé par une phrase." :
			  p->lock == JOURNAL_LOCKED ? "Le journal est protégé par une phrase, et fermé."
						     : "Le journal est protégé par une phrase, et ouvert.");
		pager_gap(&p->pager);
		protect_explain(&b);
		pager_add(&p->pager, STYLE_NORMAL, 0, b.s);
	}
	str_done(&b);
}

static void go_to(struct phrase *p, enum step step)
{
	p->step = step;
	p->lock = journal_lock_state(p->session->journal);
	choose(p);
	say(p);
}

static void *phrase_open(struct app *app, const void *arg, struct err *err)
{
	struct phrase *p = xcalloc(1, sizeof *p);

	(void)arg;
	(void)err;
	p->session = app_session(app);
	pager_init(&p->pager);
	str_init(&p->code);
	go_to(p, STEP_CHOICE);
	protect_asked(p->session);
	return p;
}

static void phrase_close(void *self)
{
	struct phrase *p = self;

	pager_done(&p->pager);
	secret_wipe(&p->code);
	str_done(&p->code);
	free(p);
}

/* The text, then what is chosen below. */
static struct area text_area(const struct phrase *p, struct area a)
{
	int below = p->step == STEP_CHOICE ? p->list.n + 1 : 0;

	return (struct area){ a.y, a.x + 2, a.h - below, a.w - 3 };
}

static void phrase_update(void *self, struct app *app, struct area a)
{
	struct phrase *p = self;

	(void)app;
	if (p->step == STEP_CHOICE && p->lock != journal_lock_state(p->session->journal))
		go_to(p, STEP_CHOICE);
	pager_fit(&p->pager, text_area(p, a));
	list_fit(&p->list, p->list.n);
}

static void draw_choice(const void *ctx, struct term *t, struct area a, int i, bool selected)
{
	const struct phrase *p = ctx;

	term_fill(t, a.y, a.x, a.w, list_style(selected, STYLE_NORMAL), p->choices[i].text);
}

static void phrase_draw(const void *self, struct term *t, struct area a)
{
	const struct phrase *p = self;
	struct area text = text_area(p, a), below = { text.y + 1, a.x + 2, 1, a.w - 4 };

	below.y += (int)p->pager.n_lines < text.h ? (int)p->pager.n_lines : text.h;
	pager_draw(&p->pager, t, text);
	if (p->step == STEP_CHOICE)
		list_draw(&p->list, t, (struct area){ below.y, below.x, p->list.n, below.w }, draw_choice, p);
}

/* ---- acts ---- */

static bool set(void *ctx, struct app *app, const char *phrase, struct err *err)
{
	struct phrase *p = ctx;
	struct str doubts;
	bool done;

	str_init(&doubts);
	secret_wipe(&p->code);
	p->changed = journal_lock_state(p->session->journal) != JOURNAL_PLAIN;
	done = protect_set(p->session, phrase, SECRET_USUAL, &p->code, &doubts, err);
	if (done && doubts.len)
		app_say(app, STYLE_WARNING, "%s", doubts.s);
	else if (done)
		app_say(app, STYLE_GOOD, "C’est fait : le journal et ses copies sont protégés.");
	if (done)
		go_to(p, STEP_CODE);
	app_changed(app);
	str_done(&doubts);
	return done;
}

static void ask_new(struct phrase *p, struct app *app)
{
	ask_phrase(app, &(struct phrase_request){
			.title = "Nouvelle phrase du journal", .chosen = true,
			.say = "Quatre ou cinq mots sans rapport, 12 signes au moins :",
			.hint = "Personne ne peut la retrouver. Un code de secours vous est donné ensuite.",
			.enter = "Protéger", .take = set, .ctx = p });
}

static void on_remove(void *ctx, struct app *app, bool yes)
{
	struct phrase *p = ctx;
	struct err err = ERR_INIT;
	struct str doubts;

	if (!yes)
		return;
	str_init(&doubts);
	if (!protect_remove(p->session, &doubts, &err))
		app_say(app, STYLE_ERROR, "%s", err.msg);
	else if (doubts.len)
		app_say(app, STYLE_WARNING, "%s", doubts.s);
	else
		app_say(app, STYLE_GOOD, "Le journal n’est plus protégé.");
	app_changed(app);
	str_done(&doubts);
}

static enum outcome take(struct phrase *p, struct app *app)
{
	switch (p->choices[p->list.sel].deed) {
	case DEED_NOTHING:
		app_say(app, STYLE_NORMAL, "Rien n’est changé. Pour y revenir : menu, h.");
		return CLOSE;
	case DEED_SET:
		ask_new(p, app);
		return DONE;
	case DEED_UNLOCK:
		unlock_first(app, ACTION_NONE);
		return DONE;
	case DEED_LOCK:
		app_later(app, ACTION_LOCK);
		return DONE;
	case DEED_REMOVE:
		app_ask(app, &(struct question){ .text = "Enlever la phrase ? Qui ouvre l’ordinateur pourra tout lire.",
						 .yes = "Oui, l’enlever",
						 .no = "Non, la garder",
						 .answer = on_remove,
						 .ctx = p });
		return DONE;
	}
	return DONE;
}

static void print_code(struct phrase *p, struct app *app)
{
	struct err err = ERR_INIT;
	struct str sheet;

	str_init(&sheet);
	protect_code_sheet(p->code.s, &sheet);
	if (print_text(sheet.s, NULL, &err))
		app_say(app, STYLE_GOOD, "La feuille du code est envoyée à l’imprimante.");
	else
		app_say(app, STYLE_ERROR, "%s", err.msg);
	secret_wipe(&sheet);
	str_done(&sheet);
}

static enum outcome act_code(struct phrase *p, struct app *app, enum action action)
{
	switch (action) {
	case ACTION_PRINT:
		print_code(p, app);
		return DONE;
	case ACTION_OPEN:
		secret_wipe(&p->code);
		go_to(p, STEP_CHOICE);
		return DONE;
	case ACTION_BACK:
		app_say(app, STYLE_WARNING, "Ce code ne sera plus montré. Une fois recopié : Entrée.");
		return DONE;
	default:
		return pager_act(&p->pager, action) ? DONE : PASS;
	}
}

static enum outcome phrase_act(void *self, struct app *app, enum action action)
{
	struct phrase *p = self;

	if (p->step == STEP_CODE)
		return act_code(p, app, action);
	if (action == ACTION_OPEN)
		return take(p, app);
	return list_act(&p->list, action) || pager_act(&p->pager, action) ? DONE : PASS;
}

static const char *phrase_label(const void *self, enum action action)
{
	const struct phrase *p = self;

	if (action == ACTION_PRINT && p->step != STEP_CODE)
		return "";
	if (action == ACTION_OPEN && p->step == STEP_CODE)
		return "C’est recopié";
	return NULL;
}

static void phrase_hint(const void *self, struct str *out)
{
	const struct phrase *p = self;

	if (p->step == STEP_CODE)
		str_add(out, "i : imprimer la feuille. Entrée : c’est recopié, continuer.");
	else
		str_add(out, "Haut, Bas : choisir. Entrée : valider. Échap : revenir.");
}

/* The code cannot be shown again: closing the texts leaves it there, whoever quits is asked. */
static bool phrase_busy(const void *self)
{
	const struct phrase *p = self;

	return p->step == STEP_CODE;
}

static void phrase_refresh(void *self, bool before)
{
	(void)self;
	(void)before;
}

static const struct binding keys[] = {
	{ .key = K_ENTER, .action = ACTION_OPEN, .bar = 2 },
	{ .key = K_ESC, .action = ACTION_BACK, .bar = 3 },
	{ .key = 'i', .action = ACTION_PRINT, .bar = 4 },
	{ .key = K_F(7), .action = ACTION_PRINT },
};

const struct screen_ops screen_phrase = {
	.name = "phrase",
	.title = "Phrase du journal",
	.keys = { keys, ARRAY_SIZE(keys), KEYS_LIST | KEYS_LETTERS },
	.open = phrase_open,
	.update = phrase_update,
	.draw = phrase_draw,
	.act = phrase_act,
	.close = phrase_close,
	.label = phrase_label,
	.hint = phrase_hint,
	.refresh = phrase_refresh,
	.busy = phrase_busy,
};
