/* What to put into a file for others: days, texts, seal or format; what it would hold; where. */
#include <stdlib.h>
#include <string.h>

#include "aiguillage/coop.h"
#include "aiguillage/date.h"
#include "aiguillage/exchange.h"
#include "aiguillage/mem.h"
#include "aiguillage/path.h"
#include "aiguillage/sealed.h"
#include "aiguillage/secret.h"
#include "aiguillage/xlsx.h"
#include "src/tui/ask_file.h"
#include "src/tui/ask_phrase.h"
#include "src/tui/form.h"
#include "src/tui/page.h"
#include "src/tui/screens.h"
#include "src/tui/unlock.h"

struct exporting {
	struct form *form;	/* first */
	struct session *session;
	bool coop;
	int from, to, texts, seal, format;	/* fields; seal or format: -1 */
	struct str bytes;	/* of the file */
};

static const struct form_choice formats[] = {
	{ "fods", "LibreOffice, ou Excel (.fods)", NULL },
	{ "xlsx", "Excel (.xlsx)", NULL },
	{ "csv", "texte à virgules (.csv), ce que La Coop lit", NULL },
};

static const struct form_choice yes_no[] = { { "oui", "oui", NULL }, { "non", "non", NULL } };

static int add_choice(struct form *f, const char *label, const char *hint, const char *value)
{
	return form_add(f, &(struct form_field){ .kind = FORM_ONE, .label = label, .hint = hint, .choices = yes_no,
						 .n_choices = ARRAY_SIZE(yes_no), .required = true }, value);
}

static void *export_open(struct app *app, const void *arg, struct err *err)
{
	const struct export_request *r = arg;
	struct exporting *x = xcalloc(1, sizeof *x);

	(void)err;
	x->session = app_session(app);
	x->coop = r->coop;
	str_init(&x->bytes);
	x->form = form_new(x->session);
	x->from = form_add(x->form, &(struct form_field){ .kind = FORM_DATE, .label = "À partir du", .lean = DATE_PAST,
							  .hint = "1/11, lundi… Vide : depuis le début." }, "");
	x->to = form_add(x->form, &(struct form_field){ .kind = FORM_DATE, .label = "Jusqu’au", .lean = DATE_PAST,
							.hint = "Ce jour est compris. Vide : jusqu’à aujourd’hui." }, "");
	x->texts = add_choice(x->form, "Avec les textes",
			      x->coop ? "Entrée : changer. Notes et démarches ; sans eux, rien ne parle d’une personne."
				      : "Entrée : changer. Textes et codes ; sans eux, personne n’est reconnaissable.",
			      "non");
	x->seal = x->coop ? -1 : add_choice(x->form, "Sceller par une phrase",
					    "Entrée : changer. Le fichier ne s’ouvrira qu’avec une phrase, demandée ensuite.", "oui");
	x->format = !x->coop ? -1 : form_add(x->form, &(struct form_field){ .kind = FORM_ONE, .label = "Format",
			.choices = formats, .n_choices = ARRAY_SIZE(formats), .required = true }, "fods");
	return x;
}

static void export_close(void *self)
{
	struct exporting *x = self;

	form_free(x->form);
	secret_wipe(&x->bytes);
	str_done(&x->bytes);
	free(x);
}

static bool is_yes(const struct exporting *x, int field)
{
	return field >= 0 && strcmp(form_value(x->form, field), "oui") == 0;
}

/* ---- what it would hold ---- */

static bool make_journal(struct exporting *x, struct str *said, struct err *err)
{
	struct exchange_options o = { .from = form_value(x->form, x->from), .to = form_value(x->form, x->to),
				      .texts = is_yes(x, x->texts) };
	struct exchange_contents c;

	if (!exchange_write(x->session, &o, &x->bytes, &c, err))
		return false;
	exchange_say_contents(&c, said);
	str_add(said, is_yes(x, x->seal) ? "\nLe fichier sera scellé par une phrase.\n"
					 : "\nLe fichier ne sera pas scellé : quiconque l’a peut le lire.\n");
	return true;
}

static enum format format_of(const struct exporting *x)
{
	const char *code = form_value(x->form, x->format);

	return strcmp(code, "xlsx") == 0 ? FORMAT_XLSX : strcmp(code, "csv") == 0 ? FORMAT_CSV : FORMAT_FODS;
}

