#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/date.h"
#include "aiguillage/log.h"
#include "aiguillage/log_sheet.h"
#include "aiguillage/mem.h"
#include "aiguillage/path.h"
#include "aiguillage/printer.h"
#include "aiguillage/sheet.h"
#include "aiguillage/sheet_pdf.h"
#include "aiguillage/vocab.h"
#include "src/cli/cli.h"
#include "src/cli/inputs.h"
#include "src/cli/out.h"
#include "src/cli/resolve.h"

#define IDS_MAX 60
#define PRINTED_COLUMNS 72	/* on A4, in the usual letters of a printer */
#define ENTRY_ID_SHORTEST 6	/* of an entry of the journal, to be taken for one */

enum {
	OPT_PDF = 1,
	OPT_TEXT,
	OPT_SMS,
	OPT_PRINT,
	OPT_PRINTER,
	OPT_SHOW,
	OPT_LANGUAGE,
	OPT_SIMPLE,
	OPT_LARGE,
	OPT_FORMAT,
	OPT_CHOICE,
	OPT_COMMUNE,
	OPT_NEED,
	OPT_APPOINTMENT,
	OPT_WHO,
	OPT_PAPERS,
	OPT_NOTE,
	OPT_CODE,
};

static const struct arg_option options[] = {
	{ .id = OPT_PDF, .name = "pdf", .value = "FICHIER", .raw = true,
	  .help = "écrire un PDF, lisible de vous seul" },
	{ .id = OPT_TEXT, .name = "texte", .help = "du texte, pour lire ou pour un courriel (par défaut) ; avec --imprimer, du texte que "
		  "toute imprimante sait imprimer" },
	{ .id = OPT_SMS, .name = "sms", .help = "un message de 300 caractères au plus" },
	{ .id = OPT_PRINT, .name = "imprimer", .help = "l’imprimer, sans garder de fichier" },
	{ .id = OPT_PRINTER, .name = "imprimante", .value = "NOM",
	  .help = "sur cette imprimante, au lieu de l’habituelle" },
	{ .id = OPT_SHOW, .name = "ouvrir", .help = "montrer le PDF une fois écrit" },
	{ .id = OPT_LANGUAGE, .name = "langue", .value = "L",
	  .help = "à côté du français : en, ar, uk, ru, tr, pt, es, sq, ro, prs (dari)" },
	{ .id = OPT_SIMPLE, .name = "simple", .help = "phrases courtes, faciles à lire" },
	{ .id = OPT_LARGE, .name = "gros", .help = "en gros caractères (PDF)" },
	{ .id = OPT_FORMAT, .name = "format", .value = "PAPIER", .help = "a4 (par défaut) ou a5 (PDF)" },
	{ .id = OPT_CHOICE, .name = "choix",
	  .help = "tous les lieux sur une page, pour choisir chez soi (PDF)" },
	{ .id = OPT_COMMUNE, .name = "commune", .value = "C",
	  .help = "commune de la personne, pour dire comment venir" },
	{ .id = OPT_NEED, .name = "besoin", .value = "B",
	  .help = "ce qu’elle demandera : un besoin de l’annuaire, ou des mots" },
	{ .id = OPT_APPOINTMENT, .name = "rdv", .value = "QUAND",
	  .help = "rendez-vous pris, AAAA-MM-JJTHH:MM" },
	{ .id = OPT_WHO, .name = "demander", .value = "QUI", .help = "la fonction de qui la recevra" },
	{ .id = OPT_PAPERS, .name = "papiers", .value = "P",
	  .help = "un papier à apporter ; peut être répétée" },
	{ .id = OPT_NOTE, .name = "note", .value = "-",
	  .help = "une ligne de plus pour la personne, lue sur l’entrée standard" },
	{ .id = OPT_CODE, .name = "code", .value = "CODE", .help = "le code du parcours" },
	{ .name = NULL },
};

struct sheet_call {
	const char *ids[IDS_MAX];
	size_t n_ids;
	const char *language, *commune, *need, *pdf, *printer;
	struct sheet_look look;
	char insee[8];
	struct str papers;
	bool sms, text, print, show, paper, noted;
	char *note;
	struct sheet_request r;
};

