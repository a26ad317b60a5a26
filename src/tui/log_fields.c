#include <stdlib.h>
#include <string.h>

#include "aiguillage/date.h"
#include "aiguillage/holidays.h"
#include "aiguillage/hours_french.h"
#include "aiguillage/mem.h"
#include "aiguillage/session.h"
#include "src/tui/log_form_impl.h"
#include "src/tui/log_place.h"

#define OPENINGS 6
#define CAUTION "Ni nom, ni santé, ni n° de sécurité sociale, ni mot de passe"

static const struct spec referral_specs[] = {
	{ REF_APPOINTMENT, FORM_LINE, ALWAYS, NULL, "4/12, ou 4/12 14h30" },
	{ REF_FOLLOWUP, FORM_DATE, ALWAYS, NULL, NULL },
	{ REF_STATE, FORM_ONE, LATER, NULL, NULL },
	{ REF_REASON, FORM_ONE, LATER, NULL, NULL },
	{ REF_CONTACT, FORM_ONE, ALWAYS, NULL, NULL },
	{ REF_ASK, FORM_LINE, ALWAYS, NULL, CAUTION },
	{ REF_NEEDS, FORM_SEVERAL, ALWAYS, "La demande", NULL },
	{ REF_AUDIENCES, FORM_SEVERAL, ALWAYS, NULL, NULL },
	{ REF_WORDS, FORM_LINE, ALWAYS, NULL, CAUTION },
	{ REF_BARRIERS, FORM_SEVERAL, ALWAYS, NULL, NULL },
	{ REF_TRAVELS, FORM_ONE, ALWAYS, NULL, NULL },
	{ REF_TRAVEL, FORM_SEVERAL, ALWAYS, NULL, NULL },
	{ REF_MODE, FORM_ONE, ALWAYS, NULL, NULL },
	{ REF_INSEE, FORM_COMMUNE, ALWAYS, "La personne", NULL },
	{ REF_AGES, FORM_ONE, ALWAYS, NULL, NULL },
	{ REF_GENDERS, FORM_ONE, ALWAYS, NULL, NULL },
	{ REF_SITUATIONS, FORM_ONE, ALWAYS, NULL, NULL },
	{ REF_DAY, FORM_DATE, ALWAYS, "Le reste", NULL },
	{ REF_NOTE, FORM_TEXT, ALWAYS, NULL, CAUTION },
};

static const struct spec accompaniment_specs[] = {
	{ ACC_THEMES, FORM_SEVERAL, ALWAYS, NULL, "La Coop en demande au moins une. Entrée : liste" },
	{ ACC_MINUTES, FORM_LINE, ALWAYS, NULL, "45, 1h30, 2h" },
	{ ACC_ACTIVITY, FORM_ONE, ALWAYS, NULL, NULL },
	{ ACC_TITLE, FORM_LINE, GROUP, NULL, NULL },
	{ ACC_PEOPLE, FORM_NUMBER, GROUP, NULL, NULL },
	{ ACC_LEVEL, FORM_ONE, GROUP, NULL, NULL },
	{ ACC_CHANNEL, FORM_ONE, ALWAYS, NULL, NULL },
	{ ACC_PLACE, FORM_FOUND, ALWAYS, NULL,
	  "Un lieu de l’annuaire, une commune, ou d’autres mots. Bas : choisir" },
	{ ACC_EQUIPMENT, FORM_SEVERAL, ALWAYS, NULL, NULL },
	{ ACC_PROCEDURES, FORM_SEVERAL, ALWAYS, NULL, NULL },
	{ ACC_PROCEDURE, FORM_LINE, ALWAYS, NULL, CAUTION },
	{ ACC_AUTONOMY, FORM_ONE, ALONE, NULL, NULL },
	{ ACC_REDIRECTION, FORM_ONE, ALWAYS, NULL, NULL },
	{ ACC_INSEE, FORM_COMMUNE, ALWAYS, "Qui", NULL },
	{ ACC_AGES, FORM_ONE, ALONE, NULL, NULL },
	{ ACC_GENDERS, FORM_ONE, ALONE, NULL, NULL },
	{ ACC_SITUATIONS, FORM_ONE, ALONE, NULL, NULL },
	{ ACC_AGES, FORM_LINE, GROUP, NULL, "2 60-69, 5 70-plus" },
	{ ACC_GENDERS, FORM_LINE, GROUP, NULL, "4 féminin, 3 masculin" },
	{ ACC_SITUATIONS, FORM_LINE, GROUP, NULL, "5 retraité, 2 sans emploi" },
	{ ACC_TAGS, FORM_LINE, ALWAYS, "Le reste", NULL },
	{ ACC_DAY, FORM_DATE, ALWAYS, NULL, NULL },
	{ ACC_NOTE, FORM_TEXT, ALWAYS, NULL, CAUTION },
};

