/* « Quand ? »: a day or a moment is typed, with what is understood and how many results it leaves. */
#include "aiguillage/date.h"
#include "src/tui/ask_line.h"
#include "src/tui/finder.h"

static bool say_when(void *ctx, const char *typed, struct str *said)
{
	struct finder *f = ctx;
	struct when when;
	uint32_t count;

	if (!when_read(&when, typed, clock_today()))
		return false;
	search_run(f->counter, &f->accepted);
	count = search_when_count(f->counter, &when, NULL);
	when_say(said, &when);
	str_addf(said, " : %u résultat%s", count, count > 1 ? "s" : "");
	return true;
}

static void on_when(void *ctx, const char *typed)
{
	struct finder *f = ctx;

	when_read(&f->accepted.when, typed, clock_today());
	f->dirty = f->ask = true;
}

void when_ask(struct finder *f, struct app *app)
{
	ask_line(app, &(struct line_request){
		.title = "Quand ?",
		.examples = "4 décembre, 04/12, vendredi, lundi prochain, demain matin, vendredi à "
			    "14h30…",
		.not_yet = "Ce n’est pas encore un jour ni une heure.",
		.refused = "Tapez un jour : « 4 décembre », « vendredi matin », « demain à 14h ». "
			   "Échap : sans date.",
		.hint = "Tapez un jour, avec une heure ou un moment si besoin. Entrée : valider.",
		.understand = say_when,
		.done = on_when,
		.ctx = f,
	});
}
