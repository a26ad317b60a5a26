/* An act on the log: checked, written in one transaction, and what it was before kept. */
#include "aiguillage/log.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "aiguillage/date.h"
#include "aiguillage/journal_log.h"
#include "aiguillage/mem.h"
#include "aiguillage/personal.h"
#include "aiguillage/protect.h"

#define UNDO_MAX 200
#define CODE_TRIES 400
#define WORDS_MAX 1000		/* bytes of a free text */

/* ---- what can be taken back ---- */

struct logged {
	struct entry before, after;	/* before.revision is 0 when it did not exist */
};
struct logged_act {
	struct logged part[2];	/* the entry, and its person when it changed */
	size_t n;
	char *what;
};
struct log_history {
	struct logged_act *acts;
	size_t n, cap;
};

static void free_act(struct logged_act *a)
{
	for (size_t i = 0; i < a->n; i++) {
		entry_done(&a->part[i].before);
		entry_done(&a->part[i].after);
	}
	free(a->what);
}

void log_history_free(struct session *s)
{
	for (size_t i = 0; s->logged && i < s->logged->n; i++)
		free_act(&s->logged->acts[i]);
	if (s->logged)
		free(s->logged->acts);
	free(s->logged);
	s->logged = NULL;
}

static void remember(struct session *s, struct logged_act *a)
{
	struct log_history *h = s->logged;

	if (!h)
		h = s->logged = xcalloc(1, sizeof *h);
	if (h->n == UNDO_MAX) {
		free_act(&h->acts[0]);
		memmove(&h->acts[0], &h->acts[1], --h->n * sizeof *h->acts);
	}
	h->acts = mem_grow(h->acts, h->n, &h->cap, sizeof *h->acts);
	h->acts[h->n++] = *a;
	*a = (struct logged_act){ .n = 0 };
}

/* Writes a version of an entry as part of the act; e takes its revision. */
static bool write_part(struct session *s, struct logged_act *a, struct entry *e, struct err *err)
{
	struct logged *p = &a->part[a->n];
	bool known = *e->id && journal_log_get(s->journal, e->kind, e->id, &p->before, err);

	if (!known)
		entry_init(&p->before, e->kind);
	if (err->kind)
		return false;
	if (!known && e->revision > 0)
		return err_set(err, ERR_USAGE, "Cette entrée a été effacée entre-temps : elle ne peut plus être "
			       "changée");
	if (known && e->revision != p->before.revision)
		return err_set(err, ERR_USAGE, "Cette entrée vient d’être changée par une autre "
			       "fenêtre : revenez à la liste, puis recommencez");
	if (!journal_log_stamp(s->journal, e, err) || !journal_log_put(s->journal, e, err)) {
		entry_done(&p->before);
		return false;
	}
	entry_copy(&p->after, e);
	a->n++;
	return true;
}

/* Whatever happens, after journal_begin(). */
static bool end_act(struct session *s, struct logged_act *a, bool ok, struct err *err)
{
	ok = ok && journal_commit(s->journal, err);
	if (!ok) {
		journal_rollback(s->journal);
		free_act(a);
		return false;
	}
	remember(s, a);
	return true;
}

static char *what_of(const struct session *s, const struct entry *e)
{
	struct str b;
	char *text;

	str_init(&b);
	log_say(s, e, &b);
	text = str_steal(&b);
	str_done(&b);
	return text;
}

/* ---- checks ---- */

static bool check_words(const struct entry_field *f, const char *value, struct err *err)
{
	enum personal p = personal_find(value);

	if (p)
		return err_set(err, ERR_USAGE, "%s : ce texte contient %s. Ces numéros ne sont jamais "
			       "notés : ils permettraient d’usurper l’identité de la personne. "
			       "Retirez-le", f->label, personal_name(p));
	if (strlen(value) > WORDS_MAX)
		return err_set(err, ERR_USAGE, "%s : ce texte est trop long (%zu signes, %d au plus)",
			       f->label, strlen(value), WORDS_MAX);
	return true;
}

/* Codes of the journal's own vocabularies are closed; audiences and needs may be a source's own. */
static bool check_codes(const struct session *s, const struct entry_field *f, const char *value,
			struct err *err)
{
	struct list_walk w = { .rest = value };
	struct str code;
	bool ok = true;
	long n;

