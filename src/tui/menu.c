#include "src/tui/menu.h"

#include <stdlib.h>

#include "aiguillage/mem.h"
#include "src/tui/app.h"
#include "src/tui/list.h"
#include "src/tui/popup.h"
#include "src/tui/screens.h"

#define MENU_WIDTH 76
#define FRAME_ROWS 2
#define LETTER 4		/* columns of the letter */
#define LABEL 22		/* of the label, when the sentence is beside it */
#define SENTENCE_FROM 56	/* columns inside the frame; below, the sentence is the hint */

static const struct add_request new_place = { .kind = OVERLAY_PLACE };

static const struct entry {
	char letter;			/* small, each once */
	const char *label, *sentence;
	const struct screen_ops *screen;	/* NULL: the present one */
	const void *arg;		/* of the screen */
	enum action action;		/* done there, or ACTION_NONE */
	enum action own;		/* the present screen's own way there, when it has one */
} entries[] = {
	{ .letter = 'r', .label = "Recherche", .sentence = "Trouver où envoyer une personne",
	  .screen = &screen_search },
	{ .letter = 'n', .label = "Nouvelle recherche", .sentence = "Tout vider sauf la commune",
	  .screen = &screen_search, .action = ACTION_RESET },
	{ .letter = 'c', .label = "Communes", .sentence = "Parcourir le secteur, commune par commune",
	  .screen = &screen_communes },
	{ .letter = 'a', .label = "Agenda", .sentence = "Qui reçoit où, jour par jour",
	  .screen = &screen_agenda, .own = ACTION_AGENDA },
	{ .letter = 'o', .label = "Noter une visite",
	  .sentence = "Un accompagnement ou un atelier, sans nom", .screen = &screen_search,
	  .action = ACTION_ACCOMPANY, .own = ACTION_ACCOMPANY },
	{ .letter = 's', .label = "À suivre",
	  .sentence = "Qui relancer, et ce que cela a donné",
	  .screen = &screen_follow },
	{ .letter = 'j', .label = "Journal", .sentence = "Tout ce qui est noté, jour après jour",
	  .screen = &screen_journal },
	{ .letter = 'l', .label = "Bilan", .sentence = "Les nombres du mois, du trimestre, de l’an",
	  .screen = &screen_report },
	{ .letter = 'b', .label = "Besoins sans aide",
	  .sentence = "Les besoins connus que personne ne couvre", .screen = &screen_gaps },
	{ .letter = 'v', .label = "À vérifier",
	  .sentence = "Fiches à contrôler, près de vous d’abord", .screen = &screen_review },
	{ .letter = 'm', .label = "Mes corrections",
	  .sentence = "Ce que vous avez corrigé, masqué ou ajouté", .screen = &screen_local },
	{ .letter = 'p', .label = "Ajouter un lieu",
	  .sentence = "Un lieu que les sources ne connaissent pas", .screen = &screen_add,
	  .arg = &new_place },
	{ .letter = 'u', .label = "Annuaire papier",
	  .sentence = "Un livret à laisser, commune par commune", .screen = &screen_booklet },
	{ .letter = 'e', .label = "Échanger",
	  .sentence = "Envoyer ou réunir un journal ; La Coop", .screen = &screen_exchange },
	{ .letter = 'd', .label = "Copies du journal",
	  .sentence = "Vérifier, remettre, copier sur une clé USB", .screen = &screen_copies },
	{ .letter = 't', .label = "Conservation",
	  .sentence = "Combien de temps les textes et codes restent", .screen = &screen_keep },
	{ .letter = 'i', .label = "Import", .sentence = "Mettre l’annuaire à jour depuis un fichier",
	  .screen = &screen_import },
	{ .letter = 'h', .label = "Phrase du journal",
	  .sentence = "Protéger par une phrase ce qui est noté", .screen = &screen_phrase },
	{ .letter = '?', .label = "Aide", .sentence = "Les touches de cet écran, et les mots",
	  .action = ACTION_HELP },
};

struct menu {
	const struct screen_ops *present;
	struct list list;
	bool narrow;
};

static void *menu_open(struct app *app, const void *arg, struct err *err)
{
	struct menu *m = xcalloc(1, sizeof *m);

	(void)app;
	(void)err;
	m->present = arg;
	list_init(&m->list, 1);
	list_set(&m->list, (int)ARRAY_SIZE(entries));
	for (size_t i = ARRAY_SIZE(entries); arg && i-- > 0;)
		if (entries[i].screen == arg)
			list_select(&m->list, (int)i);
	return m;
}

