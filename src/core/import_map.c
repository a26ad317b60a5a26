/* A row of a file → a record, by the rules of its format. */
#include <stdlib.h>
#include <string.h>

#include "aiguillage/fold.h"
#include "aiguillage/markup.h"
#include "aiguillage/mem.h"
#include "aiguillage/pack.h"
#include "aiguillage/vocab.h"
#include "src/core/import_impl.h"

const char *import_column(const struct import *im, bool offer, int field)
{
	for (size_t i = 0; i < im->format->n_rules; i++) {
		const struct import_rule *rule = &im->format->rules[i];

		if (rule->slot.offer == offer && rule->slot.field == field && rule->n &&
		    rule->at[0] >= 0)
			return rule->names[0];
	}
	return "";
}

/* ---- cells ---- */

static bool many_lines(struct import_slot slot)
{
	return slot.offer ? slot.field == OFFER_DESCRIPTION || slot.field == OFFER_NOTE :
			    slot.field == PLACE_DESCRIPTION || slot.field == PLACE_NOTE;
}

/* Nothing to take away?  Short texts: strcspn() would take longer to begin. */
static bool is_bare(const char *s)
{
	static const bool odd[256] = {
		['\0'] = true, ['<'] = true, ['&'] = true, ['*'] = true, ['\n'] = true,
		[0xC2] = true, [0xE2] = true,
	};

	while (!odd[(unsigned char)*s])
		s++;
	return !*s;
}

const char *import_cell(struct import *im, const struct import_rule *rule, size_t column)
{
	const char *cell = csv_at(im->row, rule->at[column]);
	enum text_lines lines = many_lines(rule->slot) ? TEXT_MANY_LINES : TEXT_ONE_LINE;

	if (is_bare(cell))
		return cell;
	str_clear(&im->a);
	if (markup_plain(&im->a, cell, lines) && !rule->follows)
		import_note(im, IMPORT_CHECK_MARKUP, rule->names[column], "« %.60s »", cell);
	if (lines == TEXT_ONE_LINE && strchr(im->a.s, '\n')) {
		str_clear(&im->b);
		text_clean(&im->b, im->a.s, im->a.len, lines);
		str_clear(&im->a);
		str_add(&im->a, im->b.s);
	}
	return im->a.s;
}

/* ---- identifiers ---- */

static void add_id(struct str *list, const char *prefix, const char *s, size_t n)
{
	struct str id;

	str_init(&id);
	text_clean(&id, s, n, TEXT_ONE_LINE);
	if (id.len) {
		struct str whole;

		str_init(&whole);
		if (strncmp(id.s, prefix, strlen(prefix)) != 0)
			str_add(&whole, prefix);
		str_add(&whole, id.s);
		for (char *p = whole.s; *p; p++)
			if (*p == '|')
				*p = '/';
		list_add(list, whole.s);
		str_done(&whole);
	}
	str_done(&id);
}

static void take_ids(struct import *im, const struct import_rule *rule)
{
	const char *s = csv_at(im->row, rule->at[0]);
	struct str list;

	str_init(&list);
	while (*s) {
		const char *end = strstr(s, IMPORT_ID_MARK);
		size_t n = end ? (size_t)(end - s) : strlen(s);

		add_id(&list, rule->constant, s, n);
		s += n + (end ? strlen(IMPORT_ID_MARK) : 0);
	}
	import_set(im, rule->slot, list.s);
	str_done(&list);
}

static void run_rule(struct import *im, const struct import_rule *rule)
{
	bool list = rule->how == HOW_LIST || rule->how == HOW_CODES;

	if (rule->follows)
		return;
	if (!rule->n) {
		if (list)
			import_add_list(im, rule->slot, rule->constant);
		else if (!*import_get(im, rule->slot))
			import_lend(im, rule->slot, rule->constant);
		return;
	}
	switch (rule->how) {
	case HOW_CODES:
	case HOW_LABELS:
	case HOW_LABELS_FREE:
	case HOW_REST:
	case HOW_VALUES:
		import_values(im, rule);
		break;
	case HOW_FILLED:
		if (*csv_at(im->row, rule->at[0]))
			import_add_list(im, rule->slot, rule->constant);
		break;
	case HOW_IDS:
		take_ids(im, rule);
		break;
	default:
		import_convert(im, rule);
	}
}

/* ---- is it usable ---- */

static bool refuse(struct import *im, const char *column, const char *why)
{
	import_note(im, IMPORT_CHECK_REFUSED, column, "%s", why);
	return false;
}

