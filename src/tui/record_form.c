#include "src/tui/record_form.h"

#include <stdlib.h>
#include <string.h>

#include "aiguillage/field_say.h"
#include "aiguillage/hours.h"
#include "aiguillage/hours_french.h"
#include "aiguillage/mem.h"
#include "src/tui/commune_suggest.h"

/* In the order of the form; -1 ends a group.  What is in none comes last, under « Autres ». */
struct group {
	const char *title;
	int fields[16];
};

static const struct group place_groups[] = {
	{ "Joindre", { PLACE_PHONE, PLACE_EMAILS, PLACE_SITES, PLACE_BOOKING, -1 } },
	{ "Où", { PLACE_ADDRESS, PLACE_ADDRESS2, PLACE_INSEE, PLACE_POSTCODE, -1 } },
	{ "Quand", { PLACE_HOURS, -1 } },
	{ "Le lieu", { PLACE_NAME, PLACE_PROVIDER, PLACE_DESCRIPTION, PLACE_NOTE, PLACE_STATUS,
		       PLACE_TYPOLOGY, PLACE_STEP_FREE, PLACE_ACCESSIBILITY, PLACE_REASSURING,
		       PLACE_EQUIPMENT, -1 } },
};
static const struct group offer_groups[] = {
	{ "Quand", { OFFER_HOURS, OFFER_HOURS_TEXT, OFFER_SESSION_DATES, OFFER_END_DATE, -1 } },
	{ "Quoi", { OFFER_NAME, OFFER_DESCRIPTION, OFFER_SERVICES, OFFER_THEMES, OFFER_STATUS,
		    OFFER_NOTE, -1 } },
	{ "Pour qui", { OFFER_AUDIENCES, OFFER_EXCLUSIVE, OFFER_AUDIENCE_NOTE, OFFER_EXCLUSIONS,
			OFFER_CONDITIONS, OFFER_CARE, OFFER_COST, OFFER_COST_NOTE, -1 } },
	{ "Demander", { OFFER_CONTACT, OFFER_REFERRABLE_BY, OFFER_PRESCRIBERS,
			OFFER_REFERRAL_LINK, OFFER_REFERRAL_NOTE, OFFER_REFERRAL_MODES,
			OFFER_ACCESS, -1 } },
	{ "Où et comment", { OFFER_MEETING, OFFER_COVERAGE, OFFER_ITINERANCY, OFFER_MODES,
			     OFFER_RECEPTION, -1 } },
};

/* Of a new record. */
static const struct group new_place = { "Pour commencer", { PLACE_NAME, PLACE_INSEE, -1 } };
static const struct group new_offer = {
	"Pour commencer", { OFFER_NAME, OFFER_HOURS, OFFER_SERVICES, OFFER_AUDIENCES, OFFER_COST, -1 },
};

static const struct field *field_of(const struct record_form *rf, int field)
{
	size_t n;

	return &overlay_fields(rf->kind, &n)[field];
}

static bool is_place(const struct record_form *rf, int field, enum place_field f)
{
	return rf->kind == OVERLAY_PLACE && field == (int)f;
}

static bool is_offer(const struct record_form *rf, int field, enum offer_field f)
{
	return rf->kind == OVERLAY_OFFER && field == (int)f;
}

/* ---- values, from the record to the form ---- */

/* « Tarare (69) ; Bibost (69) »: what overlay_check() reads back. */
static void say_coverage(struct str *out, const struct session *s, const char *value)
{
	struct list_walk w = { .rest = value };
	struct str item;
	size_t start = out->len;

	str_init(&item);
	while (list_next(&w, &item)) {
		uint32_t commune = item.len == 5 ? gazetteer_by_insee(s->gazetteer, item.s) :
						   COMMUNE_NONE;

		str_add(out, out->len > start ? " ; " : "");
		if (commune != COMMUNE_NONE)
			commune_label(s->gazetteer, commune, out);
		else
			str_add(out, item.s);
	}
	str_done(&item);
}

static void say_hours(struct str *out, const char *value)
{
	struct err ignored = ERR_INIT;
	struct hours *h = hours_parse(value, strlen(value), 0, &ignored);

	if (h)
		hours_french(out, h);
	else
		str_add(out, value);
	hours_free(h);
}

/* As it is typed. */
static void typed_value(const struct record_form *rf, int field, const char *value,
			struct str *out)
{
	const struct field *f = field_of(rf, field);

	if (is_offer(rf, field, OFFER_COVERAGE)) {
		say_coverage(out, rf->session, value);
	} else if (f->kind == FIELD_LIST) {
		for (; *value; value++)
			str_add(out, *value == '|' ? " ; " : (char[]){ *value, 0 });
	} else if (f->kind == FIELD_HOURS && *value) {
		say_hours(out, value);
	} else if (f->kind == FIELD_PHONE && *value) {
		phone_french(out, value);
	} else {
		str_add(out, value);
	}
}

