#include "src/tui/log_form.h"

#include <stdlib.h>
#include <string.h>

#include "aiguillage/date.h"
#include "aiguillage/holidays.h"
#include "aiguillage/hours_french.h"
#include "aiguillage/journal_draft.h"
#include "aiguillage/mem.h"
#include "aiguillage/session.h"
#include "src/tui/form.h"
#include "src/tui/log_draft.h"
#include "src/tui/screens.h"

#define OPENINGS 6
#define FIELDS_MAX 32
#define CAUTION "Ni nom, ni santé, ni n° de sécurité sociale, ni mot de passe"

enum shown {
	ALWAYS,
	ALONE,			/* accompaniment of one person */
	GROUP,			/* workshop */
	LATER,			/* when an entry is changed, not when it is made */
};

struct spec {
	int field;
	enum form_kind kind;
	enum shown shown;
	const char *heading, *hint;
};

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
	{ ACC_PLACE, FORM_LINE, ALWAYS, NULL, NULL },
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

static const struct {
	const struct spec *specs;
	size_t n;
	const struct screen_ops *screen;
} kinds[ENTRY_KINDS] = {
	[KIND_ACCOMPANIMENT] = { accompaniment_specs, ARRAY_SIZE(accompaniment_specs),
				 &screen_accompany },
	[KIND_REFERRAL] = { referral_specs, ARRAY_SIZE(referral_specs), &screen_refer },
	[KIND_UNMET] = { unmet_specs, ARRAY_SIZE(unmet_specs), &screen_unmet },
};

struct log_form {
	struct form *form;	/* first: form_screen_* look for it there */
	struct session *session;
	struct entry entry;
	int code, opening;	/* fields; opening is -1 without known dates */
	int at[FIELDS_MAX];	/* field of each spec */
	char *heading;
	bool settled;			/* saved or given up: no draft is to remain */
	struct str kept;		/* the draft as it was kept last; empty: none */
};

/* ---- opening ---- */

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

static void show_fields(struct log_form *l);

static bool check_field(void *ctx, struct form *form, int at, struct err *err);

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

/* Where a referral goes; "" for what goes nowhere. */
static const char *log_form_place(const struct entry *e)
{
	if (e->kind != KIND_REFERRAL)
		return "";
	return *entry_get(e, REF_PLACE) ? entry_get(e, REF_PLACE) : entry_get(e, REF_OFFER);
}

static void say_heading(struct log_form *l)
{
	l->heading = xstrdup(log_form_place(&l->entry));
}

/* In drafts: the same field stands twice, for one person and for a group. */
static void spec_name(const struct log_form *l, const struct spec *s, struct str *name)
{
	size_t n;

	str_clear(name);
	str_addf(name, "%s%s", s->shown == GROUP ? "groupe." : "champ.",
		 entry_fields(l->entry.kind, &n)[s->field].name);
}

static void draft_of(const struct log_form *l, struct str *draft)
{
	struct str name;

	str_init(&name);
	draft_add_entry(draft, &l->entry);
	for (size_t i = 0; i < kinds[l->entry.kind].n; i++) {
		spec_name(l, &kinds[l->entry.kind].specs[i], &name);
		if (form_field_changed(l->form, l->at[i]))
			draft_add(draft, name.s, form_value(l->form, l->at[i]));
	}
	if (form_field_changed(l->form, l->code))
		draft_add(draft, "code", form_value(l->form, l->code));
	if (l->opening >= 0 && form_field_changed(l->form, l->opening))
		draft_add(draft, "ouverture", form_value(l->form, l->opening));
	str_done(&name);
}

static void put_value(struct log_form *l, const char *name, const char *value)
{
	struct str own;

	if (!strcmp(name, "code"))
		form_put(l->form, l->code, value);
	else if (!strcmp(name, "ouverture") && l->opening >= 0)
		form_put(l->form, l->opening, value);
	str_init(&own);
	for (size_t i = 0; i < kinds[l->entry.kind].n; i++) {
		spec_name(l, &kinds[l->entry.kind].specs[i], &own);
		if (!strcmp(own.s, name))
			form_put(l->form, l->at[i], value);
	}
	str_done(&own);
}

static void put_draft(struct log_form *l, const char *draft)
{
	struct draft_walk w = { .rest = draft };
	struct str name, value;

	str_init(&name);
	str_init(&value);
	while (draft_next(&w, &name, &value))
		put_value(l, name.s, value.s);
	str_add(&l->kept, draft);
	str_done(&name);
	str_done(&value);
}

