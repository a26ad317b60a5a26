#include <string.h>

#include "aiguillage/text.h"
#include "src/cli/cli.h"
#include "src/cli/out.h"

#define MARGIN 2
#define LABEL_COLS 24	/* of an option or a command, before its sentence */

/* « --rayon KM          distance… », the sentence wrapped in its own column. */
static void add_entry(struct str *out, const char *label, const char *sentence)
{
	str_addf(out, "%*s", MARGIN, "");
	if (text_width(label) < LABEL_COLS - 1) {
		text_pad(out, label, LABEL_COLS);
	} else {
		str_addf(out, "%s\n%*s", label, MARGIN + LABEL_COLS, "");
	}
	out_wrap(out, sentence, MARGIN + LABEL_COLS);
}

static void add_options(struct str *out, const struct arg_option *o)
{
	struct str label;

	str_init(&label);
	for (; o && o->name; o++) {
		str_clear(&label);
		str_addf(&label, "--%s", o->name);
		if (o->value)
			str_addf(&label, " %s", o->value);
		add_entry(out, label.s, o->help);
	}
	str_done(&label);
}

/* Paragraphs are separated by empty lines; lines that begin with a space are kept as they are. */
static void add_paragraphs(struct str *out, const char *text)
{
	struct str line;

	str_init(&line);
	while (*text) {
		size_t n = strcspn(text, "\n");

		str_clear(&line);
		str_addn(&line, text, n);
		if (*line.s == ' ' || !*line.s)
			str_addf(out, "%s\n", line.s);
		else
			out_wrap(out, line.s, 0);
		text += n + (text[n] == '\n');
	}
	str_done(&line);
}

void help_command(struct str *out, const struct cmd_entry *cmd)
{
	str_addf(out, "aiguillage %s%s%s%s\n", cmd->name, cmd->options ? " [OPTIONS]" : "",
		 *cmd->operands ? " " : "", cmd->operands);
	out_wrap(out, cmd->summary, 0);
	if (*cmd->help) {
		str_addc(out, '\n');
		add_paragraphs(out, cmd->help);
	}
	if (cmd->options || cmd->shared)
		str_add(out, "\nOptions :\n");
	add_options(out, cmd->shared);
	add_options(out, cmd->options);
	str_add(out, "\nOptions communes à toutes les commandes :\n");
	add_options(out, global_options);
}

void help_program(struct str *out)
{
	static const char *const codes[][2] = {
		{ "0", "réussi" },
		{ "1", "rien trouvé" },
		{ "2", "commande, option ou valeur mal écrite" },
		{ "3", "donnée inutilisable" },
		{ "4", "base, disque ou système en défaut" },
		{ "5", "fait, mais une partie a été refusée" },
		{ NULL, NULL },
	};

	str_add(out, "aiguillage [OPTIONS] [COMMANDE …]\n");
	out_wrap(out, "Trouver où envoyer une personne qui a besoin d’aide avec le numérique. "
		 "Sans commande, l’écran de recherche s’ouvre.", 0);
	str_add(out, "\nCommandes :\n");
	for (size_t i = 0; cmds[i]; i++)
		add_entry(out, cmds[i]->name, cmds[i]->summary);
	str_add(out, "\nOptions :\n");
	add_options(out, global_options);
	str_add(out, "\nCodes de sortie :\n");
	for (size_t i = 0; codes[i][0]; i++)
		add_entry(out, codes[i][0], codes[i][1]);
	str_addc(out, '\n');
	out_wrap(out, "« aiguillage aide COMMANDE » donne le détail d’une commande, « man "
		 "aiguillage » tout le reste.", 0);
}

static bool run(struct cmd_call *call, struct args *a, struct err *err)
{
	const struct cmd_entry *cmd = NULL;
	int id;

	while ((id = args_next(a, err)) == ARGS_OPERAND) {
		if (cmd)
			return args_unexpected(a, err);
		cmd = cmd_find(a->value);
		if (!cmd)
			return cmd_unknown(a->value, err);
	}
	if (id == ARGS_WRONG)
		return false;
	if (cmd)
		help_command(&call->out, cmd);
	else
		help_program(&call->out);
	return true;
}

const struct cmd_entry cmd_help = {
	.name = "aide",
	.operands = "[COMMANDE]",
	.summary = "Montrer l’aide du programme ou d’une commande",
	.help = "",
	.run = run,
};
