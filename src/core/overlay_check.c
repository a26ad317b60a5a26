/* What a typed value becomes, by the kind of its field. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/date.h"
#include "aiguillage/fold.h"
#include "aiguillage/hours.h"
#include "aiguillage/hours_phrase.h"
#include "aiguillage/mem.h"
#include "aiguillage/personal.h"
#include "aiguillage/text.h"
#include "aiguillage/vocab.h"
#include "src/core/overlay_impl.h"

#define VALUE_MAX 8000	/* bytes */
#define NAMED 4		/* values proposed in a message */
#define DIGITS "0123456789"

struct check {
	struct session *s;
	enum overlay_kind kind;
	int field;
	const struct field *f;
	const char *typed;	/* clean */
	struct str *value, *remark;
};

static bool wrong(const struct check *c, struct err *err, const char *why)
{
	return err_set(err, ERR_USAGE, "%s : « %.80s » ne convient pas. %s", c->f->label, c->typed,
		       why);
}

static bool is_place(const struct check *c, enum place_field field)
{
	return c->kind == OVERLAY_PLACE && c->field == (int)field;
}

static bool is_offer(const struct check *c, enum offer_field field)
{
	return c->kind == OVERLAY_OFFER && c->field == (int)field;
}

bool overlay_correctable(enum overlay_kind kind, int field)
{
	static const enum place_field no_place[] = {
		PLACE_KEY, PLACE_CHECKED, PLACE_SOURCE, PLACE_SOURCE_IDS, PLACE_LICENCE,
	};
	static const enum offer_field no_offer[] = {
		OFFER_KEY, OFFER_PLACE_KEY, OFFER_SOURCE, OFFER_SOURCE_IDS, OFFER_LINES,
	};

	for (size_t i = 0; i < ARRAY_SIZE(no_place); i++)
		if (field == (kind == OVERLAY_PLACE ? (int)no_place[i] : (int)no_offer[i]))
			return false;
	return true;
}

/* ---- texts ---- */

static bool text(const struct check *c, struct err *err)
{
	enum personal p = personal_find(c->typed);

	if (p)
		return err_set(err, ERR_USAGE,
			       "%s : ce texte contient %s. L’annuaire n’est pas fait "
			       "pour cela : l’enlever",
			       c->f->label, personal_name(p));
	str_add(c->value, c->typed);
	return true;
}

static bool postcode(const struct check *c, struct err *err)
{
	if (strspn(c->typed, DIGITS) != 5 || c->typed[5])
		return wrong(c, err, "Un code postal a 5 chiffres : 69170");
	str_add(c->value, c->typed);
	return true;
}

static bool insee(const struct check *c, struct err *err)
{
	uint32_t commune = gazetteer_by_insee(c->s->gazetteer, c->typed);
	struct commune at;

	if (commune == COMMUNE_NONE)
		return wrong(c, err,
			     "Ce n’est le code INSEE d’aucune commune. « aiguillage commune » "
			     "donne celui d’une commune");
	gazetteer_get(c->s->gazetteer, commune, &at);
	str_add(c->value, at.insee);
	return true;
}

/* 14 digits with their key (La Poste has another), 9 of a company, RNA of an association. */
static bool siret(const struct check *c, struct err *err)
{
	unsigned luhn = 0, plain = 0;
	struct str b;
	bool fine;

	str_init(&b);
	for (const char *p = c->typed; *p; p++)
		if (*p != ' ' && (unsigned char)*p < 0x80)
			str_addc(&b, *p);
	for (size_t i = 0; i < b.len; i++) {
		unsigned d = (unsigned)(b.s[b.len - 1 - i] - '0');

		plain += d;
		luhn += i % 2 ? (d * 2 > 9 ? d * 2 - 9 : d * 2) : d;
	}
	fine = strspn(b.s, DIGITS) == b.len && (b.len == 14 || b.len == 9) &&
	       (luhn % 10 == 0 || (strncmp(b.s, "356000000", 9) == 0 && plain % 5 == 0));
	fine |= (b.s[0] == 'W' || b.s[0] == 'w') && b.len == 10 && strspn(b.s + 1, DIGITS) == 9;
	if (fine)
		str_add(c->value, b.s);
	str_done(&b);
	return fine || wrong(c, err,
			     "Un SIRET a 14 chiffres, dont une clé : il en manque ou l’un d’eux "
			     "est faux");
}

