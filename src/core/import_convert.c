/* One cell of a source → one field of ours. */
#include <stdlib.h>
#include <string.h>

#include "aiguillage/fold.h"
#include "aiguillage/mem.h"
#include "aiguillage/text.h"
#include "aiguillage/vocab.h"
#include "src/core/import_impl.h"

#define DIGITS "0123456789"

typedef void item_fn(struct import *im, const struct import_rule *rule, const char *item);

static void each_item(struct import *im, const struct import_rule *rule, const char *separators,
		      item_fn *fn)
{
	for (const char *s = import_cell(im, rule, 0); *s;) {
		size_t n = strcspn(s, separators);

		str_clear(&im->item);
		text_clean(&im->item, s, n, TEXT_ONE_LINE);
		if (im->item.len)
			fn(im, rule, im->item.s);
		s += n + (s[n] != '\0');
	}
}

/* ---- texts ---- */

static void join_cells(struct import *im, const struct import_rule *rule, struct str *out)
{
	for (size_t k = 0; k < rule->n; k++) {
		const char *cell = import_cell(im, rule, k);

		if (*cell)
			str_join(out, " ", cell);
	}
}

static void text(struct import *im, const struct import_rule *rule)
{
	struct str b;

	if (*import_get(im, rule->slot))
		return;
	if (rule->n == 1) {
		import_set_cell(im, rule->slot, import_cell(im, rule, 0));
		return;
	}
	str_init(&b);
	join_cells(im, rule, &b);
	import_set(im, rule->slot, b.s);
	str_done(&b);
}

static void phrase(struct import *im, const struct import_rule *rule)
{
	struct str cell, b;

	str_init(&cell);
	str_init(&b);
	join_cells(im, rule, &cell);
	if (cell.len) {
		str_add(&b, import_get(im, rule->slot));
		str_join(&b, " ; ", rule->constant);
		str_add(&b, cell.s);
		import_set(im, rule->slot, b.s);
	}
	str_done(&cell);
	str_done(&b);
}

static void list_item(struct import *im, const struct import_rule *rule, const char *item)
{
	import_add(im, rule->slot, item);
}

static void enumeration_item(struct import *im, const struct import_rule *rule, const char *item)
{
	struct str b;

	str_init(&b);
	str_add(&b, import_get(im, rule->slot));
	str_join(&b, ", ", item);
	import_set(im, rule->slot, b.s);
	str_done(&b);
}

/* ---- addresses of the net ---- */

static bool is_email(const char *s)
{
	const char *at = strchr(s, '@'), *dot = at ? strrchr(at, '.') : NULL;

	return at && at > s && !strchr(at + 1, '@') && dot && dot > at + 1 && dot[1];
}

static void email_item(struct import *im, const struct import_rule *rule, const char *item)
{
	if (strncasecmp(item, "mailto:", 7) == 0)
		item += 7;
	if (!is_email(item))
		import_note(im, IMPORT_CHECK_EMAIL, rule->names[0], "« %.80s »", item);
	import_add(im, rule->slot, item);
}

/* A space separates addresses, but not the words of a remark. */
static void emails(struct import *im, const struct import_rule *rule)
{
	const char *cell = csv_at(im->row, rule->at[0]), *at = strchr(cell, '@');

	each_item(im, rule, at && strchr(at + 1, '@') ? "|;, " : "|;,", email_item);
}

static void site_item(struct import *im, const struct import_rule *rule, const char *item)
{
	struct str b;

	if (strcmp(item, "http://") == 0 || strcmp(item, "https://") == 0)
		return;		/* a form left as it was */
	str_init(&b);
	if (strncasecmp(item, "www.", 4) == 0)
		str_add(&b, "https://");
	str_add(&b, item);
	import_add(im, rule->slot, b.s);
	str_done(&b);
}

/* A comma may be part of an address, but not before the next one. */
static void sites(struct import *im, const struct import_rule *rule)
{
	const char *cell = csv_at(im->row, rule->at[0]);

	each_item(im, rule, strstr(cell, ",http") || strstr(cell, ", http") ? "|;, " : "|; ",
		  site_item);
}

/* ---- numbers ---- */

/* « 478053703 » and « 33478053703 » lost their beginning in a spreadsheet. */
static void phone(struct import *im, const struct import_rule *rule)
{
	const char *cell = import_cell(im, rule, 0);
	char digits[20];
	size_t n = 0;
	struct str said;
	bool usual = true;

	if (!*cell || *import_get(im, rule->slot))
		return;
	import_set_cell(im, rule->slot, cell);
	for (const char *p = cell; *p && usual; p++) {
		if (strchr(DIGITS, *p) && n < sizeof digits - 1)
			digits[n++] = *p;
		else
			usual = strchr(" .-", *p) || (*p == '+' && p == cell);
	}
	digits[n] = '\0';
	if (usual && ((*cell == '+' && n >= 9 && n <= 13) ||
		      (*cell != '+' && n == 10 && *digits == '0') || (n == 4 && *digits == '3') ||
		      (n == 3 && *digits == '1')))
		return;
	str_init(&said);
	phone_french(&said, cell);
	if (strcmp(said.s, cell) == 0)
		import_note(im, IMPORT_CHECK_PHONE, rule->names[0],
			    "« %.60s » est illisible, gardé tel "
			    "quel",
			    cell);
	else
		import_note(im, IMPORT_CHECK_PHONE, rule->names[0], "« %.60s », lu %s", cell,
			    said.s);
	str_done(&said);
}

