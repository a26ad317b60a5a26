#include <stdlib.h>
#include <string.h>

#include "aiguillage/agenda.h"
#include "aiguillage/date.h"
#include "aiguillage/holidays.h"
#include "aiguillage/mem.h"
#include "aiguillage/path.h"
#include "src/cli/cli.h"
#include "src/cli/out.h"
#include "src/cli/wanted.h"

enum {
	OPT_SECTOR = 1,
	OPT_FROM,
	OPT_DAYS,
	OPT_FORMAT,
	OPT_OUTPUT,
};

static const struct arg_option options[] = {
	{ .id = OPT_SECTOR, .name = "secteur",
	  .help = "ce qui reçoit dans les communes du secteur ; c’est le cas sans --commune" },
	{ .id = OPT_FROM, .name = "depuis", .value = "DATE",
	  .help = "premier jour, au lieu d’aujourd’hui : AAAA-MM-JJ, « 4 décembre », lundi…" },
	{ .id = OPT_DAYS, .name = "jours", .value = "N",
	  .help = "nombre de jours (30 par défaut, 366 au plus)" },
	{ .id = OPT_FORMAT, .name = "format", .value = "FORMAT",
	  .help = "table (pour lire ou imprimer), tsv ou json (pour un programme), ics (pour "
		  "Thunderbird ou un téléphone)" },
	{ .id = OPT_OUTPUT, .name = "sortie", .value = "FICHIER", .raw = true,
	  .help = "écrire dans un fichier, lisible de vous seul" },
	{ .name = NULL },
};

static const struct column columns[] = {
	{ .name = "jour" }, { .name = "debut" }, { .name = "fin" }, { .name = "genre" },
	{ .name = "id" }, { .name = "commune_insee" }, { .name = "commune" }, { .name = "lieu" },
	{ .name = "offre" }, { .name = "precision" }, { .name = "ferie" },
};

/* ---- what is asked ---- */

struct agenda_call {
	struct wanted asked;
	bool sector, ics;
	int first, days;
	enum format format;
	const char *output;
};

static bool read_date(struct agenda_call *c, const struct args *a, struct err *err)
{
	return date_read(a->value, clock_today(), DATE_FUTURE, &c->first) ||
	       err_set(err, ERR_USAGE, "--depuis attend une date : AAAA-MM-JJ, 4 décembre, lundi ; "
		       "pas « %s »",
		       quote(a->value).s);
}

static bool read_format(struct agenda_call *c, const struct args *a, struct err *err)
{
	c->ics = strcmp(a->value, "ics") == 0;
	if (c->ics || format_read(a, &c->format, err))
		return true;
	err_clear(err);
	return err_set(err, ERR_USAGE, "--format attend table, tsv, json ou ics, pas « %s »",
		       quote(a->value).s);
}

static bool read_option(struct agenda_call *c, const struct args *a, int id, struct err *err)
{
	switch (id) {
	case OPT_SECTOR:
		c->sector = true;
		return true;
	case OPT_FROM:
		return read_date(c, a, err);
	case OPT_DAYS:
		return args_number(a, "jours", 1, AGENDA_DAYS_MAX, &c->days, err);
	case OPT_FORMAT:
		return read_format(c, a, err);
	case OPT_OUTPUT:
		c->output = a->value;
		return true;
	default:
		return wanted_read(&c->asked, a, id, err);
	}
}

static bool read_args(struct agenda_call *c, struct args *a, struct err *err)
{
	int id;

	while ((id = args_next(a, err)) != ARGS_END) {
		if (id == ARGS_WRONG || !read_option(c, a, id, err))
			return false;
	}
	if (c->sector && c->asked.commune)
		return err_set(err, ERR_USAGE, "--secteur et --commune s’excluent");
	if (c->asked.radius && !c->asked.commune)
		return err_set(err, ERR_USAGE, "--rayon se compte autour d’une --commune");
	return true;
}

/* ---- for programs ---- */

struct reply {
	struct cmd_call *call;
	struct search *x;
	struct agenda a;
	struct agenda_pages *pages;
	struct err *err;
};

static void add_moments(struct rows *r, const struct agenda_entry *entry)
{
	const struct hours_span *s = &entry->span;
	char day[DATE_MOMENT_LEN], from[DATE_MOMENT_LEN], to[DATE_MOMENT_LEN] = "";

	date_format_day(day, entry->day);
	date_format_moment(from, s->from);
	if (!s->at.open_end && !s->at.all_day)
		date_format_moment(to, s->to);
	rows_add(r, day);
	rows_add(r, s->at.all_day ? day : from);
	rows_add(r, to);
}

