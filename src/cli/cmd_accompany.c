#include <math.h>
#include <string.h>

#include "src/cli/cli.h"
#include "src/cli/logged.h"
#include "src/cli/resolve.h"

enum {
	OPT_COMMUNE = 1,
	OPT_PLACE,
	OPT_PLACE_NAME,
	OPT_PLACE_COMMUNE,
};

static const struct arg_option options[] = {
	LOGGED_PERSON_OPTIONS,
	LOGGED_AGE_OPTIONS,
	{ .id = OPT_COMMUNE, .name = "commune", .value = "C",
	  .help = "commune de la personne : nom, code INSEE ou code postal" },
	{ .id = LOGGED_FIELD(ACC_ACTIVITY), .name = "type", .value = "TYPE",
	  .help = "individuel (d’office) ou collectif" },
	{ .id = LOGGED_FIELD(ACC_MINUTES), .name = "duree", .value = "DUREE",
	  .help = "45, 1h30… (d’office, comme la dernière fois)" },
	{ .id = LOGGED_FIELD(ACC_CHANNEL), .name = "canal", .value = "CANAL",
	  .help = "lieu d’activité, autre lieu, à domicile, à distance" },
	{ .id = OPT_PLACE, .name = "lieu", .value = "ID",
	  .help = "lieu de l’annuaire où cela s’est passé" },
	{ .id = OPT_PLACE_NAME, .name = "lieu-nom", .value = "NOM",
	  .help = "ou ce lieu, que l’annuaire ne connaît pas" },
	{ .id = OPT_PLACE_COMMUNE, .name = "lieu-commune", .value = "C",
	  .help = "ou la commune où cela s’est passé" },
	{ .id = LOGGED_FIELD(ACC_EQUIPMENT), .name = "materiel", .value = "LISTE",
	  .help = "ordinateur, téléphone, tablette, autre, pas de matériel" },
	{ .id = LOGGED_FIELD(ACC_THEMES), .name = "themes", .value = "LISTE",
	  .help = "thématiques de la Coop : e-mail, bureautique, démarches… (au moins une)" },
	{ .id = LOGGED_FIELD(ACC_PROCEDURES), .name = "demarches", .value = "LISTE",
	  .help = "thématiques administratives : papiers, logement, impôts…" },
	{ .id = LOGGED_FIELD(ACC_PROCEDURE), .name = "nom-demarche", .value = "-",
	  .help = "nom de la démarche, lu sur l’entrée standard" },
	{ .id = LOGGED_FIELD(ACC_AUTONOMY), .name = "autonomie", .value = "1/2/3",
	  .help = "avec guidage, guidage si besoin, autonome" },
	{ .id = LOGGED_FIELD(ACC_LEVEL), .name = "niveau", .value = "NIVEAU",
	  .help = "de l’atelier : débutant, intermédiaire, avancé" },
	{ .id = LOGGED_FIELD(ACC_TAGS), .name = "tags", .value = "LISTE", .help = "mots libres" },
	{ .id = LOGGED_FIELD(ACC_PEOPLE), .name = "participants", .value = "N",
	  .help = "nombre de personnes" },
	{ .id = LOGGED_FIELD(ACC_TITLE), .name = "atelier", .value = "NOM",
	  .help = "nom de l’atelier" },
	{ .id = LOGGED_FIELD(ACC_REDIRECTION), .name = "redirection", .value = "CATEGORIE",
	  .help = "vers quelle sorte de structure la personne est réorientée" },
	{ .id = LOGGED_FIELD(ACC_NOTE), .name = "note", .value = "-",
	  .help = "note, lue sur l’entrée standard" },
	{ .name = NULL },
};

struct accompany_call {
	struct logged told;
	const char *commune, *place, *place_name, *place_commune;
};

static bool read_args(struct accompany_call *w, struct args *a, struct err *err)
{
	int id;

	while ((id = args_option(a, NULL, err)) != ARGS_END) {
		if (id == OPT_COMMUNE)
			w->commune = a->value;
		else if (id == OPT_PLACE)
			w->place = a->value;
		else if (id == OPT_PLACE_NAME)
			w->place_name = a->value;
		else if (id == OPT_PLACE_COMMUNE)
			w->place_commune = a->value;
		else if (!logged_read(&w->told, a, id, err))
			return false;
	}
	return !w->place + !w->place_name + !w->place_commune >= 2 ||
	       err_set(err, ERR_USAGE, "Un seul lieu : --lieu, --lieu-nom ou --lieu-commune");
}

static bool set_known_place(struct session *s, const char *key, struct entry *e, struct err *err)
{
	int64_t id;
	bool ok;

	if (!key)
		return true;
	id = directory_place_by_key(s->directory, key, err);
	ok = id && log_set_place(s, e, id, err);
	return ok || err->kind ||
	       err_set(err, ERR_NOT_FOUND, "Aucun lieu n’a l’identifiant « %s »", quote(key).s);
}

static bool set_place(struct session *s, const struct accompany_call *w, struct entry *e,
		      struct err *err)
{
	uint32_t commune;

	if (w->place_commune) {
		if (!resolve_commune(s, w->place_commune, &commune, err))
			return false;
		log_set_place_commune(s, e, commune);
		return true;
	}
	if (w->place_name)
		return log_set_place_name(s, e, w->place_name, err);
	return set_known_place(s, w->place, e, err);
}

static bool accompany(struct cmd_call *call, const struct accompany_call *w, struct err *err)
{
	struct log_choice choice = { .km = NAN };
	struct criteria c;
	struct entry e;
	bool ok;

	criteria_init(&c);
	choice.criteria = &c;
	entry_init(&e, KIND_ACCOMPANIMENT);
	ok = (!w->commune || resolve_commune(call->session, w->commune, &c.commune, err)) &&
	     log_accompaniment(call->session, &e, &choice, err) &&
	     set_place(call->session, w, &e, err) &&
	     logged_fill(&w->told, call->session, &e, err);
	if (ok && *entry_get(&e, ACC_REDIRECTION))
		entry_set(&e, ACC_REFERRED, "oui");
	if (ok && !*entry_get(&e, ACC_THEMES))
		say("Sans thématique. La Coop en demande au moins une : --themes");
	ok = ok && logged_save(call, &w->told, &e, err);
	entry_done(&e);
	criteria_done(&c);
	return ok;
}

static bool run(struct cmd_call *call, struct args *a, struct err *err)
{
	struct accompany_call w = { .told = { .kind = KIND_ACCOMPANIMENT } };

	return read_args(&w, a, err) && call_open(call, err) && accompany(call, &w, err);
}

const struct cmd_entry cmd_accompany = {
	.name = "accompagner",
	.operands = "",
	.summary = "Noter un accompagnement, individuel ou en atelier",
	.help = "Les champs et leurs libellés sont ceux de la Coop de la médiation numérique. La "
		"durée, le canal et le lieu sont d’office ceux de la dernière fois. Rien n’est "
		"obligatoire, et jamais de nom.\n"
		"\n"
		"Ni nom, ni santé, ni n° de sécurité sociale, ni mot de passe dans les textes.\n"
		"\n"
		"Exemples :\n"
		"  aiguillage accompagner --themes e-mail --duree 45 --commune Bibost\n"
		"  aiguillage accompagner --type collectif --atelier 'Café IA' --participants 7 "
		"--duree 2h --genre '4 féminin, 3 masculin'",
	.options = options,
	.run = run,
};
