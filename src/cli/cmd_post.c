#include <stdlib.h>

#include "aiguillage/mem.h"
#include "aiguillage/place.h"
#include "aiguillage/post.h"
#include "src/cli/cli.h"
#include "src/cli/out.h"

enum {
	OPT_FIRST = 1,			/* + enum post_field */
	OPT_FORGET = OPT_FIRST + POST_FIELDS,
};

static const struct arg_option options[] = {
	{ .id = OPT_FIRST + POST_FUNCTION, .name = "fonction", .value = "F",
	  .help = "ce que vous êtes : « conseillère numérique »" },
	{ .id = OPT_FIRST + POST_PLACE, .name = "lieu", .value = "L",
	  .help = "où l’on vous trouve : « France Services d’Amplepuis »" },
	{ .id = OPT_FIRST + POST_PHONE, .name = "telephone", .value = "T",
	  .help = "le téléphone de votre poste" },
	{ .id = OPT_FORGET, .name = "effacer", .help = "ne plus rien dire de ce qui n’est pas redonné" },
	{ .name = NULL },
};

static void show(struct cmd_call *call)
{
	for (int f = 0; f < POST_FIELDS; f++) {
		char *value = post_get(call->session, (enum post_field)f);
		struct str shown;

		str_init(&shown);
		if (f == POST_PHONE && *value)
			phone_french(&shown, value);
		else
			str_add(&shown, *value ? value : "non renseigné");
		out_fact(&call->out, post_label((enum post_field)f), shown.s, 0);
		str_done(&shown);
		free(value);
	}
}

static bool run(struct cmd_call *call, struct args *a, struct err *err)
{
	const char *values[POST_FIELDS] = { NULL };
	bool forget = false;
	int id;

	while ((id = args_option(a, NULL, err)) != ARGS_END) {
		if (id == ARGS_WRONG)
			return false;
		if (id == OPT_FORGET)
			forget = true;
		else
			values[id - OPT_FIRST] = a->value;
	}
	if (!call_open(call, err))
		return false;
	for (int f = 0; f < POST_FIELDS; f++) {
		const char *value = values[f] ? values[f] : forget ? "" : NULL;

		if (value && !post_set(call->session, (enum post_field)f, value, err))
			return false;
	}
	show(call);
	return true;
}

const struct cmd_entry cmd_post = {
	.name = "poste",
	.operands = "",
	.summary = "Dire qui oriente : ce que les fiches remises portent de votre poste",
	.help = "Sans option, montre ce qui est réglé.\n"
		"\n"
		"Écrivez une fonction et un lieu plutôt qu’un nom : la fiche sort de votre bureau.\n"
		"\n"
		"Exemple :\n"
		"  aiguillage poste --fonction \"conseillère numérique\" --telephone 0474632594",
	.options = options,
	.run = run,
};
