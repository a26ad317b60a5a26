/* Conservation: how long texts and codes are kept, what goes and when. */
#include <stdlib.h>
#include <string.h>

#include "aiguillage/keep.h"
#include "aiguillage/mem.h"
#include "aiguillage/text.h"
#include "src/tui/app.h"
#include "src/tui/pager.h"
#include "src/tui/screens.h"

struct keeping {
	struct session *session;
	struct pager pager;
	struct keep_plan plan;
	int months;		/* wanted, until Enter */
};

static void fill(struct keeping *k, struct app *app)
{
	struct err err = ERR_INIT;
	struct str b;

	str_init(&b);
	pager_clear(&k->pager);
	if (!keep_plan(k->session, &k->plan, &err) || !keep_say_all(k->session, &k->plan, &b, &err))
		app_say(app, STYLE_ERROR, "%s.", err.msg);
	for (const char *at = b.s; *at;) {
		size_t n = strcspn(at, "\n");
		char *line = xstrndup(at, n);

		pager_add(&k->pager, STYLE_NORMAL, 0, line);
		pager_gap(&k->pager);
		free(line);
		at += n + (at[n] == '\n');
	}
	pager_add(&k->pager, STYLE_DIM, 0, "Une copie sur une clé USB n’est pas touchée : supprimez celles qui ont plus "
		  "d’un an. Pour effacer ce qui est noté d’une personne, ouvrez son parcours (Journal, t).");
	str_done(&b);
}

static void *keeping_open(struct app *app, const void *arg, struct err *err)
{
	struct keeping *k = xcalloc(1, sizeof *k);

	(void)arg;
	(void)err;
	k->session = app_session(app);
	k->months = keep_months(k->session);
	pager_init(&k->pager);
	fill(k, app);
	return k;
}

static void keeping_close(void *self)
{
	struct keeping *k = self;

	pager_done(&k->pager);
	free(k);
}

static struct area text_area(struct area a)
{
	return (struct area){ a.y + 2, a.x + 2, a.h - 2, a.w - 3 };
}

static void keeping_update(void *self, struct app *app, struct area a)
{
	struct keeping *k = self;

	(void)app;
	pager_fit(&k->pager, text_area(a));
}

static void keeping_draw(const void *self, struct term *t, struct area a)
{
	const struct keeping *k = self;
	bool changed = k->months != k->plan.months;
	struct str b;

	str_init(&b);
	str_addf(&b, "Garder pendant : < %d mois >%s", k->months,
		 changed ? "   Entrée : régler ainsi" : "");
	term_text(t, a.y, a.x + 2, a.w - 3, changed ? STYLE_WARNING : STYLE_STRONG, b.s);
	str_done(&b);
	pager_draw(&k->pager, t, text_area(a));
}

/* ---- acts ---- */

static void set_months(struct keeping *k, struct app *app)
{
	struct err err = ERR_INIT;

	if (k->months == k->plan.months) {
		app_say(app, STYLE_NORMAL, "C’est déjà le réglage. Gauche, Droite : le changer.");
	} else if (keep_set_months(k->session, k->months, &err)) {
		fill(k, app);
		app_say(app, STYLE_GOOD, "Réglé : %d mois. Ce qui est dû est annoncé une semaine avant.", k->months);
	} else {
		app_say(app, STYLE_ERROR, "%s.", err.msg);
	}
}

static void on_apply(void *ctx, struct app *app, bool yes)
{
	struct keeping *k = ctx;
	struct err err = ERR_INIT;
	struct str b, doubts;
	size_t n;

	if (!yes)
		return;
	str_init(&b);
	str_init(&doubts);
	if (keep_apply(k->session, &n, &doubts, &err)) {
		fill(k, app);
		say_count(&b, (int64_t)n, "texte ou code effacé", "textes ou codes effacés");
		app_say(app, doubts.len ? STYLE_WARNING : STYLE_GOOD, "%s. %s", b.s,
			doubts.len ? doubts.s : "Les chiffres restent.");
	} else {
		app_say(app, STYLE_ERROR, "%s.", err.msg);
	}
	str_done(&doubts);
	str_done(&b);
}

static void ask_apply(struct keeping *k, struct app *app)
{
	struct str b;

	if (!k->plan.n) {
		app_say(app, STYLE_NORMAL, "Rien n’est à effacer aujourd’hui.");
		return;
	}
	str_init(&b);
	str_add(&b, "Effacer maintenant, sans retour, ici et dans les copies : ");
	say_count(&b, (int64_t)k->plan.n, "texte ou code", "textes ou codes");
	str_add(&b, " ?");
	app_ask(app, &(struct question){ .text = b.s,
					 .yes = "Oui, effacer",
					 .no = "Non, attendre",
					 .answer = on_apply,
					 .ctx = k });
	str_done(&b);
}

static enum outcome keeping_act(void *self, struct app *app, enum action action)
{
	struct keeping *k = self;

	switch (action) {
	case ACTION_LONGER:
		k->months += k->months < KEEP_MONTHS_MAX;
		return DONE;
	case ACTION_SHORTER:
		k->months -= k->months > 1;
		return DONE;
	case ACTION_OPEN:
		set_months(k, app);
		return DONE;
	case ACTION_ERASE_DUE:
		ask_apply(k, app);
		return DONE;
	default:
		return pager_act(&k->pager, action) ? DONE : PASS;
	}
}

/* Nothing of the directory is kept here. */
static void keeping_refresh(void *self, bool before)
{
	(void)self;
	(void)before;
}

static const char *keeping_label(const void *self, enum action action)
{
	const struct keeping *k = self;

	if (action == ACTION_OPEN)
		return k->months == k->plan.months ? "" : "Régler";
	return action == ACTION_ERASE_DUE && !k->plan.n ? "" : NULL;
}

static void keeping_heading(const void *self, struct str *out)
{
	const struct keeping *k = self;

	str_addf(out, "%d mois", k->plan.months);
}

static void keeping_hint(const void *self, struct str *out)
{
	const struct keeping *k = self;

	str_add(out, "Gauche, Droite : de 1 à 24 mois, puis Entrée.");
	if (k->plan.n)
		str_add(out, " m : effacer maintenant.");
}

static const struct binding keys[] = {
	{ .key = K_LEFT, .action = ACTION_SHORTER, .bar = 4 },
	{ .key = '-', .action = ACTION_SHORTER },
	{ .key = K_RIGHT, .action = ACTION_LONGER, .bar = 5 },
	{ .key = '+', .action = ACTION_LONGER },
	{ .key = K_ENTER, .action = ACTION_OPEN, .bar = 3 },
	{ .key = 'm', .action = ACTION_ERASE_DUE, .bar = 6 },
	{ .key = K_ESC, .action = ACTION_BACK, .bar = 2 },
};

const struct screen_ops screen_keep = {
	.name = "conservation",
	.title = "Conservation",
	.keys = { keys, ARRAY_SIZE(keys), KEYS_LIST | KEYS_LETTERS },
	.open = keeping_open,
	.update = keeping_update,
	.draw = keeping_draw,
	.act = keeping_act,
	.close = keeping_close,
	.refresh = keeping_refresh,
	.label = keeping_label,
	.heading = keeping_heading,
	.hint = keeping_hint,
	.long_hint = true,
};
