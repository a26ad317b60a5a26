#include <stdlib.h>
#include <string.h>

#include "aiguillage/date.h"
#include "aiguillage/exchange.h"
#include "aiguillage/log_filter.h"
#include "aiguillage/protect.h"
#include "src/cli/cli.h"
#include "src/cli/inputs.h"
#include "src/cli/logged.h"
#include "src/cli/resolve.h"

enum {
	OPT_FROM = 1,
	OPT_TO,
	OPT_PERIOD,
	OPT_STATE,
	OPT_PLACE,
	OPT_NEED,
	OPT_COMMUNE,
	OPT_CODE,
	OPT_KIND,
	OPT_REMOVED,
	OPT_FIELD,
	OPT_CANCEL,
	OPT_RESTORE,
	OPT_ASIDE,
	OPT_FORMAT,
};

static const struct arg_option options[] = {
	{ .id = OPT_FROM, .name = "de", .value = "DATE", .help = "à partir de ce jour" },
	{ .id = OPT_TO, .name = "a", .value = "DATE", .help = "jusqu’à ce jour compris" },
	{ .id = OPT_PERIOD, .name = "periode", .value = "JOURS",
	  .help = "« 1/11 au 15/11 », novembre, 2025, « la semaine dernière »…" },
	{ .id = OPT_KIND, .name = "objet", .value = "OBJET",
	  .help = "accompagnement, orientation ou sans-reponse ; peut être répétée" },
	{ .id = OPT_STATE, .name = "etat", .value = "ETAT",
	  .help = "à faire, orienté, contact, venu, non abouti, sans nouvelle, annulé ; peut être "
		  "répétée" },
	{ .id = OPT_PLACE, .name = "lieu", .value = "MOTS",
	  .help = "identifiant d’un lieu, ou mots du lieu, de l’offre ou de la commune" },
	{ .id = OPT_NEED, .name = "besoin", .value = "B", .help = "besoin ; peut être répétée" },
	{ .id = OPT_COMMUNE, .name = "commune", .value = "C",
	  .help = "commune de la personne ; peut être répétée" },
	{ .id = OPT_CODE, .name = "code", .value = "CODE",
	  .help = "tout ce qui concerne une personne, dans l’ordre : son parcours" },
	{ .id = OPT_REMOVED, .name = "annulees", .help = "les entrées annulées" },
	{ .id = OPT_FIELD, .name = "champ", .value = "NOM=VALEUR",
	  .help = "avec ID : changer un champ, plusieurs fois s’il le faut" },
	{ .id = OPT_CANCEL, .name = "annuler", .help = "avec ID : retirer cette entrée" },
	{ .id = OPT_RESTORE, .name = "retablir", .help = "avec ID : remettre une entrée annulée" },
	{ .id = OPT_ASIDE, .name = "reprendre",
	  .help = "avec ID : reprendre la version qu’un échange a mise de côté" },
	{ .id = OPT_FORMAT, .name = "format", .value = "FORMAT",
	  .help = "table (pour lire), tsv ou json (pour un programme), csv, fods ou xlsx (pour un tableur)" },
	{ .name = NULL },
};

struct journal_call {
	const char *id, *from, *to, *period;
	struct log_filter filter;
	const char *place;
	struct str any[LOG_GROUPS];	/* lists: what was typed, then codes */
	struct inputs inputs;
	bool cancel, restore, aside;
	enum format format;
};

/* The group that an option filters, or -1. */
static int group_of(int option)
{
	switch (option) {
	case OPT_KIND:
		return LOG_BY_KIND;
	case OPT_STATE:
		return LOG_BY_STATE;
	case OPT_NEED:
		return LOG_BY_NEED;
	case OPT_COMMUNE:
		return LOG_BY_COMMUNE;
	default:
		return -1;
	}
}