/* One commune by that name, or a code beside it. */
static bool find_commune(const struct check *c, const char *name, uint32_t *commune,
			 struct err *err)
{
	struct commune_match m[NAMED];
	size_t n = commune_find(c->s->gazetteer, name, COMMUNE_NONE, m, ARRAY_SIZE(m));
	struct commune at;
	struct str why;

	if (n && m[0].rank == COMMUNE_EXACT && (n == 1 || m[1].rank != COMMUNE_EXACT)) {
		*commune = m[0].commune;
		return true;
	}
	str_init(&why);
	str_add(&why, n ? "Plusieurs communes sont possibles : donner le code INSEE, par exemple " :
			  "Cette commune n’est pas connue");
	for (size_t i = 0; i < n; i++) {
		gazetteer_get(c->s->gazetteer, m[i].commune, &at);
		str_addf(&why, "%s%s (%s)", i ? ", " : "", at.name, at.insee);
	}
	wrong(c, err, why.s);
	str_done(&why);
	return false;
}

static bool commune(const struct check *c, struct err *err)
{
	uint32_t found;
	struct commune at;

	if (!find_commune(c, c->typed, &found, err))
		return false;
	gazetteer_get(c->s->gazetteer, found, &at);
	str_add(c->value, at.name);
	return true;
}

static bool link_to(const struct check *c, const char *item, struct str *out, struct err *err)
{
	if (strncasecmp(item, "www.", 4) == 0)
		str_add(out, "https://");
	str_add(out, item);
	return strncmp(out->s, "https://", 8) == 0 || strncmp(out->s, "http://", 7) == 0 ||
	       wrong(c, err, "Une adresse de site commence par https://");
}

static bool one_link(const struct check *c, struct err *err)
{
	return link_to(c, c->typed, c->value, err);
}

static bool any_text(const struct check *c, struct err *err)
{
	if (is_place(c, PLACE_POSTCODE))
		return postcode(c, err);
	if (is_place(c, PLACE_INSEE))
		return insee(c, err);
	if (is_place(c, PLACE_COMMUNE))
		return commune(c, err);
	if (is_place(c, PLACE_SIRET))
		return siret(c, err);
	if (is_place(c, PLACE_BOOKING) || is_offer(c, OFFER_REFERRAL_LINK))
		return one_link(c, err);
	return text(c, err);
}

/* ---- lists ---- */

static bool email(const struct check *c, const char *item, struct str *out, struct err *err)
{
	const char *at = strchr(item, '@'), *dot = at ? strrchr(at, '.') : NULL;

	if (!at || at == item || strchr(at + 1, '@') || !dot || dot == at + 1 || !dot[1] ||
	    strchr(item, ' '))
		return wrong(c, err, "Un courriel s’écrit nom@exemple.fr");
	str_add(out, item);
	return true;
}

static bool coverage(const struct check *c, const char *item, struct str *out, struct err *err)
{
	const struct gazetteer *g = c->s->gazetteer;
	uint32_t found = gazetteer_by_insee(g, item);
	struct commune at;

	if (strcasecmp(item, "france") == 0) {
		str_add(out, "france");
		return true;
	}
	if (found == COMMUNE_NONE && (gazetteer_epci(g, item) || gazetteer_dept(g, item))) {
		str_add(out, item);
		return true;
	}
	if (found == COMMUNE_NONE && !find_commune(c, item, &found, err))
		return false;
	gazetteer_get(g, found, &at);
	str_add(out, at.insee);
	return true;
}

static bool place_key(const struct check *c, const char *item, struct str *out, struct err *err)
{
	struct err mine = ERR_INIT;

	if (!directory_place_by_key(c->s->directory, item, &mine))
		return mine.kind ? err_set(err, mine.kind, "%s", mine.msg) :
				   wrong(c, err, "Ce n’est l’identifiant d’aucun lieu");
	str_add(out, item);
	return true;
}

