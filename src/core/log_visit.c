/* Accompaniments as the counsellor finds them: as the last one was, and where they took place. */
#include "src/core/log_impl.h"

#include "aiguillage/date.h"
#include "aiguillage/journal_log.h"
#include "aiguillage/mem.h"

#define MINUTES_DEFAULT 60

static const int habits[] = {
	ACC_ACTIVITY, ACC_MINUTES, ACC_CHANNEL, ACC_PLACE_KEY, ACC_PLACE, ACC_ADDRESS,
	ACC_POSTCODE, ACC_PLACE_COMMUNE, ACC_PLACE_INSEE,
};

/* A workshop is no habit: the next visitor comes alone. */
static bool take_habits(struct session *s, struct entry *e, struct err *err)
{
	struct entry last;
	bool found = journal_log_last_visit(s->journal, &last, err);

	for (size_t i = 0; found && i < ARRAY_SIZE(habits); i++)
		entry_set(e, habits[i], entry_get(&last, habits[i]));
	if (!found) {
		entry_set(e, ACC_ACTIVITY, "individuel");
		entry_set_number(e, ACC_MINUTES, MINUTES_DEFAULT);
		entry_set(e, ACC_CHANNEL, "lieu_activite");
	}
	entry_done(&last);
	return !err->kind;
}

/* The national needs are aliases of La Coop's themes in data/vocabulaire_journal.csv. */
static void themes_of(struct session *s, const char *needs, struct str *themes)
{
	struct list_walk w = { .rest = needs };
	struct str need;

	str_init(&need);
	while (list_next(&w, &need)) {
		const struct vocab_value *v = vocab_find(s->vocab, VOCAB_THEME, need.s);

		if (v)
			list_add(themes, v->code);
	}
	str_done(&need);
}

bool log_accompaniment(struct session *s, struct entry *e, const struct log_choice *c,
		       struct err *err)
{
	struct str themes;

	entry_init(e, KIND_ACCOMPANIMENT);
	entry_set_day(e, ACC_DAY, clock_today());
	entry_set_number(e, ACC_PEOPLE, 1);
	log_set_home(s, e, c->criteria);
	if (c->criteria) {
		str_init(&themes);
		themes_of(s, c->criteria->needs.s, &themes);
		entry_set(e, ACC_THEMES, themes.s);
		str_done(&themes);
	}
	return take_habits(s, e, err);
}

bool log_set_place(struct session *s, struct entry *e, int64_t place, struct err *err)
{
	struct place p;
	bool ok;

	place_init(&p);
	ok = directory_place(s->directory, place, &p, err);
	if (ok) {
		entry_set(e, ACC_PLACE_KEY, place_get(&p, PLACE_KEY));
		entry_set(e, ACC_PLACE, place_get(&p, PLACE_NAME));
		entry_set(e, ACC_ADDRESS, place_get(&p, PLACE_ADDRESS));
		entry_set(e, ACC_POSTCODE, place_get(&p, PLACE_POSTCODE));
		entry_set(e, ACC_PLACE_COMMUNE, place_get(&p, PLACE_COMMUNE));
		entry_set(e, ACC_PLACE_INSEE, place_get(&p, PLACE_INSEE));
	}
	place_clear(&p);
	return ok;
}

static void forget_place(struct entry *e)
{
	static const int fields[] = { ACC_PLACE_KEY, ACC_PLACE,		ACC_ADDRESS,
				      ACC_POSTCODE,  ACC_PLACE_COMMUNE, ACC_PLACE_INSEE };

	for (size_t i = 0; i < ARRAY_SIZE(fields); i++)
		entry_set(e, fields[i], "");
}

bool log_set_place_name(struct session *s, struct entry *e, const char *typed, struct err *err)
{
	struct str name;
	bool ok;

	str_init(&name);
	ok = log_read_in(s, e, ACC_PLACE, typed, &name, err);
	if (ok) {
		forget_place(e);
		entry_set(e, ACC_PLACE, name.s);
	}
	str_done(&name);
	return ok;
}

void log_set_place_commune(struct session *s, struct entry *e, uint32_t commune)
{
	struct commune c;

	forget_place(e);
	gazetteer_get(s->gazetteer, commune, &c);
	entry_set(e, ACC_PLACE_COMMUNE, c.name);
	entry_set(e, ACC_PLACE_INSEE, c.insee);
}
