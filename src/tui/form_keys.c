/* What the keys do in a form, and what is checked. */
#include <stdlib.h>
#include <string.h>

#include "aiguillage/mem.h"
#include "src/tui/form_impl.h"
#include "src/tui/picker.h"
#include "src/tui/text_box.h"

static struct form_item *focused(struct form *f)
{
	return &f->items[f->focus];
}

bool form_typing(const struct form *f)
{
	return form_is_typed(f->items[f->focus].kind);
}

/* Back to what it was before typing. */
static void untype(struct form *f, struct form_item *it)
{
	char *initial = xstrdup(it->initial);

	form_set_value(it, initial);
	form_error(f, f->focus, NULL);
	form_forget(f);
	free(initial);
}

/* ---- checking ---- */

/* What its kind says of it; NULL: nothing. */
static const char *fault(const struct form_item *it)
{
	int day;

	if (it->typing && it->kind == FORM_COMMUNE)
		return "Commune inconnue. Taper le début de son nom, ou son code postal";
	if (!*it->value.s)
		return it->required ? "À remplir" : NULL;
	if (it->kind == FORM_DATE && !date_parse_day(it->value.s, &day))
		return "Ce n’est pas une date. Écrire 15/12, 15/12/2026, demain, lundi…";
	if (it->kind == FORM_NUMBER && (strspn(it->value.s, "0123456789") != it->value.len ||
					it->value.len > 6))
		return "Écrire un nombre, en chiffres";
	return NULL;
}

static bool check_item(struct form *f, int i)
{
	struct form_item *it = &f->items[i];
	struct err err = ERR_INIT;
	const char *why = fault(it);

	if (!why && it->unchecked && form_field_changed(f, i) && f->check &&
	    !f->check(f->ctx, f, i, &err))
		why = err.msg;
	/* the screen may have said it itself */
	if (why)
		form_error(f, i, why);
	it->unchecked = why != NULL;
	return !why;
}

/* The focus goes away: what was typed is taken, and looked at. */
static void leave(struct form *f)
{
	struct form_item *it = focused(f);
	int day;

	if (it->typing && (f->suggestions.n || it->kind == FORM_FOUND))
		form_take_found(f, it);
	if (it->kind == FORM_DATE && date_parse_day(it->value.s, &day)) {
		char iso[DATE_MOMENT_LEN];

		date_format_day(iso, day);
		form_set_value(it, iso);
	}
	if (it->unchecked && (it->typing || *it->value.s || f->check))
		check_item(f, f->focus);
}

void form_focus(struct form *f, int field)
{
	struct form_item *it = &f->items[field];

	if (field != f->focus)
		leave(f);
	f->focus = field;
	form_forget(f);
	/* « 45 » typed after « 1 h » would be 1 h 45; what is wrong is there to be mended */
	it->input.whole = it->replaced && it->input.text.len && !it->typing && !it->error;
}

bool form_check(struct form *f)
{
	int first = -1;

	leave(f);
	for (int i = 0; i < (int)f->n; i++) {
		struct form_item *it = &f->items[i];

		if (it->hidden)
			continue;
		/* what was wrong before is not the counsellor's to mend now */
		if (!form_field_changed(f, i) && !(it->required && !*it->value.s))
			continue;
		it->unchecked = true;
		if (!check_item(f, i) && first < 0)
			first = i;
	}
	if (first >= 0)
		form_focus(f, first);
	return first < 0;
}

/* ---- moving ---- */

/* The next field that is shown, or -1. */
static int beside(const struct form *f, int from, int step)
{
	for (int i = from + step; i >= 0 && i < (int)f->n; i += step)
		if (!f->items[i].hidden)
			return i;
	return -1;
}

static bool go(struct form *f, int step, bool around)
{
	int to = beside(f, f->focus, step);

	if (to < 0 && around)
		to = beside(f, step > 0 ? -1 : (int)f->n, step);
	if (to < 0 || to == f->focus)
		return false;
	form_focus(f, to);
	return true;
}

static int first_row(const struct form *f, int item)
{
	for (size_t i = 0; i < f->n_rows; i++)
		if (f->rows[i].item == item)
			return (int)i;
	return 0;
}

