#include <string.h>

#include "aiguillage/mem.h"
#include "src/cli/cli.h"
#include "src/cli/out.h"

#define MATCHES_MAX 20

enum { OPT_FORMAT = 1 };

static const struct arg_option options[] = {
	{ .id = OPT_FORMAT, .name = "format", .value = "FORMAT",
	  .help = "table (pour lire), tsv ou json (pour un programme)" },
	{ .name = NULL },
};

static const struct column columns[] = {
	{ .name = "insee" }, { .name = "nom" }, { .name = "departement" },
	{ .name = "codes_postaux" }, { .name = "via" },
};

static void print_rows(const struct gazetteer *g, const struct commune_match *m, size_t n,
		       enum format format, struct str *out)
{
	struct rows r;

	rows_init(&r, columns, ARRAY_SIZE(columns));
	for (size_t i = 0; i < n; i++) {
		struct commune c;

		gazetteer_get(g, m[i].commune, &c);
		rows_add(&r, c.insee);
		rows_add(&r, c.name);
		rows_add(&r, c.dept);
		rows_add(&r, c.postcodes);
		rows_add(&r, m[i].via ? m[i].via : "");
	}
	rows_print(&r, format, out);
	rows_done(&r);
}

/* « Vindry-sur-Turdine, Rhône, INSEE 69157, code postal 69490 (Pontcharra-sur-Turdine) » */
static void print_table(const struct gazetteer *g, const struct commune_match *m, size_t n,
			struct str *out)
{
	struct str b;

	str_init(&b);
	for (size_t i = 0; i < n; i++) {
		struct commune c;

		gazetteer_get(g, m[i].commune, &c);
		str_clear(&b);
		str_addf(&b, "%s, %s, INSEE %s", c.name, *c.dept_name ? c.dept_name : c.dept,
			 c.insee);
		if (*c.postcodes)
			str_addf(&b, ", %s ", strchr(c.postcodes, '|') ? "codes postaux" : "code postal");
		for (const char *p = c.postcodes; *p; p++)
			str_addf(&b, *p == '|' ? " " : "%c", *p);
		if (m[i].via)
			str_addf(&b, " (nommée aussi %s)", m[i].via);
		out_wrap(out, b.s, 2);
	}
	str_done(&b);
}

/* Several words need no quotes: aiguillage commune poule les echarmeaux. */
static bool read_args(struct args *a, enum format *format, struct str *text, struct err *err)
{
	int id;

	while ((id = args_next(a, err)) != ARGS_END) {
		if (id == ARGS_OPERAND)
			str_join(text, " ", a->value);
		else if (id != OPT_FORMAT || !format_read(a, format, err))
			return false;
	}
	return text->len ||
	       err_set(err, ERR_USAGE, "Il manque le nom ou le code à chercher : aiguillage "
		       "commune TEXTE");
}

static bool find(struct cmd_call *call, const char *text, enum format format, struct err *err)
{
	struct commune_match m[MATCHES_MAX];
	const struct gazetteer *g;
	size_t n;

	if (!call_open(call, err))
		return false;
	g = call->session->gazetteer;
	n = commune_find(g, text, COMMUNE_NONE, m, ARRAY_SIZE(m));
	while (n && m[0].rank <= COMMUNE_CODE && m[n - 1].rank > COMMUNE_PREFIX)
		n--;	/* the name is known: no guesses after it */
	if (format == FORMAT_TABLE)
		print_table(g, m, n, &call->out);
	else
		print_rows(g, m, n, format, &call->out);
	return n || err_set(err, ERR_NOT_FOUND, "Aucune commune ne ressemble à « %s »",
			    quote(text).s);
}

static bool run(struct cmd_call *call, struct args *a, struct err *err)
{
	enum format format = FORMAT_TABLE;
	struct str text;
	bool ok;

	str_init(&text);
	ok = read_args(a, &format, &text, err) && find(call, text.s, format, err);
	str_done(&text);
	return ok;
}

const struct cmd_entry cmd_commune = {
	.name = "commune",
	.operands = "TEXTE",
	.summary = "Retrouver une commune par son nom, ancien ou mal écrit, ou par son code",
	.help = "TEXTE est un nom entier ou commencé, un code INSEE ou un code postal. Accents, "
		"majuscules, traits d’union et petites fautes ne comptent pas. Les anciennes "
		"communes mènent à celle d’aujourd’hui.\n"
		"\n"
		"Colonnes de tsv et json : insee nom departement codes_postaux via ; « via » est "
		"l’ancien nom ou l’autre nom reconnu.\n"
		"\n"
		"Exemples :\n"
		"  aiguillage commune saint bel\n"
		"  aiguillage commune 69170 --format tsv",
	.options = options,
	.run = run,
};