static const struct spec unmet_specs[] = {
	{ UNMET_REASON, FORM_ONE, ALWAYS, NULL, NULL },
	{ UNMET_NEEDS, FORM_SEVERAL, ALWAYS, NULL, NULL },
	{ UNMET_AUDIENCES, FORM_SEVERAL, ALWAYS, NULL, NULL },
	{ UNMET_WORDS, FORM_LINE, ALWAYS, NULL, CAUTION },
	{ UNMET_BARRIERS, FORM_SEVERAL, ALWAYS, NULL, NULL },
	{ UNMET_INSEE, FORM_COMMUNE, ALWAYS, "La personne", NULL },
	{ UNMET_AGES, FORM_ONE, ALWAYS, NULL, NULL },
	{ UNMET_GENDERS, FORM_ONE, ALWAYS, NULL, NULL },
	{ UNMET_SITUATIONS, FORM_ONE, ALWAYS, NULL, NULL },
	{ UNMET_DAY, FORM_DATE, ALWAYS, "Le reste", NULL },
	{ UNMET_NOTE, FORM_TEXT, ALWAYS, NULL, CAUTION },
};

const struct log_kind log_kinds[ENTRY_KINDS] = {
	[KIND_ACCOMPANIMENT] = { accompaniment_specs, ARRAY_SIZE(accompaniment_specs),
				 &screen_accompany },
	[KIND_REFERRAL] = { referral_specs, ARRAY_SIZE(referral_specs), &screen_refer },
	[KIND_UNMET] = { unmet_specs, ARRAY_SIZE(unmet_specs), &screen_unmet },
};

/* The next openings, as choices of an appointment. */
static void add_openings(struct log_form *l)
{
	struct form_choice choices[OPENINGS];
	char codes[OPENINGS][DATE_MOMENT_LEN];
	struct hours_span spans[OPENINGS];
	size_t n = log_openings(l->session, &l->entry, spans, OPENINGS);
	int year = date_of_day(clock_today()).year;
	struct str b;

	l->opening = -1;
	if (!n)
		return;
	str_init(&b);
	for (size_t i = 0; i < n; i++) {
		date_format_moment(codes[i], spans[i].from);
		hours_french_span(&b, &spans[i], year);
		if (public_holiday(date_day_of(spans[i].from)))
			str_add(&b, " (férié)");
		choices[i] = (struct form_choice){ .code = codes[i], .label = str_steal(&b) };
	}
	l->opening = form_add(l->form, &(struct form_field){
					       .kind = FORM_ONE,
					       .label = "Quand y aller",
					       .hint = "Entrée : choisir parmi les prochaines dates",
					       .choices = choices,
					       .n_choices = n,
				       }, "");
	for (size_t i = 0; i < n; i++)
		free((char *)choices[i].label);
	str_done(&b);
}

/* What stands in the field: counts and lists as people write them. */
static void shown_value(const struct log_form *l, const struct spec *s, struct str *out)
{
	const char *value = entry_get(&l->entry, s->field);
	struct list_walk w = { .rest = value };
	size_t n;
	const struct entry_field *f = &entry_fields(l->entry.kind, &n)[s->field];
	long count;

	if (f->kind == ENTRY_IS_COUNTS && s->kind == FORM_ONE) {
		if (!counts_next(&w, out, &count))
			str_clear(out);
	} else if (s->kind == FORM_FOUND) {
		str_add(out, log_place_shown(&l->entry));
	} else if (s->kind == FORM_LINE) {
		log_say_value(l->session, l->entry.kind, s->field, value, out);
	} else {
		str_add(out, value);
	}
}

