/* What is kept, and how it goes, in French. */
#include "aiguillage/date.h"
#include "aiguillage/journal_keep.h"
#include "aiguillage/text.h"
#include "src/core/keep_impl.h"

/* ---- retention ---- */

bool keep_say_all(struct session *s, const struct keep_plan *p, struct str *out, struct err *err)
{
	char last[DATE_MOMENT_LEN];
	size_t n;
	int day;

	str_addf(out, "Les textes libres et les codes sont gardés %d mois après le dernier contact avec la "
		 "personne, puis effacés, ici et dans les copies. Les chiffres restent.\n", p->months);
	keep_say(p, out);
	str_addc(out, '\n');
	if (p->late && p->n && !p->doubtful)
		str_add(out, "Aiguillage n’a pas servi depuis plus d’un mois, ou la date de l’ordinateur a sauté : la "
			"semaine d’annonce recommence, et rien ne s’efface avant.\n");
	if (!journal_tombstones(s->journal, &n, last, err))
		return false;
	if (!n) {
		str_add(out, "Rien n’a encore été effacé de ce journal.\n");
		return true;
	}
	say_count(out, (int64_t)n, "fiche effacée ou vidée de ses textes", "fiches effacées ou vidées de leurs textes");
	str_add(out, " depuis le début");
	if (date_parse_day(last, &day)) {
		str_add(out, n == 1 ? ", le " : ", la dernière le ");
		date_french(out, day, DATE_ALWAYS_YEAR, 0);
	}
	str_add(out, ".\n");
	return true;
}

/* ---- one person ---- */

void keep_say_held(const struct log_list *l, struct str *out)
{
	const char *first = "", *last = "";
	size_t n = 0;

	for (size_t i = 0; i < l->n; i++) {
		if (l->e[i].kind == KIND_PERSON)
			continue;
		last = entry_get(&l->e[i], ENTRY_DAY);
		first = n++ ? first : last;
	}
	say_count(out, (int64_t)n, "entrée", "entrées");
	if (n) {
		str_add(out, ", ");
		date_french_span(out, first, last);
	}
}

/* ---- copies ---- */

static void say_line(struct str *out, const char *label, size_t n, const char *one, const char *many)
{
	str_addf(out, "%s : ", label);
	say_count(out, (int64_t)n, one, many);
	str_addc(out, '\n');
}

void keep_say_difference(const struct keep_difference *d, struct str *out)
{
	str_add(out, "La copie : ");
	say_count(out, (int64_t)d->entries, "entrée", "entrées");
	if (*d->first) {
		str_add(out, ", ");
		date_french_span(out, d->first, d->last);
	}
	str_addc(out, '\n');
	if (d->other_phrase)
		str_add(out, "Cette copie est protégée par une autre phrase que le journal d’aujourd’hui : c’est celle-là qu’il "
			"faudra ensuite. Sans elle, ses textes et ses codes resteront fermés.\n");
	if (d->unreadable) {
		str_add(out, "Le journal présent est abîmé : il ne peut pas être comparé. Il sera gardé à "
			"côté des copies.\n");
		return;
	}
	say_line(out, "Reviendraient", d->back, "entrée", "entrées");
	say_line(out, "Ne seraient plus là", d->lost, "entrée notée depuis", "entrées notées depuis");
	say_line(out, "Redeviendraient ce qu’elles étaient", d->older, "entrée", "entrées");
	if (d->erased)
		say_line(out, "Restent effacées", d->erased, "entrée", "entrées");
	str_add(out, "Les corrections de l’annuaire, les notes et les réglages redeviendraient aussi ceux de la "
		"copie.\n");
}