/* By about the height of the window. */
static void go_far(struct form *f, int step)
{
	int from = first_row(f, f->focus), to = f->focus, next;

	while ((next = beside(f, to, step)) >= 0 && abs(first_row(f, next) - from) < f->h - 1)
		to = next;
	if (to == f->focus && next >= 0)
		to = next;
	form_focus(f, to);
}

/* ---- choices ---- */

static void on_picked(void *ctx, struct app *app, const bool *checked)
{
	struct form *f = ctx;
	struct form_item *it = focused(f);

	(void)app;
	str_clear(&it->value);
	for (size_t i = 0; i < it->n_choices; i++)
		if (checked[i])
			list_add(&it->value, it->choices[i].code);
	form_changed_item(f, it);
}

static void pick(struct form *f, struct app *app, int typed)
{
	struct form_item *it = focused(f);
	struct picker_item *items = xcalloc(it->n_choices + 1, sizeof *items);

	for (size_t i = 0; i < it->n_choices; i++)
		items[i] = (struct picker_item){
			.label = it->choices[i].label,
			.words = it->choices[i].words,
			.count = PICKER_NO_COUNT,
			.checked = list_has(it->value.s, it->choices[i].code),
		};
	picker_open(app, &(struct picker_request){
				 .title = it->label,
				 .items = items,
				 .n = it->n_choices,
				 .several = it->kind == FORM_SEVERAL,
				 .typed = typed,
				 .done = on_picked,
				 .ctx = f,
			 });
	free(items);
}

static void set_yes_no(struct form *f, const char *value)
{
	form_set_value(focused(f), value);
	form_changed_item(f, focused(f));
}

static void turn_yes_no(struct form *f, int step)
{
	static const char *const values[] = { "oui", "non", "" };
	int at = 2;

	for (int i = 0; i < 3; i++)
		if (!strcmp(values[i], focused(f)->value.s))
			at = i;
	set_yes_no(f, values[(at + step + 3) % 3]);
}

/* ---- keys ---- */

static bool is_erasing(enum action a)
{
	return a == ACTION_ERASE || a == ACTION_DELETE || a == ACTION_ERASE_WORD ||
	       a == ACTION_ERASE_LINE;
}

static bool edit(struct form *f, enum action action)
{
	struct form_item *it = focused(f);
	bool done;

	if (!form_is_typed(it->kind)) {
		if (it->kind == FORM_YESNO && (action == ACTION_LEFT || action == ACTION_RIGHT)) {
			turn_yes_no(f, action == ACTION_LEFT ? -1 : 1);
			return true;
		}
		if (!is_erasing(action))
			return false;
		set_yes_no(f, "");
		return true;
	}
	if (it->kind == FORM_TEXT)
		done = text_box_act(&it->input, action, f->value_w);
	else
		done = input_act(&it->input, action);
	if (done && is_erasing(action))
		form_changed_item(f, it);
	return done;
}

static enum outcome enter(struct form *f, struct app *app)
{
	struct form_item *it = focused(f);

	if (it->kind == FORM_TEXT && !it->paragraph)
		return form_text(f, app, '\n');
	if (it->kind == FORM_ONE || it->kind == FORM_SEVERAL)
		pick(f, app, 0);
	else if (it->kind == FORM_YESNO)
		turn_yes_no(f, 1);
	else if (!go(f, 1, false))
		app_say(app, STYLE_NORMAL, "C’est le dernier champ. Ctrl-S : enregistrer.");
	return DONE;
}

static void on_abandon(void *ctx, struct app *app, bool yes)
{
	struct form *f = ctx;

	if (!yes)
		return;
	f->leaving = true;
	app_later(app, ACTION_BACK);
}

static enum outcome back(struct form *f, struct app *app)
{
	if (f->leaving || !form_changed(f))
		return CLOSE;
	if (focused(f)->typing) {
		untype(f, focused(f));
		return DONE;
	}
	app_ask(app, &(struct question){
			     .text = "Abandonner ce qui vient d’être écrit ?",
			     .yes = "Oui, abandonner",
			     .no = "Non, continuer",
			     .answer = on_abandon,
			     .ctx = f,
		     });
	return DONE;
}