	str_init(&code);
	while (ok && counts_next(&w, &code, &n)) {
		ok = f->genre < VOCAB_OFFER_GENRES ||
		     vocab_by_code(s->vocab, (enum vocab_genre)f->genre, code.s);
		if (!ok)
			err_set(err, ERR_USAGE, "%s : « %.60s » n’est pas une valeur connue", f->label,
				code.s);
	}
	str_done(&code);
	return ok;
}

static bool check_field(const struct session *s, const struct entry_field *f, const char *value,
			struct err *err)
{
	int64_t moment;

	switch (f->kind) {
	case ENTRY_IS_WORDS:
	case ENTRY_IS_TEXT:
	case ENTRY_IS_LIST:
		return check_words(f, value, err);
	case ENTRY_IS_VALUE:
	case ENTRY_IS_VALUES:
	case ENTRY_IS_COUNTS:
		return check_codes(s, f, value, err);
	case ENTRY_IS_DAY:
	case ENTRY_IS_MOMENT:
		return date_parse_moment(value, &moment) ||
		       err_set(err, ERR_USAGE, "%s : « %.40s » n’est pas une date", f->label, value);
	default:
		return true;
	}
}

static bool check(const struct session *s, const struct entry *e, struct err *err)
{
	size_t n;
	const struct entry_field *f = entry_fields(e->kind, &n);
	int day;

	for (size_t i = 0; i < n; i++)
		if (*entry_get(e, (int)i) && !check_field(s, &f[i], entry_get(e, (int)i), err))
			return false;
	if (e->kind == KIND_PERSON)
		return true;
	if (!entry_day(e, ENTRY_DAY, &day))
		return err_set(err, ERR_USAGE, "Il manque la date");
	if (day > clock_today())
		return err_set(err, ERR_USAGE, "La date est à venir : ce qui est noté a déjà eu lieu");
	if (e->kind == KIND_ACCOMPANIMENT && !*entry_get(e, ACC_ACTIVITY))
		return err_set(err, ERR_USAGE, "Il manque le type : individuel ou atelier collectif");
	if (e->kind == KIND_REFERRAL && !*entry_get(e, REF_PLACE) && !*entry_get(e, REF_OFFER))
		return err_set(err, ERR_USAGE, "Il manque le lieu où orienter");
	return true;
}

/* ---- the person ---- */

static bool draw_code(struct session *s, struct str *code, struct err *err)
{
	struct entry known;

	for (int i = 0; i < CODE_TRIES; i++) {
		uint32_t random;
		bool taken;

		if (getrandom(&random, sizeof random, 0) != sizeof random)
			break;
		person_code_make(random, code);
		taken = journal_log_person(s->journal, code->s, &known, err);
		entry_done(&known);
		if (err->kind)
			return false;
		if (!taken)
			return true;
	}
	return err_set(err, ERR_BASE, "Aucun code libre n’a été trouvé pour la personne. Effacez "
		       "d’anciens codes, ou enregistrez sans code");
}

static const struct {
	int entry, person;
} known[] = {
	{ ENTRY_INSEE, PERSON_INSEE }, { ENTRY_COMMUNE, PERSON_COMMUNE },
	{ ENTRY_AGES, PERSON_AGE }, { ENTRY_GENDERS, PERSON_GENDER },
	{ ENTRY_SITUATIONS, PERSON_SITUATION },
};

/* What either knows and the other does not; true when the person learnt something. */
static bool exchange(struct entry *e, struct entry *person)
{
	bool learnt = false;
	struct str code;
	long n;

	str_init(&code);
	for (size_t i = 0; i < ARRAY_SIZE(known); i++) {
		const char *ours = entry_get(e, known[i].entry);
		const char *theirs = entry_get(person, known[i].person);
		struct list_walk w = { .rest = ours };

		if (!*ours) {
			entry_set(e, known[i].entry, theirs);
		} else if (!*theirs && counts_next(&w, &code, &n) && strcmp(code.s, "nc") != 0) {
			entry_set(person, known[i].person, code.s);
			learnt = true;
		}
	}
	str_done(&code);
	return learnt;
}

static bool find_person(struct session *s, const char *typed, struct entry *person,
			struct log_saved *saved, struct err *err)
{
	struct str code;
	bool fresh = strcmp(typed, LOG_NEW_CODE) == 0, ok;

