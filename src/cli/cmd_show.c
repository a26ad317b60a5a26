#include <stdlib.h>
#include <string.h>

#include "aiguillage/coverage.h"
#include "aiguillage/date.h"
#include "aiguillage/field_say.h"
#include "aiguillage/group.h"
#include "aiguillage/hours.h"
#include "aiguillage/hours_french.h"
#include "aiguillage/mem.h"
#include "aiguillage/search.h"
#include "src/cli/cli.h"
#include "src/cli/local.h"
#include "src/cli/out.h"

#define NEXT_DATES 3
#define NESTED 2	/* columns before an offer's facts, under its place */

enum { OPT_FORMAT = 1 };

static const struct arg_option options[] = {
	{ .id = OPT_FORMAT, .name = "format", .value = "FORMAT",
	  .help = "texte (pour lire), tsv ou json (pour un programme)" },
	{ .name = NULL },
};

/* A place and what is shown of it. */
struct sheet {
	struct session *s;
	struct place place;
	struct group group;		/* the records of the same place, this one among them */
	struct overlay said;		/* by the counsellor */
	struct offer *offers;
	struct overlay *said_of;	/* the offers */
	size_t n;
};

static void sheet_done(struct sheet *sh)
{
	place_clear(&sh->place);
	group_done(&sh->group);
	overlay_done(&sh->said);
	for (size_t i = 0; i < sh->n; i++) {
		offer_clear(&sh->offers[i]);
		overlay_done(&sh->said_of[i]);
	}
	free(sh->offers);
	free(sh->said_of);
}

/* ---- reading ---- */

static void make_room(struct sheet *sh, size_t n)
{
	sh->offers = xcalloc(n + 1, sizeof *sh->offers);
	sh->said_of = xcalloc(n + 1, sizeof *sh->said_of);
}

static bool read_offer(struct sheet *sh, int64_t id, struct err *err)
{
	struct offer *o = &sh->offers[sh->n++];

	offer_init(o);
	return directory_offer(sh->s->directory, id, o, err) ||
	       err_set(err, ERR_BASE, "L’annuaire vient de changer : recommencer");
}

static bool read_place(struct sheet *sh, int64_t id, struct err *err)
{
	return directory_place(sh->s->directory, id, &sh->place, err) ||
	       err_set(err, ERR_BASE, "L’annuaire vient de changer : recommencer");
}

static bool read_by_offer(struct sheet *sh, int64_t id, struct err *err)
{
	make_room(sh, 1);
	return read_offer(sh, id, err) && read_place(sh, sh->offers[0].place_id, err);
}

static bool read_by_place(struct sheet *sh, int64_t id, struct err *err)
{
	int64_t *ids;
	size_t n;
	bool ok;

	if (!read_place(sh, id, err) || !directory_offers_of(sh->s->directory, id, &ids, &n, err))
		return false;
	make_room(sh, n);
	ok = true;
	for (size_t i = 0; ok && i < n; i++)
		ok = read_offer(sh, ids[i], err);
	free(ids);
	return ok;
}

/* What the counsellor knew of a record that no source has any more. */
static bool read_vanished(struct sheet *sh, const char *key, struct err *err)
{
	int64_t id;

	if (overlay_vanished_place(sh->s, key, &sh->place, err)) {
		place_set(&sh->place, PLACE_KEY, key);
		make_room(sh, 0);
		return true;
	}
	make_room(sh, 1);
	offer_init(&sh->offers[0]);
	if (err->kind || !overlay_vanished_offer(sh->s, key, &sh->offers[0], err))
		return err_set(err, ERR_NOT_FOUND, "Aucun lieu ni offre n’a l’identifiant « %s ». "
			       "« aiguillage chercher » donne les identifiants", quote(key).s);
	sh->n = 1;
	offer_set(&sh->offers[0], OFFER_KEY, key);
	id = directory_place_by_key(sh->s->directory, offer_get(&sh->offers[0], OFFER_PLACE_KEY),
				    err);
	return id ? read_place(sh, id, err) : !err->kind;
}

static bool find_sheet(struct sheet *sh, const char *key, struct err *err)
{
	struct directory *d = sh->s->directory;
	int64_t id = directory_offer_by_key(d, key, err);

	if (id)
		return read_by_offer(sh, id, err);
	if (err->kind)
		return false;
	id = directory_place_by_key(d, key, err);
	if (id)
		return read_by_place(sh, id, err);
	return !err->kind && read_vanished(sh, key, err);
}