static bool list_item(const struct check *c, const char *item, struct str *out, struct err *err)
{
	if (is_place(c, PLACE_EMAILS))
		return email(c, item, out, err);
	if (is_place(c, PLACE_SITES))
		return link_to(c, item, out, err);
	if (is_offer(c, OFFER_COVERAGE))
		return coverage(c, item, out, err);
	if (is_offer(c, OFFER_PRESCRIBER_KEYS) || is_offer(c, OFFER_PARTNER_KEYS))
		return place_key(c, item, out, err);
	str_add(out, item);
	return true;
}

/* The code of a value: of the vocabulary, or one that the directory already has. */
static bool code(const struct check *c, const char *item, struct str *out, struct err *err)
{
	enum vocab_genre genre = (enum vocab_genre)c->f->genre;
	const struct vocab_value *v = vocab_find(c->s->vocab, genre, item);
	struct vocab_match m[NAMED];
	struct str why;
	size_t n;

	if (v || index_value_find(c->s->index, genre, item) >= 0) {
		str_add(out, v ? v->code : item);
		return true;
	}
	n = vocab_complete(c->s->vocab, genre, item, m, ARRAY_SIZE(m));
	if (n == 1 && (m[0].exact || m[0].begins)) {
		str_add(out, m[0].value->code);
		return true;
	}
	str_init(&why);
	str_add(&why, n ? "Écrire par exemple : " : "Valeurs possibles : ");
	for (size_t i = 0; i < NAMED && i < (n ? n : vocab_count(c->s->vocab, genre)); i++)
		str_addf(&why, "%s%s", i ? ", " : "", n ? m[i].value->label :
			 vocab_at(c->s->vocab, genre, i)->label);
	err_set(err, ERR_USAGE, "%s : « %.80s » n’est pas une valeur connue. %s", c->f->label, item,
		why.s);
	str_done(&why);
	return false;
}

typedef bool item_fn(const struct check *c, const char *item, struct str *out, struct err *err);

static bool each_item(const struct check *c, const char *between, item_fn *fn, struct err *err)
{
	struct str item, one;
	bool ok = true;

	str_init(&item);
	str_init(&one);
	for (const char *s = c->typed; ok && *s;) {
		size_t n = strcspn(s, between);

		str_clear(&item);
		str_clear(&one);
		text_clean(&item, s, n, TEXT_ONE_LINE);
		ok = !item.len || fn(c, item.s, &one, err);
		if (ok && one.len)
			list_add(c->value, one.s);
		s += n + (s[n] != '\0');
	}
	str_done(&item);
	str_done(&one);
	return ok;
}

static bool list(const struct check *c, struct err *err)
{
	enum personal p = personal_find(c->typed);

	return p ? text(c, err) : each_item(c, "|;\n", list_item, err);
}

/* A label may hold a comma: the whole first. */
static bool codes(const struct check *c, struct err *err)
{
	const struct vocab_value *v =
		vocab_find(c->s->vocab, (enum vocab_genre)c->f->genre, c->typed);

	if (!v)
		return each_item(c, strpbrk(c->typed, "|;\n") ? "|;\n" : "|;\n,", code, err);
	str_add(c->value, v->code);
	return true;
}

/* ---- what has one form ---- */

bool overlay_read_day(const char *typed, int *day)
{
	return date_read(typed, clock_today(), DATE_FUTURE, day);
}

static bool date(const struct check *c, struct err *err)
{
	char iso[DATE_MOMENT_LEN];
	int day;

	if (!overlay_read_day(c->typed, &day))
		return wrong(c, err, "Une date s’écrit 15/12/2026 ou 2026-12-15");
	date_format_day(iso, day);
	str_add(c->value, iso);
	return true;
}

