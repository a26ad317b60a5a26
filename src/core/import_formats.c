/* data/import: which columns make which format, and what they mean. */
#include <stdlib.h>
#include <string.h>

#include "aiguillage/fold.h"
#include "aiguillage/mem.h"
#include "aiguillage/path.h"
#include "aiguillage/text.h"
#include "src/core/import_impl.h"

#define ITEM_SHOWN 12	/* columns named in a message */

/* A mistake in the mapping itself: the line is that of the spreadsheet. */
static bool wrong(struct err *err, const char *file, const struct csv_row *r, const char *what,
		  const char *value)
{
	return err_set(err, ERR_DATA, "import/%s, ligne %zu : %s « %.60s »", file, r->row + 1, what,
		       value);
}

static bool read_table(const struct import_formats *f, const char *file, csv_row_fn *fn, void *ctx,
		       struct err *err)
{
	char *path = path_join(f->dir, file);
	bool ok = csv_read_file(path, ',', fn, ctx, err);

	free(path);
	return ok;
}

/* ---- formats.csv ---- */

static bool read_level(const char *name, enum import_level *level)
{
	static const char *const names[] = { "structure", "lieu", "service" };

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		if (strcmp(names[i], name) == 0) {
			*level = (enum import_level)i;
			return true;
		}
	}
	return false;
}

static bool add_format(void *ctx, const struct csv_row *r, struct err *err)
{
	struct import_formats *f = ctx;
	struct import_format format = { 0 };

	if (!read_level(csv_get(r, "niveau"), &format.level))
		return wrong(err, "formats.csv", r, "niveau inconnu", csv_get(r, "niveau"));
	format.id = xstrdup(csv_get(r, "format"));
	format.title = xstrdup(csv_get(r, "titre"));
	format.source = xstrdup(csv_get(r, "source"));
	format.separators = xstrdup(csv_get(r, "separateurs"));
	format.required = xstrdup(csv_get(r, "requises"));
	format.forbidden = xstrdup(csv_get(r, "interdites"));
	intern_init(&format.value_keys);
	f->list = mem_grow(f->list, f->n, &f->cap, sizeof *f->list);
	f->list[f->n++] = format;
	return true;
}

bool import_formats_read(struct import_formats *f, const char *data_dir, struct err *err)
{
	*f = (struct import_formats){ .dir = path_join(data_dir, "import") };
	return read_table(f, "formats.csv", add_format, f, err);
}

static void format_done(struct import_format *format)
{
	for (size_t i = 0; i < format->n_rules; i++) {
		struct import_rule *rule = &format->rules[i];

		for (size_t k = 0; k < rule->n; k++)
			free(rule->names[k]);
		free(rule->columns);
		free(rule->separators);
		free(rule->constant);
	}
	for (size_t i = 0; i < format->value_keys.n; i++)
		free(format->values[i].codes);
	intern_done(&format->value_keys);
	free(format->rules);
	free(format->values);
	free(format->id);
	free(format->title);
	free(format->source);
	free(format->separators);
	free(format->required);
	free(format->forbidden);
}

void import_formats_done(struct import_formats *f)
{
	for (size_t i = 0; i < f->n; i++)
		format_done(&f->list[i]);
	free(f->list);
	free(f->dir);
	*f = (struct import_formats){ 0 };
}

struct import_format *import_formats_find(struct import_formats *f, const char *id)
{
	for (size_t i = 0; i < f->n; i++)
		if (strcmp(f->list[i].id, id) == 0)
			return &f->list[i];
	return NULL;
}

bool import_formats_say(const char *data_dir, struct str *out, struct err *err)
{
	struct import_formats f;
	bool ok = import_formats_read(&f, data_dir, err);

	for (size_t i = 0; ok && i < f.n; i++)
		str_addf(out, "%-30s %s\n", f.list[i].id, f.list[i].title);
	import_formats_done(&f);
	return ok;
}

/* ---- which one ---- */