static bool make_coop(struct exporting *x, struct str *said, struct err *err)
{
	struct rows r;
	bool ok;

	if (format_of(x) == FORMAT_XLSX && !xlsx_check(err))
		return false;
	ok = coop_export(x->session, form_value(x->form, x->from), form_value(x->form, x->to), is_yes(x, x->texts), &r,
			 err) &&
	     rows_write(&r, format_of(x), x->session->base_dir, &x->bytes, err);
	if (ok)
		coop_say_contents(&r, said);
	rows_done(&r);
	return ok;
}

/* ---- where ---- */

static bool write_file(void *ctx, struct app *app, const char *path, struct err *err)
{
	struct exporting *x = ctx;
	char *shown;

	if (!path_write(path, x->bytes.s, x->bytes.len, err))
		return false;
	secret_wipe(&x->bytes);
	shown = path_shown(path);
	app_say(app, STYLE_GOOD, "Écrit : %s", shown);
	free(shown);
	return true;
}

static void ask_where(struct exporting *x, struct app *app)
{
	char day[DATE_MOMENT_LEN];
	struct str name;

	date_format_day(day, clock_today());
	str_init(&name);
	if (x->coop)
		str_addf(&name, "activites-%s.%s", day, form_value(x->form, x->format));
	else
		str_addf(&name, "journal-%s.aig", day);
	ask_file(app, &(struct file_request){ .heading = x->coop ? "pour La Coop" : "mon journal", .name = name.s,
					      .replaces = true, .take = write_file, .ctx = x });
	str_done(&name);
}

static bool seal(void *ctx, struct app *app, const char *phrase, struct err *err)
{
	struct exporting *x = ctx;
	struct str sealed;
	bool ok;

	str_init(&sealed);
	ok = sealed_close(phrase, x->bytes.s, &sealed, err);
	if (ok) {
		secret_wipe(&x->bytes);
		str_addn(&x->bytes, sealed.s, sealed.len);
		ask_where(x, app);
	}
	str_done(&sealed);
	return ok;
}

/* The page that said what the file holds gives way. */
static enum outcome go_on(void *ctx, struct app *app)
{
	struct exporting *x = ctx;

	if (is_yes(x, x->seal))
		ask_phrase(app, &(struct phrase_request){ .title = "Phrase qui scelle le fichier", .chosen = true,
			.say = "Plusieurs mots, 12 signes au moins. Sans elle, le fichier est perdu.",
			.hint = "Transmettez-la par un autre chemin que le fichier : de vive voix, au téléphone.",
			.enter = "Sceller", .take = seal, .ctx = x });
	else
		ask_where(x, app);
	return CLOSE;
}

static void preview(struct exporting *x, struct app *app)
{
	struct err err = ERR_INIT;
	struct str said;

	if (!form_check(x->form) || (is_yes(x, x->texts) && unlock_first(app, ACTION_SAVE)))
		return;
	secret_wipe(&x->bytes);
	str_init(&said);
	str_add(&said, "Ce que contient le fichier :\n\n");
	if (x->coop ? make_coop(x, &said, &err) : make_journal(x, &said, &err))
		page_open(app, &(struct page_request){ .heading = x->coop ? "pour La Coop" : "mon journal",
						       .text = said.s, .enter = "Choisir où l’écrire",
						       .act = go_on, .ctx = x });
	else
		app_say(app, STYLE_ERROR, "%s.", err.msg);
	str_done(&said);
}

/* ---- keys ---- */

static enum outcome export_act(void *self, struct app *app, enum action action)
{
	struct exporting *x = self;

	if (action == ACTION_SAVE) {
		preview(x, app);
		return DONE;
	}
	/* four choices are no work that would be lost */
	if (action == ACTION_BACK)
		return CLOSE;
	return form_act(x->form, app, action);
}

static const char *export_label(const void *self, enum action action)
{
	(void)self;
	return action == ACTION_SAVE ? "Voir le contenu" : NULL;
}

static void export_heading(const void *self, struct str *out)
{
	const struct exporting *x = self;

	str_add(out, x->coop ? "pour La Coop" : "mon journal");
}

static const struct binding keys[] = { FORM_KEYS };

const struct screen_ops screen_export = {
	.name = "exporter",
	.title = "Écrire un fichier",
	.keys = { keys, ARRAY_SIZE(keys), FORM_USES },
	.open = export_open,
	.update = form_screen_update,
	.draw = form_screen_draw,
	.act = export_act,
	.text = form_screen_text,
	.mouse = form_screen_mouse,
	.close = export_close,
	.refresh = form_screen_refresh,
	.typing = form_screen_typing,
	.label = export_label,
	.heading = export_heading,
	.hint = form_screen_hint,
};