static bool read_sheet(struct sheet *sh, const char *key, struct err *err)
{
	bool ok = find_sheet(sh, key, err) &&
		  overlay_read(sh->s, OVERLAY_PLACE, place_get(&sh->place, PLACE_KEY), &sh->said,
			       err);

	for (size_t i = 0; ok && i < sh->n; i++)
		ok = overlay_read(sh->s, OVERLAY_OFFER, offer_get(&sh->offers[i], OFFER_KEY),
				  &sh->said_of[i], err);
	return ok && (!sh->place.id || group_read(sh->s, sh->place.id, &sh->group, err));
}

/* ---- for people ---- */

static void say_next_dates(struct str *out, const struct sheet *sh, const struct hours *h,
			   int indent)
{
	struct str b;
	char *line, *rest;

	str_init(&b);
	hours_french_next(&b, h, &sh->s->school, clock_now(), NEXT_DATES);
	rest = b.s;
	if (b.len)
		str_addf(out, "%*sProchaines dates :\n", indent, "");
	while ((line = strsep(&rest, "\n"))) {
		if (!*line)
			continue;
		str_addf(out, "%*s", indent + NESTED, "");
		out_wrap(out, line, indent + NESTED);
	}
	str_done(&b);
}

/* The week, the state now and the next dates; what is not understood is shown as it is. */
static void say_hours(struct str *out, const struct sheet *sh, const char *value, int indent)
{
	struct err ignored = ERR_INIT;
	struct hours *h = hours_parse(value, strlen(value), 0, &ignored);
	struct str b;

	str_init(&b);
	if (!h) {
		hours_french_invalid(&b, value);
		str_addf(out, "%*s", indent, "");
		out_wrap(out, b.s, indent);
		str_done(&b);
		return;
	}
	hours_french(&b, h);
	out_fact(out, "Horaires", b.s, indent);
	str_clear(&b);
	hours_french_state(&b, h, &sh->s->school, clock_now());
	out_fact(out, "En ce moment", b.s, indent);
	if (hours_is_rare(h, &sh->s->school, clock_today()))
		say_next_dates(out, sh, h, indent);
	if (hours_remarks(h) & HOURS_DOUBTFUL)
		out_fact(out, "Horaires douteux, à vérifier", value, indent);
	hours_free(h);
	str_done(&b);
}

static void say_field(struct str *out, const struct sheet *sh, const struct field *f,
		      const char *value, int indent)
{
	struct str b;

	if (!*value)
		return;
	if (f->kind == FIELD_HOURS) {
		say_hours(out, sh, value, indent);
		return;
	}
	str_init(&b);
	field_say_live(&b, sh->s, f, value);
	out_fact(out, f->label, b.s, indent);
	str_done(&b);
}

/* Whose record, and what was said of it. */
struct spoken {
	const char *key;
	const struct overlay *said;
	int indent;
};

static void say_correction(struct str *out, const struct sheet *sh, const struct spoken *k,
			   const struct field *f)
{
	const struct correction *c = local_correction(k->said, f);
	int indent = k->indent + NESTED;
	struct str b, now, then;

	if (!c)
		return;
	str_init(&b);
	str_init(&now);
	str_init(&then);
	field_say(&now, sh->s, f, c->source_value);
	field_say(&then, sh->s, f, c->source_then);
	local_say(&b, c, now.s, then.s, k->key);
	str_addf(out, "%*s", indent, "");
	out_wrap(out, b.s, indent);
	str_done(&b);
	str_done(&now);
	str_done(&then);
}

/* A field, then who corrected it. */
static void say_spoken(struct str *out, const struct sheet *sh, const struct spoken *k,
		       const struct field *f, const char *value)
{
	if (*value)
		say_field(out, sh, f, value, k->indent);
	else if (local_correction(k->said, f))
		out_fact(out, f->label, "non précisé", k->indent);
	say_correction(out, sh, k, f);
}

/* « Mission locale : 04 74 05 00 30, accueil@…, 12 rue…, Tarare » for each prescriber known. */
static void say_prescribers(struct str *out, const struct sheet *sh, const struct offer *o,
			    int indent)
{
	struct list_walk w = { .rest = offer_get(o, OFFER_PRESCRIBER_KEYS) };
	static const enum place_field reach[] = { PLACE_EMAILS, PLACE_ADDRESS, PLACE_COMMUNE };
	struct str item, b;
	struct place p;

	str_init(&item);
	str_init(&b);
	place_init(&p);
	while (list_next(&w, &item)) {
		struct err ignored = ERR_INIT;
		int64_t id = directory_place_by_key(sh->s->directory, item.s, &ignored);

		if (!id || !directory_place(sh->s->directory, id, &p, &ignored))
			continue;
		str_clear(&b);
		phone_french(&b, place_get(&p, PLACE_PHONE));
		for (size_t i = 0; i < ARRAY_SIZE(reach); i++) {
			if (*place_get(&p, reach[i]))
				str_join(&b, ", ", place_get(&p, reach[i]));
		}
		out_fact(out, place_get(&p, PLACE_NAME), b.len ? b.s : "coordonnées à demander",
			 indent + NESTED);
	}
	place_clear(&p);
	str_done(&b);
	str_done(&item);
}