static bool add_row(struct rows *r, struct reply *p, const struct agenda_entry *entry)
{
	const struct explanation *e = agenda_page(p->pages, entry->offer, p->err);
	const char *holiday = public_holiday(entry->day), *why = agenda_doubt(p->x, entry);
	struct str b;

	if (!e)
		return false;
	add_moments(r, entry);
	rows_add(r, entry->rare ? "permanence" : "habituel");
	rows_add(r, offer_get(&e->offer, OFFER_KEY));
	rows_add(r, place_get(&e->place, PLACE_INSEE));
	rows_add(r, place_get(&e->place, PLACE_COMMUNE));
	rows_add(r, place_get(&e->place, PLACE_NAME));
	rows_add(r, offer_get(&e->offer, OFFER_NAME));
	str_init(&b);
	str_add(&b, entry->span.at.comment ? entry->span.at.comment : "");
	if (why)
		str_join(&b, " ; ", why);
	rows_add(r, b.s);
	rows_add(r, holiday ? holiday : "");
	str_done(&b);
	return true;
}

static bool add_rows(struct reply *p, enum format format)
{
	struct rows r;
	bool ok = true;

	rows_init(&r, columns, ARRAY_SIZE(columns));
	for (size_t i = 0; ok && i < p->a.n; i++)
		ok = add_row(&r, p, &p->a.entries[i]);
	if (ok)
		rows_print(&r, format, &p->call->out);
	rows_done(&r);
	return ok;
}

/* ---- the answer ---- */

static bool write_output(struct reply *p, const struct agenda_call *c)
{
	struct str *out = &p->call->out;
	char *shown;

	if (!c->output)
		return true;
	if (!path_write(c->output, out->s, out->len, p->err))
		return false;
	str_clear(out);
	shown = path_shown(c->output);
	str_addf(out, "Agenda écrit dans %s\n", shown);
	free(shown);
	return true;
}

static bool nothing(struct reply *p, const struct agenda_call *c)
{
	if (c->output)
		str_clear(&p->call->out);
	if (!search_count(p->x))
		return wanted_nothing(p->x, p->err);
	if (p->a.without)
		return err_set(p->err, ERR_NOT_FOUND, "Aucune ouverture connue ces jours-là. "
			       "%zu réponse%s sans horaires connus : « aiguillage chercher » les "
			       "donne",
			       p->a.without, p->a.without > 1 ? "s" : "");
	return err_set(p->err, ERR_NOT_FOUND, "Aucune ouverture ces jours-là");
}

static bool print(struct reply *p, const struct agenda_call *c)
{
	if (c->ics)
		return agenda_ics(p->x, &p->a, &p->call->out, p->err);
	if (c->format == FORMAT_TABLE)
		return agenda_text(&p->call->out, &p->a, p->pages, out_width(), p->err);
	return add_rows(p, c->format);
}

static bool answer(struct cmd_call *call, const struct agenda_call *c, struct err *err)
{
	enum agenda_scope scope = c->asked.commune ? AGENDA_RESULTS : AGENDA_SECTOR;
	struct search *x = search_new(call->session);
	struct reply p = { .call = call, .x = x, .err = err };
	bool ok;

	search_run(x, &c->asked.c);
	p.pages = agenda_pages_new(x);
	agenda_read(x, scope, c->first, c->days, &p.a);
	ok = print(&p, c) && (p.a.n ? write_output(&p, c) : nothing(&p, c));
	agenda_done(&p.a);
	agenda_pages_free(p.pages);
	search_free(x);
	return ok;
}

static bool run(struct cmd_call *call, struct args *a, struct err *err)
{
	struct agenda_call c = { .first = clock_today(), .days = AGENDA_DAYS_DEFAULT };
	bool ok;

	wanted_init(&c.asked);
	ok = read_args(&c, a, err) && call_open(call, err) &&
	     wanted_resolve(&c.asked, call->session, err) && answer(call, &c, err);
	wanted_done(&c.asked);
	return ok;
}

const struct cmd_entry cmd_agenda = {
	.name = "agenda",
	.operands = "",
	.summary = "Dire qui reçoit où, jour après jour",
	.help = "Les permanences, ce qui ouvre au plus une fois par semaine, viennent d’abord ; puis "
		"les ouvertures habituelles. Les jours fériés sont signalés. Ce dont les horaires ne "
		"sont pas connus n’y est pas, et leur nombre est dit. Ce qui se fait à distance n’y "
		"est pas non plus : personne n’y reçoit.\n"
		"\n"
		"Colonnes de tsv et json : jour debut fin genre id commune_insee commune lieu offre "
		"precision ferie. genre est permanence ou habituel ; fin est vide quand elle n’est "
		"pas donnée.\n"
		"\n"
		"ics écrit un agenda au format iCalendar : des événements qui se répètent quand une "
		"règle dit exactement les dates des deux prochaines années, sinon une date à la "
		"fois. L’importer à nouveau met à jour les mêmes événements.\n"
		"\n"
		"Exemples :\n"
		"  aiguillage agenda --commune Chasselay --jours 60\n"
		"  aiguillage agenda --public jeunes --format ics --sortie agenda.ics",
	.shared = wanted_options,
	.options = options,
	.run = run,
};
