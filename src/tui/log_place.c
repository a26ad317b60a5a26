#include "src/tui/log_place.h"

#include <string.h>

#include "aiguillage/mem.h"
#include "aiguillage/place_find.h"
#include "src/tui/commune_suggest.h"

/* What the value of the field begins with, when it is not words. */
#define PLACE "lieu:"
#define COMMUNE "commune:"
#define COMMUNES 2		/* at most, after the places */

/* What follows, or NULL. */
static const char *after(const char *value, const char *kind)
{
	size_t n = strlen(kind);

	return strncmp(value, kind, n) == 0 ? value + n : NULL;
}

static char *joined(const char *a, const char *between, const char *b)
{
	struct str s;
	char *text;

	str_init(&s);
	str_addf(&s, "%s%s%s", a, *b ? between : "", b);
	text = str_steal(&s);
	str_done(&s);
	return text;
}

/* `far`: those out of the sector too. */
static size_t find_communes(struct session *s, const char *typed, bool far,
			    struct form_found out[COMMUNES])
{
	struct commune_match m[COMMUNES];
	size_t n = commune_suggest(s->gazetteer, typed, COMMUNE_NONE, m, COMMUNES), kept = 0;
	struct commune c;
	struct str label;

	str_init(&label);
	for (size_t i = 0; i < n; i++) {
		gazetteer_get(s->gazetteer, m[i].commune, &c);
		if (!far && c.sector != SECTOR_CORE)
			continue;
		str_add(&label, "Commune : ");
		commune_suggestion(s->gazetteer, &m[i], &label);
		out[kept++] = (struct form_found){ joined(COMMUNE, "", c.insee), str_steal(&label) };
	}
	str_done(&label);
	return kept;
}

static size_t find(void *ctx, const char *typed, struct form_found *out, size_t max)
{
	struct session *s = ctx;
	struct place_match m[8];
	size_t n = place_find(s, typed, m, max < ARRAY_SIZE(m) ? max : ARRAY_SIZE(m)), kept = n;
	struct form_found communes[COMMUNES];
	size_t k = find_communes(s, typed, !n, communes);

	if (kept + k > max)
		kept = max - k;
	for (size_t i = 0; i < n; i++) {
		if (i < kept)
			out[i] = (struct form_found){ joined(PLACE, "", m[i].key),
						      joined(m[i].name, ", ", m[i].commune) };
		place_match_done(&m[i]);
	}
	memcpy(out + kept, communes, k * sizeof *out);
	return kept + k;
}

static bool say(void *ctx, const char *value, struct str *out)
{
	struct session *s = ctx;
	const char *key = after(value, PLACE), *insee = after(value, COMMUNE);
	uint32_t commune = insee ? gazetteer_by_insee(s->gazetteer, insee) : COMMUNE_NONE;
	struct err ignored = ERR_INIT;
	int64_t row = key ? directory_place_by_key(s->directory, key, &ignored) : 0;
	struct place p;

	if (commune != COMMUNE_NONE)
		commune_label(s->gazetteer, commune, out);
	place_init(&p);
	if (row && directory_place(s->directory, row, &p, &ignored))
		str_add(out, place_get(&p, PLACE_NAME));
	place_clear(&p);
	return row || commune != COMMUNE_NONE;
}

struct form_lookup log_place_lookup(struct session *s)
{
	return (struct form_lookup){ find, say, s };
}

const char *log_place_shown(const struct entry *e)
{
	return *entry_get(e, ACC_PLACE) ? entry_get(e, ACC_PLACE) : entry_get(e, ACC_PLACE_COMMUNE);
}

bool log_place_take(struct session *s, struct entry *e, const char *value, struct err *err)
{
	const char *key = after(value, PLACE), *insee = after(value, COMMUNE);
	uint32_t commune = insee ? gazetteer_by_insee(s->gazetteer, insee) : COMMUNE_NONE;
	int64_t row = key ? directory_place_by_key(s->directory, key, err) : 0;

	if (err->kind)
		return false;
	if (row)
		return log_set_place(s, e, row, err);
	if (commune == COMMUNE_NONE)
		return log_set_place_name(s, e, value, err);
	log_set_place_commune(s, e, commune);
	return true;
}
