#include <stdlib.h>
#include <string.h>

#include "aiguillage/date.h"
#include "aiguillage/mem.h"
#include "aiguillage/overlay.h"
#include "src/cli/cli.h"
#include "src/cli/inputs.h"
#include "src/cli/out.h"

enum {
	OPT_FIELD = 1,
	OPT_SOURCE,
	OPT_KEEP,
	OPT_CHECKED,
	OPT_GONE,
	OPT_CLOSED,
	OPT_HIDE,
	OPT_NOTE,
	OPT_CANCEL,
	OPT_FORMAT,
};

static const struct arg_option options[] = {
	{ .id = OPT_FIELD,
	  .name = "champ",
	  .value = "NOM=VALEUR",
	  .help = "corriger un champ, plusieurs fois s’il le faut ; rien après « = » : non "
		  "précisé" },
	{ .id = OPT_SOURCE,
	  .name = "source",
	  .help = "avec --champ NOM : revenir à ce que dit la source" },
	{ .id = OPT_KEEP,
	  .name = "garder",
	  .help = "avec --champ NOM : garder votre valeur quand la source en a changé" },
	{ .id = OPT_CHECKED,
	  .name = "verifie",
	  .value = "[DATE]",
	  .optional = true,
	  .help = "vérifié par vous, aujourd’hui ou ce jour-là" },
	{ .id = OPT_GONE, .name = "disparu", .help = "n’existe plus : ne plus le proposer" },
	{ .id = OPT_CLOSED,
	  .name = "ferme-jusqu-au",
	  .value = "DATE",
	  .help = "fermé jusqu’à ce jour compris ; revient tout seul le lendemain" },
	{ .id = OPT_HIDE, .name = "masquer", .help = "ne plus le proposer, sans dire pourquoi" },
	{ .id = OPT_NOTE,
	  .name = "note",
	  .value = "-",
	  .help = "note privée, lue sur l’entrée standard ; vide, elle est retirée" },
	{ .id = OPT_CANCEL,
	  .name = "annuler",
	  .value = "QUOI",
	  .help = "retirer : verifie, disparu, ferme, masquer, note, ou ajout" },
	{ .id = OPT_FORMAT,
	  .name = "format",
	  .value = "FORMAT",
	  .help = "de la liste, sans ID : table (pour lire), tsv ou json (pour un programme)" },
	{ .name = NULL },
};

/* What one may say of a record, and take back. */
static const struct {
	const char *name;	/* of --annuler */
	int mark;		/* or -1 */
} cancels[] = {
	{ "verifie", MARK_CHECKED }, { "disparu", MARK_GONE }, { "ferme", MARK_CLOSED },
	{ "masquer", MARK_HIDDEN },  { "note", -1 },	       { "ajout", -1 },
};

struct correct_call {
	const char *key;
	struct inputs inputs;
	bool source, keep, note;
	bool mark[OVERLAY_MARKS];
	int day[OVERLAY_MARKS];
	int cancel;		/* position, or -1 */
	enum format format;
	size_t acts;
};

/* ---- what is asked ---- */

static bool read_day(const char *option, const char *text, int *day, struct err *err)
{
	return overlay_read_day(text, day) ||
	       err_set(err, ERR_USAGE,
		       "--%s attend une date : 15/12/2026 ou 2026-12-15, pas « %s »", option,
		       quote(text).s);
}

static bool read_mark(struct correct_call *w, enum overlay_mark mark, const char *option,
		      const char *day, struct err *err)
{
	w->mark[mark] = true;
	w->day[mark] = clock_today();
	w->acts++;
	return !day || read_day(option, day, &w->day[mark], err);
}

static bool read_cancel(struct correct_call *w, const char *what, struct err *err)
{
	for (size_t i = 0; i < ARRAY_SIZE(cancels); i++)
		if (strcmp(cancels[i].name, what) == 0)
			w->cancel = (int)i;
	w->acts++;
	return w->cancel >= 0 ||
	       err_set(err, ERR_USAGE,
		       "--annuler attend verifie, disparu, ferme, masquer, note ou ajout, pas "
		       "« %s ». Une correction s’annule par --champ NOM --source",
		       quote(what).s);
}

/* Others may read the arguments of a running program: a note never goes there. */
static bool read_note_option(struct correct_call *w, const char *value, struct err *err)
{
	w->note = true;
	w->acts++;
	return strcmp(value, "-") == 0 ||
	       err_set(err, ERR_USAGE,
		       "Une note est privée : elle se donne par l’entrée standard, avec "
		       "--note -");
}

