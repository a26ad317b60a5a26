/* « phrase » : the passphrase of the journal, set, changed or taken off. */
#include "aiguillage/printer.h"
#include "aiguillage/protect.h"
#include "src/cli/cli.h"
#include "src/cli/out.h"
#include "src/cli/phrase.h"

enum { OPT_SET = 1, OPT_CHANGE, OPT_REMOVE, OPT_PRINT };

static const struct arg_option options[] = {
	{ .id = OPT_SET, .name = "mettre", .help = "protéger le journal par une phrase" },
	{ .id = OPT_CHANGE, .name = "changer",
	  .help = "en choisir une autre, avec la phrase ou le code de secours" },
	{ .id = OPT_REMOVE, .name = "enlever", .help = "ne plus protéger le journal" },
	{ .id = OPT_PRINT, .name = "imprimer", .help = "imprimer la feuille du code de secours" },
	{ .name = NULL },
};

/* A code that could not be printed is still on the screen. */
static bool give_code(struct cmd_call *call, const char *code, bool print, struct err *err)
{
	struct str sheet;
	bool ok = true;

	str_addf(&call->out, "\nCode de secours, montré une seule fois :\n\n      %s\n\n", code);
	out_wrap(&call->out, "Recopiez-le sur une feuille, à ranger loin de l’ordinateur. Les codes donnés avant "
		 "n’ouvrent plus que les copies faites avant sur une clé USB.", 0);
	if (!print)
		return true;
	str_init(&sheet);
	protect_code_sheet(code, &sheet);
	ok = print_text(sheet.s, NULL, err);
	if (ok)
		str_add(&call->out, "La feuille du code est envoyée à l’imprimante.\n");
	secret_wipe(&sheet);
	str_done(&sheet);
	return ok;
}

static bool choose(struct cmd_call *call, bool change, bool print, struct err *err)
{
	struct str phrase, code, doubts;
	bool ok;

	str_init(&phrase);
	str_init(&code);
	str_init(&doubts);
	ok = phrase_ask_twice(change ? "Nouvelle phrase" : "Phrase du journal", &phrase, err) &&
	     protect_set(call->session, phrase.s, SECRET_USUAL, &code, &doubts, err);
	if (ok) {
		str_add(&call->out, change ? "La phrase est changée, pour le journal et ses copies.\n"
					   : "Le journal et ses copies sont protégés par cette phrase.\n");
		if (change)
			out_wrap(&call->out, PROTECT_FORMER_COPIES, 0);
		ok = give_code(call, code.s, print, err);
		ok = out_doubts(&call->out, doubts.s, err) && ok;
	}
	phrase_done(&phrase);
	secret_wipe(&code);
	str_done(&code);
	str_done(&doubts);
	return ok;
}

static void say_explanation(struct cmd_call *call)
{
	struct str b;

	str_init(&b);
	protect_explain(&b);
	out_paragraphs(&call->out, b.s, 0);
	str_addc(&call->out, '\n');
	str_done(&b);
}

static bool set(struct cmd_call *call, bool print, struct err *err)
{
	if (journal_lock_state(call->session->journal) != JOURNAL_PLAIN)
		return err_set(err, ERR_USAGE, "Le journal a déjà une phrase. Pour en choisir une autre : "
			       "aiguillage phrase --changer");
	say_explanation(call);
	return call_flush(call, err) && choose(call, false, print, err);
}

static bool must_be_set(struct cmd_call *call, struct err *err)
{
	return journal_lock_state(call->session->journal) != JOURNAL_PLAIN ||
	       err_set(err, ERR_USAGE, "Le journal n’a pas de phrase. Pour en mettre une : aiguillage phrase "
		       "--mettre");
}

static bool remove_phrase(struct cmd_call *call, struct err *err)
{
	struct str doubts;
	bool ok;

	str_init(&doubts);
	ok = protect_remove(call->session, &doubts, err);
	if (ok) {
		str_add(&call->out, "Le journal n’est plus protégé : qui ouvre la session de l’ordinateur peut le "
			"lire. Une copie faite ailleurs, sur une clé USB, garde sa phrase.\n");
		ok = out_doubts(&call->out, doubts.s, err);
	}
	str_done(&doubts);
	return ok;
}

static void say_state(struct cmd_call *call)
{
	if (journal_lock_state(call->session->journal) != JOURNAL_PLAIN) {
		out_wrap(&call->out, "Le journal est protégé par une phrase.", 0);
		return;
	}
	out_wrap(&call->out, "Le journal n’est pas protégé par une phrase.", 0);
	str_addc(&call->out, '\n');
	say_explanation(call);
}

static bool run(struct cmd_call *call, struct args *a, struct err *err)
{
	bool print = false;
	int id, asked = 0;

	while ((id = args_option(a, NULL, err)) != ARGS_END) {
		if (id == ARGS_WRONG)
			return false;
		if (id == OPT_PRINT)
			print = true;
		else if (asked && asked != id)
			return err_set(err, ERR_USAGE, "--mettre, --changer ou --enlever, un seul à la fois");
		else
			asked = id;
	}
	if (!call_open(call, err))
		return false;
	switch (asked) {
	case OPT_SET:
		return set(call, print, err);
	case OPT_CHANGE:
		return must_be_set(call, err) && protect_need(call->session, err) &&
		       choose(call, true, print, err);
	case OPT_REMOVE:
		return must_be_set(call, err) && protect_need(call->session, err) && remove_phrase(call, err);
	default:
		say_state(call);
		return true;
	}
}

const struct cmd_entry cmd_phrase = {
	.name = "phrase",
	.operands = "",
	.summary = "Protéger par une phrase ce qui est noté des personnes",
	.help = "Sans option, dit si une phrase protège le journal, et ce que cela change. La phrase n’est jamais "
		"donnée sur la ligne de commande, que d’autres peuvent lire : elle est demandée, sans être "
		"montrée, ou lue sur l’entrée standard, une par ligne.\n"
		"\n"
		"Personne ne peut retrouver une phrase oubliée. Le code de secours, donné une seule fois par --mettre "
		"et par --changer, se tape à la place de la phrase.\n"
		"\n"
		"Exemples :\n"
		"  aiguillage phrase --mettre --imprimer\n"
		"  aiguillage phrase --changer\n"
		"  aiguillage journal --code K7-42 --avec-phrase",
	.options = options,
	.run = run,
};