static enum form_kind kind_of(const struct record_form *rf, int field)
{
	static const enum place_field long_place[] = {
		PLACE_DESCRIPTION, PLACE_NOTE, PLACE_ACCESSIBILITY,
	};
	static const enum offer_field long_offer[] = {
		OFFER_DESCRIPTION, OFFER_NOTE, OFFER_CONDITIONS, OFFER_EXCLUSIONS,
		OFFER_AUDIENCE_NOTE, OFFER_COST_NOTE, OFFER_REFERRAL_NOTE, OFFER_HOURS_TEXT,
		OFFER_QUOTE, OFFER_COVERAGE,
	};

	if (is_place(rf, field, PLACE_INSEE))
		return FORM_COMMUNE;
	for (size_t i = 0; i < ARRAY_SIZE(long_place); i++)
		if (is_place(rf, field, long_place[i]))
			return FORM_TEXT;
	for (size_t i = 0; i < ARRAY_SIZE(long_offer); i++)
		if (is_offer(rf, field, long_offer[i]))
			return FORM_TEXT;
	switch (field_of(rf, field)->kind) {
	case FIELD_CODES:
		return field_of(rf, field)->genre == VOCAB_STATUS ? FORM_ONE : FORM_SEVERAL;
	case FIELD_DATE:
		return FORM_DATE;
	case FIELD_HOURS:
		return FORM_TEXT;
	case FIELD_YESNO:
		return FORM_YESNO;
	default:
		return FORM_LINE;
	}
}

static const char *hint_of(const struct record_form *rf, int field)
{
	switch (field_of(rf, field)->kind) {
	case FIELD_HOURS:
		return "En français : « mardi de 14h à 17h, sauf vacances »";
	case FIELD_LIST:
		return "Plusieurs : un point-virgule entre eux";
	case FIELD_PHONE:
		return "Par exemple 04 74 00 00 00";
	default:
		return NULL;
	}
}

/* ---- checking ---- */

static void show_hours(struct record_form *rf, int item, const char *value, const char *remark)
{
	struct str b;

	str_init(&b);
	str_add(&b, "Compris : ");
	field_say_dates(&b, rf->session, value);
	if (*remark)
		str_addf(&b, "\n%s", remark);
	form_note(rf->form, item, *remark ? STYLE_WARNING : STYLE_GOOD, b.s);
	str_done(&b);
	free(rf->hours_shown);
	rf->hours_shown = xstrdup(form_value(rf->form, item));
}

static int field_at(const struct record_form *rf, int item)
{
	for (int i = 0; i < OVERLAY_FIELDS; i++)
		if (rf->item[i] == item)
			return i;
	return -1;
}

/* The message is shown under the field: it need not name it. */
static bool unlabel(const struct record_form *rf, int field, struct err *err)
{
	struct err whole = *err;
	struct str label;

	str_init(&label);
	str_addf(&label, "%s : ", field_of(rf, field)->label);
	if (!strncmp(whole.msg, label.s, label.len)) {
		*err = (struct err)ERR_INIT;
		err_set(err, whole.kind, "%s", whole.msg + label.len);
	}
	str_done(&label);
	return false;
}

static bool check(void *ctx, struct form *f, int item, struct err *err)
{
	struct record_form *rf = ctx;
	int field = field_at(rf, item);
	struct str value, remark;
	bool ok;

	str_init(&value);
	str_init(&remark);
	ok = overlay_check(rf->session, rf->kind, field, form_value(f, item), &value, &remark, err);
	if (ok && field_of(rf, field)->kind == FIELD_HOURS && value.len)
		show_hours(rf, item, value.s, remark.s);
	else if (ok && remark.len)
		form_note(f, item, STYLE_WARNING, remark.s);
	else
		form_note(f, item, STYLE_DIM, NULL);
	str_done(&remark);
	str_done(&value);
	return ok || unlabel(rf, field, err);
}

/* Hours that were typed and never shown back. */
static int unseen_hours(const struct record_form *rf)
{
	int item = rf->item[rf->kind == OVERLAY_PLACE ? (int)PLACE_HOURS : (int)OFFER_HOURS];
	const char *typed = item < 0 ? "" : form_value(rf->form, item);

	if (!*typed || !form_field_changed(rf->form, item) ||
	    (rf->hours_shown && !strcmp(rf->hours_shown, typed)))
		return -1;
	return item;
}

bool record_form_check(struct record_form *rf, struct app *app)
{
	int unseen = unseen_hours(rf);

	if (!form_check(rf->form))
		return false;
	if (unseen < 0)
		return true;
	form_focus(rf->form, unseen);
	app_say(app, STYLE_STRONG, "Les horaires sont-ils bien compris ? Ctrl-S : oui, enregistrer.");
	return false;
}

/* ---- building ---- */

