#include <math.h>
#include <string.h>

#include "aiguillage/date.h"
#include "src/cli/cli.h"
#include "src/cli/logged.h"
#include "src/cli/wanted.h"

enum {
	OPT_PRESCRIBER = 1,
	OPT_AFTER,
};

static const struct arg_option options[] = {
	LOGGED_PERSON_OPTIONS,
	LOGGED_AGE_OPTIONS,
	{ .id = LOGGED_FIELD(REF_BARRIERS), .name = "freins", .value = "LISTE",
	  .help = "matériel, informationnel, économique, psychologique, mobilité…" },
	{ .id = LOGGED_FIELD(REF_TRAVELS), .name = "se-deplace", .value = "R",
	  .help = "la personne peut se déplacer : oui, non, ne sait pas" },
	{ .id = LOGGED_FIELD(REF_TRAVEL), .name = "moyens", .value = "LISTE",
	  .help = "comment : à pied, voiture, train…" },
	{ .id = LOGGED_FIELD(REF_MODE), .name = "mode", .value = "MODE",
	  .help = "ce qu’elle préfère : individuel, atelier, à domicile…" },
	{ .id = LOGGED_FIELD(REF_APPOINTMENT), .name = "rdv", .value = "QUAND",
	  .help = "rendez-vous, ou date de permanence : 4/12, « 4/12 14h30 »" },
	{ .id = LOGGED_FIELD(REF_CONTACT), .name = "contact", .value = "QUI",
	  .help = "qui contacte qui : personne, conseiller, proche, lieu" },
	{ .id = LOGGED_FIELD(REF_FOLLOWUP), .name = "relance", .value = "DATE",
	  .help = "jour où prendre des nouvelles (lendemain du rendez-vous, ou dans 10 jours)" },
	{ .id = LOGGED_FIELD(REF_WORDS), .name = "mots", .value = "-",
	  .help = "ce que la personne demande, avec ses mots, lu sur l’entrée standard" },
	{ .id = LOGGED_FIELD(REF_ASK), .name = "demander", .value = "-",
	  .help = "ce qu’il faut demander là-bas, lu sur l’entrée standard" },
	{ .id = LOGGED_FIELD(REF_NOTE), .name = "note", .value = "-",
	  .help = "note, lue sur l’entrée standard" },
	{ .id = OPT_PRESCRIBER, .name = "prescripteur", .value = "ID",
	  .help = "orienter d’abord vers ce prescripteur (un lieu)" },
	{ .id = OPT_AFTER, .name = "apres", .value = "ID",
	  .help = "suite d’une orientation du journal : même personne, même demande" },
	{ .name = NULL },
};

struct refer_call {
	struct wanted asked;
	struct logged told;
	const char *offer, *prescriber, *after;
};

static bool read_option(struct refer_call *w, struct args *a, int id, struct err *err)
{
	if (id == OPT_PRESCRIBER)
		w->prescriber = a->value;
	else if (id == OPT_AFTER)
		w->after = a->value;
	else if (id >= LOGGED_CODE)
		return logged_read(&w->told, a, id, err);
	else
		return id != ARGS_WRONG && wanted_read(&w->asked, a, id, err);
	return true;
}

static bool read_args(struct refer_call *w, struct args *a, struct err *err)
{
	int id;

	while ((id = args_option(a, &w->offer, err)) != ARGS_END)
		if (!read_option(w, a, id, err))
			return false;
	return w->offer || err_set(err, ERR_USAGE, "Il manque l’offre : aiguillage orienter ID …, "
				   "l’identifiant que donne « aiguillage chercher »");
}

/* Straight line to the offer from the commune of the person, as the search has it. */
static float km_to(struct search *x, struct session *s, int64_t offer)
{
	struct hit h;

	for (size_t i = 0; search_hits(x, i, 1, &h) == 1; i++)
		if (index_offer_id(s->index, h.offer) == offer)
			return h.km;
	return NAN;
}

