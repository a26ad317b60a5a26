#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "aiguillage/booklet.h"
#include "aiguillage/booklet_html.h"
#include "aiguillage/booklet_pdf.h"
#include "aiguillage/mem.h"
#include "aiguillage/path.h"
#include "aiguillage/text.h"
#include "src/cli/cli.h"
#include "src/cli/out.h"
#include "src/cli/resolve.h"

#define FLUSH_AT 65536
#define INDENT 4
#define TEXT "texte"
#define HTML "html"

enum {
	OPT_SECTOR = 1,
	OPT_COMMUNE,
	OPT_EPCI,
	OPT_DEPARTMENT,
	OPT_FRANCE,
	OPT_NEED,
	OPT_AUDIENCE,
	OPT_PDF,
	OPT_TEXT,
	OPT_FORMAT,
	OPT_OUTPUT,
	OPT_LARGE,
	OPT_FOLDED,
};

static const struct arg_option options[] = {
	{ .id = OPT_SECTOR, .name = "secteur", .help = "les communes du secteur (par défaut)" },
	{ .id = OPT_COMMUNE, .name = "commune", .value = "C", .help = "une commune" },
	{ .id = OPT_EPCI, .name = "epci", .value = "C",
	  .help = "l’intercommunalité de cette commune" },
	{ .id = OPT_DEPARTMENT, .name = "departement", .value = "C",
	  .help = "le département de cette commune" },
	{ .id = OPT_FRANCE, .name = "france", .help = "tout l’annuaire" },
	{ .id = OPT_NEED, .name = "besoin", .value = "B", .help = "seulement ce besoin ; peut être répétée" },
	{ .id = OPT_AUDIENCE, .name = "public", .value = "P",
	  .help = "seulement ce public ; peut être répétée" },
	{ .id = OPT_PDF, .name = "pdf", .value = "FICHIER", .raw = true,
	  .help = "un livret A5, lisible de vous seul" },
	{ .id = OPT_TEXT, .name = "texte", .help = "du texte (par défaut)" },
	{ .id = OPT_FORMAT, .name = "format", .value = "FORMAT",
	  .help = "texte, ou html : une page pour un site ou un lecteur d’écran" },
	{ .id = OPT_OUTPUT, .name = "sortie", .value = "FICHIER", .raw = true,
	  .help = "écrire dans FICHIER au lieu de la sortie standard" },
	{ .id = OPT_LARGE, .name = "gros", .help = "en gros caractères, sur A4 (PDF)" },
	{ .id = OPT_FOLDED, .name = "livret",
	  .help = "deux pages par feuille A4, à plier (PDF) : recto verso, bord court" },
	{ .name = NULL },
};

struct booklet_call {
	struct cmd_call *call;
	struct booklet_request r;
	struct criteria c;
	const char *commune, *pdf, *path, *format;
	struct str needs, audiences;	/* as typed, one a line */
	bool large, folded;
	struct booklet_html *html;
	struct booklet_pdf *booklet;
	size_t shown;		/* of the progress */
};

/* ---- what is asked ---- */

static void set_scope(struct booklet_call *b, enum booklet_scope scope, const char *commune)
{
	b->r.scope = scope;
	b->commune = commune;
}

static void read_option(struct booklet_call *b, const struct args *a, int id)
{
	switch (id) {
	case OPT_SECTOR:
		set_scope(b, BOOKLET_SECTOR, NULL);
		break;
	case OPT_COMMUNE:
		set_scope(b, BOOKLET_COMMUNE, a->value);
		break;
	case OPT_EPCI:
		set_scope(b, BOOKLET_EPCI, a->value);
		break;
	case OPT_DEPARTMENT:
		set_scope(b, BOOKLET_DEPARTMENT, a->value);
		break;
	case OPT_FRANCE:
		set_scope(b, BOOKLET_FRANCE, NULL);
		break;
	case OPT_NEED:
		str_addf(&b->needs, "%s\n", a->value);
		break;
	case OPT_AUDIENCE:
		str_addf(&b->audiences, "%s\n", a->value);
		break;
	case OPT_PDF:
		b->pdf = a->value;
		break;
	case OPT_TEXT:
		b->format = TEXT;
		break;
	case OPT_FORMAT:
		b->format = a->value;
		break;
	case OPT_OUTPUT:
		b->path = a->value;
		break;
	case OPT_LARGE:
		b->large = true;
		break;
	case OPT_FOLDED:
		b->folded = true;
		break;
	}
}