	entry_init(person, KIND_PERSON);
	str_init(&code);
	ok = fresh ? draw_code(s, &code, err)
		   : person_code_read(typed, &code) ||
			     err_set(err, ERR_USAGE, "« %.20s » n’est pas un code : une lettre et des "
				     "chiffres, comme K7-42", typed);
	if (ok && !fresh)
		fresh = !journal_log_person(s->journal, code.s, person, err);
	ok = ok && !err->kind;
	if (ok && fresh)
		entry_set(person, PERSON_CODE, code.s);
	saved->new_person = ok && fresh;
	str_done(&code);
	return ok;
}

/* In the transaction of the act. */
static bool attach(struct session *s, struct logged_act *a, struct entry *e, const char *typed,
		   struct log_saved *saved, struct err *err)
{
	struct entry person;
	bool ok, learnt;

	if (!typed)
		return true;
	entry_set(e, ENTRY_PERSON, "");
	if (!*typed)
		return true;
	ok = find_person(s, typed, &person, saved, err);
	if (ok) {
		learnt = exchange(e, &person);
		if (!*entry_get(&person, PERSON_SINCE))
			entry_set(&person, PERSON_SINCE, entry_get(e, ENTRY_DAY));
		if (learnt || saved->new_person)
			ok = write_part(s, a, &person, err);
		strncpy(saved->code, entry_get(&person, PERSON_CODE), sizeof saved->code - 1);
		entry_set(e, ENTRY_PERSON, person.id);
	}
	entry_done(&person);
	return ok;
}

bool log_know(struct session *s, struct entry *e, const char *typed, bool *is, struct err *err)
{
	struct entry person;
	struct str code;

	*is = false;
	str_init(&code);
	if (person_code_read(typed, &code)) {
		*is = journal_log_person(s->journal, code.s, &person, err);
		if (*is)
			exchange(e, &person);
		entry_done(&person);
	}
	str_done(&code);
	return !err->kind;
}

bool log_code(struct session *s, const struct entry *e, struct str *code, struct err *err)
{
	const char *id = entry_get(e, ENTRY_PERSON);
	struct entry person;

	str_clear(code);
	if (!*id)
		return true;
	if (journal_log_get(s->journal, KIND_PERSON, id, &person, err) && !person.removed)
		str_add(code, entry_get(&person, PERSON_CODE));
	entry_done(&person);
	return !err->kind;
}

/* ---- acts ---- */

/* A new pathway bears the id of its first step. */
static bool begin_pathway(struct session *s, struct entry *e, struct err *err)
{
	if (e->kind != KIND_REFERRAL || *entry_get(e, REF_PATHWAY))
		return true;
	if (!journal_log_stamp(s->journal, e, err))
		return false;
	e->revision--;
	entry_set(e, REF_PATHWAY, e->id);
	entry_set_number(e, REF_STEP, 1);
	return true;
}

bool log_save(struct session *s, struct entry *e, const char *code, struct log_saved *saved,
	      struct err *err)
{
	struct log_saved told = { .new_person = false };	/* `code` may be saved->code */
	struct logged_act a = { .n = 0 };
	struct entry copy;
	bool ok;

	/* a code can only be found, or drawn, in an unlocked journal: asked before anything is held up */
	if (!check(s, e, err) || (code && *code && !protect_need(s, err)) ||
	    !journal_begin(s->journal, err))
		return false;
	entry_copy(&copy, e);
	ok = attach(s, &a, &copy, code, &told, err) && begin_pathway(s, &copy, err) &&
	     write_part(s, &a, &copy, err);
	a.what = ok ? what_of(s, &copy) : NULL;
	ok = end_act(s, &a, ok, err);
	if (!ok) {
		entry_done(&copy);
		return false;
	}
	entry_done(e);
	*e = copy;
	strcpy(told.id, e->id);
	*saved = told;
	return true;
}

bool log_open(struct session *s, struct entry *e, struct err *err)
{
	enum entry_kind kind = e->kind;
	char id[ENTRY_ID_LEN];

	if (!protect_need(s, err))
		return false;
	if (!entry_any_locked(e))
		return true;
	strcpy(id, e->id);
	entry_done(e);
	return journal_log_get(s->journal, kind, id, e, err) ||
	       (err->kind ? false : err_set(err, ERR_NOT_FOUND, "Cette entrée a été effacée entre-temps"));
}

bool log_find(struct session *s, const char *id, struct entry *e, struct err *err)
{
	for (int k = KIND_ACCOMPANIMENT; *id && k < ENTRY_KINDS; k++) {
		if (journal_log_get(s->journal, (enum entry_kind)k, id, e, err))
			return true;
		if (err->kind)
			return false;
	}
	entry_init(e, KIND_ACCOMPANIMENT);
	return err_set(err, ERR_NOT_FOUND, "Aucune entrée du journal n’a l’identifiant « %.40s ». "
		       "« aiguillage journal » les donne", id);
}

