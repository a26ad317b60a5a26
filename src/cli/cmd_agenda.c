#include <stdlib.h>
#include <string.h>

#include "aiguillage/article.h"
#include "aiguillage/agenda.h"
#include "aiguillage/date.h"
#include "aiguillage/holidays.h"
#include "aiguillage/hours_french.h"
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
	  .help = "premier jour, AAAA-MM-JJ, au lieu d’aujourd’hui" },
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
	return date_parse_day(a->value, &c->first) ||
	       err_set(err, ERR_USAGE, "--depuis attend une date AAAA-MM-JJ, pas « %s »",
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

/* ---- the sentence at the top ---- */

static void say_where(struct str *out, const struct agenda_call *c, const struct session *s)
{
	const struct criteria *asked = &c->asked.c;
	struct commune commune;

	if (asked->commune == COMMUNE_NONE) {
		str_add(out, ", dans les communes du secteur");
		return;
	}
	gazetteer_get(s->gazetteer, asked->commune, &commune);
	str_add(out, ", pour une personne ");
	say_of(out, commune.name);
	str_addf(out, " (%s)", commune.dept_name);
	if (asked->radius_km == SEARCH_RADIUS_DEPT)
		str_add(out, ", dans le département");
	else
		str_addf(out, ", %d km à la ronde", asked->radius_km);
}

static void say_without(struct str *out, size_t n)
{
	if (n)
		str_addf(out, "%zu autre%s réponse%s, sans horaires connus, n’y %s pas.", n,
			 n > 1 ? "s" : "", n > 1 ? "s" : "", n > 1 ? "sont" : "est");
}

static void add_head(struct str *out, const struct agenda_call *c, const struct session *s,
		     const struct agenda *a)
{
	int year = date_of_day(clock_today()).year;
	struct str b;

	str_init(&b);
	str_add(&b, "Agenda du ");
	date_french(&b, c->first, DATE_WEEKDAY, year);
	if (c->days > 1) {
		str_add(&b, " au ");
		date_french(&b, c->first + c->days - 1, DATE_WEEKDAY, year);
	}
	say_where(&b, c, s);
	wanted_say(&b, &c->asked, s);
	out_wrap(out, b.s, 0);
	str_clear(&b);
	say_without(&b, a->without);
	if (b.len)
		out_wrap(out, b.s, 0);
	str_done(&b);
}

/* ---- the days ---- */

/* What the lines are made from: the record of each offer is read once. */
struct pages {
	struct cmd_call *call;
	struct search *x;
	struct agenda a;
	struct explanation **of_offer;	/* by number of the index; NULL: not read yet */
	struct err *err;
};

static void pages_init(struct pages *p, struct cmd_call *call, struct search *x, struct err *err)
{
	*p = (struct pages){ .call = call, .x = x, .err = err };
	p->of_offer = xcalloc(index_count(call->session->index), sizeof(struct explanation *));
}

static void pages_done(struct pages *p)
{
	for (size_t i = 0; i < index_count(p->call->session->index); i++) {
		if (p->of_offer[i])
			explanation_done(p->of_offer[i]);
		free(p->of_offer[i]);
	}
	free(p->of_offer);
	agenda_done(&p->a);
}

static const struct explanation *explained(struct pages *p, uint32_t offer)
{
	struct explanation **e = &p->of_offer[offer];
	struct hit h = { .offer = offer };

	if (*e)
		return *e;
	*e = xcalloc(1, sizeof **e);
	explanation_init(*e);
	return search_explain(p->x, &h, *e, p->err) ? *e : NULL;
}

/* What makes one doubt of an opening: a holiday its hours do not speak of, unknown holidays. */
static const char *doubt(struct pages *p, const struct agenda_entry *entry)
{
	const struct hours *h = search_hours(p->x, entry->offer);

	if (public_holiday(entry->day) && !(hours_remarks(h) & HOURS_PUBLIC))
		return "jour férié, à vérifier";
	return entry->span.at.beyond ? "vacances scolaires inconnues, à vérifier" : NULL;
}

static void say_who(struct str *out, const struct explanation *e, const struct agenda_entry *entry)
{
	const char *commune = place_get(&e->place, PLACE_COMMUNE);

	str_addf(out, ", %s%s%s, %s", commune, *commune ? " : " : "",
		 offer_get(&e->offer, OFFER_NAME), place_get(&e->place, PLACE_NAME));
	if (entry->others)
		str_addf(out, " (et %u autre%s offre%s du lieu)", entry->others,
			 entry->others > 1 ? "s" : "", entry->others > 1 ? "s" : "");
}

static bool same_line(const struct agenda_entry *a, const struct agenda_entry *b)
{
	return a->day == b->day && a->offer == b->offer;
}

/* « de 9h à 12h et de 14h à 17h, Tarare : … », once a day for each offer. */
static bool add_line(struct pages *p, size_t i)
{
	const struct agenda_entry *entry = &p->a.entries[i];
	const struct explanation *e;
	const char *why;
	struct str b;

	for (size_t k = i; k-- > 0 && p->a.entries[k].day == entry->day;) {
		if (same_line(&p->a.entries[k], entry))
			return true;
	}
	e = explained(p, entry->offer);
	if (!e)
		return false;
	str_init(&b);
	hours_french_times(&b, &entry->span);
	for (size_t k = i + 1; k < p->a.n && p->a.entries[k].day == entry->day; k++) {
		if (!same_line(&p->a.entries[k], entry))
			continue;
		str_add(&b, " et ");
		hours_french_times(&b, &p->a.entries[k].span);
	}
	say_who(&b, e, entry);
	why = doubt(p, entry);
	if (why)
		str_addf(&b, " — %s", why);
	str_add(&p->call->out, "    ");
	out_wrap(&p->call->out, b.s, 6);
	str_done(&b);
	return true;
}

static void add_day(struct str *out, int day)
{
	const char *holiday = public_holiday(day);
	struct str b;

	str_init(&b);
	date_french(&b, day, DATE_WEEKDAY, date_of_day(clock_today()).year);
	if (holiday)
		str_addf(&b, " — férié : %s", holiday);
	str_addc(out, '\n');
	out_wrap(out, b.s, 0);
	str_done(&b);
}

static bool add_table(struct pages *p, const struct agenda_call *c)
{
	const struct agenda *a = &p->a;
	struct str *out = &p->call->out;

	add_head(out, c, p->call->session, a);
	for (size_t i = 0; i < a->n; i++) {
		bool new_day = i == 0 || a->entries[i].day != a->entries[i - 1].day;

		if (new_day)
			add_day(out, a->entries[i].day);
		if (new_day || a->entries[i].rare != a->entries[i - 1].rare)
			str_add(out, a->entries[i].rare ? "  Permanences\n" :
							  "  Ouvertures habituelles\n");
		if (!add_line(p, i))
			return false;
	}
	return true;
}

/* ---- for programs ---- */

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

static bool add_row(struct rows *r, struct pages *p, const struct agenda_entry *entry)
{
	const struct explanation *e = explained(p, entry->offer);
	const char *holiday = public_holiday(entry->day), *why = doubt(p, entry);
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

static bool add_rows(struct pages *p, enum format format)
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

static bool write_output(struct pages *p, const struct agenda_call *c)
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

static bool nothing(struct pages *p, const struct agenda_call *c)
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

static bool print(struct pages *p, const struct agenda_call *c)
{
	if (c->ics)
		return agenda_ics(p->x, &p->a, c->first, c->days, &p->call->out, p->err);
	if (c->format == FORMAT_TABLE)
		return add_table(p, c);
	return add_rows(p, c->format);
}

static bool answer(struct cmd_call *call, const struct agenda_call *c, struct err *err)
{
	enum agenda_scope scope = c->asked.commune ? AGENDA_RESULTS : AGENDA_SECTOR;
	struct search *x = search_new(call->session);
	struct pages p;
	bool ok;

	search_run(x, &c->asked.c);
	pages_init(&p, call, x, err);
	ok = agenda_read(x, scope, c->first, c->days, &p.a, err) && print(&p, c) &&
	     (p.a.n ? write_output(&p, c) : nothing(&p, c));
	pages_done(&p);
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
		"sont pas connus n’y est pas, et leur nombre est dit.\n"
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