/* « 4000 » → « 04000 », « 69 210 » → « 69210 », « 69210.0 ». */
static void postcode(struct import *im, const struct import_rule *rule)
{
	const char *cell = import_cell(im, rule, 0);
	char digits[8];
	size_t n = 0;
	const char *p = cell;

	if (!*cell || *import_get(im, rule->slot))
		return;
	if (strspn(cell, DIGITS) == 5 && !cell[5]) {
		import_set_cell(im, rule->slot, cell);
		return;
	}
	if (strncasecmp(p, "F-", 2) == 0)
		p += 2;
	for (; *p && (*p == ' ' || strchr(DIGITS, *p)) && n < 6; p++)
		if (*p != ' ')
			digits[n++] = *p;
	if ((*p && strcmp(p, ".0") != 0) || (n != 4 && n != 5)) {
		import_set(im, rule->slot, cell);
		import_note(im, IMPORT_CHECK_POSTCODE, rule->names[0],
			    "« %.40s » n’est pas un code "
			    "postal",
			    cell);
		return;
	}
	digits[n] = '\0';
	str_clear(&im->b);
	str_addf(&im->b, "%s%s", n == 4 ? "0" : "", digits);
	import_note(im, IMPORT_CHECK_POSTCODE, rule->names[0], "« %.40s », lu %s", cell, im->b.s);
	import_set(im, rule->slot, im->b.s);
}

static void take_siret(struct import *im, const struct import_rule *rule, const char *cell,
		       const char *s)
{
	size_t n = strlen(s), digits = strspn(s, DIGITS);

	if (strspn(s, "0") == n) {
		im->no_siret = rule->names[0];	/* told once the name is known */
	} else if ((digits == n && (n == 14 || n == 9)) ||
		   (strchr("WRwr", *s) && strspn(s + 1, DIGITS) == n - 1 && n >= 9)) {
		import_set(im, rule->slot, s);
	} else {
		import_note(im, IMPORT_CHECK_SIRET, rule->names[0],
			    "« %.40s » n’a pas 14 chiffres%s", cell,
			    strpbrk(cell, "Ee") && strpbrk(cell, ",.+")
				    ? " : un tableur l’a arrondi"
				    : "");
		/* a rounded number would be that of somebody else */
		if (!strpbrk(cell, ",."))
			import_set(im, rule->slot, s);
	}
}

static void siret(struct import *im, const struct import_rule *rule)
{
	const char *cell = import_cell(im, rule, 0);
	struct str b;

	if (!*cell || *import_get(im, rule->slot))
		return;
	if (!strchr(cell, ' ')) {
		take_siret(im, rule, cell, cell);
		return;
	}
	str_init(&b);
	for (const char *p = cell; *p; p++)
		if (*p != ' ')
			str_addc(&b, *p);
	take_siret(im, rule, cell, b.s);
	str_done(&b);
}

static void number(struct import *im, const struct import_rule *rule)
{
	const char *cell = import_cell(im, rule, 0);

	if (!*cell || *import_get(im, rule->slot))
		return;
	if (strspn(cell, "-" DIGITS ".") == strlen(cell))
		import_set_cell(im, rule->slot, cell);
	else
		import_note(im, IMPORT_CHECK_NUMBER, rule->names[0], "« %.40s »", cell);
}

static void yes_no(struct import *im, const struct import_rule *rule)
{
	char *key = folded(import_cell(im, rule, 0));

	if (strcmp(key, "oui") == 0 || strcmp(key, "non") == 0)
		import_set(im, rule->slot, key);
	else if (*key)
		import_note(im, IMPORT_CHECK_VALUE, rule->names[0], "« %.80s »", key);
	free(key);
}

/* ---- dates ---- */

/* Day, month and year separated by one of « /-. », in either order; what follows is a time. */
static bool read_date(const char *s, struct date *d)
{
	int n[3], len[3];

	for (int i = 0; i < 3; i++) {
		len[i] = (int)strspn(s, DIGITS);
		if (!len[i] || len[i] > 4)
			return false;
		n[i] = atoi(s);
		s += len[i];
		if (i < 2 && (!*s || !strchr("/-.", *s++)))
			return false;
	}
	if (*s && !strchr(" T", *s))
		return false;
	if (len[0] == 4)
		*d = (struct date){ n[0], n[1], n[2] };
	else if (len[2] == 4)
		*d = (struct date){ n[2], n[1], n[0] };
	else
		return false;
	return date_valid(*d);
}

