#include <string.h>

#include "aiguillage/date.h"
#include "aiguillage/exchange.h"
#include "src/cli/cli.h"
#include "src/cli/inputs.h"
#include "src/cli/logged.h"
#include "src/cli/resolve.h"

enum {
	OPT_FROM = 1,
	OPT_TO,
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
	{ .id = OPT_KIND, .name = "objet", .value = "OBJET",
	  .help = "accompagnement, orientation ou sans-reponse" },
	{ .id = OPT_STATE, .name = "etat", .value = "ETAT",
	  .help = "à faire, orienté, contact, venu, non abouti, sans nouvelle, annulé" },
	{ .id = OPT_PLACE, .name = "lieu", .value = "MOTS", .help = "mots du lieu, de l’offre ou de la commune" },
	{ .id = OPT_NEED, .name = "besoin", .value = "B", .help = "besoin" },
	{ .id = OPT_COMMUNE, .name = "commune", .value = "C", .help = "commune de la personne" },
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
	const char *id, *from, *to, *state, *need, *commune, *kind;
	struct log_filter filter;
	struct inputs inputs;
	bool cancel, restore, aside;
	enum format format;
};

static bool read_option(struct journal_call *w, struct args *a, int id, struct err *err)
{
	const char **const texts[] = {
		[OPT_FROM] = &w->from, [OPT_TO] = &w->to, [OPT_STATE] = &w->state,
		[OPT_PLACE] = &w->filter.text, [OPT_NEED] = &w->need, [OPT_COMMUNE] = &w->commune,
		[OPT_CODE] = &w->filter.code, [OPT_KIND] = &w->kind,
	};

	if (id > 0 && id < (int)(sizeof texts / sizeof *texts)) {
		*texts[id] = a->value;
		return true;
	}
	switch (id) {
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

	while ((id = args_next(a, err)) != ARGS_END) {
		if (id == ARGS_OPERAND && w->id)
			return args_unexpected(a, err);
		if (id == ARGS_OPERAND)
			w->id = a->value;
		else if (!read_option(w, a, id, err))
			return false;
	}
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
		ok = log_read(call->session, e->kind, field, in->value, &value, err) &&
		     referral_become(e, (enum referral_state)referral_state_find(value.s),
				     clock_today(), entry_get(e, REF_REASON), err);
	} else {
		ok = log_read(call->session, e->kind, field, in->value, &value, err);
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

static bool resolve(struct session *s, struct journal_call *w, struct str *state,
		    struct commune *home, struct err *err)
{
	struct log_filter *f = &w->filter;
	uint32_t commune;
	int kind;

	if (!read_day(s, w->from, f->from, err) || !read_day(s, w->to, f->to, err))
		return false;
	if (w->state && !log_read(s, KIND_REFERRAL, REF_STATE, w->state, state, err))
		return false;
	f->state = w->state ? state->s : NULL;
	if (w->need && !resolve_value(s, VOCAB_NEED, w->need, &f->need, err))
		return false;
	if (w->commune) {
		if (!resolve_commune(s, w->commune, &commune, err))
			return false;
		gazetteer_get(s->gazetteer, commune, home);
		f->insee = home->insee;
	}
	if (!w->kind)
		return true;
	kind = entry_kind_find(w->kind);
	if (kind <= KIND_PERSON)
		return err_set(err, ERR_USAGE, "--objet attend accompagnement, orientation ou "
			       "sans-reponse");
	f->kinds = 1 << kind;
	return true;
}

static bool list(struct cmd_call *call, struct journal_call *w, struct err *err)
{
	struct log_list l = { .n = 0 };
	struct commune home;
	struct str state;
	bool ok;

	str_init(&state);
	ok = resolve(call->session, w, &state, &home, err) &&
	     (w->filter.code ? log_of_person(call->session, &w->filter, &l, err)
			     : log_entries(call->session, &w->filter, &l, err)) &&
	     logged_print(call, &l, w->format, err);
	if (ok && !l.n && w->format == FORMAT_TABLE)
		str_add(&call->out, "Rien de tel dans le journal.\n");
	log_list_done(&l);
	str_done(&state);
	return ok;
}

static bool run(struct cmd_call *call, struct args *a, struct err *err)
{
	struct journal_call w = { .format = FORMAT_TABLE };
	bool ok = read_args(&w, a, err) && call_open(call, err) &&
		  (w.id ? one(call, &w, err) : list(call, &w, err));

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
