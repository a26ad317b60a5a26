#include "src/cli/resolve.h"

#include <string.h>

#include "aiguillage/mem.h"
#include "src/cli/cli.h"

#define NEAREST 5
#define LISTED 10	/* values named when nothing looks like what was typed */
#define HOMONYMS 12	/* listed on the standard error */

/* « Tarare (Rhône, 69243) » */
static void name_commune(struct str *out, const struct gazetteer *g, uint32_t commune)
{
	struct commune c;

	gazetteer_get(g, commune, &c);
	str_addf(out, "%s (%s, %s)", c.name, c.dept_name, c.insee);
}

static bool unknown_commune(const struct gazetteer *g, const char *text,
			    const struct commune_match *m, size_t n, struct err *err)
{
	struct str b;

	str_init(&b);
	str_addf(&b, "Commune inconnue : « %s ».", quote(text).s);
	for (size_t i = 0; i < n && i < NEAREST; i++) {
		str_add(&b, i ? ", " : " Vouliez-vous dire ");
		name_commune(&b, g, m[i].commune);
	}
	if (n)
		str_add(&b, " ?");
	err_set(err, ERR_USAGE, "%s", b.s);
	str_done(&b);
	return false;
}

/* How many of the matches mean the same as the first: homonyms, one postal code. */
static size_t equal_matches(const struct commune_match *m, size_t n, const char *text)
{
	size_t len = strspn(text, "0123456789ABab"), k = 0;

	if (!n)
		return 0;
	if (m[0].rank == COMMUNE_CODE && (len != 5 || text[len]))
		return 0;	/* only the first digits of a code */
	if (m[0].rank > COMMUNE_CODE)
		return n == 1 && m[0].rank <= COMMUNE_WORDS;
	while (k < n && m[k].rank == m[0].rank)
		k++;
	return k;
}

static void say_choice(const struct gazetteer *g, const char *text, const struct commune_match *m,
		       size_t k)
{
	struct str b;

	str_init(&b);
	str_addf(&b, "%s : ", quote(text).s);
	name_commune(&b, g, m[0].commune);
	if (m[0].via)
		str_add(&b, ", son nom d’aujourd’hui");
	for (size_t i = 1; i < k && i < HOMONYMS; i++) {
		str_add(&b, i > 1 ? ", " : " est prise ; autres : ");
		name_commune(&b, g, m[i].commune);
	}
	if (k > HOMONYMS)
		str_add(&b, "…");
	say("%s", b.s);
	str_done(&b);
}

/*
 * In the Rhône the INSEE code of one commune is the postal code of others.  The INSEE code of a
 * commune of today wins, since programs write it, except over a postal code of the counsellor's
 * own sector.  The others are named.
 */
static bool is_insee_of_today(const struct gazetteer *g, const char *text, struct commune_match *m,
			      size_t *n)
{
	uint32_t commune = gazetteer_by_insee(g, text);
	struct commune c;
	size_t at = 0;

	if (commune == COMMUNE_NONE)
		return false;
	gazetteer_get(g, commune, &c);
	if (strcmp(c.insee, text) != 0)
		return false;
	if (*n) {
		if (gazetteer_sector_of(g, m[0].commune) == SECTOR_CORE && c.sector != SECTOR_CORE)
			return false;
	}
	while (at < *n && m[at].commune != commune)
		at++;
	if (at == *n)
		at = *n = 0;
	memmove(&m[1], &m[0], at * sizeof *m);
	m[0] = (struct commune_match){ .commune = commune, .rank = COMMUNE_CODE };
	if (*n == 0)
		*n = 1;
	return true;
}

bool resolve_commune(struct session *s, const char *text, uint32_t *commune, struct err *err)
{
	struct commune_match m[41];
	size_t n = commune_find(s->gazetteer, text, COMMUNE_NONE, m, ARRAY_SIZE(m) - 1), k;
	bool today = is_insee_of_today(s->gazetteer, text, m, &n);

	k = equal_matches(m, n, text);
	if (!k)
		return unknown_commune(s->gazetteer, text, m, n, err);
	*commune = m[0].commune;
	if (k > 1 || (!today && (m[0].via || m[0].rank > COMMUNE_CODE)))
		say_choice(s->gazetteer, text, m, k);
	return true;
}