/* ---- what is asked ---- */

static bool read_appointment(struct sheet_call *c, const struct args *a, struct err *err)
{
	return (strchr(a->value, 'T') && date_parse_moment(a->value, &c->r.appointment)) ||
	       err_set(err, ERR_USAGE, "--rdv attend un jour et une heure, AAAA-MM-JJTHH:MM, pas "
		       "« %s »", quote(a->value).s);
}

static bool read_id(struct sheet_call *c, const struct args *a, struct err *err)
{
	if (c->n_ids == IDS_MAX)
		return err_set(err, ERR_USAGE, "%d fiches au plus à la fois", IDS_MAX);
	c->ids[c->n_ids++] = a->value;
	return true;
}

static void add_paper(struct sheet_call *c, const char *value)
{
	str_join(&c->papers, "\n", value);
}

static bool read_option(struct sheet_call *c, const struct args *a, int id, struct err *err)
{
	switch (id) {
	case ARGS_OPERAND:
		return read_id(c, a, err);
	case OPT_PDF:
		c->pdf = a->value;
		return true;
	case OPT_PRINT:
		c->print = true;
		return true;
	case OPT_PRINTER:
		c->print = true;
		c->printer = a->value;
		return true;
	case OPT_SHOW:
		c->show = true;
		return true;
	case OPT_LARGE:
		c->look.large = true;
		return true;
	case OPT_CHOICE:
		c->look.choice = true;
		return true;
	case OPT_FORMAT:
		c->paper = true;
		return paper_find(a->value, &c->look.paper) ||
		       err_set(err, ERR_USAGE, "--format attend a4 ou a5, pas « %s »",
			       quote(a->value).s);
	case OPT_SMS:
		c->sms = true;
		return true;
	case OPT_TEXT:
		c->text = true;
		return true;
	case OPT_LANGUAGE:
		c->language = a->value;
		return true;
	case OPT_SIMPLE:
		c->r.simple = true;
		return true;
	case OPT_COMMUNE:
		c->commune = a->value;
		return true;
	case OPT_NEED:
		c->need = a->value;
		return true;
	case OPT_APPOINTMENT:
		return read_appointment(c, a, err);
	case OPT_WHO:
		c->r.ask = a->value;
		return true;
	case OPT_PAPERS:
		add_paper(c, a->value);
		return true;
	case OPT_NOTE:
		c->noted = strcmp(a->value, "-") == 0;
		return c->noted || err_set(err, ERR_USAGE, "« --note » parle d’une personne : d’autres peuvent lire "
					   "les mots d’une commande. Donnez le texte par l’entrée standard, avec "
					   "« --note - »");
	case OPT_CODE:
		c->r.code = a->value;
		return true;
	default:
		return true;
	}
}

/* What would be silently ignored is refused. */
static bool check(const struct sheet_call *c, struct err *err)
{
	bool drawn = c->pdf || (c->print && !c->text);

	if (c->show && !c->pdf)
		return err_set(err, ERR_USAGE, "--ouvrir montre le PDF : donner aussi --pdf FICHIER");
	if ((c->look.large || c->look.choice || c->paper) && !drawn)
		return err_set(err, ERR_USAGE, "%s ne se voit que sur le papier : donner aussi --pdf FICHIER ou "
			       "--imprimer", c->look.large ? "--gros" : c->look.choice ? "--choix" : "--format");
	if (c->sms && (c->pdf || c->print || c->text))
		return err_set(err, ERR_USAGE, "--sms ne va ni avec --pdf, ni avec --texte, ni avec --imprimer : "
			       "demandez-les l’un après l’autre");
	if (c->text && c->pdf)
		return err_set(err, ERR_USAGE, "--texte ne va pas avec --pdf : demandez-les l’un après l’autre");
	return true;
}