static bool read_args(struct booklet_call *b, struct args *a, struct err *err)
{
	int id;

	while ((id = args_option(a, NULL, err)) != ARGS_END) {
		if (id == ARGS_WRONG)
			return false;
		read_option(b, a, id);
	}
	if (b->format && strcmp(b->format, TEXT) != 0 && strcmp(b->format, HTML) != 0)
		return err_set(err, ERR_USAGE, "--format attend texte ou html, pas « %s ». Un tableau des "
			       "lieux : aiguillage exporter lieux", quote(b->format).s);
	if (b->pdf && (b->format || b->path))
		return err_set(err, ERR_USAGE, "--pdf ne va ni avec --format, ni avec --texte, ni avec "
			       "--sortie : demandez-les l’un après l’autre");
	if (b->large && !b->pdf)
		return err_set(err, ERR_USAGE, "--gros est une façon d’imprimer un PDF : ajoutez "
			       "--pdf FICHIER. À l’écran, la taille se règle dans le terminal ou le "
			       "navigateur");
	if (b->large && b->folded)
		return err_set(err, ERR_USAGE, "--gros et --livret ne vont pas ensemble : un livret plié "
			       "est en A5, les gros caractères demandent A4");
	if (b->folded && !b->pdf)
		return err_set(err, ERR_USAGE, "--livret est une façon d’imprimer un PDF : ajoutez "
			       "--pdf FICHIER");
	return true;
}

static bool resolve_list(struct session *s, enum vocab_genre genre, char *typed, struct str *codes,
			 struct err *err)
{
	const char *code;
	char *line;

	while ((line = strsep(&typed, "\n"))) {
		if (!*line)
			continue;
		if (!resolve_value(s, genre, line, &code, err))
			return false;
		list_add(codes, code);
	}
	return true;
}

static bool resolve(struct booklet_call *b, struct err *err)
{
	struct session *s = b->call->session;

	b->r.criteria = &b->c;
	return (!b->commune || resolve_commune(s, b->commune, &b->r.commune, err)) &&
	       resolve_list(s, VOCAB_NEED, b->needs.s, &b->c.needs, err) &&
	       resolve_list(s, VOCAB_AUDIENCE, b->audiences.s, &b->c.audiences, err);
}

/* ---- progress ---- */

static void show_progress(struct booklet_call *b, const struct booklet_item *item)
{
	if (!isatty(STDERR_FILENO) || item->kind != BOOKLET_TOWN)
		return;
	fprintf(stderr, "\r\033[K%zu communes sur %zu…", item->done + 1, item->total);
	b->shown = item->total;
}

static void clear_progress(const struct booklet_call *b)
{
	if (b->shown)
		fputs("\r\033[K", stderr);
}

/* ---- text ---- */

static void add_title(struct str *out, const char *text, char under)
{
	int n = text_width(text);

	str_addc(out, '\n');
	out_wrap(out, text, 0);
	for (int i = 0; under && i < n && i < out_width(); i++)
		str_addc(out, under);
	if (under)
		str_addc(out, '\n');
}

static void add_map(struct str *out, const struct booklet_item *item)
{
	for (size_t i = 0; i < item->n_dots; i++) {
		const struct booklet_dot *d = &item->dots[i];

		if (d->first == d->last && d->first)
			str_addf(out, "  %d : %s\n", d->first, d->name);
		else if (d->first)
			str_addf(out, "  %d à %d : %s\n", d->first, d->last, d->name);
	}
}

static void add_indented(struct str *out, const char *text, int indent)
{
	str_addf(out, "%*s", indent, "");
	out_wrap(out, text, indent);
}

static void add_item(struct str *out, const struct booklet_item *item)
{
	switch (item->kind) {
	case BOOKLET_TITLE:
	case BOOKLET_CHAPTER:
		add_title(out, item->text, '=');
		return;
	case BOOKLET_TOWN:
		add_title(out, item->text, '-');
		return;
	case BOOKLET_PART:
	case BOOKLET_DAY:
		add_title(out, item->text, 0);
		return;
	case BOOKLET_PLACE:
		str_addf(out, "%3d ", item->number);
		out_wrap(out, item->text, INDENT);
		return;
	case BOOKLET_WARNING:
		str_addf(out, "%*s! ", INDENT, "");
		out_wrap(out, item->text, INDENT + 2);
		return;
	case BOOKLET_LINE:
	case BOOKLET_ENTRY:
		add_indented(out, item->text, INDENT);
		return;
	case BOOKLET_SUBTITLE:
	case BOOKLET_TEXT:
		out_wrap(out, item->text, 0);
		return;
	case BOOKLET_MAP:
		add_map(out, item);
		return;
	case BOOKLET_MONTHS:	/* the days that follow say as much */
		return;
	}
}