/* ---- vocabulary ---- */

static const char *unknown_title(enum vocab_genre genre)
{
	switch (genre) {
	case VOCAB_AUDIENCE:
		return "Public inconnu";
	case VOCAB_NEED:
		return "Besoin inconnu";
	case VOCAB_CARE:
		return "Prise en charge inconnue";
	case VOCAB_PROGRAMME:
		return "Programme inconnu";
	case VOCAB_TYPOLOGY:
		return "Typologie inconnue";
	default:
		return "Valeur inconnue";
	}
}

static bool unknown_value(struct session *s, enum vocab_genre genre, const char *text,
			  const struct vocab_match *m, size_t n, struct err *err)
{
	size_t all = vocab_count(s->vocab, genre), listed = n ? 0 : all;
	struct str b;

	if (listed > LISTED)
		listed = LISTED;

	str_init(&b);
	str_addf(&b, "%s : « %s ».", unknown_title(genre), quote(text).s);
	for (size_t i = 0; i < n && i < NEAREST; i++) {
		str_add(&b, i ? ", " : " Vouliez-vous dire ");
		str_addf(&b, "%s", m[i].value->code);
	}
	if (n)
		str_add(&b, " ?");
	for (size_t i = 0; i < listed; i++) {
		str_add(&b, i ? ", " : " Valeurs possibles : ");
		str_add(&b, vocab_at(s->vocab, genre, i)->code);
	}
	if (listed < all && listed)
		str_add(&b, "…");
	err_set(err, ERR_USAGE, "%s", b.s);
	str_done(&b);
	return false;
}

static void say_meaning(const char *text, const struct vocab_match *m, size_t k)
{
	struct str b;

	str_init(&b);
	str_addf(&b, "%s : compris comme « %s »", quote(text).s, m[0].value->brief);
	for (size_t i = 1; i < k; i++)
		str_addf(&b, "%s%s", i > 1 ? ", " : " ; aussi possible : ", m[i].value->brief);
	say("%s", b.s);
	str_done(&b);
}

bool resolve_value(struct session *s, enum vocab_genre genre, const char *text, const char **code,
		   struct err *err)
{
	const struct vocab_value *x = vocab_find(s->vocab, genre, text);
	struct vocab_match m[NEAREST];
	size_t n, k = 0;
	int v;

	if (x) {
		*code = x->code;
		return true;
	}
	v = index_value_find(s->index, genre, text);
	if (v >= 0) {
		struct index_value value;

		index_value_at(s->index, (size_t)v, &value);
		*code = value.code;
		return true;
	}
	n = vocab_complete(s->vocab, genre, text, m, ARRAY_SIZE(m));
	while (k < n && m[k].exact)
		k++;
	if (!k && !(n == 1 && m[0].begins))
		return unknown_value(s, genre, text, m, n, err);
	*code = m[0].value->code;
	if (k != 1)
		say_meaning(text, m, k);
	return true;
}

static bool names(struct session *s, enum vocab_genre genre, const char *text)
{
	struct vocab_match m;

	return vocab_find(s->vocab, genre, text) || index_value_find(s->index, genre, text) >= 0 ||
	       (vocab_complete(s->vocab, genre, text, &m, 1) && m.exact);
}

bool resolve_person(struct session *s, const char *text, enum vocab_genre *genre, const char **code,
		    struct err *err)
{
	*genre = VOCAB_AUDIENCE;
	if (!names(s, VOCAB_AUDIENCE, text) && names(s, VOCAB_CARE, text))
		*genre = VOCAB_CARE;
	if (!resolve_value(s, *genre, text, code, err))
		return false;
	if (*genre == VOCAB_CARE)
		say("%s : compris comme « %s », une prise en charge", quote(text).s,
		    vocab_brief(s->vocab, VOCAB_CARE, *code));
	return true;
}
