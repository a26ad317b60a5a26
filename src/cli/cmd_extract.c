#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "aiguillage/date.h"
#include "aiguillage/keep.h"
#include "aiguillage/path.h"
#include "src/cli/cli.h"
#include "src/cli/out.h"

enum { OPT_CODE = 1, OPT_FORMAT, OPT_TO };

static const struct arg_option options[] = {
	{ .id = OPT_CODE, .name = "code", .value = "CODE", .help = "code de la personne : K7-42" },
	{ .id = OPT_TO, .name = "vers", .value = "FICHIER", .raw = true,
	  .help = "écrire dans ce fichier, que vous seul pouvez lire" },
	{ .id = OPT_FORMAT, .name = "format", .value = "FORMAT",
	  .help = "table (pour lire) ou json (pour un programme)" },
	{ .name = NULL },
};

struct extract {
	const char *code, *to;
	enum format format;
};

static bool read_args(struct extract *x, struct args *a, struct err *err)
{
	int id;

	while ((id = args_option(a, NULL, err)) != ARGS_END) {
		if (id == ARGS_WRONG)
			return false;
		if (id == OPT_CODE)
			x->code = a->value;
		else if (id == OPT_TO)
			x->to = a->value;
		else if (!format_read(a, &x->format, err))
			return false;
	}
	if (x->format == FORMAT_TSV)
		return err_set(err, ERR_USAGE, "--format attend table ou json");
	return x->code || err_set(err, ERR_USAGE, "Il manque le code : aiguillage extraire --code K7-42");
}

static void json_member(struct str *out, const char *name, const char *value)
{
	str_add(out, ",\n    ");
	json_string(out, name);
	str_add(out, ": ");
	json_string(out, value);
}

static void json_entry(struct str *out, const struct entry *e)
{
	size_t n;
	const struct entry_field *f = entry_fields(e->kind, &n);

	str_add(out, "  {\n    \"objet\": ");
	json_string(out, entry_kind_name(e->kind));
	json_member(out, "id", e->id);
	json_member(out, "note_le", e->made);
	json_member(out, "change_le", e->changed);
	json_member(out, "poste", e->author);
	json_member(out, "annulee", e->removed ? "oui" : "non");
	for (size_t i = 0; i < n; i++)
		if (*entry_get(e, (int)i))
			json_member(out, f[i].name, entry_get(e, (int)i));
	str_add(out, "\n  }");
}

static void json_all(struct str *out, const struct log_list *l)
{
	str_add(out, "[\n");
	for (size_t i = 0; i < l->n; i++) {
		json_entry(out, &l->e[i]);
		str_add(out, i + 1 < l->n ? ",\n" : "\n");
	}
	str_add(out, "]\n");
}

static bool write_out(struct cmd_call *call, const char *to, struct err *err)
{
	char *shown = path_shown(to);
	struct stat st;
	bool ok = lstat(to, &st) != 0 ||
		  err_set(err, ERR_USAGE, "%s existe déjà : donnez un autre nom", shown);

	ok = ok && path_write(to, call->out.s, call->out.len, err);
	str_clear(&call->out);
	if (ok)
		str_addf(&call->out, "Écrit : %s\nCe fichier parle d’une personne : remettez-le-lui, puis "
			 "supprimez-le.\n", shown);
	free(shown);
	return ok;
}

static bool run(struct cmd_call *call, struct args *a, struct err *err)
{
	struct extract x = { .format = FORMAT_TABLE };
	struct log_list l = { .n = 0 };
	bool ok = read_args(&x, a, err) && call_open(call, err) &&
		  keep_of_code(call->session, x.code, &l, err);

	if (ok && x.format == FORMAT_JSON)
		json_all(&call->out, &l);
	else
		ok = ok && keep_extract(call->session, &l, out_width(), &call->out, err);
	ok = ok && (!x.to || write_out(call, x.to, err));
	log_list_done(&l);
	return ok;
}

const struct cmd_entry cmd_extract = {
	.name = "extraire",
	.operands = "",
	.summary = "Donner à une personne tout ce qui est noté d’elle (droit d’accès)",
	.help = "Toutes les entrées reliées à son code, annulées comprises, avec tous leurs champs, et rien "
		"de personne d’autre. Une personne a droit à une réponse dans le mois.\n"
		"\n"
		"Exemple :\n"
		"  aiguillage extraire --code K7-42 --vers extrait.txt",
	.options = options,
	.run = run,
};
