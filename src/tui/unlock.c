#include "src/tui/unlock.h"

#include <stdlib.h>

#include "aiguillage/mem.h"
#include "aiguillage/protect.h"
#include "src/tui/ask_phrase.h"

bool unlock_is_needed(struct app *app)
{
	return journal_lock_state(app_session(app)->journal) == JOURNAL_LOCKED;
}

static bool open_journal(void *ctx, struct app *app, const char *phrase, struct err *err)
{
	const struct unlock_request *r = ctx;

	if (!protect_unlock(app_session(app), phrase, err))
		return false;
	app_say(app, STYLE_GOOD, "Le journal est ouvert. Ctrl-K : le fermer.");
	app_changed(app);
	if (r->done)
		r->done(r->ctx, app);
	if (r->then != ACTION_NONE)
		app_later(app, r->then);
	return true;
}

static void drop(void *ctx)
{
	struct unlock_request *r = ctx;

	if (r->drop)
		r->drop(r->ctx);
	free(r);
}

void unlock_ask(struct app *app, const struct unlock_request *r)
{
	struct unlock_request *copy = xcalloc(1, sizeof *copy);

	*copy = *r;
	ask_phrase(app, &(struct phrase_request){
			.title = "Phrase du journal",
			.say = "Textes et codes sont fermés. La phrase, ou le code de secours :",
			.hint = "Majuscules, accents et espaces comptent. Échap : les laisser fermés.",
			.enter = "Ouvrir", .take = open_journal, .drop = drop, .ctx = copy });
}

bool unlock_first(struct app *app, enum action then)
{
	if (!unlock_is_needed(app))
		return false;
	unlock_ask(app, &(struct unlock_request){ .then = then });
	return true;
}