static bool read_args(struct sheet_call *c, struct args *a, struct err *err)
{
	int id;

	while ((id = args_next(a, err)) != ARGS_END) {
		if (id == ARGS_WRONG || !read_option(c, a, id, err))
			return false;
	}
	if (!check(c, err))
		return false;
	return c->n_ids || err_set(err, ERR_USAGE, "De quel lieu ? « aiguillage chercher » donne les "
				   "identifiants : aiguillage fiche S015");
}

/* A need of the vocabulary, by its name or a synonym; else the words, said as they are. */
static const char *need_code(const struct session *s, const char *typed)
{
	struct vocab_match match;

	if (vocab_complete(s->vocab, VOCAB_NEED, typed, &match, 1) && match.exact)
		return match.value->code;
	return typed;
}

static bool resolve(struct sheet_call *c, struct session *s, const struct sheet_labels *labels,
		    struct err *err)
{
	struct commune commune;
	uint32_t number;

	if (c->language && !sheet_language_find(labels, c->language, &c->r.language, err))
		return false;
	if (c->need)
		c->r.need = need_code(s, c->need);
	c->r.papers = c->papers.s;
	if (!c->commune)
		return true;
	if (!resolve_commune(s, c->commune, &number, err))
		return false;
	gazetteer_get(s->gazetteer, number, &commune);
	snprintf(c->insee, sizeof c->insee, "%s", commune.insee);
	c->r.commune = c->insee;
	return true;
}

/* ---- the answer ---- */

static void add_text(struct cmd_call *call, const struct sheet_call *c, const struct sheet *sheet)
{
	if (call->out.len)
		str_add(&call->out, "\n");
	if (c->sms) {
		sheet_sms(&call->out, sheet);
		str_addc(&call->out, '\n');
	} else {
		sheet_text(&call->out, sheet, out_width());
	}
}

static bool write_pdf(struct cmd_call *call, const struct sheet_call *c,
		      const struct sheet *sheets, struct err *err)
{
	char *shown;

	if (!sheet_pdf(c->pdf, call->session->data_dir, sheets, c->n_ids, &c->look, err))
		return false;
	shown = path_shown(c->pdf);
	if (c->n_ids > 1)
		str_addf(&call->out, "%zu fiches écrites dans %s\n", c->n_ids, shown);
	else
		str_addf(&call->out, "Fiche écrite dans %s\n", shown);
	free(shown);
	return !c->show || printer_show(c->pdf, err);
}

/* --texte --imprimer: any printer can. */
static bool print_texts(const struct sheet_call *c, const struct sheet *sheets, struct err *err)
{
	struct str b;
	bool ok;

	str_init(&b);
	for (size_t i = 0; i < c->n_ids; i++) {
		if (i)
			str_addc(&b, '\f');
		sheet_text(&b, &sheets[i], PRINTED_COLUMNS);
	}
	ok = print_text(b.s, c->printer, err);
	str_done(&b);
	return ok;
}

static bool print_all(struct cmd_call *call, const struct sheet_call *c,
		      const struct sheet *sheets, struct err *err)
{
	if (c->text) {
		if (!print_texts(c, sheets, err))
			return false;
	} else if (!print_sheets(call->session, sheets, c->n_ids, &c->look, c->printer, err))
		return false;
	str_addf(&call->out, c->n_ids > 1 ? "%zu fiches envoyées à l’imprimante\n"
					  : "%zu fiche envoyée à l’imprimante\n", c->n_ids);
	return true;
}

static bool write_all(struct cmd_call *call, const struct sheet_call *c,
		      const struct sheet *sheets, struct err *err)
{
	if (c->pdf && !write_pdf(call, c, sheets, err))
		return false;
	if (c->print)
		return print_all(call, c, sheets, err);
	if (c->pdf)
		return true;
	for (size_t i = 0; i < c->n_ids; i++)
		add_text(call, c, &sheets[i]);
	return true;
}

/* An entry of the journal has an id that nothing of the directory has. */
static bool is_entry(struct session *s, const char *id, struct err *err)
{
	size_t n = strlen(id);

	return n >= ENTRY_ID_SHORTEST && n < ENTRY_ID_LEN && strspn(id, "0123456789abcdef") == n &&
	       !directory_offer_by_key(s->directory, id, err) &&
	       !directory_place_by_key(s->directory, id, err) && !err->kind;
}