static void print_offer(struct str *out, const struct sheet *sh, size_t i)
{
	const struct offer *o = &sh->offers[i];
	struct spoken k = { offer_get(o, OFFER_KEY), &sh->said_of[i], NESTED };
	struct str b;

	str_init(&b);
	str_addf(&b, "Offre : %s", offer_get(o, OFFER_NAME));
	str_addc(out, '\n');
	out_wrap(out, b.s, NESTED);
	say_correction(out, sh, &k, &offer_fields[OFFER_NAME]);
	str_clear(&b);
	offer_beware(&b, &sh->place, o, sh->s->vocab);
	out_fact(out, "Attention", b.s, NESTED);
	local_facts(out, &sh->said_of[i], NESTED);
	for (int f = 0; f < OFFER_FIELD_COUNT; f++) {
		if (f == OFFER_NAME || f == OFFER_PLACE_KEY || f == OFFER_PRESCRIBER_KEYS)
			continue;
		say_spoken(out, sh, &k, &offer_fields[f], offer_get(o, (enum offer_field)f));
		if (f == OFFER_PRESCRIBERS)
			say_prescribers(out, sh, o, NESTED);
	}
	str_done(&b);
}

#define VALUES_MAX 8

/* What the other records say, when it is not what this one says. */
static void say_others(struct str *out, const struct sheet *sh, enum place_field f)
{
	struct group_value v[VALUES_MAX];
	size_t n = group_values(&sh->group, f, v, VALUES_MAX);
	struct str label, value;

	str_init(&label);
	str_init(&value);
	for (size_t i = 0; i < n; i++) {
		if (v[i].who >> sh->group.asked & 1)
			continue;
		str_clear(&label);
		str_clear(&value);
		str_addf(&label, "%s, selon ", place_fields[f].label);
		group_say_who(&label, &sh->group, &v[i]);
		field_say(&value, sh->s, &place_fields[f], v[i].value);
		out_fact(out, label.s, value.s, NESTED);
	}
	str_done(&label);
	str_done(&value);
}

static bool is_of_record(size_t f)
{
	return f == PLACE_KEY || f == PLACE_SOURCE || f == PLACE_SOURCE_IDS || f == PLACE_LICENCE ||
	       f == PLACE_LAT || f == PLACE_LON || f == PLACE_UPDATED || f == PLACE_CHECKED;
}

static void print_group(struct str *out, const struct sheet *sh)
{
	const struct group *g = &sh->group;
	struct str b;

	if (g->n < 2)
		return;
	str_init(&b);
	str_addf(&b, "%zu fiches, réunies %s", g->n,
		 g->decided ? "par vous" : "parce qu’elles se ressemblent");
	out_fact(out, "Même lieu", b.s, 0);
	for (size_t i = 0; i < g->n; i++) {
		if (i == g->asked)
			continue;
		str_clear(&b);
		str_addf(&b, "%s (", place_get(&g->members[i].place, PLACE_NAME));
		group_say_source(&b, g, i);
		str_addf(&b, ") : aiguillage montrer %s", place_get(&g->members[i].place, PLACE_KEY));
		out_fact(out, "Autre fiche", b.s, NESTED);
	}
	for (size_t f = 0; f < PLACE_FIELD_COUNT; f++)
		if (!is_of_record(f))
			say_others(out, sh, (enum place_field)f);
	str_done(&b);
}

static void print_sheet(struct str *out, const struct sheet *sh)
{
	struct spoken k = { place_get(&sh->place, PLACE_KEY), &sh->said, 0 };

	out_wrap(out, place_get(&sh->place, PLACE_NAME), 0);
	local_facts(out, &sh->said, 0);
	say_correction(out, sh, &k, &place_fields[PLACE_NAME]);
	for (int f = 0; f < PLACE_FIELD_COUNT; f++) {
		const char *value = place_get(&sh->place, (enum place_field)f);

		if (f != PLACE_NAME)
			say_spoken(out, sh, &k, &place_fields[f], value);
	}
	print_group(out, sh);
	for (size_t i = 0; i < sh->n; i++)
		print_offer(out, sh, i);
}

/* ---- for programs ---- */

static const struct column columns[] = {
	{ .name = "objet" }, { .name = "id" }, { .name = "champ" }, { .name = "valeur" },
};