/* Kept only when it has changed; when that fails it is still on the screen. */
static void log_form_pause(void *self)
{
	struct log_form *l = self;
	const char *name = kinds[l->entry.kind].screen->name;
	struct err ignored = ERR_INIT;
	struct str draft;

	if (l->settled || (!form_changed(l->form) && !l->kept.len))
		return;
	str_init(&draft);
	draft_of(l, &draft);
	if (strcmp(draft.s, l->kept.s) != 0 &&
	    journal_draft_put(l->session->journal, name, draft.s, &ignored)) {
		str_clear(&l->kept);
		str_add(&l->kept, draft.s);
	}
	str_done(&draft);
}

static void settle(struct log_form *l)
{
	struct err ignored = ERR_INIT;

	l->settled = true;
	if (l->kept.len)
		journal_draft_drop(l->session->journal, kinds[l->entry.kind].screen->name, &ignored);
}

/* The entry, and what was typed in its form when it is a draft. */
struct opening {
	struct entry entry;
	struct str draft;
};

static void *log_form_new(struct app *app, const void *arg, struct err *err)
{
	const struct opening *o = arg;
	struct log_form *l = xcalloc(1, sizeof *l);

	(void)err;
	l->session = app_session(app);
	l->form = form_new(l->session);
	entry_copy(&l->entry, &o->entry);
	str_init(&l->kept);
	if (l->entry.kind == KIND_REFERRAL)
		add_openings(l);
	else
		l->opening = -1;
	for (size_t i = 0; i < kinds[l->entry.kind].n; i++) {
		const struct spec *s = &kinds[l->entry.kind].specs[i];

		if (s->heading)
			form_heading(l->form, s->heading);
		/* who it is comes before what is known of them */
		if (s->kind == FORM_COMMUNE)
			add_code(l);
		l->at[i] = add_field(l, s);
	}
	form_set_check(l->form, check_field, l);
	say_heading(l);
	put_draft(l, o->draft.s);
	show_fields(l);
	return l;
}

static void log_form_close(void *self)
{
	struct log_form *l = self;

	log_form_pause(l);	/* a closed terminal */
	form_free(l->form);
	str_done(&l->kept);
	entry_done(&l->entry);
	free(l->heading);
	free(l);
}

/* ---- what depends on something else ---- */