static void add_field(struct record_form *rf, int field, const char *value)
{
	const struct field *f = field_of(rf, field);
	bool name = is_place(rf, field, PLACE_NAME) || is_offer(rf, field, OFFER_NAME);
	struct form_field def = {
		.kind = kind_of(rf, field),
		.label = is_place(rf, field, PLACE_INSEE) ? place_fields[PLACE_COMMUNE].label :
							    f->label,
		.hint = hint_of(rf, field),
		.paragraph = f->kind == FIELD_HOURS || is_offer(rf, field, OFFER_COVERAGE),
		.required = name || is_place(rf, field, PLACE_INSEE),
	};
	struct str typed;

	str_init(&typed);
	typed_value(rf, field, value ? value : "", &typed);
	if (f->kind == FIELD_CODES)
		rf->item[field] = form_add_codes(rf->form, &def, (enum vocab_genre)f->genre,
						 typed.s);
	else
		rf->item[field] = form_add(rf->form, &def, typed.s);
	str_done(&typed);
}

static void add_group(struct record_form *rf, const struct group *g, const char *const *values)
{
	form_heading(rf->form, g->title);
	for (int i = 0; g->fields[i] >= 0; i++)
		if (rf->item[g->fields[i]] < 0)
			add_field(rf, g->fields[i], values ? values[g->fields[i]] : NULL);
}

void record_form_open(struct record_form *rf, struct session *s, enum overlay_kind kind,
		      const char *const *values)
{
	bool place = kind == OVERLAY_PLACE;
	const struct group *groups = place ? place_groups : offer_groups;
	size_t n_groups = place ? ARRAY_SIZE(place_groups) : ARRAY_SIZE(offer_groups);
	size_t n;

	rf->form = form_new(s);
	rf->session = s;
	rf->kind = kind;
	rf->hours_shown = NULL;
	for (int i = 0; i < OVERLAY_FIELDS; i++)
		rf->item[i] = -1;
	if (!values)
		add_group(rf, place ? &new_place : &new_offer, values);
	for (size_t g = 0; g < n_groups; g++)
		add_group(rf, &groups[g], values);
	overlay_fields(kind, &n);
	form_heading(rf->form, "Autres");
	for (int i = 0; i < (int)n; i++)
		/* its name follows the code of the commune */
		if (rf->item[i] < 0 && overlay_correctable(kind, i) &&
		    !is_place(rf, i, PLACE_COMMUNE))
			add_field(rf, i, values ? values[i] : NULL);
	form_set_check(rf->form, check, rf);
}

void record_form_close(struct record_form *rf)
{
	form_free(rf->form);
	free(rf->hours_shown);
}

int record_form_focused(const struct record_form *rf)
{
	return field_at(rf, form_focused(rf->form));
}

void record_form_set(struct record_form *rf, int field, const char *value)
{
	struct str typed;

	if (rf->item[field] < 0)
		return;
	str_init(&typed);
	typed_value(rf, field, value, &typed);
	form_set(rf->form, rf->item[field], typed.s);
	str_done(&typed);
}

/* ---- what the source says ---- */

static void add_said(struct str *out, const struct record_form *rf, const struct correction *c,
		     const char *value)
{
	if (*value)
		field_say_live(out, rf->session, c->field, value);
	else
		str_add(out, "rien");
}

static void say_correction(struct record_form *rf, int field, const struct correction *c)
{
	bool conflict = correction_conflicts(c);
	int item = rf->item[field];
	struct str b;

	if (item < 0)
		return;
	str_init(&b);
	if (conflict) {
		str_add(&b, "La source dit maintenant : ");
		add_said(&b, rf, c, c->source_value);
		str_add(&b, " (avant : ");
		add_said(&b, rf, c, c->source_then);
		str_add(&b, "). Ctrl-G : garder la vôtre ; Ctrl-R : prendre la sienne.");
	} else {
		str_add(&b, "corrigé par vous le ");
		date_french(&b, c->made, 0, date_of_day(clock_today()).year);
		str_add(&b, " ; la source dit : ");
		add_said(&b, rf, c, c->source_value);
	}
	form_note(rf->form, item, conflict ? STYLE_WARNING : STYLE_DIM, b.s);
	form_mark(rf->form, item, conflict ? "à choisir" : "corrigé");
	str_done(&b);
}

void record_form_local(struct record_form *rf, const struct overlay *o)
{
	const struct field *fields;
	size_t n;

	fields = overlay_fields(rf->kind, &n);
	for (size_t i = 0; i < n; i++) {
		if (rf->item[i] < 0 || form_field_changed(rf->form, rf->item[i]))
			continue;
		form_mark(rf->form, rf->item[i], NULL);
		form_note(rf->form, rf->item[i], STYLE_DIM, NULL);
	}
	for (size_t i = 0; i < o->n; i++)
		say_correction(rf, (int)(o->corrections[i].field - fields), &o->corrections[i]);
}

size_t record_form_inputs(const struct record_form *rf, struct overlay_input *out)
{
	size_t n = 0;

	for (int i = 0; i < OVERLAY_FIELDS; i++)
		if (rf->item[i] >= 0 && form_field_changed(rf->form, rf->item[i]))
			out[n++] = (struct overlay_input){ field_of(rf, i)->sql,
							   form_value(rf->form, rf->item[i]) };
	return n;
}