/* « a/b/c »: one of them. */
static bool has_one(const struct csv_row *header, const char *names)
{
	struct str name;
	bool found = false;

	str_init(&name);
	while (*names && !found) {
		size_t n = strcspn(names, "/");

		str_clear(&name);
		str_addn(&name, names, n);
		/* a question of a form may hold a slash */
		found = csv_column(header, name.s) >= 0 || csv_column(header, names) >= 0;
		names += n + (names[n] == '/');
	}
	str_done(&name);
	return found;
}

/* How many of the required columns are there, and the first that is not. */
static size_t count_required(const struct import_format *format, const struct csv_row *header,
			     size_t *total, struct str *missing)
{
	struct list_walk w = { .rest = format->required };
	struct str item;
	size_t n = 0;

	*total = 0;
	str_init(&item);
	while (list_next(&w, &item)) {
		++*total;
		if (has_one(header, item.s))
			n++;
		else if (!missing->len)
			str_add(missing, item.s);
	}
	str_done(&item);
	return n;
}

static bool has_forbidden(const struct import_format *format, const struct csv_row *header)
{
	struct list_walk w = { .rest = format->forbidden };
	struct str item;
	bool found = false;

	str_init(&item);
	while (!found && list_next(&w, &item))
		found = csv_column(header, item.s) >= 0;
	str_done(&item);
	return found;
}

static bool unknown_format(const struct import_format *nearest, const char *missing,
			   const char *shown, const struct csv_row *header, struct err *err)
{
	struct str columns;

	str_init(&columns);
	for (size_t i = 0; i < header->n_columns && i < ITEM_SHOWN; i++) {
		struct str name;

		str_init(&name);
		text_cut(&name, header->columns[i], 24);
		str_join(&columns, ", ", name.s);
		str_done(&name);
	}
	if (header->n_columns > ITEM_SHOWN)
		str_addf(&columns, "… (%zu en tout)", header->n_columns);
	if (nearest)
		err_set(err, ERR_DATA,
			"%s : format non reconnu. Le plus proche est « %s », mais il "
			"manque la colonne « %.60s ». Colonnes trouvées : %s",
			shown, nearest->title, missing, columns.s);
	else
		err_set(err, ERR_DATA, "%s : format non reconnu : aucune des colonnes attendues. "
			"Colonnes trouvées : %s", shown, columns.s);
	str_done(&columns);
	return false;
}

struct import_format *import_formats_detect(struct import_formats *f, const char *shown,
					    const struct csv_row *header, struct err *err)
{
	const struct import_format *nearest = NULL;
	struct import_format *found = NULL;
	struct str missing, best;
	double most = 0;

	str_init(&missing);
	str_init(&best);
	for (size_t i = 0; i < f->n && !found; i++) {
		size_t total, n;

		str_clear(&missing);
		n = count_required(&f->list[i], header, &total, &missing);
		if (n == total && !has_forbidden(&f->list[i], header)) {
			found = &f->list[i];
		} else if (n < total && (double)n / (double)total > most) {
			most = (double)n / (double)total;
			nearest = &f->list[i];
			str_clear(&best);
			str_add(&best, missing.s);
		}
	}
	if (!found)
		unknown_format(nearest, best.s, shown, header, err);
	str_done(&missing);
	str_done(&best);
	return found;
}

/* ---- the rules of one ---- */

struct loading {
	struct import_format *format;
	char *file;
};

static bool find_slot(const char *level, const char *name, struct import_slot *slot)
{
	const struct field *fields = *level == 'o' ? offer_fields : place_fields;
	int n = *level == 'o' ? OFFER_FIELD_COUNT : PLACE_FIELD_COUNT;

	for (int i = 0; i < n; i++) {
		if (strcmp(fields[i].csv, name) == 0) {
			*slot = (struct import_slot){ .offer = *level == 'o', .field = i };
			return true;
		}
	}
	return false;
}