/* ---- the answer ---- */

static bool on_item(void *ctx, const struct booklet_item *item, struct err *err)
{
	struct booklet_call *b = ctx;

	show_progress(b, item);
	if (b->booklet)
		return booklet_pdf_item(b->booklet, item, err);
	if (b->html)
		return booklet_html_item(b->html, item, err);
	add_item(&b->call->out, item);
	return b->path || b->call->out.len < FLUSH_AT || call_flush(b->call, err);
}

static void say_missing(struct booklet_call *b, struct str *out)
{
	const char *package;
	uint32_t cp = booklet_pdf_missing(b->booklet, &package);

	if (cp)
		str_addf(out, "Des caractères qu’aucune police de cet ordinateur ne sait écrire y sont "
			 "remplacés par ▯ (U+%04X et peut-être d’autres). Pour les avoir : "
			 "apt install %s\n", (unsigned)cp, package);
}

static bool write_pdf(struct booklet_call *b, struct err *err)
{
	struct session *s = b->call->session;
	char *shown;
	bool ok;

	b->booklet = booklet_pdf_new(b->pdf, s->data_dir, b->large ? BOOKLET_PDF_LARGE :
				     b->folded ? BOOKLET_PDF_FOLDED : BOOKLET_PDF_PAGES,
				     s->rail, s->gazetteer, err);
	ok = b->booklet && booklet_tell(s, &b->r, on_item, b, err) &&
	     booklet_pdf_finish(b->booklet, err);
	clear_progress(b);
	shown = path_shown(b->pdf);
	if (ok) {
		str_addf(&b->call->out, "Livret écrit dans %s\n", shown);
		say_missing(b, &b->call->out);
	}
	free(shown);
	booklet_pdf_free(b->booklet);
	return ok;
}

/* To the standard output as it comes, to a file whole at the end. */
static bool write_out(struct booklet_call *b, struct err *err)
{
	struct str *out = &b->call->out;
	char *shown;
	bool ok;

	if (b->format && !strcmp(b->format, HTML))
		b->html = booklet_html_new();
	ok = booklet_tell(b->call->session, &b->r, on_item, b, err);
	clear_progress(b);
	if (ok && b->html)
		booklet_html_finish(b->html, out);
	booklet_html_free(b->html);
	if (!ok || !b->path)
		return ok;
	ok = path_write(b->path, out->s, out->len, err);
	str_clear(out);
	shown = path_shown(b->path);
	if (ok)
		str_addf(out, "Annuaire écrit dans %s\n", shown);
	free(shown);
	return ok;
}

static bool run(struct cmd_call *call, struct args *a, struct err *err)
{
	struct booklet_call b = { .call = call };
	bool ok;

	criteria_init(&b.c);
	str_init(&b.needs);
	str_init(&b.audiences);
	ok = read_args(&b, a, err) && call_open(call, err) && resolve(&b, err) &&
	     (b.pdf ? write_pdf(&b, err) : write_out(&b, err));
	criteria_done(&b.c);
	str_done(&b.needs);
	str_done(&b.audiences);
	return ok;
}

const struct cmd_entry cmd_booklet = {
	.name = "annuaire-papier",
	.operands = "",
	.summary = "Faire l’annuaire à imprimer : commune par commune, qui reçoit et qui vient",
	.help = "Un livret à laisser sur un comptoir : ce qu’il y a dans chaque commune, qui y vient, où "
		"aller quand il n’y a rien ; puis une carte, les permanences des trois prochains mois, "
		"et les lieux par besoin et par public. Ce qui est en projet n’y est pas, les adresses "
		"électroniques non plus.\n"
		"\n"
		"Exemples :\n"
		"  aiguillage annuaire-papier --pdf annuaire.pdf\n"
		"  aiguillage annuaire-papier --livret --pdf a-plier.pdf\n"
		"  aiguillage annuaire-papier --epci Tarare --besoin emploi --texte\n"
		"  aiguillage annuaire-papier --format html --sortie annuaire.html\n"
		"\n"
		"Un tableau des lieux, à ouvrir dans un tableur : aiguillage exporter lieux.",
	.options = options,
	.run = run,
};