static bool read_option(struct journal_call *w, struct args *a, int id, struct err *err)
{
	if (group_of(id) >= 0) {
		list_add(&w->any[group_of(id)], a->value);
		return true;
	}
	switch (id) {
	case OPT_FROM:
		return (w->from = a->value) != NULL;
	case OPT_TO:
		return (w->to = a->value) != NULL;
	case OPT_PERIOD:
		return (w->period = a->value) != NULL;
	case OPT_PLACE:
		return (w->place = a->value) != NULL;
	case OPT_CODE:
		return (w->filter.code = a->value) != NULL;
	case OPT_REMOVED:
		return w->filter.removed = true;
	case OPT_FIELD:
		inputs_add(&w->inputs, a->value);
		return true;
	case OPT_CANCEL:
		return w->cancel = true;
	case OPT_RESTORE:
		return w->restore = true;
	case OPT_ASIDE:
		return w->aside = true;
	case OPT_FORMAT:
		return format_read_sheet(a, &w->format, err);
	default:
		return false;
	}
}

static bool read_args(struct journal_call *w, struct args *a, struct err *err)
{
	int id;

	while ((id = args_option(a, &w->id, err)) != ARGS_END)
		if (!read_option(w, a, id, err))
			return false;
	if (!w->id && (w->inputs.n || w->cancel || w->restore || w->aside))
		return err_set(err, ERR_USAGE, "Il manque l’entrée : aiguillage journal ID …");
	if ((w->inputs.n > 0) + w->cancel + w->restore + w->aside > 1)
		return err_set(err, ERR_USAGE, "--champ, --annuler, --retablir ou --reprendre, un seul à la fois");
	return inputs_valued(&w->inputs, true, err);
}

/* ---- one entry ---- */

static bool set_field(struct cmd_call *call, struct entry *e, const struct overlay_input *in,
		      struct err *err)
{
	int field = entry_field_find(e->kind, in->column);
	size_t n;
	const struct entry_field *f = entry_fields(e->kind, &n);
	struct str value;
	bool ok;

	if (field < 0)
		return err_set(err, ERR_USAGE, "« %s » n’est pas un champ de cette entrée. « aiguillage "
			       "journal ID --format tsv » donne leurs noms", quote(in->column).s);
	if (entry_is_personal(&f[field]) && *in->value)
		return err_set(err, ERR_USAGE, "« %s » parle d’une personne : cela se change dans les "
			       "écrans ; « %s= » le vide", f[field].label, f[field].name);
	str_init(&value);
	if (e->kind == KIND_REFERRAL && field == REF_STATE) {
		ok = log_read_in(call->session, e, field, in->value, &value, err) &&
		     referral_become(e, (enum referral_state)referral_state_find(value.s),
				     clock_today(), entry_get(e, REF_REASON), err);
	} else if (e->kind == KIND_ACCOMPANIMENT && field == ACC_PLACE) {
		ok = log_set_place_name(call->session, e, in->value, err);
	} else {
		ok = log_read_in(call->session, e, field, in->value, &value, err);
		if (ok)
			entry_set(e, field, value.s);
	}
	str_done(&value);
	return ok;
}

static bool change(struct cmd_call *call, const struct journal_call *w, struct entry *e,
		   struct err *err)
{
	struct log_saved saved;

	for (size_t i = 0; i < w->inputs.n; i++)
		if (!set_field(call, e, &w->inputs.list[i], err))
			return false;
	return log_save(call->session, e, NULL, &saved, err);
}

static const struct column field_columns[] = { { .name = "champ" }, { .name = "valeur" } };

static bool print_fields(struct cmd_call *call, const struct entry *e, enum format format,
			 struct err *err)
{
	size_t n;
	const struct entry_field *f = entry_fields(e->kind, &n);
	struct rows r;
	bool ok;

	rows_init(&r, field_columns, 2);
	for (size_t i = 0; i < n; i++) {
		rows_add(&r, f[i].name);
		rows_add(&r, entry_get(e, (int)i));
	}
	ok = format_check_output(format, err) &&
	     rows_write(&r, format, call->session->base_dir, &call->out, err);
	rows_done(&r);
	return ok;
}

