#include "aiguillage/overlay.h"

#include <stdlib.h>
#include <string.h>

#include "aiguillage/date.h"
#include "aiguillage/journal_secret.h"
#include "aiguillage/mem.h"
#include "aiguillage/personal.h"
#include "aiguillage/text.h"
#include "src/core/overlay_impl.h"

#define NOTE_MAX 8000
#define FAR_DAYS (20 * 366)

/* ---- corrections ---- */

static const struct field *field_of(enum overlay_kind kind, const char *column, int *at,
				    struct err *err)
{
	size_t n;

	*at = overlay_field_find(kind, column);
	if (*at >= 0)
		return &overlay_fields(kind, &n)[*at];
	err_set(err, ERR_USAGE, "« %.60s » n’est pas un champ d’%s", column,
		kind == OVERLAY_PLACE ? "un lieu" : "une offre");
	return NULL;
}

static bool may_correct(enum overlay_kind kind, int at, const struct field *f, struct err *err)
{
	if (overlay_correctable(kind, at))
		return true;
	return err_set(err, ERR_USAGE, "« %s » ne se corrige pas%s", f->label,
		       kind == OVERLAY_PLACE && at == PLACE_CHECKED ? " : le dire vérifié" : "");
}

/* What the source says, as far as it is known. */
static char *source_of(const struct act *a, int field)
{
	struct overlay_record *r = &a->after[0];
	struct overlay_correction *c = overlay_record_find(r, field);
	char *says = c ? directory_local_says(a->s->directory, r->kind, r->key, field) : NULL;

	if (says)
		return says;
	return xstrdup(c ? c->source_then : row_get(&a->row, field));
}

static void set_value(struct act *a, int field, const char *value)
{
	struct overlay_record *r = act_record(a);
	size_t n;
	const struct field *f = &overlay_fields(r->kind, &n)[field];
	char *source;

	if (r->added) {
		overlay_record_set(r, field, value);
		return;
	}
	source = source_of(a, field);
	if (overlay_same_value(f, source, value))
		overlay_record_forget(r, field);
	else
		overlay_record_correct(r, field, value, source, clock_today());
	free(source);
}

/* As it stands with what was set so far. */
static const char *value_now(struct act *a, int field)
{
	struct overlay_record *r = act_record(a);
	struct overlay_correction *c = overlay_record_find(r, field);

	if (r->added)
		return overlay_record_get(r, field);
	return c ? c->value : row_get(&a->row, field);
}

/* Commune and code go together; latitude and longitude too. */
static bool settle_place(struct act *a, const bool *given, struct err *err)
{
	const struct gazetteer *g = a->s->gazetteer;
	struct commune_match m;
	struct commune c;
	uint32_t found = COMMUNE_NONE;

	if (given[PLACE_INSEE] && !given[PLACE_COMMUNE])
		found = gazetteer_by_insee(g, value_now(a, PLACE_INSEE));
	else if (given[PLACE_COMMUNE] && !given[PLACE_INSEE] &&
		 commune_find(g, value_now(a, PLACE_COMMUNE), COMMUNE_NONE, &m, 1))
		found = m.commune;
	if (found != COMMUNE_NONE) {
		gazetteer_get(g, found, &c);
		set_value(a, PLACE_COMMUNE, c.name);
		set_value(a, PLACE_INSEE, c.insee);
	}
	if (given[PLACE_LAT] != given[PLACE_LON]) {
		int other = given[PLACE_LAT] ? PLACE_LON : PLACE_LAT;
		bool empty = !*value_now(a, given[PLACE_LAT] ? PLACE_LAT : PLACE_LON);
		char *kept = xstrdup(empty ? "" : value_now(a, other));
		char *source = source_of(a, other);

		/* even when it says what the source says: they must not part */
		if (!act_record(a)->added)
			overlay_record_correct(act_record(a), other, kept, source, clock_today());
		else
			overlay_record_set(act_record(a), other, kept);
		free(source);
		free(kept);
	}
	return !*value_now(a, PLACE_LAT) == !*value_now(a, PLACE_LON) ||
	       err_set(err, ERR_USAGE, "Donner la latitude et la longitude ensemble");
}