static bool number(const struct check *c, struct err *err)
{
	double limit = is_place(c, PLACE_LAT) ? 90 : is_place(c, PLACE_LON) ? 180 : 1e6, v;
	bool degrees = c->kind == OVERLAY_PLACE;
	const char *digits = c->typed + (degrees && *c->typed == '-');
	char *end;
	size_t n;

	str_add(c->value, c->typed);
	for (char *p = c->value->s; *p; p++)
		if (*p == ',')
			*p = '.';
	v = strtod(c->value->s, &end);
	n = strspn(digits, DIGITS);
	if (!n || n > 6 || *end || strspn(digits, DIGITS ".,") != strlen(digits) ||
	    v > limit || v < -limit || c->value->len > 24)
		return wrong(c, err,
			     degrees ? "Des degrés s’écrivent 45.8312" : "Écrire un nombre : 12");
	return true;
}

/* The reader of hours says what is wrong as the end of a sentence, for a program. */
static bool wrong_hours(const struct check *c, const char *problem, struct err *err)
{
	struct str b;

	str_init(&b);
	text_curved(&b, problem);
	text_capitalise(b.s);
	wrong(c, err, b.s);
	str_done(&b);
	return false;
}

static bool hours(const struct check *c, struct err *err)
{
	struct err ignored = ERR_INIT;
	struct hours_phrase p;
	struct hours *h;
	bool ok;

	hours_phrase_init(&p);
	ok = hours_phrase_read(&p, c->typed, clock_today());
	if (ok) {
		str_add(c->value, p.oh.s);
		text_curved(c->remark, p.remark.s);
	} else {
		h = hours_parse(c->typed, strlen(c->typed), 0, &ignored);
		ok = h != NULL;
		if (h)
			str_add(c->value, c->typed);
		else
			wrong_hours(c, p.problem.s, err);
		if (h && hours_remarks(h) & HOURS_DOUBTFUL)
			str_add(c->remark, "ces horaires sont douteux, à vérifier");
		hours_free(h);
	}
	hours_phrase_done(&p);
	return ok;
}

static bool phone(const struct check *c, struct err *err)
{
	if (!phone_readable(c->typed))
		return wrong(c, err, "Un numéro s’écrit 04\u00a074\u00a000\u00a000\u00a000");
	str_add(c->value, c->typed);
	return true;
}

static bool yes_no(const struct check *c, struct err *err)
{
	char *key = folded(c->typed);
	bool ok = strcmp(key, "oui") == 0 || strcmp(key, "non") == 0;

	if (ok)
		str_add(c->value, key);
	free(key);
	return ok || wrong(c, err, "Écrire oui ou non, ou rien si on ne sait pas");
}

static bool by_kind(const struct check *c, struct err *err)
{
	switch (c->f->kind) {
	case FIELD_TEXT:
		return any_text(c, err);
	case FIELD_LIST:
		return list(c, err);
	case FIELD_CODES:
		return codes(c, err);
	case FIELD_DATE:
		return date(c, err);
	case FIELD_NUMBER:
		return number(c, err);
	case FIELD_HOURS:
		return hours(c, err);
	case FIELD_PHONE:
		return phone(c, err);
	case FIELD_YESNO:
		return yes_no(c, err);
	}
	return true;
}

static bool may_be_empty(const struct check *c, struct err *err)
{
	if (!is_place(c, PLACE_NAME) && !is_offer(c, OFFER_NAME))
		return true;
	return err_set(err, ERR_USAGE, "%s : il en faut un", c->f->label);
}

bool overlay_check(struct session *s, enum overlay_kind kind, int field, const char *typed,
		   struct str *value, struct str *remark, struct err *err)
{
	size_t n;
	const struct field *f = &overlay_fields(kind, &n)[field];
	bool lines = f->kind == FIELD_TEXT;
	char *clean = text_cleaned(typed, lines ? TEXT_MANY_LINES : TEXT_ONE_LINE);
	struct check c = { s, kind, field, f, clean, value, remark };
	bool ok;

	str_clear(value);
	str_clear(remark);
	if (strlen(clean) > VALUE_MAX)
		ok = err_set(err, ERR_USAGE, "%s : ce texte est trop long", f->label);
	else
		ok = *clean ? by_kind(&c, err) : may_be_empty(&c, err);
	free(clean);
	return ok;
}