static void add_rows(struct rows *r, const char *what, const char *const *values, size_t n,
		     const struct field *fields)
{
	for (size_t f = 0; f < n; f++) {
		if (!values[f] || !*values[f])
			continue;
		rows_add(r, what);
		rows_add(r, values[0]);
		rows_add(r, fields[f].csv);
		rows_add(r, values[f]);
	}
}

static void print_tsv(struct str *out, const struct sheet *sh)
{
	struct rows r;

	rows_init(&r, columns, ARRAY_SIZE(columns));
	add_rows(&r, "lieu", sh->place.f, PLACE_FIELD_COUNT, place_fields);
	local_rows(&r, place_get(&sh->place, PLACE_KEY), &sh->said);
	for (size_t i = 0; i < sh->group.n; i++)
		if (i != sh->group.asked)
			add_rows(&r, "meme-lieu", sh->group.members[i].place.f, PLACE_FIELD_COUNT,
				 place_fields);
	for (size_t i = 0; i < sh->n; i++) {
		add_rows(&r, "offre", sh->offers[i].f, OFFER_FIELD_COUNT, offer_fields);
		local_rows(&r, offer_get(&sh->offers[i], OFFER_KEY), &sh->said_of[i]);
	}
	rows_print(&r, FORMAT_TSV, out);
	rows_done(&r);
}

/* One object; every field, empty ones too. */
static void print_object(struct str *out, const char *what, const char *const *values, size_t n,
			 const struct field *fields, const struct overlay *said)
{
	str_add(out, " {\"objet\": ");
	json_string(out, what);
	for (size_t f = 0; f < n; f++) {
		str_add(out, ", ");
		json_string(out, fields[f].csv);
		str_add(out, ": ");
		json_string(out, values[f] ? values[f] : "");
	}
	local_json(out, said);
	str_addc(out, '}');
}

static void print_json(struct str *out, const struct sheet *sh)
{
	str_add(out, "[\n");
	print_object(out, "lieu", sh->place.f, PLACE_FIELD_COUNT, place_fields, &sh->said);
	for (size_t i = 0; i < sh->group.n; i++) {
		if (i == sh->group.asked)
			continue;
		str_add(out, ",\n");
		print_object(out, "meme-lieu", sh->group.members[i].place.f, PLACE_FIELD_COUNT,
			     place_fields, &(struct overlay){ 0 });
	}
	for (size_t i = 0; i < sh->n; i++) {
		str_add(out, ",\n");
		print_object(out, "offre", sh->offers[i].f, OFFER_FIELD_COUNT, offer_fields,
			     &sh->said_of[i]);
	}
	str_add(out, "\n]\n");
}

static bool show(struct cmd_call *call, const char *key, enum format format, struct err *err)
{
	struct sheet sh = { .s = call->session };
	bool ok;

	place_init(&sh.place);
	group_init(&sh.group);
	ok = read_sheet(&sh, key, err);
	if (ok && format == FORMAT_TABLE)
		print_sheet(&call->out, &sh);
	else if (format == FORMAT_TSV)
		print_tsv(&call->out, &sh);
	else if (format == FORMAT_JSON && ok)
		print_json(&call->out, &sh);
	else if (format == FORMAT_JSON)
		str_add(&call->out, "[]\n");
	sheet_done(&sh);
	return ok;
}

static bool run(struct cmd_call *call, struct args *a, struct err *err)
{
	enum format format = FORMAT_TABLE;
	const char *key = NULL;
	int id;

	while ((id = args_option(a, &key, err)) != ARGS_END)
		if (id != OPT_FORMAT || !format_read(a, &format, err))
			return false;
	if (!key || !*key)
		return err_set(err, ERR_USAGE, "Il manque l’identifiant : aiguillage montrer ID");
	return call_open(call, err) && show(call, key, format, err);
}

const struct cmd_entry cmd_show = {
	.name = "montrer",
	.operands = "ID",
	.summary = "Montrer tout ce que l’on sait d’un lieu ou d’une offre",
	.help = "ID est l’identifiant d’une offre (colonne « id » de « chercher »), d’un lieu, ou "
		"celui sous lequel une source les connaît. Pour un lieu, toutes ses offres sont "
		"montrées.\n"
		"\n"
		"Colonnes de tsv : objet (lieu, meme-lieu ou offre) id champ valeur. json : un objet pour le "
		"lieu, un par autre fiche du même lieu (« aiguillage grouper »), un par offre. Les champs sont ceux de data/README. Ce que vous avez "
		"corrigé y est à sa place ; ce que dit la source a pour objet « source » "
		"(source_dit en json), vos marques « marque » (marques en json).\n"
		"\n"
		"Exemples :\n"
		"  aiguillage montrer S015\n"
		"  aiguillage montrer france-services-amplepuis --format json",
	.options = options,
	.run = run,
};