static bool read_option(struct correct_call *w, struct args *a, int id, struct err *err)
{
	switch (id) {
	case OPT_FIELD:
		inputs_add(&w->inputs, a->value);
		w->acts += w->inputs.n == 1;
		return true;
	case OPT_SOURCE:
		return w->source = true;
	case OPT_KEEP:
		return w->keep = true;
	case OPT_CHECKED:
		return read_mark(w, MARK_CHECKED, "verifie", a->value, err);
	case OPT_GONE:
		return read_mark(w, MARK_GONE, "disparu", NULL, err);
	case OPT_CLOSED:
		return read_mark(w, MARK_CLOSED, "ferme-jusqu-au", a->value, err);
	case OPT_HIDE:
		return read_mark(w, MARK_HIDDEN, "masquer", NULL, err);
	case OPT_NOTE:
		return read_note_option(w, a->value, err);
	case OPT_CANCEL:
		return read_cancel(w, a->value, err);
	case OPT_FORMAT:
		return format_read(a, &w->format, err);
	default:
		return false;
	}
}

static bool check_args(const struct correct_call *w, struct err *err)
{
	if (w->source && w->keep)
		return err_set(err, ERR_USAGE, "--source ou --garder, pas les deux");
	if ((w->source || w->keep) && !w->inputs.n)
		return err_set(err, ERR_USAGE, "Dire le champ : --champ NOM");
	if (w->acts && !w->key)
		return err_set(err, ERR_USAGE,
			       "Il manque l’identifiant : aiguillage corriger ID …");
	if (w->key && !w->acts)
		return err_set(err, ERR_USAGE,
			       "Dire ce qu’il faut corriger : --champ NOM=VALEUR, --verifie, "
			       "--disparu… --help donne la liste");
	return inputs_valued(&w->inputs, !w->source && !w->keep, err);
}

static bool read_args(struct correct_call *w, struct args *a, struct err *err)
{
	int id;

	while ((id = args_option(a, &w->key, err)) != ARGS_END)
		if (!read_option(w, a, id, err))
			return false;
	return check_args(w, err);
}

/* ---- of what ---- */

/* An offer, a place, or what is remembered of one that vanished. */
static bool find_kind(struct session *s, const char *key, enum overlay_kind *kind, struct err *err)
{
	struct directory *d = s->directory;
	struct err mine = ERR_INIT;
	struct overlay o;

	*kind = OVERLAY_OFFER;
	if (directory_offer_by_key(d, key, &mine))
		return true;
	if (!mine.kind && directory_place_by_key(d, key, &mine)) {
		*kind = OVERLAY_PLACE;
		return true;
	}
	for (int k = 0; !mine.kind && k < OVERLAY_KINDS; k++) {
		bool known = overlay_read(s, (enum overlay_kind)k, key, &o, &mine) && o.vanished;

		overlay_done(&o);
		*kind = (enum overlay_kind)k;
		if (known)
			return true;
	}
	if (mine.kind)
		return err_set(err, mine.kind, "%s", mine.msg);
	return err_set(err, ERR_NOT_FOUND, "Aucun lieu ni offre n’a l’identifiant « %s ». "
		       "« aiguillage chercher » donne les identifiants", quote(key).s);
}

/* ---- doing it ---- */

static bool correct_fields(struct session *s, const struct correct_call *w, enum overlay_kind kind,
			   struct err *err)
{
	if (!w->inputs.n)
		return true;
	if (!inputs_check(&w->inputs, kind, err))
		return false;
	if (!w->source && !w->keep)
		return overlay_correct_all(s, kind, w->key, w->inputs.list, w->inputs.n, err);
	for (size_t i = 0; i < w->inputs.n; i++)
		if (!(w->source ? overlay_forget : overlay_keep)(s, kind, w->key,
								 w->inputs.list[i].column, err))
			return false;
	return true;
}

static bool read_note(struct session *s, const struct correct_call *w, enum overlay_kind kind,
		      struct err *err)
{
	char *text = inputs_words("Note", err);
	bool ok = text && overlay_note(s, kind, w->key, text, err);

	free(text);
	return ok;
}

static bool cancel(struct session *s, const struct correct_call *w, enum overlay_kind kind,
		   struct err *err)
{
	const char *what = cancels[w->cancel].name;

	if (cancels[w->cancel].mark >= 0)
		return overlay_unmark(s, kind, w->key, (enum overlay_mark)cancels[w->cancel].mark,
				      err);
	if (strcmp(what, "note") == 0)
		return overlay_note(s, kind, w->key, "", err);
	return overlay_remove(s, kind, w->key, err);
}

static bool mark_all(struct session *s, const struct correct_call *w, enum overlay_kind kind,
		     struct err *err)
{
	for (int m = 0; m < OVERLAY_MARKS; m++)
		if (w->mark[m] &&
		    !overlay_mark(s, kind, w->key, (enum overlay_mark)m, w->day[m], err))
			return false;
	return true;
}

