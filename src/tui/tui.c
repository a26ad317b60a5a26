#include "src/tui/tui.h"

#include "aiguillage/protect.h"
#include "src/tui/app.h"
#include "src/tui/menu.h"
#include "src/tui/screens.h"

int tui_run(struct session *s, const struct tui_options *o, struct err *err)
{
	struct app_options options = {
		.session = s,
		.no_mouse = o->no_mouse,
		.lock_ms = o->lock_ms,
		.greeting = protect_to_ask(s) ? &screen_phrase : NULL,
		.help = &screen_help,
		.menu = &screen_menu,
	};

	return app_run(&options, &screen_search, NULL, err) ? 0 : (int)err->kind;
}

static void tell(const struct keymap *m, const char *screen, enum action a, tui_key_fn *fn,
		 void *ctx)
{
	struct str keys;

	str_init(&keys);
	keymap_keys(m, a, &keys);
	fn(ctx, &(struct tui_key){ screen, keys.s, action_help(a) });
	str_done(&keys);
}

/* The actions of a screen's own keys, once each; of the shared ones when it has none. */
static void tell_keymap(const struct keymap *m, const char *screen, tui_key_fn *fn, void *ctx)
{
	bool seen[ACTION_COUNT] = { false };
	const struct binding *b;

	for (size_t i = 0; (b = keymap_at(m, i)) && (i < m->n || !m->n); i++) {
		if (!seen[b->action])
			tell(m, screen, b->action, fn, ctx);
		seen[b->action] = true;
	}
}

void tui_each_key(tui_key_fn *fn, void *ctx)
{
	const struct keymap shared = { .uses = KEYS_LIST | KEYS_FIELDS | KEYS_EDIT };

	for (size_t i = 0; i < screen_count; i++)
		if (!screens[i]->popup)
			tell_keymap(&screens[i]->keys, screens[i]->title, fn, ctx);
	tell_keymap(&shared, "", fn, ctx);
}
