/* The report of an import in French: a summary first, then the details. */
#include <string.h>

#include "src/core/import_impl.h"
#include "src/core/session_impl.h"

static void say_refused(struct str *out, size_t refused)
{
	if (!refused)
		str_add(out, ", aucune refusée");
	else if (refused == 1)
		str_add(out, ", 1 refusée");
	else {
		str_add(out, ", ");
		say_number(out, (int64_t)refused);
		str_add(out, " refusées");
	}
}

static void say_file(const struct import_source *f, struct str *out)
{
	str_addf(out, "%s : %s", f->file, *f->title ? f->title : "format inconnu");
	if (*f->source)
		str_addf(out, " (source « %s »)", f->source);
	str_add(out, "\n  ");
	say_count(out, (int64_t)f->read, "fiche lue", "fiches lues");
	str_add(out, ", ");
	say_count(out, (int64_t)f->kept, "gardée", "gardées");
	say_refused(out, f->refused);
	str_add(out, ".\n");
	if (f->encoding && strcmp(f->encoding, "UTF-8") != 0)
		str_addf(out, "  Ce fichier est en codage %s : il a été converti.\n", f->encoding);
}

struct words {
	const char *one, *many;		/* « lieu », « lieux » */
	const char *feminine;		/* « e » for « offre » */
};

/* « 3 lieux ajoutés, 1 changé, 12 sans changement »: what is nought is not told. */
static void say_counts(const struct import_count *c, const struct words *w, struct str *out)
{
	static const char *const verbs[] = { "ajouté", "changé", "disparu" };
	bool any = false;

	for (size_t k = 0; k < IMPORT_CHANGE_KINDS; k++) {
		size_t n = c->changes[k];

		if (!n)
			continue;
		str_add(out, any ? ", " : "  ");
		say_number(out, (int64_t)n);
		if (!any)
			str_addf(out, " %s", n < 2 ? w->one : w->many);
		str_addf(out, " %s%s%s", verbs[k], w->feminine, n < 2 ? "" : "s");
		any = true;
	}
	if (c->same) {
		str_add(out, any ? ", " : "  ");
		say_number(out, (int64_t)c->same);
		if (!any)
			str_addf(out, " %s", c->same < 2 ? w->one : w->many);
		str_add(out, " sans changement");
		any = true;
	}
	str_add(out, any ? ".\n" : "");
}

static void say_where(const struct import_report *r, const struct import_issue *issue,
		      struct str *out)
{
	str_add(out, "    ");
	if (r->n_files > 1 && issue->file < r->n_files)
		str_addf(out, "%s, ", r->files[issue->file].file);
	if (issue->row)
		str_addf(out, "ligne %zu (fiche %zu)", issue->line, issue->row);
	if (*issue->name)
		str_addf(out, ", %s", issue->name);
	if (*issue->column)
		str_addf(out, "%scolonne « %s »", issue->row ? ", " : "", issue->column);
	str_addf(out, "%s%s\n", issue->row || *issue->column ? " : " : "", issue->text);
}

static void say_more(struct str *out, size_t n)
{
	str_add(out, "    … et ");
	say_count(out, (int64_t)n, "autre", "autres");
	str_add(out, ".\n");
}

static void say_check(const struct import_report *r, enum import_check check, size_t detail,
		      struct str *out)
{
	size_t shown = 0;

	str_add(out, "  ");
	say_count(out, (int64_t)r->checks[check], import_check_name(check, 1),
		  import_check_name(check, 2));
	str_add(out, detail ? " :\n" : "\n");
	for (size_t i = 0; i < r->n_issues && shown < detail; i++) {
		if (r->issues[i].check != check)
			continue;
		say_where(r, &r->issues[i], out);
		shown++;
	}
	if (detail && shown < r->checks[check])
		say_more(out, r->checks[check] - shown);
}

static void say_checks(const struct import_report *r, enum import_kind kind, const char *title,
		       size_t detail, struct str *out)
{
	bool any = false;

	for (int check = 0; check < IMPORT_CHECK_COUNT; check++) {
		if (!r->checks[check] || import_check_kind((enum import_check)check) != kind)
			continue;
		if (!any)
			str_addf(out, "\n%s\n", title);
		any = true;
		say_check(r, (enum import_check)check, detail, out);
	}
}