static const struct field *slot_field(struct import_slot slot)
{
	return slot.offer ? &offer_fields[slot.field] : &place_fields[slot.field];
}

/* What the field is says how, unless the mapping does. */
static enum import_how default_how(struct import_slot slot)
{
	static const struct { struct import_slot slot; enum import_how how; } special[] = {
		{ { false, PLACE_POSTCODE }, HOW_POSTCODE }, { { false, PLACE_SIRET }, HOW_SIRET },
		{ { false, PLACE_EMAILS }, HOW_EMAILS },     { { false, PLACE_SITES }, HOW_SITES },
		{ { false, PLACE_LAT }, HOW_POSITION },	     { { false, PLACE_LON }, HOW_POSITION },
		{ { true, OFFER_COVERAGE }, HOW_COVERAGE },
	};

	for (size_t i = 0; i < ARRAY_SIZE(special); i++)
		if (special[i].slot.offer == slot.offer && special[i].slot.field == slot.field)
			return special[i].how;
	switch (slot_field(slot)->kind) {
	case FIELD_LIST:
		return HOW_LIST;
	case FIELD_CODES:
		return HOW_CODES;
	case FIELD_DATE:
		return HOW_DATE;
	case FIELD_NUMBER:
		return HOW_NUMBER;
	case FIELD_HOURS:
		return HOW_HOURS;
	case FIELD_PHONE:
		return HOW_PHONE;
	case FIELD_YESNO:
		return HOW_YESNO;
	case FIELD_TEXT:
		break;
	}
	return HOW_TEXT;
}

static bool find_how(const char *name, enum import_how *how)
{
	static const struct { const char *name; enum import_how how; } names[] = {
		{ "", HOW_DEFAULT },		  { "texte", HOW_TEXT },
		{ "phrase", HOW_PHRASE },	  { "enumeration", HOW_ENUMERATION },
		{ "liste", HOW_LIST },		  { "codes", HOW_CODES },
		{ "libelles", HOW_LABELS },	  { "libelles-libres", HOW_LABELS_FREE },
		{ "reste", HOW_REST },		  { "valeurs", HOW_VALUES },
		{ "si-rempli", HOW_FILLED },	  { "date", HOW_DATE },
		{ "date-libre", HOW_DATE_FREE },  { "nombre", HOW_NUMBER },
		{ "oui-non", HOW_YESNO },	  { "position", HOW_POSITION },
		{ "code-postal", HOW_POSTCODE },  { "siret", HOW_SIRET },
		{ "telephone", HOW_PHONE },	  { "courriels", HOW_EMAILS },
		{ "sites", HOW_SITES },		  { "horaires", HOW_HOURS },
		{ "jours", HOW_DAYS },		  { "couverture", HOW_COVERAGE },
		{ "zone", HOW_ZONE },		  { "identifiant", HOW_IDS },
	};

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		if (strcmp(names[i].name, name) == 0) {
			*how = names[i].how;
			return true;
		}
	}
	return false;
}

/* Values of one column are looked up by each of its rules in turn. */
static bool chains(enum import_how how)
{
	return how == HOW_CODES || how == HOW_LABELS || how == HOW_LABELS_FREE || how == HOW_REST ||
	       how == HOW_VALUES;
}

static void chain(struct import_format *format, struct import_rule *rule, int number)
{
	for (int i = 0; chains(rule->how) && *rule->columns && i < number; i++) {
		struct import_rule *before = &format->rules[i];

		if (chains(before->how) && before->next < 0 &&
		    strcmp(before->columns, rule->columns) == 0) {
			before->next = number;
			rule->follows = true;
			return;
		}
	}
}

