#include <string.h>

#include "aiguillage/overlay.h"
#include "src/cli/cli.h"
#include "src/cli/inputs.h"

enum {
	OPT_FIELD = 1,
	OPT_PLACE,
};

static const struct arg_option options[] = {
	{ .id = OPT_FIELD,
	  .name = "champ",
	  .value = "NOM=VALEUR",
	  .help = "un champ, autant de fois qu’il le faut" },
	{ .id = OPT_PLACE,
	  .name = "lieu",
	  .value = "ID",
	  .help = "pour une offre : le lieu où elle se tient" },
	{ .name = NULL },
};

struct add_call {
	const char *what, *place;
	struct inputs inputs;
};

static bool read_args(struct add_call *w, struct args *a, struct err *err)
{
	int id;

	while ((id = args_option(a, &w->what, err)) != ARGS_END) {
		if (id == OPT_FIELD)
			inputs_add(&w->inputs, a->value);
		else if (id == OPT_PLACE)
			w->place = a->value;
		else
			return false;
	}
	if (!w->what || (strcmp(w->what, "lieu") != 0 && strcmp(w->what, "offre") != 0))
		return err_set(err, ERR_USAGE,
			       "Dire ce qu’on ajoute : aiguillage ajouter lieu … ou aiguillage "
			       "ajouter offre --lieu ID …");
	if (strcmp(w->what, "offre") == 0 && !w->place)
		return err_set(err, ERR_USAGE, "Une offre dépend d’un lieu : --lieu ID");
	if (strcmp(w->what, "lieu") == 0 && w->place)
		return err_set(err, ERR_USAGE, "--lieu va avec « ajouter offre »");
	return inputs_valued(&w->inputs, true, err);
}

static bool may_give(enum overlay_kind kind, int field, const char *name, struct err *err)
{
	return overlay_correctable(kind, field) ||
	       err_set(err, ERR_USAGE, "Le champ « %s » ne se donne pas", name);
}

static bool add_place(struct cmd_call *call, const struct add_call *w, struct err *err)
{
	struct place p;
	bool ok = inputs_check(&w->inputs, OVERLAY_PLACE, err);

	place_init(&p);
	for (size_t i = 0; ok && i < w->inputs.n; i++) {
		const struct overlay_input *in = &w->inputs.list[i];
		int field = overlay_field_find(OVERLAY_PLACE, in->column);

		ok = may_give(OVERLAY_PLACE, field, in->column, err);
		place_set(&p, (enum place_field)field, in->value);
	}
	ok = ok && overlay_add_place(call->session, &p, err);
	if (ok) {
		str_addf(&call->out, "Ajouté : %s\n", place_get(&p, PLACE_KEY));
		say("Un lieu se trouve par ses offres : aiguillage ajouter offre --lieu %s --champ "
		    "nom=…",
		    place_get(&p, PLACE_KEY));
	}
	place_clear(&p);
	return ok;
}

static bool add_offer(struct cmd_call *call, const struct add_call *w, struct err *err)
{
	struct offer o;
	bool ok = inputs_check(&w->inputs, OVERLAY_OFFER, err);

	offer_init(&o);
	for (size_t i = 0; ok && i < w->inputs.n; i++) {
		const struct overlay_input *in = &w->inputs.list[i];
		int field = overlay_field_find(OVERLAY_OFFER, in->column);

		ok = may_give(OVERLAY_OFFER, field, in->column, err);
		offer_set(&o, (enum offer_field)field, in->value);
	}
	offer_set(&o, OFFER_PLACE_KEY, w->place);
	ok = ok && overlay_add_offer(call->session, &o, err);
	if (ok)
		str_addf(&call->out, "Ajouté : %s\n", offer_get(&o, OFFER_KEY));
	offer_clear(&o);
	return ok;
}

static bool run(struct cmd_call *call, struct args *a, struct err *err)
{
	struct add_call w = { 0 };
	bool ok = read_args(&w, a, err) && call_open(call, err) &&
		  (w.place ? add_offer(call, &w, err) : add_place(call, &w, err));

	if (ok)
		say_late(call->session);
	inputs_done(&w.inputs);
	return ok;
}

const struct cmd_entry cmd_add = {
	.name = "ajouter",
	.operands = "lieu|offre",
	.summary = "Ajouter un lieu ou une offre que les sources ne connaissent pas",
	.help = "Un lieu a au moins un nom et une commune, une offre un nom et un lieu (--lieu "
		"ID). L’ajout apparaît aussitôt dans les recherches et survit à tous les imports. "
		"La réponse donne son identifiant, avec lequel « corriger » le change et "
		"« corriger ID --annuler ajout » le retire.\n"
		"\n"
		"Exemples :\n"
		"  aiguillage ajouter lieu --champ 'nom=Café associatif' --champ commune=Bibost\n"
		"  aiguillage ajouter offre --lieu local-3f9a2c1e --champ 'nom=Permanence du "
		"mardi' \\\n"
		"    --champ 'horaires_accueil=mardi de 14h à 17h' --champ 'services=démarches'",
	.options = options,
	.run = run,
};