static void say_value(struct str *out, const char *value)
{
	if (*value)
		str_addf(out, "« %s »", value);
	else
		str_add(out, "rien");
}

static void say_change(const struct import_change *c, struct str *out)
{
	str_addf(out, "    %s%s%s%s (%s)\n", c->offer ? "offre " : "", c->name,
		 *c->commune ? ", " : "", c->commune, c->key);
	for (size_t i = 0; i < c->n_fields; i++) {
		str_addf(out, "      %s : ", c->fields[i].label);
		say_value(out, c->fields[i].before);
		str_add(out, " → ");
		say_value(out, c->fields[i].after);
		str_addc(out, '\n');
	}
}

static void say_changes(const struct import_report *r, enum import_change_kind kind,
			const char *title, size_t detail, struct str *out)
{
	size_t total = r->places.changes[kind] + r->offers.changes[kind], shown = 0;

	if (!total || !detail)
		return;
	str_addf(out, "\n%s\n", title);
	for (size_t i = 0; i < r->n_changes && shown < detail; i++) {
		if (r->changes[i].kind == kind) {
			say_change(&r->changes[i], out);
			shown++;
		}
	}
	if (shown < total)
		say_more(out, total - shown);
}

static void say_local(const struct import_local *l, struct str *out)
{
	str_addf(out, "    %s%s%s%s (%s)\n", l->offer ? "offre " : "", l->name,
		 *l->commune ? ", " : "", l->commune, l->key);
	if (l->vanished) {
		str_add(out, "      n’est plus dans sa source ; ce que vous avez écrit est gardé\n");
	} else {
		str_addf(out, "      %s : vous dites ", l->label);
		say_value(out, l->ours);
		str_add(out, ", qui reste ; la source disait ");
		say_value(out, l->before);
		str_add(out, ", elle dit ");
		say_value(out, l->after);
		str_addc(out, '\n');
	}
}

/* Never cut short: it is the counsellor's own work. */
static void say_locals(const struct import_report *r, bool known, const char *title,
		       struct str *out)
{
	bool any = false;

	for (size_t i = 0; i < r->n_local; i++) {
		if (r->local[i].known != known)
			continue;
		if (!any)
			str_addf(out, "\n%s\n", title);
		any = true;
		say_local(&r->local[i], out);
	}
}

void import_report_say(const struct import_report *r, size_t detail, struct str *out)
{
	if (r->dry_run && r->done)
		str_add(out, "Essai : rien n’a été changé. L’import donnerait ceci.\n");
	else if (!r->done && r->read)
		str_add(out, "Import abandonné : rien n’a été changé. Voici ce qui avait été lu.\n");
	for (size_t i = 0; i < r->n_files; i++)
		say_file(&r->files[i], out);
	if (r->done) {
		say_counts(&r->places, &(struct words){ "lieu", "lieux", "" }, out);
		say_counts(&r->offers, &(struct words){ "offre", "offres", "e" }, out);
	}
	if (r->unread)
		str_add(out, "Rien n’a changé : c’est ce qui a été importé la dernière fois. "
			"--rapport FICHIER en redonne les remarques.\n");
	say_locals(r, false, "À choisir entre vous et la source :", out);
	say_checks(r, IMPORT_REFUSED, "Refusé :", detail, out);
	if (r->done) {
		say_changes(r, IMPORT_VANISHED, "Disparus :", detail, out);
		say_changes(r, IMPORT_CHANGED, "Changés :", detail, out);
		if (r->again)
			say_changes(r, IMPORT_ADDED, "Ajoutés :", detail, out);
	}
	say_checks(r, IMPORT_WARNING, "À vérifier :", detail, out);
	say_locals(r, true, "À choisir encore, d’un import précédent :", out);
	say_checks(r, IMPORT_REMARK, "Pour information :", detail < 3 ? detail : 3, out);
}