/* Writes e, found by its id, changed; the caller's still to be freed. */
static bool rewrite(struct session *s, struct entry *e, struct err *err)
{
	struct logged_act a = { .n = 0 };
	bool ok;

	if (!journal_begin(s->journal, err))
		return false;
	ok = write_part(s, &a, e, err);
	a.what = ok ? what_of(s, e) : NULL;
	return end_act(s, &a, ok, err);
}

static bool find_referral(struct session *s, const char *id, struct entry *e, struct err *err)
{
	if (!log_find(s, id, e, err))
		return false;
	return e->kind == KIND_REFERRAL ||
	       err_set(err, ERR_USAGE, "Cette entrée n’est pas une orientation");
}

bool log_become(struct session *s, const char *id, enum referral_state to, const char *reason,
		struct err *err)
{
	struct entry e;
	bool ok = find_referral(s, id, &e, err) &&
		  referral_become(&e, to, clock_today(), reason, err) && check(s, &e, err) &&
		  rewrite(s, &e, err);

	entry_done(&e);
	return ok;
}

bool log_postpone(struct session *s, const char *id, int days, struct err *err)
{
	struct entry e;
	bool ok = find_referral(s, id, &e, err);

	if (ok && !referral_is_open(referral_state(&e)))
		ok = err_set(err, ERR_USAGE, "Cette orientation est terminée : il n’y a plus à "
			     "relancer");
	if (ok) {
		entry_set_day(&e, REF_FOLLOWUP, clock_today() + days);
		ok = rewrite(s, &e, err);
	}
	entry_done(&e);
	return ok;
}

bool log_cancel(struct session *s, const char *id, bool cancelled, struct err *err)
{
	struct entry e;
	bool ok = log_find(s, id, &e, err);

	if (ok && e.removed == cancelled)
		ok = err_set(err, ERR_USAGE, cancelled ? "Cette entrée est déjà annulée"
							: "Cette entrée n’est pas annulée");
	if (ok) {
		e.removed = cancelled;
		ok = rewrite(s, &e, err);
	}
	entry_done(&e);
	return ok;
}

/* ---- taking back ---- */

/* The act that made what is now there again: it is what can be taken back next. */
static void renumber(struct log_history *h, const struct entry *now)
{
	for (size_t i = h->n; i-- > 0;) {
		for (size_t k = 0; k < h->acts[i].n; k++) {
			struct entry *after = &h->acts[i].part[k].after;

			if (strcmp(after->id, now->id) != 0)
				continue;
			after->revision = now->revision;
			return;
		}
	}
}

/* *back receives what is written. */
static bool put_back(struct session *s, const struct logged *p, struct entry *back,
		     struct err *err)
{
	struct entry now;
	bool ok = journal_log_get(s->journal, p->after.kind, p->after.id, &now, err);

	if (!ok || now.revision != p->after.revision) {
		entry_done(&now);
		return err_set(err, ERR_USAGE, "Cela ne peut plus être annulé : l’entrée a été changée "
			       "depuis");
	}
	entry_done(back);
	entry_copy(back, p->before.revision ? &p->before : &p->after);
	back->revision = now.revision;
	back->removed |= !p->before.revision;
	entry_done(&now);
	return journal_log_stamp(s->journal, back, err) && journal_log_put(s->journal, back, err);
}

bool log_undo(struct session *s, struct str *what, struct err *err)
{
	struct entry back[2] = { { .revision = 0 }, { .revision = 0 } };
	struct logged_act *a;
	bool ok = true;

	if (!s->logged || !s->logged->n)
		return false;
	a = &s->logged->acts[s->logged->n - 1];
	if (!journal_begin(s->journal, err))
		return false;
	for (size_t i = a->n; ok && i-- > 0;)
		ok = put_back(s, &a->part[i], &back[i], err);
	ok = ok && journal_commit(s->journal, err);
	if (ok) {
		str_add(what, a->what);
		s->logged->n--;
		for (size_t i = 0; i < a->n; i++)
			renumber(s->logged, &back[i]);
		free_act(a);
	} else {
		journal_rollback(s->journal);
	}
	for (size_t i = 0; i < ARRAY_SIZE(back); i++)
		entry_done(&back[i]);
	return ok;
}