/* What an exchange put aside, when there is something. */
static bool show_aside(struct cmd_call *call, const struct entry *e, struct err *err)
{
	struct entry aside;
	struct str b;

	/* closed as the texts are */
	if (journal_lock_state(call->session->journal) == JOURNAL_LOCKED)
		return true;
	str_init(&b);
	if (exchange_aside(call->session, e, &aside, err)) {
		exchange_say_difference(call->session, e, &aside, &b);
		str_add(&call->out, "Mis de côté lors d’un échange (--reprendre y revient) :\n");
		for (char *line = strtok(b.s, "\n"); line; line = strtok(NULL, "\n")) {
			str_add(&call->out, "  ");
			out_wrap(&call->out, line, 2);
		}
	}
	str_done(&b);
	entry_done(&aside);
	return !err->kind;
}

static bool take_aside(struct cmd_call *call, const struct entry *e, struct err *err)
{
	if (!exchange_take_aside(call->session, e, err))
		return false;
	str_addf(&call->out, "Reprise : %.8s\n", e->id);
	return true;
}

static bool one(struct cmd_call *call, const struct journal_call *w, struct err *err)
{
	struct entry e;
	bool ok = log_find(call->session, w->id, &e, err);

	if (ok && (w->cancel || w->restore)) {
		ok = log_cancel(call->session, e.id, w->cancel, err);
		if (ok)
			str_addf(&call->out, w->cancel ? "Annulée. « aiguillage journal %.8s --retablir » "
							 "la remet.\n" : "Rétablie : %.8s\n", e.id);
	} else if (ok && w->aside) {
		ok = take_aside(call, &e, err);
	} else if (ok) {
		ok = !w->inputs.n || change(call, w, &e, err);
		if (ok && w->format == FORMAT_TABLE)
			ok = logged_show(call, &e, err) && show_aside(call, &e, err);
		else if (ok)
			ok = print_fields(call, &e, w->format, err);
	}
	entry_done(&e);
	return ok;
}

/* ---- the list ---- */

static bool read_day(struct session *s, const char *typed, char iso[11], struct err *err)
{
	struct str value;
	bool ok;

	if (!typed)
		return true;
	str_init(&value);
	ok = log_read(s, KIND_REFERRAL, REF_DAY, typed, &value, err);
	if (ok)
		strncpy(iso, value.s, 10);
	str_done(&value);
	return ok;
}

static bool read_kind(const char *typed, struct str *list, struct err *err)
{
	if (entry_kind_find(typed) <= KIND_PERSON)
		return err_set(err, ERR_USAGE, "--objet attend accompagnement, orientation ou "
			       "sans-reponse");
	list_add(list, typed);
	return true;
}

static bool read_state(struct session *s, const char *typed, struct str *list, struct err *err)
{
	struct str state;
	bool ok;

	str_init(&state);
	ok = log_read(s, KIND_REFERRAL, REF_STATE, typed, &state, err);
	list_add(list, state.s);
	str_done(&state);
	return ok;
}

static bool read_commune(struct session *s, const char *typed, struct str *list, struct err *err)
{
	struct commune home;
	uint32_t commune;

	if (!resolve_commune(s, typed, &commune, err))
		return false;
	gazetteer_get(s->gazetteer, commune, &home);
	list_add(list, home.insee);
	return true;
}

/* One of the values that were typed for a group, as a code of the list. */
static bool read_value(struct session *s, int group, const char *typed, struct str *list,
		       struct err *err)
{
	const char *need;

	switch (group) {
	case LOG_BY_KIND:
		return read_kind(typed, list, err);
	case LOG_BY_STATE:
		return read_state(s, typed, list, err);
	case LOG_BY_COMMUNE:
		return read_commune(s, typed, list, err);
	default:
		if (!resolve_value(s, VOCAB_NEED, typed, &need, err))
			return false;
		list_add(list, need);
		return true;
	}
}

