/* An act on the log: checked, then written. */
#include "src/core/log_impl.h"

#include <string.h>

#include "aiguillage/date.h"
#include "aiguillage/journal_log.h"
#include "aiguillage/journal_post.h"
#include "aiguillage/mem.h"
#include "aiguillage/personal.h"
#include "aiguillage/protect.h"

#define WORDS_MAX 1000		/* bytes of a free text */

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

/* ---- acts ---- */

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

/* A new pathway bears the id of its first step. */
static bool begin_pathway(struct session *s, struct entry *e, struct err *err)
{
	if (e->kind != KIND_REFERRAL || *entry_get(e, REF_PATHWAY))
		return true;
	if (!journal_post_stamp(s->journal, e, err))
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
	ok = log_attach(s, &a, &copy, code, &told, err) && begin_pathway(s, &copy, err) &&
	     log_write_part(s, &a, &copy, err);
	a.what = ok ? what_of(s, &copy) : NULL;
	ok = log_end_act(s, &a, ok, err);
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
	ok = log_write_part(s, &a, e, err);
	a.what = ok ? what_of(s, e) : NULL;
	return log_end_act(s, &a, ok, err);
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