static int add_field(struct log_form *l, const struct spec *s)
{
	size_t n;
	const struct entry_field *f = &entry_fields(l->entry.kind, &n)[s->field];
	struct form_field field = {
		.kind = s->kind,
		.label = s->kind == FORM_COMMUNE ? "Commune" : f->label,
		.hint = s->hint,
		.required = s->field == ENTRY_DAY,
		.replaced = l->entry.kind == KIND_ACCOMPANIMENT && s->field == ACC_MINUTES,
		.lean = s->field == ENTRY_DAY ? DATE_PAST : DATE_FUTURE,
		.lookup = log_place_lookup(l->session),
	};
	struct str value;
	int at;

	str_init(&value);
	shown_value(l, s, &value);
	if (s->kind == FORM_ONE || s->kind == FORM_SEVERAL)
		at = form_add_codes(l->form, &field, (enum vocab_genre)f->genre, value.s);
	else
		at = form_add(l->form, &field, value.s);
	str_done(&value);
	return at;
}

static void add_code(struct log_form *l)
{
	struct err ignored = ERR_INIT;
	struct str code;

	str_init(&code);
	log_code(l->session, &l->entry, &code, &ignored);
	l->code = form_add(l->form, &(struct form_field){
					    .kind = FORM_LINE,
					    .label = "Code de la personne",
					    .hint = "K7-42 ; « n » : en donner un nouveau ; vide : aucun",
					    .max = 12,
				    }, code.s);
	str_done(&code);
}

/* ---- what depends on something else ---- */

/* Its place in the form; -1: this kind has no such field. */
static int place_of(const struct log_form *l, int field)
{
	for (size_t i = 0; i < log_kinds[l->entry.kind].n; i++)
		if (log_kinds[l->entry.kind].specs[i].field == field)
			return l->at[i];
	return -1;
}

static const char *value_of(const struct log_form *l, int field)
{
	int at = place_of(l, field);

	return at < 0 ? "" : form_value(l->form, at);
}

static bool is_shown(const struct log_form *l, const struct spec *s)
{
	bool group = l->entry.kind == KIND_ACCOMPANIMENT &&
		     strcmp(value_of(l, ACC_ACTIVITY), "collectif") == 0;

	if (s->shown == LATER)
		return *l->entry.id;
	if (s->shown == ALONE || s->shown == GROUP)
		return (s->shown == GROUP) == group;
	return true;
}

void log_fields_show(struct log_form *l)
{
	for (size_t i = 0; i < log_kinds[l->entry.kind].n; i++)
		form_show(l->form, l->at[i], is_shown(l, &log_kinds[l->entry.kind].specs[i]));
}

static bool is_written(enum form_kind kind)
{
	return kind == FORM_LINE || kind == FORM_TEXT || kind == FORM_NUMBER || kind == FORM_FOUND;
}

/* A referral is asked about the day after its appointment, unless another day was chosen. */
static void follow_appointment(struct log_form *l, const char *appointment)
{
	int at = place_of(l, REF_FOLLOWUP), day;
	char iso[DATE_MOMENT_LEN];

	if (form_field_changed(l->form, at) || !entry_day(&l->entry, REF_DAY, &day))
		return;
	date_format_day(iso, referral_followup(day, appointment));
	form_set(l->form, at, iso);
}

/* The opening that was chosen is the appointment, seen at once: what is typed there after it wins. */
static void take_opening(struct log_form *l)
{
	struct str opening, said;

	str_init(&opening);
	str_init(&said);
	str_add(&opening, form_value(l->form, l->opening));
	if (opening.len) {
		log_say_value(l->session, l->entry.kind, REF_APPOINTMENT, opening.s, &said);
		form_put(l->form, place_of(l, REF_APPOINTMENT), said.s);
		form_set(l->form, l->opening, opening.s);
		follow_appointment(l, opening.s);
	}
	str_done(&opening);
	str_done(&said);
}

