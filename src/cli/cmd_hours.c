#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/hours_batch.h"
#include "aiguillage/hours_french.h"
#include "aiguillage/hours_phrase.h"
#include "aiguillage/path.h"
#include "src/cli/cli.h"
#include "src/cli/out.h"

#define DAYS_DEFAULT 14
#define DAYS_MAX 1830
#define NEXT_DATES 3
#define FLUSH_AT 65536
#define WRONG_SHOWN 10	/* refused lines told one by one */

enum {
	OPT_FROM = 1,
	OPT_DAYS,
	OPT_SCHOOL,
	OPT_BATCH,
	OPT_PHRASE,
};

static const struct arg_option options[] = {
	{ .id = OPT_FROM, .name = "depuis", .value = "DATE",
	  .help = "à partir de AAAA-MM-JJ ou AAAA-MM-JJTHH:MM, au lieu de maintenant" },
	{ .id = OPT_DAYS, .name = "jours", .value = "N",
	  .help = "ouvertures des N prochains jours (14 par défaut)" },
	{ .id = OPT_SCHOOL, .name = "vacances", .value = "FICHIER", .raw = true,
	  .help = "table des vacances scolaires à utiliser" },
	{ .id = OPT_PHRASE, .name = "phrase", .value = "TEXTE",
	  .help = "lire une phrase en français et dire l’expression" },
	{ .id = OPT_BATCH, .name = "lot",
	  .help = "lire sur l’entrée des lignes ID, DEPUIS, JOURS, EXPR séparées par des "
		  "tabulations, et répondre par une ligne à chacune" },
	{ .name = NULL },
};

struct asked {
	struct str expr;
	const char *phrase, *school;
	int64_t from;
	int days;
	bool batch;
};

static bool read_option(struct asked *q, const struct args *a, int id, struct err *err)
{
	switch (id) {
	case ARGS_OPERAND:
		str_join(&q->expr, " ", a->value);
		return true;
	case OPT_FROM:
		return date_parse_moment(a->value, &q->from) ||
		       err_set(err, ERR_USAGE, "--depuis attend une date AAAA-MM-JJ ou "
			       "AAAA-MM-JJTHH:MM, pas « %s »", quote(a->value).s);
	case OPT_DAYS:
		return args_number(a, "jours", 1, DAYS_MAX, &q->days, err);
	case OPT_SCHOOL:
		q->school = a->value;
		return true;
	case OPT_PHRASE:
		q->phrase = a->value;
		return true;
	case OPT_BATCH:
		q->batch = true;
		return true;
	default:
		return false;
	}
}

static bool read_args(struct asked *q, struct args *a, struct err *err)
{
	int id, ways;

	while ((id = args_next(a, err)) != ARGS_END) {
		if (!read_option(q, a, id, err))
			return false;
	}
	ways = (q->expr.len > 0) + (q->phrase != NULL) + q->batch;
	if (ways > 1)
		return err_set(err, ERR_USAGE, "Une expression, --phrase et --lot s’excluent");
	return ways || err_set(err, ERR_USAGE, "Il manque l’expression : aiguillage horaires "
			       "\"Mo-Fr 09:00-12:00\"");
}

/* ---- one expression ---- */

static bool report(struct cmd_call *call, const struct asked *q, const struct school_holidays *sh,
		   struct err *err)
{
	if (hours_report(&call->out, q->expr.s, sh, q->from, q->days))
		return true;
	return err_set(err, ERR_DATA, "Ces horaires ne sont pas interprétés");
}

static void say_phrase(struct str *out, const struct hours_phrase *p,
		       const struct school_holidays *sh, int64_t from)
{
	struct err ignored = ERR_INIT;
	struct hours *h = hours_parse(p->oh.s, p->oh.len, 0, &ignored);
	struct str b;

	str_init(&b);
	str_addf(out, "Expression : %s\n", p->oh.s);
	if (h)
		hours_french(&b, h);
	out_fact(out, "Se lit", b.s, 0);
	out_fact(out, "Remarque", p->remark.s, 0);
	str_clear(&b);
	if (h)
		hours_french_next(&b, h, sh, from, NEXT_DATES);
	if (b.len) {
		str_addf(out, "Prochaines dates :\n%s", b.s);
		if (b.s[b.len - 1] != '\n')
			str_addc(out, '\n');
	}
	hours_free(h);
	str_done(&b);
}

