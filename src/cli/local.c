#include "src/cli/local.h"

#include <string.h>

#include "aiguillage/date.h"
#include "aiguillage/protect.h"

/* Names for programs, and what --annuler calls them. */
static const char *const mark_names[OVERLAY_MARKS] = {
	[MARK_CHECKED] = "verifie",
	[MARK_GONE] = "disparu",
	[MARK_CLOSED] = "ferme",
	[MARK_HIDDEN] = "masquer",
};

const struct correction *local_correction(const struct overlay *o, const struct field *f)
{
	for (size_t i = 0; i < o->n; i++)
		if (o->corrections[i].field == f)
			return &o->corrections[i];
	return NULL;
}

static void say_day(struct str *out, int day)
{
	date_french(out, day, 0, date_of_day(clock_today()).year);
}

void local_facts(struct str *out, const struct overlay *o, int indent)
{
	struct str b;

	str_init(&b);
	if (o->vanished)
		out_fact(out, "Attention",
			 "cette fiche n’est plus dans l’annuaire : voici ce que vous en saviez",
			 indent);
	if (o->added) {
		str_add(&b, "ajouté par vous le ");
		say_day(&b, o->added_day);
		out_fact(out, "Selon vous", b.s, indent);
	}
	for (int m = 0; m < OVERLAY_MARKS; m++) {
		str_clear(&b);
		if (overlay_mark_say(&b, o, (enum overlay_mark)m))
			out_fact(out, "Selon vous", b.s, indent);
	}
	out_fact(out, "Note privée", o->note_locked ? PROTECT_SHUT : o->note, indent);
	str_done(&b);
}

static const char *or_nothing(const char *value)
{
	return *value ? value : "rien";
}

void local_say(struct str *out, const struct correction *c, const char *now, const char *then,
	       const char *key)
{
	str_add(out, "corrigé par vous le ");
	say_day(out, c->made);
	if (!correction_conflicts(c)) {
		str_addf(out, " ; la source dit : %s", or_nothing(now));
		return;
	}
	str_addf(out,
		 " ; la source disait : %s ; elle dit maintenant : %s. À choisir : aiguillage "
		 "corriger %s "
		 "--champ %s --source, ou --garder",
		 or_nothing(then), or_nothing(now), key, c->field->csv);
}

void local_rows(struct rows *r, const char *key, const struct overlay *o)
{
	char day[DATE_MOMENT_LEN];

	for (size_t i = 0; i < o->n; i++) {
		rows_add(r, "source");
		rows_add(r, key);
		rows_add(r, o->corrections[i].field->csv);
		rows_add(r, o->corrections[i].source_value);
	}
	for (int m = 0; m < OVERLAY_MARKS; m++) {
		if (!o->mark[m])
			continue;
		date_format_day(day, o->mark_day[m]);
		rows_add(r, "marque");
		rows_add(r, key);
		rows_add(r, mark_names[m]);
		rows_add(r, day);
	}
}

void local_json(struct str *out, const struct overlay *o)
{
	char day[DATE_MOMENT_LEN];
	const char *between = "";

	for (size_t i = 0; i < o->n; i++) {
		str_add(out, i ? ", " : ", \"source_dit\": {");
		json_string(out, o->corrections[i].field->csv);
		str_add(out, ": ");
		json_string(out, o->corrections[i].source_value);
	}
	str_add(out, o->n ? "}" : "");
	for (int m = 0; m < OVERLAY_MARKS; m++) {
		if (!o->mark[m])
			continue;
		date_format_day(day, o->mark_day[m]);
		str_addf(out, "%s\"%s\": \"%s\"", *between ? between : ", \"marques\": {",
			 mark_names[m], day);
		between = ", ";
	}
	str_add(out, *between ? "}" : "");
}
