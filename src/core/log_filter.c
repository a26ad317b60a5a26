/* What is wanted of the log: what an entry has of each group, and what it misses of a filter. */
#include "src/core/log_filter_impl.h"

#include <stdlib.h>
#include <string.h>

#include "aiguillage/date.h"
#include "aiguillage/fold.h"
#include "aiguillage/mem.h"

/* ---- the groups ---- */

static const char *needs_of(const struct entry *e)
{
	return e->kind == KIND_REFERRAL ? entry_get(e, REF_NEEDS)
	       : e->kind == KIND_UNMET	? entry_get(e, UNMET_NEEDS)
					: "";
}

/* Of a kind, the fields that tell where it went. */
static const struct {
	int key, name, commune;	/* -1: it has none */
} wheres[ENTRY_KINDS] = {
	[KIND_ACCOMPANIMENT] = { ACC_PLACE_KEY, ACC_PLACE, ACC_PLACE_COMMUNE },
	[KIND_REFERRAL] = { REF_PLACE_KEY, REF_PLACE, REF_PLACE_COMMUNE },
	[KIND_UNMET] = { -1, UNMET_PLACE, -1 },
};

static const char *where(const struct entry *e, int field)
{
	return field < 0 ? "" : entry_get(e, field);
}

/* Of a visit of which only the commune is known, that commune. */
static const char *name_of(const struct entry *e)
{
	const char *name = where(e, wheres[e->kind].name);

	return *name ? name : where(e, wheres[e->kind].commune);
}

/* Only one place: what separates items may be in its name. */
static void place_of(const struct entry *e, struct str *out)
{
	const char *key = where(e, wheres[e->kind].key);

	for (const char *c = *key ? key : name_of(e); *c; c++)
		str_addc(out, *c == '|' ? '/' : *c);
}

void log_group_of(const struct entry *e, enum log_group group, int today, struct str *out)
{
	str_clear(out);
	switch (group) {
	case LOG_BY_KIND:
		str_add(out, entry_kind_name(e->kind));
		break;
	case LOG_BY_STATE:
		if (e->kind == KIND_REFERRAL)
			str_add(out, referral_state_code(referral_state_on(e, today)));
		break;
	case LOG_BY_NEED:
		str_add(out, needs_of(e));
		break;
	case LOG_BY_COMMUNE:
		str_add(out, entry_get(e, ENTRY_INSEE));
		break;
	default:
		place_of(e, out);
	}
}

void log_group_label(const struct session *s, const struct entry *e, enum log_group group,
		     const char *value, struct str *out)
{
	static const char *const kinds[ENTRY_KINDS] = {
		[KIND_ACCOMPANIMENT] = "accompagnements",
		[KIND_REFERRAL] = "orientations",
		[KIND_UNMET] = "besoins sans réponse",
	};
	const char *name = name_of(e), *commune = where(e, wheres[e->kind].commune);

	switch (group) {
	case LOG_BY_KIND:
		str_add(out, kinds[e->kind]);
		break;
	case LOG_BY_STATE:
		str_add(out, vocab_brief(s->vocab, VOCAB_STATE, value));
		break;
	case LOG_BY_NEED:
		str_add(out, vocab_brief(s->vocab, VOCAB_NEED, value));
		break;
	case LOG_BY_COMMUNE:
		str_add(out, *entry_get(e, ENTRY_COMMUNE) ? entry_get(e, ENTRY_COMMUNE) : value);
		break;
	default:
		str_add(out, *name ? name : value);
		if (*commune && !strstr(name, commune))
			str_addf(out, ", %s", commune);
	}
}

/* ---- an entry and a filter ---- */

/* Where a typed text is looked for. */
static const int read_places[ENTRY_KINDS][4] = {
	[KIND_ACCOMPANIMENT] = { ACC_PLACE, ACC_TITLE, ACC_PLACE_COMMUNE, ACC_COMMUNE },
	[KIND_REFERRAL] = { REF_PLACE, REF_OFFER, REF_PLACE_COMMUNE, REF_COMMUNE },
	[KIND_UNMET] = { UNMET_PLACE, UNMET_PLACE, UNMET_COMMUNE, UNMET_COMMUNE },
};

uint64_t log_match_fields(enum entry_kind kind)
{
	static const uint64_t one = 1;
	const int place[] = { wheres[kind].key, wheres[kind].name, wheres[kind].commune };
	uint64_t fields = one << ENTRY_INSEE | one << ENTRY_COMMUNE;

	for (size_t i = 0; i < ARRAY_SIZE(place); i++)
		fields |= place[i] < 0 ? 0 : one << place[i];
	for (size_t i = 0; i < ARRAY_SIZE(read_places[kind]); i++)
		fields |= one << read_places[kind][i];
	if (kind == KIND_REFERRAL)	/* its state is that of today: referral_state_on() */
		fields |= one << REF_NEEDS | one << REF_STATE | one << REF_DAY | one << REF_SINCE |
			  one << REF_APPOINTMENT | one << REF_FOLLOWUP;
	if (kind == KIND_UNMET)
		fields |= one << UNMET_NEEDS;
	return fields;
}

void log_match_init(struct log_match *m, const struct log_filter *f)
{
	*m = (struct log_match){ .f = f, .today = clock_today() };
	m->text = f->text && *f->text ? folded(f->text) : NULL;
	str_init(&m->have);
}

void log_match_done(struct log_match *m)
{
	free(m->text);
	str_done(&m->have);
}

static bool holds(const struct entry *e, const char *text)
{
	for (size_t i = 0; i < 4; i++) {
		char *value = folded(entry_get(e, read_places[e->kind][i]));
		bool is = strstr(value, text) != NULL;

		free(value);
		if (is)
			return true;
	}
	return false;
}

static bool has_any(const char *have, const char *wanted)
{
	struct list_walk w = { .rest = have };
	struct str item;
	bool has = false;

	str_init(&item);
	while (!has && list_next(&w, &item))
		has = list_has(wanted, item.s);
	str_done(&item);
	return has;
}

unsigned log_misses(struct log_match *m, const struct entry *e)
{
	const struct log_filter *f = m->f;
	unsigned misses = e->removed == f->removed ? 0 : LOG_MISSES_REMOVED;

	for (int g = 0; g < LOG_GROUPS; g++) {
		if (!f->any[g] || !*f->any[g])
			continue;
		log_group_of(e, (enum log_group)g, m->today, &m->have);
		if (!has_any(m->have.s, f->any[g]))
			misses |= 1u << g;
	}
	return m->text && !holds(e, m->text) ? misses | LOG_MISSES_TEXT : misses;
}
