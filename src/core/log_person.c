/* The person that an entry is about: a code, and what is known of whoever has it. */
#include "src/core/log_impl.h"

#include <string.h>
#include <sys/random.h>

#include "aiguillage/journal_log.h"
#include "aiguillage/mem.h"

#define CODE_TRIES 400

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

bool log_attach(struct session *s, struct logged_act *a, struct entry *e, const char *typed,
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
			ok = log_write_part(s, a, &person, err);
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