/* What is read otherwise than it is written, what cannot be yet. */
static void note_date(struct import *im, const struct import_rule *rule, const char *cell,
		      const char *iso, int day)
{
	bool ends = rule->slot.offer && rule->slot.field == OFFER_END_DATE;

	if (rule->how == HOW_DATE && strncmp(cell, iso, strlen(iso)) != 0) {
		str_clear(&im->b);
		date_french(&im->b, day, DATE_ALWAYS_YEAR, 0);
		import_note(im, IMPORT_CHECK_DATE, rule->names[0], "« %.40s », lu %s", cell, im->b.s);
	} else if (day > im->today + 1 && !ends) {
		import_note(im, IMPORT_CHECK_DATE, rule->names[0], "« %.40s » est dans l’avenir",
			    cell);
	}
}

static void date(struct import *im, const struct import_rule *rule)
{
	const char *cell = import_cell(im, rule, 0), *column = rule->names[0];
	/* a place and its offer have their date from the same cell */
	bool told = rule->slot.offer && im->format->level == IMPORT_LEVEL_PLACE;
	char iso[DATE_MOMENT_LEN];
	struct date d;

	if (!*cell || *import_get(im, rule->slot))
		return;
	if (!read_date(cell, &d)) {
		if (told)
			return;
		import_note(im, IMPORT_CHECK_DATE, column, "« %.40s » n’est pas une date", cell);
		return;
	}
	date_format_day(iso, date_to_day(d));
	if (!told)
		note_date(im, rule, cell, iso, date_to_day(d));
	if (strcmp(cell, iso) == 0)
		import_set_cell(im, rule->slot, cell);
	else
		import_set(im, rule->slot, iso);
}

/* ---- territories ---- */

static void zone_item(struct import *im, const struct import_rule *rule, const char *item)
{
	const struct gazetteer *g = im->s->gazetteer;
	uint32_t commune = gazetteer_by_insee(g, item);
	struct commune c;

	if (strcasecmp(item, "france") == 0 || strcmp(item, "99100") == 0 ||
	    strcasecmp(item, "fr") == 0) {
		import_add(im, rule->slot, "france");
	} else if (commune != COMMUNE_NONE) {
		gazetteer_get(g, commune, &c);
		import_add(im, rule->slot, c.insee);
	} else {
		if (!gazetteer_epci(g, item) && !gazetteer_dept(g, item))
			import_note(im, IMPORT_CHECK_ZONE, rule->names[rule->n - 1],
				    "« %.40s » n’est le "
				    "code d’aucun territoire",
				    item);
		import_add(im, rule->slot, item);
	}
}

static void zone(struct import *im, const struct import_rule *rule)
{
	char *type = folded(import_cell(im, rule, 0));
	char *code = xstrdup(rule->n > 1 ? import_cell(im, rule, 1) : "");
	const struct import_value *value = import_format_value(im->format, type, code);
	struct list_walk w = { .rest = value ? value->codes : "" };
	struct str item;

	str_init(&item);
	if (strcmp(type, "pays") == 0)
		import_add(im, rule->slot, "france");
	else if (value)
		while (list_next(&w, &item))
			import_add(im, rule->slot, item.s);
	else if (*code)
		zone_item(im, rule, code);
	str_done(&item);
	free(type);
	free(code);
}

void import_convert(struct import *im, const struct import_rule *rule)
{
	switch (rule->how) {
	case HOW_PHRASE:
		phrase(im, rule);
		break;
	case HOW_ENUMERATION:
		each_item(im, rule, rule->separators, enumeration_item);
		break;
	case HOW_LIST:
		each_item(im, rule, rule->separators, list_item);
		break;
	case HOW_DATE:
	case HOW_DATE_FREE:
		date(im, rule);
		break;
	case HOW_NUMBER:
		number(im, rule);
		break;
	case HOW_YESNO:
		yes_no(im, rule);
		break;
	case HOW_POSTCODE:
		postcode(im, rule);
		break;
	case HOW_SIRET:
		siret(im, rule);
		break;
	case HOW_PHONE:
		phone(im, rule);
		break;
	case HOW_EMAILS:
		emails(im, rule);
		break;
	case HOW_SITES:
		sites(im, rule);
		break;
	case HOW_HOURS:
		import_hours(im, rule);
		break;
	case HOW_DAYS:
		import_days(im, rule);
		break;
	case HOW_COVERAGE:
		/* a list written in a CSV cell as JSON, or as Python prints it */
		each_item(im, rule, *import_cell(im, rule, 0) == '[' ? "[]\"', " : rule->separators,
			  zone_item);
		break;
	case HOW_ZONE:
		zone(im, rule);
		break;
	default:	/* HOW_TEXT, HOW_POSITION: the position is checked with the commune */
		text(im, rule);
	}
}