static bool read_group(struct session *s, struct journal_call *w, int group, struct err *err)
{
	char *typed = str_steal(&w->any[group]);
	struct list_walk walk = { .rest = typed };
	struct str item;
	bool ok = true;

	str_init(&item);
	while (ok && list_next(&walk, &item))
		ok = read_value(s, group, item.s, &w->any[group], err);
	w->filter.any[group] = w->any[group].s;
	str_done(&item);
	free(typed);
	return ok;
}

/* The identifier of a place, else words of it. */
static bool read_place(struct session *s, struct journal_call *w, struct err *err)
{
	if (!w->place)
		return true;
	if (directory_place_by_key(s->directory, w->place, err))
		w->filter.any[LOG_BY_PLACE] = w->place;
	else
		w->filter.text = w->place;
	return !err->kind;
}

static bool read_days(struct session *s, struct journal_call *w, struct err *err)
{
	struct log_filter *f = &w->filter;

	if (!w->period)
		return read_day(s, w->from, f->from, err) && read_day(s, w->to, f->to, err);
	if (w->from || w->to)
		return err_set(err, ERR_USAGE, "--periode, ou --de et --a : pas les deux");
	return log_period_read(w->period, f->from, f->to) ||
	       err_set(err, ERR_USAGE, "--periode : « %s » n’est pas compris. Écrire « 1/11 au 15/11 », "
		       "novembre, « depuis le 1er septembre », 2025", quote(w->period).s);
}

static bool resolve(struct session *s, struct journal_call *w, struct err *err)
{
	bool ok = read_days(s, w, err);

	for (int g = 0; ok && g < LOG_BY_PLACE; g++)
		ok = read_group(s, w, g, err);
	return ok && read_place(s, w, err);
}

static bool list(struct cmd_call *call, struct journal_call *w, struct err *err)
{
	struct log_list l = { .n = 0 };
	bool ok;

	ok = resolve(call->session, w, err) &&
	     (w->filter.code ? log_of_person(call->session, &w->filter, &l, err)
			     : log_entries(call->session, &w->filter, &l, err)) &&
	     logged_print(call, &l, w->format, err);
	if (ok && !l.n && w->format == FORMAT_TABLE)
		str_add(&call->out, "Rien de tel dans le journal.\n");
	log_list_done(&l);
	return ok;
}

static bool run(struct cmd_call *call, struct args *a, struct err *err)
{
	struct journal_call w = { .format = FORMAT_TABLE };
	bool ok;

	for (int g = 0; g < LOG_GROUPS; g++)
		str_init(&w.any[g]);
	ok = read_args(&w, a, err) && call_open(call, err) &&
	     (w.id ? one(call, &w, err) : list(call, &w, err));
	for (int g = 0; g < LOG_GROUPS; g++)
		str_done(&w.any[g]);
	inputs_done(&w.inputs);
	return ok;
}

const struct cmd_entry cmd_journal = {
	.name = "journal",
	.operands = "[ID]",
	.summary = "Lire le journal, en changer ou en annuler une entrée",
	.help = "Sans ID, les entrées du plus récent au plus ancien ; avec --code, le parcours d’une "
		"personne, dans l’ordre. Avec ID (ses premiers caractères suffisent), une entrée "
		"entière, et ce qu’un échange en a mis de côté.\n"
		"\n"
		"Colonnes de tsv et json : id date objet code commune_insee commune lieu besoins etat "
		"motif relance telephone duree quoi.\n"
		"\n"
		"Exemples :\n"
		"  aiguillage journal --de 1/11 --objet orientation --etat 'non abouti'\n"
		"  aiguillage journal --code K7-42\n"
		"  aiguillage journal 3f9a2c1e --champ relance=+7\n"
		"  aiguillage journal 3f9a2c1e --annuler",
	.options = options,
	.run = run,
};