static bool phrase(struct cmd_call *call, const struct asked *q, const struct school_holidays *sh,
		   struct err *err)
{
	struct hours_phrase p;
	bool ok;

	hours_phrase_init(&p);
	ok = hours_phrase_read(&p, q->phrase, date_day_of(q->from));
	if (ok)
		say_phrase(&call->out, &p, sh, q->from);
	else
		err_set(err, ERR_DATA, "%s", p.problem.s);
	hours_phrase_done(&p);
	return ok;
}

/* ---- many ---- */

struct batch {
	struct cmd_call *call;
	const struct school_holidays *sh;
	size_t line, refused;
};

static bool batch_line(struct batch *b, char *line, size_t len, struct err *err)
{
	struct err why = ERR_INIT;

	b->line++;
	while (len && (line[len - 1] == '\n' || line[len - 1] == '\r'))
		line[--len] = '\0';
	if (!len)
		return true;
	if (strlen(line) == len && hours_batch_line(&b->call->out, line, b->sh, &why)) {
		str_addc(&b->call->out, '\n');
	} else if (b->refused++ < WRONG_SHOWN) {
		say("ligne %zu : %s", b->line, why.kind ? why.msg : "caractère nul");
	}
	return b->call->out.len < FLUSH_AT || call_flush(b->call, err);
}

static bool batch(struct cmd_call *call, const struct school_holidays *sh, struct err *err)
{
	struct batch b = { .call = call, .sh = sh };
	char *line = NULL;
	size_t cap = 0;
	ssize_t n;
	bool ok = true;

	while (ok && (n = getline(&line, &cap, stdin)) >= 0)
		ok = batch_line(&b, line, (size_t)n, err);
	free(line);
	if (ok && ferror(stdin))
		return err_set(err, ERR_BASE, "L’entrée ne peut pas être lue : %s",
			       path_reason(errno));
	if (ok && b.refused)
		return err_set(err, ERR_PARTIAL, "%zu ligne%s sur %zu refusée%s : il faut ID, "
			       "DEPUIS, JOURS et EXPR séparés par des tabulations", b.refused,
			       b.refused > 1 ? "s" : "", b.line, b.refused > 1 ? "s" : "");
	return ok;
}

/* ---- */

static bool read_school(struct cmd_call *call, const struct asked *q, struct school_holidays *sh,
			struct err *err)
{
	char *dir, *path;
	bool ok;

	if (q->school)
		return session_read_school(sh, q->school, err);
	dir = session_data_dir(call->where.data);
	path = path_join(dir, "vacances.tsv");
	ok = session_read_school(sh, path, err);
	free(path);
	free(dir);
	return ok;
}

static bool answer(struct cmd_call *call, const struct asked *q, struct err *err)
{
	struct school_holidays sh;
	bool ok = false;

	if (read_school(call, q, &sh, err))
		ok = q->batch ? batch(call, &sh, err) :
		     q->phrase ? phrase(call, q, &sh, err) : report(call, q, &sh, err);
	school_holidays_done(&sh);
	return ok;
}

static bool run(struct cmd_call *call, struct args *a, struct err *err)
{
	struct asked q = { .from = clock_now(), .days = DAYS_DEFAULT };
	bool ok;

	str_init(&q.expr);
	ok = read_args(&q, a, err) && answer(call, &q, err);
	str_done(&q.expr);
	return ok;
}

const struct cmd_entry cmd_hours = {
	.name = "horaires",
	.operands = "EXPR",
	.summary = "Dire en français des horaires OpenStreetMap et leurs prochaines dates",
	.help = "EXPR est une expression opening_hours. Le code de sortie est 3 quand elle, ou la "
		"phrase, n’est pas comprise ; 5 quand --lot a refusé des lignes.\n"
		"\n"
		"Exemples :\n"
		"  aiguillage horaires \"Fr[1] 17:00-19:00\"\n"
		"  aiguillage horaires --phrase \"tous les 1ers vendredis de 17h à 19h\"",
	.options = options,
	.run = run,
};
