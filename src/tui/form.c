/* The fields of a form, and their values. */
#include <stdlib.h>
#include <string.h>

#include "aiguillage/mem.h"
#include "aiguillage/text.h"
#include "src/tui/form_impl.h"

#define TEXT_BYTES 4000		/* of a long text, unless the field says so */

struct form *form_new(struct session *s)
{
	struct form *f = xcalloc(1, sizeof *f);

	f->session = s;
	list_init(&f->suggestions, 1);
	return f;
}

static void free_item(struct form_item *it)
{
	for (size_t i = 0; i < it->n_choices; i++) {
		free(it->choices[i].code);
		free(it->choices[i].label);
		free(it->choices[i].words);
	}
	free(it->choices);
	free(it->label);
	free(it->hint);
	free(it->heading);
	free(it->initial);
	free(it->mark);
	free(it->note);
	free(it->error);
	free(it->understood);
	input_done(&it->input);
	str_done(&it->value);
}

void form_free(struct form *f)
{
	if (!f)
		return;
	for (size_t i = 0; i < f->n; i++)
		free_item(&f->items[i]);
	form_forget(f);
	form_rows_free(f);
	free(f->rows);
	free(f->items);
	free(f->heading);
	free(f);
}

/* ---- building ---- */

static char *copy(const char *s)
{
	return s && *s ? xstrdup(s) : NULL;
}

static void add_choice(struct form_item *it, const char *code, const char *label,
		       const char *words)
{
	it->choices = xreallocarray(it->choices, it->n_choices + 1, sizeof *it->choices);
	it->choices[it->n_choices++] =
		(struct choice){ xstrdup(code), xstrdup(label), copy(words) };
}

static bool has_choice(const struct form_item *it, const char *code)
{
	for (size_t i = 0; i < it->n_choices; i++)
		if (!strcmp(it->choices[i].code, code))
			return true;
	return false;
}

const char *form_choice_label(const struct form_item *it, const char *code)
{
	for (size_t i = 0; i < it->n_choices; i++)
		if (!strcmp(it->choices[i].code, code))
			return it->choices[i].label;
	return code;
}

/* Values that are no choice remain one, so that choosing others does not lose them. */
static void keep_strangers(struct form_item *it, const char *value)
{
	struct list_walk w = { .rest = value };
	struct str item;

	str_init(&item);
	while (list_next(&w, &item))
		if (!has_choice(it, item.s))
			add_choice(it, item.s, item.s, NULL);
	str_done(&item);
}

int form_add(struct form *f, const struct form_field *field, const char *value)
{
	struct form_item *it;

	f->items = mem_grow(f->items, f->n, &f->cap, sizeof *f->items);
	it = &f->items[f->n];
	*it = (struct form_item){
		.kind = field->kind,
		.label = xstrdup(field->label),
		.hint = copy(field->hint),
		.heading = f->heading,
		.required = field->required,
		.paragraph = field->paragraph,
		.replaced = field->replaced || form_looks_up(field->kind) ||
			    field->kind == FORM_DATE || field->kind == FORM_NUMBER,
		.lean = field->lean,
		.lookup = field->kind == FORM_COMMUNE ? form_communes(f->session) : field->lookup,
	};
	f->heading = NULL;
	input_init(&it->input);
	str_init(&it->value);
	it->input.lines = field->kind == FORM_TEXT && !field->paragraph;
	it->input.max = field->max ? field->max : field->kind == FORM_TEXT ? TEXT_BYTES : 0;
	for (size_t i = 0; i < field->n_choices; i++)
		add_choice(it, field->choices[i].code, field->choices[i].label,
			   field->choices[i].words);
	form_set(f, (int)f->n, value);
	return (int)f->n++;
}

int form_add_codes(struct form *f, const struct form_field *field, enum vocab_genre genre,
		   const char *value)
{
	const struct vocab *v = f->session->vocab;
	size_t n = vocab_count(v, genre);
	struct form_choice *choices = xcalloc(n + 1, sizeof *choices);
	struct form_field all = *field;
	int added;

	for (size_t i = 0; i < n; i++) {
		const struct vocab_value *a = vocab_at(v, genre, i);

		choices[i] = (struct form_choice){ a->code, a->label, a->synonyms };
	}
	all.choices = choices;
	all.n_choices = n;
	added = form_add(f, &all, value);
	free(choices);
	return added;
}

void form_heading(struct form *f, const char *title)
{
	free(f->heading);
	f->heading = copy(title);
}

/* ---- values ---- */

bool form_is_typed(enum form_kind kind)
{
	return kind != FORM_ONE && kind != FORM_SEVERAL && kind != FORM_YESNO;
}

/* « 15/12/2026 », the form in which most people write a date. */
static void show_day(struct form_item *it, int day)
{
	struct date d = date_of_day(day);
	struct str b;

	str_init(&b);
	str_addf(&b, "%02d/%02d/%04d", d.day, d.month, d.year);
	input_set(&it->input, b.s);
	str_done(&b);
}