static bool check_field(void *ctx, struct form *form, int at, struct err *err)
{
	struct log_form *l = ctx;
	struct str value;
	bool ok = true;

	if (at == l->opening) {
		take_opening(l);
		return true;
	}

	str_init(&value);
	for (size_t i = 0; i < log_kinds[l->entry.kind].n; i++)
		if (l->at[i] == at && is_written(log_kinds[l->entry.kind].specs[i].kind))
			ok = log_read_in(l->session, &l->entry,
					 log_kinds[l->entry.kind].specs[i].field,
					 form_value(form, at), &value, err);
	if (ok && at == place_of(l, REF_APPOINTMENT) && l->entry.kind == KIND_REFERRAL)
		follow_appointment(l, value.s);
	if (at == l->code && *form_value(form, at) && strcspn(form_value(form, at), "nN+") &&
	    !person_code_read(form_value(form, at), &value))
		ok = err_set(err, ERR_USAGE, "Une lettre et des chiffres, comme K7-42 ; « n » pour un "
			     "nouveau");
	str_done(&value);
	return ok;
}

/* The day to ask, which nobody typed, is not in the draft: it follows the appointment again. */
void log_fields_resumed(struct log_form *l)
{
	struct err ignored = ERR_INIT;

	if (l->entry.kind == KIND_REFERRAL)
		check_field(l, l->form, place_of(l, REF_APPOINTMENT), &ignored);
}

void log_fields_add(struct log_form *l)
{
	if (l->entry.kind == KIND_REFERRAL)
		add_openings(l);
	else
		l->opening = -1;
	for (size_t i = 0; i < log_kinds[l->entry.kind].n; i++) {
		const struct spec *s = &log_kinds[l->entry.kind].specs[i];

		if (s->heading)
			form_heading(l->form, s->heading);
		/* who it is comes before what is known of them */
		if (s->kind == FORM_COMMUNE)
			add_code(l);
		l->at[i] = add_field(l, s);
	}
	form_set_check(l->form, check_field, l);
	log_fields_show(l);
}

/* ---- back into the entry ---- */

static bool take_field(struct log_form *l, size_t i, struct entry *e, struct err *err)
{
	const struct spec *s = &log_kinds[e->kind].specs[i];
	const char *typed = form_value(l->form, l->at[i]);
	struct str value;
	struct commune c;
	uint32_t commune;
	bool ok = true;

	if (!is_shown(l, s) || !form_field_changed(l->form, l->at[i]))
		return true;
	if (s->kind == FORM_FOUND)
		return log_place_take(l->session, e, typed, err);
	str_init(&value);
	if (is_written(s->kind))
		ok = log_read_in(l->session, e, s->field, typed, &value, err);
	else
		str_add(&value, typed);
	if (ok && e->kind == KIND_REFERRAL && s->field == REF_STATE)
		ok = referral_become(e, (enum referral_state)referral_state_find(value.s),
				     clock_today(), value_of(l, REF_REASON), err);
	else if (ok)
		entry_set(e, s->field, value.s);
	if (ok && s->field == ENTRY_INSEE) {
		commune = *value.s ? gazetteer_by_insee(l->session->gazetteer, value.s) : COMMUNE_NONE;
		if (commune != COMMUNE_NONE)
			gazetteer_get(l->session->gazetteer, commune, &c);
		entry_set(e, ENTRY_COMMUNE, commune != COMMUNE_NONE ? c.name : "");
	}
	str_done(&value);
	return ok;
}

/* The appointment moved the day to ask, which nobody typed: what is seen is kept. */
static void set_followup(struct log_form *l, struct entry *e)
{
	int at = place_of(l, REF_FOLLOWUP), day;

	if (!form_field_changed(l->form, at) && form_day(l->form, at, &day))
		entry_set_day(e, REF_FOLLOWUP, day);
}

bool log_fields_take(struct log_form *l, struct entry *e, struct err *err)
{
	bool ok = true;

	for (size_t i = 0; ok && i < log_kinds[e->kind].n; i++)
		ok = take_field(l, i, e, err);
	if (!ok)
		return false;
	if (e->kind == KIND_REFERRAL)
		set_followup(l, e);
	if (e->kind == KIND_ACCOMPANIMENT)
		entry_set(e, ACC_REFERRED, *entry_get(e, ACC_REDIRECTION) ? "oui" : "");
	return true;
}
