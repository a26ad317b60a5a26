/* The agenda as a file for a calendar, or on paper. */
#include "aiguillage/date.h"
#include "src/tui/agenda_reading.h"
#include "src/tui/app.h"
#include "src/tui/printing.h"

static bool make_calendar(void *ctx, struct str *out, struct err *err)
{
	struct agenda_reading *g = ctx;

	return agenda_ics(g->x, &g->a, out, err);
}

static bool make_text(void *ctx, struct str *out, struct err *err)
{
	struct agenda_reading *g = ctx;

	return agenda_text(out, &g->a, g->pages, PRINTING_COLUMNS, err);
}

static void save_calendar(struct agenda_reading *g, struct app *app)
{
	char day[DATE_MOMENT_LEN];
	struct str name;

	date_format_day(day, g->a.first);
	str_init(&name);
	str_addf(&name, "agenda-%s.ics", day);
	save_open(app, &(struct save_request){
			       .title = "Écrire l’agenda pour un calendrier",
			       .name = name.s,
			       .done = "Agenda écrit dans",
			       .advice = "Ouvrez-le avec Thunderbird, ou sur le téléphone",
			       .make = make_calendar,
			       .ctx = g,
		       });
	str_done(&name);
}

static void print_text(struct agenda_reading *g, struct app *app)
{
	char day[DATE_MOMENT_LEN];
	struct str name;

	date_format_day(day, g->a.first);
	str_init(&name);
	str_addf(&name, "agenda-%s.txt", day);
	printing_open(app, &(struct printing_request){
				.title = "Imprimer l’agenda",
				.printed = "L’agenda est parti à l’imprimante.",
				.save = { .title = "Écrire l’agenda pour l’imprimer",
					  .name = name.s,
					  .done = "Agenda écrit dans",
					  .advice = "Ouvrez-le pour l’imprimer",
					  .make = make_text,
					  .ctx = g } });
	str_done(&name);
}

void agenda_write(struct agenda_reading *g, struct app *app, bool calendar)
{
	if (!g->a.n)
		app_say(app, STYLE_WARNING, "L’agenda est vide : il n’y a rien à écrire.");
	else if (calendar)
		save_calendar(g, app);
	else
		print_text(g, app);
}