static bool correct_fields(struct act *a, const struct overlay_input *in, size_t n,
			   struct err *err)
{
	bool given[OVERLAY_FIELDS] = { false }, ok = true;
	struct str value, remark;

	str_init(&value);
	str_init(&remark);
	for (size_t i = 0; ok && i < n; i++) {
		int at;
		const struct field *f = field_of(a->row.kind, in[i].column, &at, err);

		ok = f && may_correct(a->row.kind, at, f, err) &&
		     overlay_check(a->s, a->row.kind, at, in[i].value, &value, &remark, err);
		if (!ok)
			break;
		set_value(a, at, value.s);
		given[at] = true;
		str_join(&a->what, ", ", f->label);
	}
	str_done(&value);
	str_done(&remark);
	return ok && (a->row.kind != OVERLAY_PLACE || settle_place(a, given, err));
}

/* « Téléphone (Pimms Amplepuis) » */
static void say_whose(struct act *a)
{
	const struct overlay_record *r = act_record(a);
	int name = r->kind == OVERLAY_PLACE ? (int)PLACE_NAME : (int)OFFER_NAME;

	str_addf(&a->what, " (%s)",
		 row_id(&a->row) ? row_name(&a->row) : overlay_record_get(r, name));
}

bool overlay_correct_all(struct session *s, enum overlay_kind kind, const char *key,
			 const struct overlay_input *in, size_t n, struct err *err)
{
	struct act a;
	bool ok = act_begin(&a, s, kind, key, err) && correct_fields(&a, in, n, err);

	if (ok) {
		say_whose(&a);
		a.moves_directory = true;
	}
	return act_end(&a, ok, err);
}

bool overlay_correct(struct session *s, enum overlay_kind kind, const char *key,
		     const char *column, const char *value, struct err *err)
{
	struct overlay_input in = { column, value };

	return overlay_correct_all(s, kind, key, &in, 1, err);
}

/* The one that goes with it, -1 mostly. */
static int companion(enum overlay_kind kind, int field)
{
	if (kind != OVERLAY_PLACE)
		return -1;
	return field == PLACE_LAT     ? PLACE_LON :
	       field == PLACE_LON     ? PLACE_LAT :
	       field == PLACE_COMMUNE ? PLACE_INSEE :
	       field == PLACE_INSEE   ? PLACE_COMMUNE :
					-1;
}

static struct overlay_correction *corrected(struct act *a, const char *column,
					    const struct field **f, struct err *err)
{
	struct overlay_correction *c = NULL;
	int at;

	*f = field_of(a->row.kind, column, &at, err);
	if (*f)
		c = overlay_record_find(act_record(a), at);
	if (*f && !c)
		err_set(err, ERR_NOT_FOUND, act_record(a)->added ?
			"« %s » : cette fiche n’existe que chez vous, aucune source n’en parle" :
			"« %s » n’est pas corrigé", (*f)->label);
	return c;
}

bool overlay_forget(struct session *s, enum overlay_kind kind, const char *key,
		    const char *column, struct err *err)
{
	const struct field *f;
	struct act a;
	bool ok = act_begin(&a, s, kind, key, err) && corrected(&a, column, &f, err);

	if (ok) {
		int at = overlay_field_find(kind, column), other = companion(kind, at);

		overlay_record_forget(act_record(&a), at);
		if (other >= 0)
			overlay_record_forget(act_record(&a), other);
		str_addf(&a.what, "%s selon la source", f->label);
		say_whose(&a);
		a.moves_directory = true;
	}
	return act_end(&a, ok, err);
}

bool overlay_keep(struct session *s, enum overlay_kind kind, const char *key, const char *column,
		  struct err *err)
{
	struct overlay_correction *c = NULL;
	const struct field *f;
	struct act a;
	bool ok = act_begin(&a, s, kind, key, err) && (c = corrected(&a, column, &f, err));