/* What the options say wins over what was noted. */
static void complete(struct sheet_request *r, const struct sheet_request *asked)
{
	r->language = asked->language;
	r->simple = asked->simple;
	r->papers = asked->papers;
	r->note = asked->note;
	r->ask = asked->ask;
	if (asked->commune)
		r->commune = asked->commune;
	if (asked->need)
		r->need = asked->need;
	if (asked->code)
		r->code = asked->code;
	if (asked->appointment != SHEET_NO_MOMENT) {
		r->appointment = asked->appointment;
		r->any_time = false;
	}
}

static bool make_referral(struct session *s, const struct sheet_call *c, const char *id,
			  const struct sheet_labels *labels, struct sheet *sheet, struct err *err)
{
	struct log_sheet l;
	struct entry e;
	bool ok = log_find(s, id, &e, err);

	if (ok) {
		ok = log_sheet_init(s, &e, &l, err);
		complete(&l.request, &c->r);
		ok = ok && sheet_make(s, labels, &l.request, sheet, err);
		log_sheet_done(&l);
	}
	entry_done(&e);
	return ok;
}

static bool make(struct session *s, struct sheet_call *c, const char *id,
		 const struct sheet_labels *labels, struct sheet *sheet, struct err *err)
{
	if (is_entry(s, id, err))
		return make_referral(s, c, id, labels, sheet, err);
	c->r.key = id;
	return !err->kind && sheet_make(s, labels, &c->r, sheet, err);
}

static bool answer(struct cmd_call *call, struct sheet_call *c, const struct sheet_labels *labels,
		   struct err *err)
{
	struct sheet *sheets = xcalloc(c->n_ids, sizeof *sheets);
	size_t made = 0;
	bool ok = true;

	for (; ok && made < c->n_ids; made += ok)
		ok = make(call->session, c, c->ids[made], labels, &sheets[made], err);
	ok = ok && write_all(call, c, sheets, err);
	while (made > 0)
		sheet_done(&sheets[--made]);
	free(sheets);
	return ok;
}

static bool read_note(struct sheet_call *c, struct err *err)
{
	c->note = inputs_words("Note", err);
	c->r.note = c->note;
	return c->note != NULL;
}

static bool run(struct cmd_call *call, struct args *a, struct err *err)
{
	struct sheet_call c = { .r = { .appointment = SHEET_NO_MOMENT, .language = SHEET_NO_LANGUAGE } };
	struct sheet_labels *labels = NULL;
	bool ok;

	str_init(&c.papers);
	ok = read_args(&c, a, err) && (!c.noted || read_note(&c, err)) && call_open(call, err) &&
	     (labels = sheet_labels_read(call->session->data_dir, err)) &&
	     resolve(&c, call->session, labels, err) && answer(call, &c, labels, err);
	sheet_labels_free(labels);
	str_done(&c.papers);
	free(c.note);
	return ok;
}

const struct cmd_entry cmd_sheet = {
	.name = "fiche",
	.operands = "ID…",
	.summary = "Faire la fiche que la personne emporte : où, quand, qui demander",
	.help = "ID est celui d’une offre, d’un lieu, ou d’une orientation du journal : la fiche a alors "
		"son rendez-vous, ce qu’il faut demander et le code. Elle ne dit rien d’autre de la "
		"personne.\n"
		"\n"
		"Qui oriente se règle par « aiguillage poste ».\n"
		"\n"
		"Exemples :\n"
		"  aiguillage fiche S015 --commune Tarare --besoin papiers\n"
		"  aiguillage fiche 3f9a2c1e --imprimer\n"
		"  aiguillage fiche S015 --langue arabe\n"
		"  echo 'Venir avec votre carte' | aiguillage fiche S015 --note -\n"
		"  aiguillage fiche S015 --sms",
	.options = options,
	.run = run,
};