static bool check_width(struct import *im)
{
	const struct csv_row *r = im->row;

	if (r->n < r->n_columns) {
		import_note(im, IMPORT_CHECK_REFUSED, r->columns[r->n],
			    "la ligne s’arrête ici : %zu "
			    "cellules au lieu de %zu. Une ligne est peut-être coupée en deux",
			    r->n, r->n_columns);
		return false;
	}
	for (size_t i = r->n_columns; i < r->n; i++) {
		if (*r->cells[i]) {
			import_note(im, IMPORT_CHECK_REFUSED, NULL,
				    "%zu cellules au lieu de %zu : une "
				    "virgule n’est peut-être pas entre guillemets",
				    r->n, r->n_columns);
			return false;
		}
	}
	return true;
}

static const char *lost_character(const struct csv_row *r)
{
	for (size_t i = 0; !r->plain && i < r->n && i < r->n_columns; i++)
		if (strstr(r->cells[i], "\uFFFD"))
			return r->columns[i];
	return NULL;
}

/* A place without identifier is known by its name and where it is. */
static void make_id(struct import *im)
{
	struct str b;

	str_init(&b);
	fold(&b, place_get(&im->rec.place, PLACE_NAME));
	str_addc(&b, ' ');
	fold(&b, place_get(&im->rec.place, PLACE_POSTCODE));
	str_addc(&b, ' ');
	fold(&b, place_get(&im->rec.place, PLACE_ADDRESS));
	for (char *p = b.s; *p; p++)
		if (*p == ' ')
			*p = '-';
	place_set(&im->rec.place, PLACE_SOURCE_IDS, b.s);
	str_done(&b);
}

static bool check_ids(struct import *im)
{
	bool service = im->format->level == IMPORT_LEVEL_SERVICE;
	const char *column = import_column(im, service, service ? (int)OFFER_SOURCE_IDS :
								  (int)PLACE_SOURCE_IDS);
	const char *ids = service ? offer_get(&im->rec.offer, OFFER_SOURCE_IDS) :
				    place_get(&im->rec.place, PLACE_SOURCE_IDS);

	if (!*ids && *column)
		return refuse(im, column, "l’identifiant est vide");
	if (!*ids)
		make_id(im);
	ids = service ? ids : place_get(&im->rec.place, PLACE_SOURCE_IDS);
	/* two identifiers with the same hash do not happen */
	if (!idset_add(&im->ids, hash_bytes(ids, strlen(ids), im->format->level))) {
		import_note(im, IMPORT_CHECK_REFUSED, column,
			    *column ? "l’identifiant « %.80s » est "
				      "déjà celui d’une autre fiche de ce fichier"
				    : "« %.80s » est déjà une autre "
				      "fiche de ce fichier",
			    ids);
		return false;
	}
	return true;
}

static bool check_names(struct import *im)
{
	bool service = im->format->level == IMPORT_LEVEL_SERVICE;
	const char *name = service ? offer_get(&im->rec.offer, OFFER_NAME) :
				     place_get(&im->rec.place, PLACE_NAME);

	if (!*name)
		return refuse(im, import_column(im, service, service ? (int)OFFER_NAME :
								       (int)PLACE_NAME),
			      "le nom est vide");
	if (service && !*offer_get(&im->rec.offer, OFFER_PLACE_KEY))
		return refuse(im, import_column(im, true, OFFER_PLACE_KEY),
			      "l’identifiant de la structure est vide");
	return true;
}

static void fill_source(struct import *im)
{
	struct place *p = &im->rec.place;
	struct offer *o = &im->rec.offer;

	if (!*place_get(p, PLACE_SOURCE))
		place_lend(p, PLACE_SOURCE, im->format->title);
	if (!*offer_get(o, OFFER_SOURCE))
		offer_set(o, OFFER_SOURCE, place_get(p, PLACE_SOURCE));
}

bool import_map(struct import *im)
{
	const char *lost;

	if (!check_width(im))
		return false;
	im->no_siret = NULL;
	lost = lost_character(im->row);
	if (lost)
		import_note(im, IMPORT_CHECK_CHARACTER, lost, "« %.80s »", csv_get(im->row, lost));
	for (size_t i = 0; i < im->format->n_rules; i++)
		run_rule(im, &im->format->rules[i]);
	if (!check_names(im) || !check_ids(im))
		return false;
	if (im->no_siret)
		import_note(im, IMPORT_CHECK_NO_SIRET, im->no_siret, "%s",
			    place_get(&im->rec.place, PLACE_NAME));
	fill_source(im);
	return true;
}