void form_set_value(struct form_item *it, const char *value)
{
	int day;

	str_clear(&it->value);
	str_add(&it->value, value ? value : "");
	it->typing = false;
	if (it->kind == FORM_ONE || it->kind == FORM_SEVERAL)
		keep_strangers(it, it->value.s);
	else if (form_looks_up(it->kind))
		form_show_found(it);
	else if (it->kind == FORM_DATE && date_parse_day(it->value.s, &day))
		show_day(it, day);
	else if (it->kind != FORM_YESNO)
		input_set(&it->input, it->value.s);
}

/* The day as it is read is said under the field while it is not written in full. */
static void understand(struct form_item *it)
{
	int day, today = clock_today();
	struct str b;

	free(it->understood);
	it->understood = NULL;
	str_clear(&it->value);
	if (!date_read(it->input.text.s, today, it->lean, &day)) {
		str_add(&it->value, it->input.text.s);
		return;
	}
	str_init(&b);
	date_french(&b, day, DATE_WEEKDAY | DATE_ALWAYS_YEAR, 0);
	it->understood = str_steal(&b);
	str_done(&b);
	{
		char iso[DATE_MOMENT_LEN];

		date_format_day(iso, day);
		str_add(&it->value, iso);
	}
}

void form_changed_item(struct form *f, struct form_item *it)
{
	free(it->error);
	it->error = NULL;
	it->unchecked = true;
	if (it->kind == FORM_DATE) {
		understand(it);
	} else if (form_looks_up(it->kind)) {
		it->typing = it->input.text.len > 0;
		str_clear(&it->value);
		if (it->kind == FORM_FOUND)
			str_add(&it->value, it->input.text.s);
		form_suggest(f);
	} else if (form_is_typed(it->kind)) {
		str_clear(&it->value);
		str_add(&it->value, it->input.text.s);
	}
}

const char *form_value(const struct form *f, int field)
{
	return f->items[field].value.s;
}

bool form_day(const struct form *f, int field, int *day)
{
	return date_parse_day(f->items[field].value.s, day);
}

static void replace(char **at, const char *s)
{
	char *new = copy(s);

	free(*at);
	*at = new;
}

static void keep_initial(struct form_item *it)
{
	free(it->initial);
	it->initial = xstrdup(it->value.s);
	it->unchecked = false;
}

void form_set(struct form *f, int field, const char *value)
{
	struct form_item *it = &f->items[field];

	form_set_value(it, value);
	replace(&it->error, NULL);
	replace(&it->understood, NULL);
	keep_initial(it);
}

void form_put(struct form *f, int field, const char *value)
{
	struct form_item *it = &f->items[field];

	form_set_value(it, value);
	replace(&it->error, NULL);
	it->unchecked = true;
}

/* Spaces at the ends, which are not kept, are no change. */
bool form_field_changed(const struct form *f, int field)
{
	const struct form_item *it = &f->items[field];
	enum text_lines lines = it->kind == FORM_TEXT ? TEXT_MANY_LINES : TEXT_ONE_LINE;
	char *now, *then;
	bool changed;

	if (it->typing)
		return true;
	if (!strcmp(it->value.s, it->initial))
		return false;
	now = text_cleaned(it->value.s, lines);
	then = text_cleaned(it->initial, lines);
	changed = strcmp(now, then) != 0;
	free(now);
	free(then);
	return changed;
}

bool form_changed(const struct form *f)
{
	for (size_t i = 0; i < f->n; i++)
		if (!f->items[i].hidden && form_field_changed(f, (int)i))
			return true;
	return false;
}

void form_saved(struct form *f)
{
	for (size_t i = 0; i < f->n; i++)
		keep_initial(&f->items[i]);
}

/* ---- what is said beside them ---- */

void form_show(struct form *f, int field, bool shown)
{
	f->items[field].hidden = !shown;
}

void form_mark(struct form *f, int field, const char *mark)
{
	replace(&f->items[field].mark, mark);
}

void form_note(struct form *f, int field, enum style style, const char *text)
{
	replace(&f->items[field].note, text);
	f->items[field].note_style = style;
}

void form_error(struct form *f, int field, const char *text)
{
	replace(&f->items[field].error, text);
}

int form_focused(const struct form *f)
{
	return f->focus;
}

void form_set_check(struct form *f, form_check_fn *fn, void *ctx)
{
	f->check = fn;
	f->ctx = ctx;
}

/* What the gazetteer lent is found again by its code. */
void form_refresh(struct form *f, bool before)
{
	form_forget(f);
	for (size_t i = 0; !before && i < f->n; i++)
		if (form_looks_up(f->items[i].kind) && f->items[i].typing)
			form_suggest(f);
}

void form_screen_refresh(void *self, bool before)
{
	form_refresh(*(struct form **)self, before);
}

bool form_screen_busy(const void *self)
{
	return form_changed(*(struct form *const *)self);
}