static bool add_rule(void *ctx, const struct csv_row *r, struct err *err)
{
	struct loading *l = ctx;
	struct import_format *format = l->format;
	struct import_rule rule = { .next = -1 };
	struct list_walk w = { .rest = csv_get(r, "colonnes") };
	const char *separators = csv_get(r, "separateurs");
	struct str item;

	if (!find_slot(csv_get(r, "niveau"), csv_get(r, "champ"), &rule.slot))
		return wrong(err, l->file, r, "champ inconnu", csv_get(r, "champ"));
	if (!find_how(csv_get(r, "transformation"), &rule.how))
		return wrong(err, l->file, r, "transformation inconnue",
			     csv_get(r, "transformation"));
	if (rule.how == HOW_DEFAULT)
		rule.how = default_how(rule.slot);
	rule.genre = slot_field(rule.slot)->genre;
	str_init(&item);
	while (rule.n < IMPORT_RULE_COLUMNS && list_next(&w, &item))
		rule.names[rule.n++] = xstrdup(item.s);
	str_done(&item);
	rule.columns = xstrdup(csv_get(r, "colonnes"));
	rule.separators = xstrdup(*separators ? separators : format->separators);
	rule.constant = xstrdup(csv_get(r, "constante"));
	/* csv.h trims: a prefix gets its space back */
	if (rule.how == HOW_PHRASE && *rule.constant) {
		char *with_space = xreallocarray(rule.constant, strlen(rule.constant) + 2, 1);

		rule.constant = strcat(with_space, " ");
	}
	format->rules = mem_grow(format->rules, format->n_rules, &format->cap_rules, sizeof rule);
	chain(format, &rule, (int)format->n_rules);
	format->rules[format->n_rules++] = rule;
	return true;
}

static uint32_t value_key(const struct import_format *format, const char *column,
			  const char *key, struct intern *add)
{
	struct str b;
	uint32_t id;

	str_init(&b);
	str_addf(&b, "%s\x1f%s", column, key);
	id = add ? intern_add(add, b.s, b.len) : intern_find(&format->value_keys, b.s, b.len);
	str_done(&b);
	return id;
}

static bool add_value(void *ctx, const struct csv_row *r, struct err *err)
{
	struct loading *l = ctx;
	struct import_format *format = l->format;
	const char *champ = csv_get(r, "champ");
	struct import_value value = { .ignored = !*champ };
	size_t known = format->value_keys.n;
	char *key;

	if (!list_has(csv_get(r, "format"), format->id))
		return true;
	if (*champ && !find_slot("offre", champ, &value.slot) &&
	    !find_slot("lieu", champ, &value.slot))
		return wrong(err, "valeurs.csv", r, "champ inconnu", champ);
	key = folded(csv_get(r, "valeur"));
	value_key(format, csv_get(r, "colonne"), key, &format->value_keys);
	free(key);
	if (format->value_keys.n == known)
		return wrong(err, "valeurs.csv", r, "valeur déjà dite", csv_get(r, "valeur"));
	value.codes = xstrdup(csv_get(r, "codes"));
	format->values = mem_grow(format->values, known, &format->cap_values, sizeof value);
	format->values[known] = value;
	return true;
}

const struct import_value *import_format_value(const struct import_format *format,
					       const char *column, const char *folded_value)
{
	uint32_t id = value_key(format, column, folded_value, NULL);

	return id == INTERN_NONE ? NULL : &format->values[id];
}

bool import_format_load(struct import_formats *f, struct import_format *format, struct err *err)
{
	struct loading l = { .format = format };
	struct str name;
	bool ok;

	if (format->n_rules)
		return true;
	str_init(&name);
	str_addf(&name, "%s.csv", format->id);
	l.file = name.s;
	ok = read_table(f, name.s, add_rule, &l, err) &&
	     read_table(f, "valeurs.csv", add_value, &l, err);
	str_done(&name);
	return ok;
}

void import_format_resolve(struct import_format *format, const struct csv_row *header)
{
	for (size_t i = 0; i < format->n_rules; i++) {
		struct import_rule *rule = &format->rules[i];

		for (size_t k = 0; k < rule->n; k++)
			rule->at[k] = csv_column(header, rule->names[k]);
	}
}