static bool fill(struct session *s, const struct refer_call *w, struct entry *e, struct err *err)
{
	int64_t offer = directory_offer_by_key(s->directory, w->offer, err);
	struct search *x = search_new(s);
	struct log_choice c = { .criteria = &w->asked.c, .offer = offer };
	struct entry from;
	bool ok;

	search_run(x, &w->asked.c);
	c.km = km_to(x, s, offer);
	search_free(x);
	entry_init(e, KIND_REFERRAL);
	if (!offer)
		return err->kind ? false
				 : err_set(err, ERR_NOT_FOUND, "Aucune offre n’a l’identifiant « %s »",
					   quote(w->offer).s);
	if (!w->after)
		return log_referral(s, e, &c, err);
	ok = log_find(s, w->after, &from, err);
	if (ok && from.kind != KIND_REFERRAL)
		ok = err_set(err, ERR_USAGE, "--apres attend une orientation");
	ok = ok && log_again(s, &from, e, offer, c.km, err);
	entry_done(&from);
	return ok;
}

static bool go_through(struct session *s, const struct refer_call *w, struct entry *e,
		       struct err *err)
{
	int64_t place;

	if (!w->prescriber)
		return true;
	place = directory_place_by_key(s->directory, w->prescriber, err);
	if (!place)
		return err->kind ? false
				 : err_set(err, ERR_NOT_FOUND, "Aucun lieu n’a l’identifiant « %s »",
					   quote(w->prescriber).s);
	return log_via_prescriber(s, e, place, err);
}

/* The counsellor alone cannot send anybody there. */
static void say_prescribed(struct session *s, const struct entry *e)
{
	struct err ignored = ERR_INIT;
	int64_t row = directory_offer_by_key(s->directory, entry_get(e, REF_OFFER_KEY), &ignored);
	struct offer o;

	offer_init(&o);
	if (row && directory_offer(s->directory, row, &o, &ignored) && offer_is_prescribed(&o))
		say("Cette offre se fait sur prescription : %s. Pour orienter d’abord vers qui "
		    "prescrit : --prescripteur ID%s%s", offer_get(&o, OFFER_PRESCRIBERS),
		    *offer_get(&o, OFFER_PRESCRIBER_KEYS) ? ", parmi " : "",
		    offer_get(&o, OFFER_PRESCRIBER_KEYS));
	offer_clear(&o);
}

static void set_followup(const struct refer_call *w, struct entry *e)
{
	int day;

	if (!w->told.typed[REF_FOLLOWUP] && entry_day(e, REF_DAY, &day))
		entry_set_day(e, REF_FOLLOWUP,
			      referral_followup(day, entry_get(e, REF_APPOINTMENT)));
}

static bool refer(struct cmd_call *call, const struct refer_call *w, struct err *err)
{
	struct entry e;
	bool ok = fill(call->session, w, &e, err) && go_through(call->session, w, &e, err) &&
		  logged_fill(&w->told, call->session, &e, err);

	if (ok) {
		set_followup(w, &e);
		say_prescribed(call->session, &e);
		ok = logged_save(call, &w->told, &e, err);
	}
	entry_done(&e);
	return ok;
}

static bool run(struct cmd_call *call, struct args *a, struct err *err)
{
	struct refer_call w = { .told = { .kind = KIND_REFERRAL } };
	bool ok;

	wanted_init(&w.asked);
	ok = read_args(&w, a, err) && call_open(call, err) &&
	     wanted_resolve(&w.asked, call->session, err) && refer(call, &w, err);
	wanted_done(&w.asked);
	return ok;
}

const struct cmd_entry cmd_refer = {
	.name = "orienter",
	.operands = "ID",
	.summary = "Noter qu’une personne est orientée vers une offre",
	.help = "ID est celui de l’offre, donné par « chercher ». La commune, le public et le besoin "
		"se donnent comme pour une recherche. Rien n’est obligatoire, et jamais de nom : un "
		"code relie les visites. Le lieu est gardé tel qu’il est ce jour-là.\n"
		"\n"
		"Ni nom, ni santé, ni n° de sécurité sociale, ni mot de passe dans les textes.\n"
		"\n"
		"Exemples :\n"
		"  aiguillage orienter S015 --commune Bibost --public senior --besoin papiers\n"
		"  aiguillage orienter S015 --code K7-42 --freins mobilité --rdv '4/12 14h30'\n"
		"  aiguillage orienter S047 --apres 3f9a2c1e",
	.shared = wanted_options,
	.options = options,
	.run = run,
};