/* Its place in the form; -1: this kind has no such field. */
static int place_of(const struct log_form *l, int field)
{
	for (size_t i = 0; i < kinds[l->entry.kind].n; i++)
		if (kinds[l->entry.kind].specs[i].field == field)
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

static void show_fields(struct log_form *l)
{
	for (size_t i = 0; i < kinds[l->entry.kind].n; i++)
		form_show(l->form, l->at[i], is_shown(l, &kinds[l->entry.kind].specs[i]));
}

static bool is_written(enum form_kind kind)
{
	return kind == FORM_LINE || kind == FORM_TEXT || kind == FORM_NUMBER;
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
	for (size_t i = 0; i < kinds[l->entry.kind].n; i++)
		if (l->at[i] == at && is_written(kinds[l->entry.kind].specs[i].kind))
			ok = log_read(l->session, l->entry.kind, kinds[l->entry.kind].specs[i].field,
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

/* ---- saving ---- */

static bool take_field(struct log_form *l, size_t i, struct entry *e, struct err *err)
{
	const struct spec *s = &kinds[e->kind].specs[i];
	const char *typed = form_value(l->form, l->at[i]);
	struct str value;
	struct commune c;
	uint32_t commune;
	bool ok = true;

	if (!is_shown(l, s) || !form_field_changed(l->form, l->at[i]))
		return true;
	str_init(&value);
	if (is_written(s->kind))
		ok = log_read(l->session, e->kind, s->field, typed, &value, err);
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

static bool take_all(struct log_form *l, struct entry *e, struct err *err)
{
	bool ok = true;

	for (size_t i = 0; ok && i < kinds[e->kind].n; i++)
		ok = take_field(l, i, e, err);
	if (!ok)
		return false;
	if (e->kind == KIND_REFERRAL)
		set_followup(l, e);
	if (e->kind == KIND_ACCOMPANIMENT)
		entry_set(e, ACC_REFERRED, *entry_get(e, ACC_REDIRECTION) ? "oui" : "");
	return true;
}

static const char *code_asked(const struct log_form *l)
{
	const char *typed = form_value(l->form, l->code);

	if (*l->entry.id && !form_field_changed(l->form, l->code))
		return NULL;
	return *typed && !strcspn(typed, "nN+") ? LOG_NEW_CODE : typed;
}

static void show_sheet(struct app *app, const char *id)
{
	struct err err = ERR_INIT;
	struct entry e;

	if (log_find(app_session(app), id, &e, &err))
		app_push(app, &screen_sheet, &(struct sheet_screen_request){ .referral = &e });
	else
		app_say(app, STYLE_ERROR, "%s", err.msg);
	entry_done(&e);
}

static void tell(const struct log_form *l, struct app *app, const struct log_saved *saved,
		 const struct entry *e)
{
	struct str b;

	str_init(&b);
	str_add(&b, "Enregistré : ");
	log_say(l->session, e, &b);
	if (saved->new_person)
		str_addf(&b, e->kind == KIND_REFERRAL ? ". Code : %s"
						      : ". Code à écrire sur sa fiche : %s", saved->code);
	if (e->kind == KIND_REFERRAL) {
		str_add(&b, ". i : sa fiche, à imprimer");
		app_propose(app, ACTION_SHEET, show_sheet, saved->id);
	}
	app_say(app, STYLE_GOOD, "%s", b.s);
	str_done(&b);
}

static enum outcome save(struct log_form *l, struct app *app)
{
	struct err err = ERR_INIT;
	struct log_saved saved;
	struct entry e;
	bool ok;

	if (!form_check(l->form))
		return DONE;
	entry_copy(&e, &l->entry);
	ok = take_all(l, &e, &err) && log_save(l->session, &e, code_asked(l), &saved, &err);
	if (ok) {
		settle(l);
		log_carry(l->session, NULL);
		tell(l, app, &saved, &e);
	} else {
		app_say(app, STYLE_ERROR, "%s", err.msg);
	}
	entry_done(&e);
	return ok ? CLOSE : DONE;
}

static enum outcome log_form_do(void *self, struct app *app, enum action action)
{
	struct log_form *l = self;
	enum outcome outcome;

	if (action == ACTION_SAVE)
		return save(l, app);
	outcome = form_act(l->form, app, action);
	if (outcome == CLOSE)
		settle(l);
	else
		show_fields(l);
	return outcome;
}

static void log_form_update(void *self, struct app *app, struct area a)
{
	struct log_form *l = self;

	show_fields(l);		/* a choice may just have been made in a list */
	form_screen_update(self, app, a);
}

static void log_form_heading(const void *self, struct str *out)
{
	const struct log_form *l = self;

	str_add(out, l->heading);
}

static const struct binding keys[] = { FORM_KEYS };

#define LOG_SCREEN                                                                              \
	.keys = { keys, ARRAY_SIZE(keys), FORM_USES }, .open = log_form_new,                    \
	.update = log_form_update, .draw = form_screen_draw, .act = log_form_do,                \
	.text = form_screen_text, .mouse = form_screen_mouse, .close = log_form_close,          \
	.refresh = form_screen_refresh, .busy = form_screen_busy,                               \
	.typing = form_screen_typing, .heading = log_form_heading, .hint = form_screen_hint,     \
	.pause = log_form_pause

const struct screen_ops screen_refer = { .name = "orienter", .title = "Orienter", LOG_SCREEN };
const struct screen_ops screen_accompany = { .name = "accompagner", .title = "Accompagnement",
					     LOG_SCREEN };
const struct screen_ops screen_unmet = { .name = "sans-reponse", .title = "Besoin sans réponse",
					 LOG_SCREEN };

/* ---- from a result ---- */

static void opening_drop(void *ctx)
{
	struct opening *o = ctx;

	entry_done(&o->entry);
	str_done(&o->draft);
	free(o);
}

static void on_draft(void *ctx, struct app *app, bool yes)
{
	struct opening *o = ctx, found;
	enum entry_kind kind = o->entry.kind;
	struct err err = ERR_INIT;

	if (yes) {
		draft_entry(o->draft.s, kind, &found.entry);
		found.draft = o->draft;
		app_push(app, kinds[kind].screen, &found);
		entry_done(&found.entry);
		return;
	}
	if (!journal_draft_drop(app_session(app)->journal, kinds[kind].screen->name, &err))
		app_say(app, STYLE_ERROR, "%s", err.msg);
	str_clear(&o->draft);
	app_push(app, kinds[kind].screen, o);
}

static void ask_draft(struct app *app, struct opening *o, const char *made)
{
	struct entry found;
	int64_t moment;
	struct str b;

	draft_entry(o->draft.s, o->entry.kind, &found);
	str_init(&b);
	str_add(&b, "Reprendre la saisie du ");
	if (date_parse_moment(made, &moment))
		date_french(&b, date_day_of(moment), 0, date_of_day(clock_today()).year);
	if (*log_form_place(&found))
		str_addf(&b, " (%s)", log_form_place(&found));
	str_add(&b, " ?");
	app_ask(app, &(struct question){ .text = b.s,
					 .yes = "Oui, la reprendre",
					 .no = "Non, l’abandonner",
					 .answer = on_draft,
					 .drop = opening_drop,
					 .ctx = o,
					 .likely = true });
	str_done(&b);
	entry_done(&found);
}

void log_form_open(struct app *app, const struct entry *e)
{
	struct opening *o = xcalloc(1, sizeof *o);
	struct err ignored = ERR_INIT;
	struct str made;

	entry_copy(&o->entry, e);
	str_init(&o->draft);
	str_init(&made);
	if (journal_draft_get(app_session(app)->journal, kinds[e->kind].screen->name, &made,
			      &o->draft, &ignored)) {
		ask_draft(app, o, made.s);
	} else {
		app_push(app, kinds[e->kind].screen, o);
		opening_drop(o);
	}
	str_done(&made);
}

static void entry_drop(void *ctx)
{
	entry_done(ctx);
	free(ctx);
}

/* The question is asked over the screen: the entry waits with it. */
static void on_prescriber(void *ctx, struct app *app, bool yes)
{
	struct entry *e = ctx;
	struct session *s = app_session(app);
	struct err err = ERR_INIT;
	int64_t row = directory_offer_by_key(s->directory, entry_get(e, REF_OFFER_KEY), &err);
	struct list_walk w;
	int64_t place = 0;
	struct offer o;
	struct str key;

	offer_init(&o);
	str_init(&key);
	if (yes && row && directory_offer(s->directory, row, &o, &err)) {
		w = (struct list_walk){ .rest = offer_get(&o, OFFER_PRESCRIBER_KEYS) };
		while (!place && list_next(&w, &key))
			place = directory_place_by_key(s->directory, key.s, &err);
		log_via_prescriber(s, e, place, &err);
	}
	if (err.kind)
		app_say(app, STYLE_ERROR, "%s", err.msg);
	else
		log_form_open(app, e);
	str_done(&key);
	offer_clear(&o);
}

static bool ask_prescriber(struct app *app, const struct entry *e)
{
	struct session *s = app_session(app);
	struct err ignored = ERR_INIT;
	int64_t row = directory_offer_by_key(s->directory, entry_get(e, REF_OFFER_KEY), &ignored);
	struct entry *copy;
	struct offer o;
	struct str b;
	bool asked;

	offer_init(&o);
	asked = row && directory_offer(s->directory, row, &o, &ignored) && offer_is_prescribed(&o);
	if (asked) {
		copy = xcalloc(1, sizeof *copy);
		entry_copy(copy, e);
		str_init(&b);
		str_addf(&b, "Sur prescription : %s. Orienter d’abord vers qui prescrit ?",
			 offer_get(&o, OFFER_PRESCRIBERS));
		app_ask(app, &(struct question){ .text = b.s,
						 .yes = "Oui, d’abord le prescripteur",
						 .no = "Non, directement",
						 .answer = on_prescriber,
						 .drop = entry_drop,
						 .ctx = copy });
		str_done(&b);
	}
	offer_clear(&o);
	return asked;
}

void log_form_act(struct app *app, enum action action, const struct log_choice *c)
{
	struct session *s = app_session(app);
	const struct entry *carried = log_carried(s);
	struct err err = ERR_INIT;
	struct entry e;
	bool ok;

	if (action == ACTION_REFER && !c->offer) {
		app_say(app, STYLE_NORMAL, "Choisissez d’abord un résultat vers lequel orienter.");
		return;
	}
	if (action == ACTION_REFER)
		ok = carried ? log_again(s, carried, &e, c->offer, c->km, &err)
			     : log_referral(s, &e, c, &err);
	else
		ok = action == ACTION_ACCOMPANY ? log_accompaniment(s, &e, c, &err)
						: log_unmet(s, &e, c, &err);
	if (!ok)
		app_say(app, STYLE_ERROR, "%s", err.msg);
	else if (action != ACTION_REFER || !ask_prescriber(app, &e))
		log_form_open(app, &e);
	entry_done(&e);
}
