#include <math.h>

#include "src/cli/cli.h"
#include "src/cli/logged.h"
#include "src/cli/wanted.h"

static const struct arg_option options[] = {
	LOGGED_PERSON_OPTIONS,
	LOGGED_AGE_OPTIONS,
	{ .id = LOGGED_FIELD(UNMET_REASON), .name = "raison", .value = "RAISON",
	  .help = "trop loin, horaires, public, complet, payant, aucun lieu (d’office), autre" },
	{ .id = LOGGED_FIELD(UNMET_BARRIERS), .name = "freins", .value = "LISTE",
	  .help = "matériel, informationnel, économique, psychologique, mobilité…" },
	{ .id = LOGGED_FIELD(UNMET_WORDS), .name = "mots", .value = "-",
	  .help = "ce que la personne demande, avec ses mots, lu sur l’entrée standard" },
	{ .id = LOGGED_FIELD(UNMET_NOTE), .name = "note", .value = "-",
	  .help = "note, lue sur l’entrée standard" },
	{ .name = NULL },
};

struct unmet_call {
	struct wanted asked;
	struct logged told;
	const char *offer;
};

static bool read_args(struct unmet_call *w, struct args *a, struct err *err)
{
	int id;

	while ((id = args_option(a, &w->offer, err)) != ARGS_END) {
		if (id == ARGS_WRONG)
			return false;
		if (id >= LOGGED_CODE ? !logged_read(&w->told, a, id, err) :
					!wanted_read(&w->asked, a, id, err))
			return false;
	}
	return true;
}

static bool note(struct cmd_call *call, const struct unmet_call *w, struct err *err)
{
	struct session *s = call->session;
	struct log_choice c = { .criteria = &w->asked.c, .km = NAN };
	struct entry e;
	bool ok;

	if (w->offer && !(c.offer = directory_offer_by_key(s->directory, w->offer, err)))
		return err->kind ? false
				 : err_set(err, ERR_NOT_FOUND, "Aucune offre n’a l’identifiant « %s »",
					   quote(w->offer).s);
	ok = log_unmet(s, &e, &c, err) && logged_fill(&w->told, s, &e, err) &&
	     logged_save(call, &w->told, &e, err);
	entry_done(&e);
	return ok;
}

static bool run(struct cmd_call *call, struct args *a, struct err *err)
{
	struct unmet_call w = { .told = { .kind = KIND_UNMET } };
	bool ok;

	wanted_init(&w.asked);
	ok = read_args(&w, a, err) && call_open(call, err) &&
	     wanted_resolve(&w.asked, call->session, err) && note(call, &w, err);
	wanted_done(&w.asked);
	return ok;
}

const struct cmd_entry cmd_unmet = {
	.name = "sans-reponse",
	.operands = "[ID]",
	.summary = "Noter un besoin qui n’a pas trouvé de réponse",
	.help = "La commune, le public et le besoin se donnent comme pour une recherche ; ID est celui "
		"d’une offre qui ne convient pas. C’est ce qui montre, en réunion, ce qui manque et "
		"où.\n"
		"\n"
		"Exemple :\n"
		"  aiguillage sans-reponse --commune Bibost --besoin imprimante --raison 'trop loin'",
	.shared = wanted_options,
	.options = options,
	.run = run,
};
