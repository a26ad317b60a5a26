/* The keys of every screen: nothing bound twice, nothing out of reach. */
#include <ctype.h>

#include "aiguillage/mem.h"
#include "src/tui/form.h"
#include "src/tui/screens.h"
#include "src/tui/term.h"
#include "src/tui/tui.h"
#include "tests/lib/tap.h"

static const char *named(int key)
{
	static struct str b;

	if (!b.s)
		str_init(&b);
	str_clear(&b);
	key_name(key, &b);
	return b.s;
}

/* A screen may repeat a shared binding, not give its key another meaning. */
static void test_no_double(const struct screen_ops *s)
{
	const struct binding *a, *b;
	bool found = false;

	for (size_t i = 0; (a = keymap_at(&s->keys, i)); i++) {
		for (size_t k = i + 1; (b = keymap_at(&s->keys, k)); k++) {
			bool same = a->key == b->key;
			bool repeats = a->action == b->action && i < s->keys.n && k >= s->keys.n;

			if (same && !repeats) {
				found = true;
				printf("# %s is bound to %s and %s\n", named(a->key),
				       action_name(a->action), action_name(b->action));
			}
		}
	}
	ok(!found, "%s: no key is bound twice", s->name);
}

static bool is_function_key(int key)
{
	return key > K_F0 && key <= K_F(12);
}

static void test_twins(const struct screen_ops *s)
{
	const struct binding *a, *b;

	for (size_t i = 0; (a = keymap_at(&s->keys, i)); i++) {
		bool twin = false;

		if (!is_function_key(a->key))
			continue;
		for (size_t k = 0; (b = keymap_at(&s->keys, k)); k++)
			twin |= b->action == a->action && !is_function_key(b->key);
		ok(twin, "%s: %s has a twin", s->name, named(a->key));
		ok(!a->bar, "%s: the bar shows the twin of %s", s->name, named(a->key));
	}
}

/* AltGr on a French keyboard; digits need Shift there. */
static void test_reachable(const struct screen_ops *s)
{
	const struct binding *b;
	bool all = true;

	for (size_t i = 0; (b = keymap_at(&s->keys, i)); i++)
		if (b->key < 0x7F && b->key >= ' ' &&
		    (strchr("[]{}|\\@#~", b->key) || isdigit(b->key)))
			all = false;
	ok(all, "%s: no key needs AltGr", s->name);
}

static void test_leaving(const struct screen_ops *s)
{
	ok(keymap_find(&s->keys, K_ESC, true) == ACTION_BACK, "%s: Esc goes back", s->name);
	ok(keymap_find(&s->keys, CTRL('C'), true) == ACTION_BACK, "%s: so does Ctrl-C", s->name);
	ok(keymap_find(&s->keys, K_F(10), true) == ACTION_QUIT, "%s: F10 leaves", s->name);
	ok(keymap_find(&s->keys, CTRL('O'), true) == ACTION_MENU, "%s: Ctrl-O is the menu", s->name);
	ok(keymap_find(&s->keys, '?', false) == ACTION_HELP, "%s: ? helps", s->name);
	ok(keymap_find(&s->keys, s->keys.uses & KEYS_WRITE ? CTRL('A') : '?', true) == ACTION_HELP,
	   "%s: there is help in a field", s->name);
	ok(keymap_find(&s->keys, 'q', true) == ACTION_NONE, "%s: q is a letter in a field",
	   s->name);
}

/* Those of the form are bound wherever there is one. */
static bool bound_in_forms(enum action a)
{
	static const struct binding keys[] = { FORM_KEYS };

	for (size_t i = 0; i < ARRAY_SIZE(keys); i++)
		if (keys[i].action == a)
			return true;
	return false;
}

static void test_actions_bound(void)
{
	for (int a = ACTION_NONE + 1; a < ACTION_COUNT; a++) {
		struct str keys;
		bool bound = bound_in_forms((enum action)a);

		for (size_t i = 0; i < screen_count; i++) {
			str_init(&keys);
			keymap_keys(&screens[i]->keys, (enum action)a, &keys);
			bound |= keys.len > 0;
			str_done(&keys);
		}
		ok(bound, "%s has a key", action_name((enum action)a));
		ok(*action_label((enum action)a) && *action_help((enum action)a), "%s has its words",
		   action_name((enum action)a));
		for (int b = ACTION_NONE + 1; b < a; b++)
			if (!strcmp(action_name((enum action)a), action_name((enum action)b)))
				ok(false, "the name %s is used once", action_name((enum action)a));
	}
}

static void count_key(void *ctx, const struct tui_key *key)
{
	int *n = ctx;

	(*n)++;
	if (!*key->keys || !*key->help)
		*n = -1000;
}

static void test_names(void)
{
	int n = 0;

	is_str(named(CTRL('F')), "Ctrl-F", "a control key");
	is_str(named(K_F(10)), "F10", "a function key");
	is_str(named(K_ENTER), "Entrée", "Enter");
	is_str(named(' '), "Espace", "Space");
	is_str(named(0xE9), "é", "a letter");
	tui_each_key(count_key, &n);
	ok(n > 30, "the manual's table has %d lines, all with keys and words", n);
}

int main(void)
{
	for (size_t i = 0; i < screen_count; i++) {
		test_no_double(screens[i]);
		test_twins(screens[i]);
		test_reachable(screens[i]);
		test_leaving(screens[i]);
	}
	test_actions_bound();
	test_names();
	return done_testing();
}