static bool act(struct cmd_call *call, const struct correct_call *w, struct err *err)
{
	struct session *s = call->session;
	enum overlay_kind kind;
	bool ok = find_kind(s, w->key, &kind, err) && correct_fields(s, w, kind, err) &&
		  mark_all(s, w, kind, err) && (!w->note || read_note(s, w, kind, err)) &&
		  (w->cancel < 0 || cancel(s, w, kind, err));

	if (ok)
		str_addf(&call->out, "Noté. « aiguillage montrer %s » montre la fiche.\n", w->key);
	say_late(s);
	return ok;
}

/* ---- the list ---- */

static const struct column columns[] = {
	{ .name = "objet" }, { .name = "id" }, { .name = "nom" }, { .name = "commune" },
	{ .name = "quoi" }, { .name = "a_choisir" },
};

static void say_what(struct str *out, const struct overlay *o)
{
	struct str b;

	str_init(&b);
	if (o->added)
		str_join(out, ", ", "ajouté par vous");
	for (size_t i = 0; i < o->n; i++)
		str_join(out, ", ", o->corrections[i].field->label);
	for (int m = 0; m < OVERLAY_MARKS; m++) {
		str_clear(&b);
		if (overlay_mark_say(&b, o, (enum overlay_mark)m))
			str_join(out, ", ", b.s);
	}
	if (*o->note || o->note_locked)
		str_join(out, ", ", "note privée");
	if (o->vanished)
		str_join(out, ", ", "disparu de l’annuaire");
	str_done(&b);
}

static bool add_item(void *ctx, const struct overlay_item *item, struct err *err)
{
	struct rows *r = ctx;
	struct str what;

	(void)err;
	str_init(&what);
	say_what(&what, item->o);
	rows_add(r, item->kind == OVERLAY_PLACE ? "lieu" : "offre");
	rows_add(r, item->key);
	rows_add(r, item->name);
	rows_add(r, item->commune);
	rows_add(r, what.s);
	rows_add(r, item->conflict ? "oui" : "");
	str_done(&what);
	return true;
}

static void print_table(const struct rows *r, struct str *out)
{
	struct str b;

	str_init(&b);
	for (size_t i = 0; i < r->n; i += r->n_columns) {
		char **cell = &r->cells[i];

		str_clear(&b);
		str_addf(&b, "%s%s%s (%s)", cell[2], *cell[3] ? ", " : "", cell[3], cell[1]);
		out_wrap(out, b.s, 2);
		str_clear(&b);
		str_addf(&b, "  %s%s", cell[4],
			 *cell[5] ? " — la source a changé : à choisir" : "");
		out_wrap(out, b.s, 2);
	}
	if (!r->n)
		str_add(out, "Rien n’a été corrigé ni ajouté.\n");
	str_done(&b);
}

static bool list(struct cmd_call *call, enum format format, struct err *err)
{
	struct rows r;
	bool ok;

	rows_init(&r, columns, ARRAY_SIZE(columns));
	ok = overlay_each(call->session, add_item, &r, err);
	if (ok && format == FORMAT_TABLE)
		print_table(&r, &call->out);
	else if (ok)
		rows_print(&r, format, &call->out);
	rows_done(&r);
	return ok;
}

static bool run(struct cmd_call *call, struct args *a, struct err *err)
{
	struct correct_call w = { .cancel = -1, .format = FORMAT_TABLE };
	bool ok = read_args(&w, a, err) && call_open(call, err) &&
		  (w.key ? act(call, &w, err) : list(call, w.format, err));

	inputs_done(&w.inputs);
	return ok;
}

const struct cmd_entry cmd_correct = {
	.name = "corriger",
	.operands = "[ID]",
	.summary = "Corriger un lieu ou une offre, le dire vérifié, fermé ou disparu",
	.help = "Ce que vous corrigez l’emporte sur toutes les sources et survit à tous les "
		"imports. Les champs portent les noms de « montrer ID --format tsv ». Les "
		"horaires s’écrivent en français, les codes par leur libellé.\n"
		"\n"
		"Quand la source change un champ que vous avez corrigé, votre valeur reste, et "
		"« montrer » donne les deux : --champ NOM --source prend la sienne, --champ NOM "
		"--garder garde la vôtre.\n"
		"\n"
		"Sans ID, la liste de tout ce que vous avez corrigé, ajouté et noté. Colonnes de "
		"tsv et json : objet id nom commune quoi a_choisir.\n"
		"\n"
		"Exemples :\n"
		"  aiguillage corriger S015 --champ 'horaires_accueil=lundi de 9h à 12h'\n"
		"  aiguillage corriger S015 --champ horaires_accueil --source\n"
		"  aiguillage corriger centre-social-du-parc-amplepuis --verifie\n"
		"  aiguillage corriger S015 --ferme-jusqu-au 15/12/2026\n"
		"  aiguillage corriger S015 --annuler ferme\n"
		"  aiguillage corriger S015 --note - <note.txt",
	.options = options,
	.run = run,
};