	if (ok) {
		char *source = source_of(&a, c->field);

		free(c->source_then);
		c->source_then = source;
		c->made = clock_today();
		str_addf(&a.what, "%s gardé", f->label);
		say_whose(&a);
	}
	return act_end(&a, ok, err);
}

/* ---- marks ---- */

static bool check_day(enum overlay_mark mark, int *day, struct err *err)
{
	int today = clock_today();

	if (mark == MARK_CHECKED && *day > today)
		return err_set(err, ERR_USAGE, "Une vérification ne peut pas être dans l’avenir");
	if (mark == MARK_CLOSED && *day < today)
		return err_set(err, ERR_USAGE, "Le dernier jour de fermeture est déjà passé");
	if (mark == MARK_CLOSED && *day > today + FAR_DAYS)
		return err_set(err, ERR_USAGE,
			       "Cette date est trop lointaine : noter plutôt que le lieu "
			       "n’existe plus");
	if (mark == MARK_GONE || mark == MARK_HIDDEN)
		*day = today;
	return true;
}

static const char *const mark_titles[OVERLAY_MARKS] = {
	[MARK_CHECKED] = "Vérification",
	[MARK_GONE] = "N’existe plus",
	[MARK_CLOSED] = "Fermeture",
	[MARK_HIDDEN] = "Masque",
};

bool overlay_mark(struct session *s, enum overlay_kind kind, const char *key,
		  enum overlay_mark mark, int day, struct err *err)
{
	struct act a;
	bool ok = check_day(mark, &day, err);

	if (!ok)
		return false;
	ok = act_begin(&a, s, kind, key, err);
	if (ok) {
		act_record(&a)->mark[mark] = true;
		act_record(&a)->mark_day[mark] = day;
		str_add(&a.what, mark_titles[mark]);
		say_whose(&a);
		a.moves_directory = true;
	}
	return act_end(&a, ok, err);
}

bool overlay_unmark(struct session *s, enum overlay_kind kind, const char *key,
		    enum overlay_mark mark, struct err *err)
{
	struct act a;
	bool ok = act_begin(&a, s, kind, key, err);

	if (ok && !act_record(&a)->mark[mark])
		ok = err_set(err, ERR_NOT_FOUND,
			     "Il n’y a rien à annuler : cette marque n’y est pas");
	if (ok) {
		act_record(&a)->mark[mark] = false;
		str_addf(&a.what, "%s retiré%s", mark_titles[mark],
			 mark == MARK_CHECKED || mark == MARK_CLOSED ? "e" : "");
		say_whose(&a);
		a.moves_directory = true;
	}
	return act_end(&a, ok, err);
}

/* ---- notes ---- */

static bool check_note(const char *text, struct err *err)
{
	enum personal p = personal_find(text);

	if (p)
		return err_set(err, ERR_USAGE,
			       "La note contient %s : elle n’est pas gardée. Enlever ce "
			       "numéro",
			       personal_name(p));
	return strlen(text) <= NOTE_MAX || err_set(err, ERR_USAGE, "La note est trop longue");
}

bool overlay_note(struct session *s, enum overlay_kind kind, const char *key, const char *text,
		  struct err *err)
{
	char *clean = text_cleaned(text, TEXT_MANY_LINES);
	struct act a;
	bool ok = check_note(clean, err);

	if (!ok) {
		free(clean);
		return false;
	}
	ok = act_begin(&a, s, kind, key, err) &&
	     (!overlay_record_note_locked(act_record(&a)) || journal_must_open(s->journal, err));
	if (ok) {
		free(act_record(&a)->note);
		act_record(&a)->note = *clean ? xstrdup(clean) : NULL;
		act_record(&a)->note_day = clock_today();
		str_add(&a.what, *clean ? "Note" : "Note retirée");
		say_whose(&a);
	}
	free(clean);
	return act_end(&a, ok, err);
}