static struct area inside(struct area a)
{
	return popup_inside(a, MENU_WIDTH, (int)ARRAY_SIZE(entries) + FRAME_ROWS);
}

static void menu_update(void *self, struct app *app, struct area a)
{
	struct menu *m = self;

	(void)app;
	m->narrow = inside(a).w < SENTENCE_FROM;
	list_fit(&m->list, inside(a).h);
}

static void draw_entry(const void *ctx, struct term *t, struct area a, int i, bool selected)
{
	const struct menu *m = ctx;
	enum style style = list_style(selected, STYLE_NORMAL);
	char letter[] = { entries[i].letter, 0 };

	term_fill(t, a.y, a.x, a.w, style, "");
	term_text(t, a.y, a.x, LETTER, list_style(selected, STYLE_KEY), letter);
	term_text(t, a.y, a.x + LETTER, a.w - LETTER, style, entries[i].label);
	if (!m->narrow)
		term_text(t, a.y, a.x + LETTER + LABEL, a.w - LETTER - LABEL, style,
			  entries[i].sentence);
}

static void menu_draw(const void *self, struct term *t, struct area a)
{
	const struct menu *m = self;

	popup_frame(t, a, MENU_WIDTH, (int)ARRAY_SIZE(entries) + FRAME_ROWS, "Menu");
	list_draw(&m->list, t, inside(a), draw_entry, m);
}

static bool has_action(const struct screen_ops *s, enum action a)
{
	for (size_t i = 0; s && i < s->keys.n; i++)
		if (s->keys.own[i].action == a)
			return true;
	return false;
}

static enum outcome take(const struct menu *m, struct app *app, const struct entry *e)
{
	if (e->own && has_action(m->present, e->own))
		app_later(app, e->own);
	else if (e->screen)
		app_go(app, e->screen, e->arg, e->action);
	else
		app_later(app, e->action);
	return CLOSE;
}

static enum outcome by_letter(const struct menu *m, struct app *app, int c)
{
	if (c >= 'A' && c <= 'Z')
		c += 'a' - 'A';
	for (size_t i = 0; i < ARRAY_SIZE(entries); i++)
		if (entries[i].letter == c)
			return take(m, app, &entries[i]);
	app_say(app, STYLE_WARNING, "Aucun écran à cette lettre. Échap : fermer le menu.");
	return DONE;
}

static enum outcome menu_act(void *self, struct app *app, enum action action)
{
	struct menu *m = self;

	switch (action) {
	case ACTION_OPEN:
		return take(m, app, &entries[m->list.sel]);
	case ACTION_HELP:
		return by_letter(m, app, '?');
	case ACTION_BACK:
	case ACTION_MENU:
		return CLOSE;
	default:
		return list_act(&m->list, action) ? DONE : PASS;
	}
}

static enum outcome menu_text(void *self, struct app *app, int c)
{
	return by_letter(self, app, c);
}

static enum outcome menu_mouse(void *self, struct app *app, struct area a, const struct event *ev)
{
	struct menu *m = self;
	int i = list_at(&m->list, inside(a), ev->y);

	if (ev->kind != EVENT_CLICK)
		return PASS;
	return i < 0 ? DONE : take(m, app, &entries[i]);
}

static void menu_hint(const void *self, struct str *out)
{
	const struct menu *m = self;

	str_add(out, m->narrow ? entries[m->list.sel].sentence
			       : "La lettre, ou les flèches puis Entrée. Échap : fermer.");
}

static void menu_refresh(void *self, bool before)
{
	(void)self;
	(void)before;
}

static void menu_close(void *self)
{
	free(self);
}

static const struct binding keys[] = {
	{ .key = K_ENTER, .action = ACTION_OPEN, .bar = 2 },
	{ .key = K_ESC, .action = ACTION_BACK, .bar = 3 },
};

static const char *menu_label(const void *self, enum action action)
{
	(void)self;
	return action == ACTION_OPEN ? "Ouvrir" : action == ACTION_BACK ? "Fermer" : NULL;
}

const struct screen_ops screen_menu = {
	.name = "menu",
	.title = "Menu",
	.keys = { keys, ARRAY_SIZE(keys), KEYS_LIST },
	.popup = true,
	.open = menu_open,
	.update = menu_update,
	.draw = menu_draw,
	.act = menu_act,
	.text = menu_text,
	.mouse = menu_mouse,
	.refresh = menu_refresh,
	.close = menu_close,
	.label = menu_label,
	.hint = menu_hint,
	.long_hint = true,
};
