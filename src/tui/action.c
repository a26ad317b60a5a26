#include "src/tui/action.h"

#include "aiguillage/mem.h"
#include "aiguillage/text.h"
#include "src/tui/term.h"

static const struct {
	const char *name, *label, *help;
} actions[ACTION_COUNT] = {
#define X(id, name, label, help) [ACTION_##id] = { name, label, help },
	ACTIONS(X)
#undef X
};

const char *action_name(enum action a)
{
	return actions[a].name;
}

const char *action_label(enum action a)
{
	return actions[a].label;
}

const char *action_help(enum action a)
{
	return actions[a].help;
}

static const struct binding list_keys[] = {
	{ .key = K_UP, .action = ACTION_UP },
	{ .key = K_DOWN, .action = ACTION_DOWN },
	{ .key = K_PAGE_UP, .action = ACTION_PAGE_UP },
	{ .key = K_PAGE_DOWN, .action = ACTION_PAGE_DOWN },
	{ .key = K_HOME, .action = ACTION_FIRST },
	{ .key = K_END, .action = ACTION_LAST },
};

static const struct binding field_keys[] = {
	{ .key = K_TAB, .action = ACTION_NEXT },
	{ .key = K_BACKTAB, .action = ACTION_PREVIOUS },
};

static const struct binding edit_keys[] = {
	{ .key = K_LEFT, .action = ACTION_LEFT },
	{ .key = K_RIGHT, .action = ACTION_RIGHT },
	{ .key = K_BACKSPACE, .action = ACTION_ERASE },
	{ .key = K_DELETE, .action = ACTION_DELETE },
	{ .key = CTRL('W'), .action = ACTION_ERASE_WORD },
	{ .key = CTRL('U'), .action = ACTION_ERASE_LINE },
};

static const struct binding letter_keys[] = {
	{ .key = 'q', .action = ACTION_BACK },
};

static const struct binding help_keys[] = {
	{ .key = '?', .action = ACTION_HELP, .bar = 1, .typing = true },
};

static const struct binding write_keys[] = {
	{ .key = CTRL('A'), .action = ACTION_HELP, .bar = 1 },
	{ .key = '?', .action = ACTION_HELP },
};

static const struct binding common_keys[] = {
	{ .key = K_F(1), .action = ACTION_HELP },
	{ .key = CTRL('O'), .action = ACTION_MENU, .bar = 2 },
	{ .key = K_F(9), .action = ACTION_MENU },
	{ .key = K_ESC, .action = ACTION_BACK },
	{ .key = CTRL('C'), .action = ACTION_BACK },
	{ .key = CTRL('Q'), .action = ACTION_QUIT },
	{ .key = K_F(10), .action = ACTION_QUIT },
	{ .key = CTRL('K'), .action = ACTION_LOCK },
	{ .key = CTRL('L'), .action = ACTION_REDRAW },
	{ .key = CTRL('Y'), .action = ACTION_MOUSE },
	{ .key = CTRL('Z'), .action = ACTION_SUSPEND },
};

static const struct {
	unsigned use, not;	/* 0: always; 0: whatever else */
	const struct binding *keys;
	size_t n;
} shared[] = {
	{ KEYS_FIELDS, 0, field_keys, ARRAY_SIZE(field_keys) },
	{ KEYS_LIST, 0, list_keys, ARRAY_SIZE(list_keys) },
	{ KEYS_EDIT, 0, edit_keys, ARRAY_SIZE(edit_keys) },
	{ KEYS_LETTERS, 0, letter_keys, ARRAY_SIZE(letter_keys) },
	{ 0, KEYS_WRITE, help_keys, ARRAY_SIZE(help_keys) },
	{ KEYS_WRITE, 0, write_keys, ARRAY_SIZE(write_keys) },
	{ 0, 0, common_keys, ARRAY_SIZE(common_keys) },
};

const struct binding *keymap_at(const struct keymap *m, size_t i)
{
	if (i < m->n)
		return &m->own[i];
	i -= m->n;
	for (size_t k = 0; k < ARRAY_SIZE(shared); k++) {
		if ((shared[k].use && !(m->uses & shared[k].use)) || m->uses & shared[k].not)
			continue;
		if (i < shared[k].n)
			return &shared[k].keys[i];
		i -= shared[k].n;
	}
	return NULL;
}

enum action keymap_find(const struct keymap *m, int key, bool typing)
{
	const struct binding *b;

	for (size_t i = 0; (b = keymap_at(m, i)); i++)
		if (b->key == key && (b->typing || !typing || !key_is_text(key)))
			return b->action;
	return ACTION_NONE;
}

void keymap_keys(const struct keymap *m, enum action a, struct str *out)
{
	const struct binding *b, *first = NULL;
	size_t start = out->len;

	for (size_t i = 0; !first && (b = keymap_at(m, i)); i++)
		if (b->action == a && b->bar)
			first = b;
	if (first)
		key_name(first->key, out);
	for (size_t i = 0; (b = keymap_at(m, i)); i++) {
		if (b->action != a || (first && b->key == first->key))
			continue;
		if (out->len > start)
			str_add(out, ", ");
		key_name(b->key, out);
	}
}

void key_name(int key, struct str *out)
{
	static const struct {
		int key;
		const char *name;
	} names[] = {
		{ K_ENTER, "Entrée" },	  { K_TAB, "Tab" },		 { K_BACKTAB, "Maj-Tab" },
		{ K_ESC, "Échap" },	  { K_BACKSPACE, "Ret.arrière" }, { K_DELETE, "Suppr" },
		{ K_UP, "Haut" },	  { K_DOWN, "Bas" },		 { K_LEFT, "Gauche" },
		{ K_RIGHT, "Droite" },	  { K_HOME, "Début" },		 { K_END, "Fin" },
		{ K_PAGE_UP, "Page préc." }, { K_PAGE_DOWN, "Page suiv." }, { ' ', "Espace" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		if (names[i].key == key) {
			str_add(out, names[i].name);
			return;
		}
	}
	if (key >= K_F(1) && key <= K_F(12))
		str_addf(out, "F%d", key - K_F0);
	else if (key < ' ')
		str_addf(out, "Ctrl-%c", key + '@');
	else
		utf8_add(out, (uint32_t)key);
}