enum outcome form_act(struct form *f, struct app *app, enum action action)
{
	if (action == ACTION_BACK)
		return back(f, app);
	if (action == ACTION_OPEN)
		return enter(f, app);
	if (f->suggestions.n && list_act(&f->suggestions, action))
		return DONE;
	if (edit(f, action))
		return DONE;
	switch (action) {
	case ACTION_NEXT:
	case ACTION_PREVIOUS:
		go(f, action == ACTION_NEXT ? 1 : -1, true);
		return DONE;
	case ACTION_UP:
	case ACTION_DOWN:
		go(f, action == ACTION_DOWN ? 1 : -1, false);
		return DONE;
	case ACTION_PAGE_UP:
	case ACTION_PAGE_DOWN:
		go_far(f, action == ACTION_PAGE_DOWN ? 1 : -1);
		return DONE;
	case ACTION_FIRST:
	case ACTION_LAST:
		if (!form_typing(f))
			form_focus(f, beside(f, action == ACTION_FIRST ? -1 : (int)f->n,
					     action == ACTION_FIRST ? 1 : -1));
		return DONE;
	default:
		return PASS;
	}
}

enum outcome form_text(struct form *f, struct app *app, int c)
{
	struct form_item *it = focused(f);

	if (form_is_typed(it->kind)) {
		if (input_insert(&it->input, c))
			form_changed_item(f, it);
		else
			app_say(app, STYLE_WARNING, "Il n’y a plus de place dans ce champ.");
	} else if (it->kind != FORM_YESNO) {
		pick(f, app, c == ' ' ? 0 : c);
	} else if (c == 'o' || c == 'O' || c == 'n' || c == 'N') {
		set_yes_no(f, c == 'o' || c == 'O' ? "oui" : "non");
	} else if (c == ' ') {
		turn_yes_no(f, 1);
	}
	return DONE;
}

enum outcome form_mouse(struct form *f, struct app *app, struct area a, const struct event *ev)
{
	int row = f->top + ev->y - a.y;
	const struct form_row *r;

	if (ev->kind != EVENT_CLICK)
		return PASS;
	if (row < 0 || row >= (int)f->n_rows)
		return DONE;
	r = &f->rows[row];
	if (r->part == ROW_SUGGESTION) {
		list_select(&f->suggestions, r->k);
		form_take_found(f, focused(f));
		return DONE;
	}
	if (r->part == ROW_VALUE && r->item == f->focus && !form_typing(f))
		return enter(f, app);
	if (r->part != ROW_BLANK && r->part != ROW_HEADING)
		form_focus(f, r->item);
	return DONE;
}

void form_hint(const struct form *f, struct str *out)
{
	static const char *const hints[] = {
		[FORM_LINE] = "Ctrl-S enregistre tout ; Échap abandonne",
		[FORM_TEXT] = "Entrée : nouvelle ligne ; Tab : champ suivant",
		[FORM_ONE] = "Entrée : choisir dans la liste ; Retour arrière : vider",
		[FORM_SEVERAL] = "Entrée : choisir dans la liste, plusieurs si l’on veut",
		[FORM_DATE] = "15/12, 15/12/2026, demain, lundi, dans 2 semaines…",
		[FORM_NUMBER] = "Un nombre, en chiffres",
		[FORM_YESNO] = "o : oui ; n : non ; Espace change",
		[FORM_COMMUNE] = "Taper le début du nom, ou le code postal ; Entrée : choisir",
		[FORM_FOUND] = "Taper le début du nom ; Bas : choisir dans la liste",
	};
	const struct form_item *it = &f->items[f->focus];

	str_add(out, it->hint ? it->hint : hints[it->kind]);
}

/* ---- for screens that begin with a form ---- */

enum outcome form_screen_text(void *self, struct app *app, int c)
{
	return form_text(*(struct form **)self, app, c);
}

enum outcome form_screen_mouse(void *self, struct app *app, struct area a, const struct event *ev)
{
	return form_mouse(*(struct form **)self, app, a, ev);
}

bool form_screen_typing(const void *self)
{
	return form_typing(*(struct form *const *)self);
}

void form_screen_hint(const void *self, struct str *out)
{
	form_hint(*(struct form *const *)self, out);
}
