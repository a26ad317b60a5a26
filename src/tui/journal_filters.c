#include "src/tui/journal_filters.h"

#include <stdlib.h>
#include <string.h>

#include "aiguillage/date.h"
#include "aiguillage/mem.h"
#include "src/tui/ask_line.h"
#include "src/tui/picker.h"

static const struct {
	const char *label;
	int days;		/* 0: all */
} periods[] = { { "30 jours", 30 }, { "7 jours", 7 }, { "un an", 365 }, { "tout", 0 } };

static const char *const titles[LOG_GROUPS] = {
	[LOG_BY_KIND] = "Sorte",	[LOG_BY_STATE] = "État", [LOG_BY_NEED] = "Besoin",
	[LOG_BY_COMMUNE] = "Commune", [LOG_BY_PLACE] = "Lieu",
};

struct filter_pick {
	enum log_group group;
	char *value, *label;
};

/* ---- what is picked ---- */

static void free_picks(struct journal_filters *f)
{
	for (size_t i = 0; i < f->n; i++) {
		free(f->picks[i].value);
		free(f->picks[i].label);
	}
	f->n = 0;
	for (int g = 0; g < LOG_GROUPS; g++)
		str_clear(&f->lists[g]);
}

static void add_pick(struct journal_filters *f, enum log_group group, const char *value,
		     const char *label)
{
	f->picks = mem_grow(f->picks, f->n, &f->cap, sizeof *f->picks);
	f->picks[f->n++] = (struct filter_pick){ group, xstrdup(value), xstrdup(label) };
	list_add(&f->lists[group], value);
}

void filters_init(struct journal_filters *f, struct session *s)
{
	*f = (struct journal_filters){ .session = s };
	for (int g = 0; g < LOG_GROUPS; g++)
		str_init(&f->lists[g]);
}

void filters_clear(struct journal_filters *f)
{
	free_picks(f);
	f->usual = 0;
	f->removed = false;
	f->changes++;
}

bool filters_are_clear(const struct journal_filters *f)
{
	return !f->n && !f->usual && !f->removed;
}

void filters_next_period(struct journal_filters *f)
{
	f->usual = (f->usual + 1) % (int)ARRAY_SIZE(periods);
	f->changes++;
}

static void drop_picks_of(struct journal_filters *f, enum log_group group)
{
	size_t kept = 0;

	for (size_t i = 0; i < f->n; i++) {
		if (f->picks[i].group == group) {
			free(f->picks[i].value);
			free(f->picks[i].label);
		} else {
			f->picks[kept++] = f->picks[i];
		}
	}
	f->n = kept;
	str_clear(&f->lists[group]);
}

void filters_next_kind(struct journal_filters *f)
{
	static const enum entry_kind kinds[] = { KIND_REFERRAL, KIND_ACCOMPANIMENT, KIND_UNMET };
	size_t next = 0;
	struct entry e;
	struct str label;

	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		if (list_has(f->lists[LOG_BY_KIND].s, entry_kind_name(kinds[i])))
			next = i + 1;
	drop_picks_of(f, LOG_BY_KIND);
	f->changes++;
	if (next == ARRAY_SIZE(kinds))
		return;
	str_init(&label);
	entry_init(&e, kinds[next]);
	log_group_label(f->session, &e, LOG_BY_KIND, "", &label);
	add_pick(f, LOG_BY_KIND, entry_kind_name(kinds[next]), label.s);
	str_done(&label);
}

struct log_filter filters_get(const struct journal_filters *f)
{
	struct log_filter filter = { .removed = f->removed };
	char day[DATE_MOMENT_LEN];

	for (int g = 0; g < LOG_GROUPS; g++)
		filter.any[g] = f->lists[g].s;
	if (f->usual < 0) {
		memcpy(filter.from, f->from, sizeof filter.from);
		memcpy(filter.to, f->to, sizeof filter.to);
	} else if (periods[f->usual].days) {
		date_format_day(day, clock_today() - periods[f->usual].days + 1);
		memcpy(filter.from, day, sizeof filter.from);
	}
	return filter;
}

static void say_period(const struct journal_filters *f, struct str *out)
{
	if (f->usual < 0)
		log_period_say(f->from, f->to, out);
	else
		str_add(out, periods[f->usual].label);
}

void filters_say(const struct journal_filters *f, struct str *out)
{
	say_period(f, out);
	if (!f->lists[LOG_BY_KIND].len)
		str_add(out, " · toutes les entrées");
	for (size_t i = 0; i < f->n; i++)
		str_addf(out, "%s%s", i && f->picks[i].group == f->picks[i - 1].group ? " ou " : " · ",
			 f->picks[i].label);
	if (f->removed)
		str_add(out, " · annulées");
}

/* ---- the list ---- */

enum choice_kind { PICK_PERIOD, ASK_PERIOD, PICK_REMOVED, PICK_VALUE };

struct filter_choice {
	enum choice_kind kind;
	int usual;		/* of a period */
	enum log_group group;
	char *value, *label;
};

struct filter_choices {
	struct picker_item *items;
	struct filter_choice *choices;
	size_t n, cap_items, cap_choices;
};

static void add(struct filter_choices *c, struct filter_choice choice, struct picker_item item)
{
	c->items = mem_grow(c->items, c->n, &c->cap_items, sizeof *c->items);
	c->choices = mem_grow(c->choices, c->n, &c->cap_choices, sizeof *c->choices);
	c->items[c->n] = item;
	c->choices[c->n++] = choice;
}

static void choices_free(struct filter_choices *c)
{
	for (size_t i = 0; c && i < c->n; i++) {
		free((char *)c->items[i].label);
		free(c->choices[i].value);
		free(c->choices[i].label);
	}
	if (c) {
		free(c->items);
		free(c->choices);
	}
	free(c);
}

void filters_done(struct journal_filters *f)
{
	choices_free(f->choices);
	free_picks(f);
	free(f->picks);
	for (int g = 0; g < LOG_GROUPS; g++)
		str_done(&f->lists[g]);
}

static char *join(const char *title, const char *label)
{
	struct str b;
	char *text;

	str_init(&b);
	str_addf(&b, "%s : %s", title, label);
	text = str_steal(&b);
	str_done(&b);
	return text;
}

static void add_periods(struct filter_choices *c, const struct journal_filters *f)
{
	struct str b;

	for (int i = 0; i < (int)ARRAY_SIZE(periods); i++)
		add(c, (struct filter_choice){ .kind = PICK_PERIOD, .usual = i },
		    (struct picker_item){ .label = join("Période", periods[i].label),
					  .count = PICKER_NO_COUNT,
					  .checked = f->usual == i });
	if (f->usual < 0) {
		str_init(&b);
		say_period(f, &b);
		add(c, (struct filter_choice){ .kind = PICK_PERIOD, .usual = -1 },
		    (struct picker_item){ .label = join("Période", b.s),
					  .count = PICKER_NO_COUNT,
					  .checked = true });
		str_done(&b);
	}
	add(c, (struct filter_choice){ .kind = ASK_PERIOD },
	    (struct picker_item){ .label = join("Période", "d’un jour à un autre, un mois… (à taper)"),
				  .count = PICKER_NO_COUNT });
}

/* What people type for it: of needs and states. */
static const char *words_of(const struct journal_filters *f, enum log_group group,
			    const char *value)
{
	const struct vocab_value *v = NULL;

	if (group == LOG_BY_NEED || group == LOG_BY_STATE)
		v = vocab_by_code(f->session->vocab, group == LOG_BY_NEED ? VOCAB_NEED : VOCAB_STATE,
				  value);
	return v ? v->synonyms : NULL;
}

static void add_value(struct filter_choices *c, const struct journal_filters *f,
		      enum log_group group, const char *value, const char *label, size_t count)
{
	add(c,
	    (struct filter_choice){ .kind = PICK_VALUE,
				    .group = group,
				    .value = xstrdup(value),
				    .label = xstrdup(label) },
	    (struct picker_item){ .label = join(titles[group], label),
				  .words = words_of(f, group, value),
				  .count = (long)count,
				  .checked = list_has(f->lists[group].s, value) });
}

static bool is_counted(const struct log_values *values, const struct filter_pick *p)
{
	for (size_t i = 0; i < values->n; i++)
		if (values->v[i].group == p->group && !strcmp(values->v[i].value, p->value))
			return true;
	return false;
}

/* What is picked and has nothing left stays there, to be unchecked. */
static void add_values(struct filter_choices *c, const struct journal_filters *f,
		       const struct log_values *values)
{
	for (int g = 0; g < LOG_GROUPS; g++) {
		for (size_t i = 0; i < values->n; i++)
			if (values->v[i].group == (enum log_group)g)
				add_value(c, f, (enum log_group)g, values->v[i].value,
					  values->v[i].label, values->v[i].count);
		for (size_t i = 0; i < f->n; i++)
			if (f->picks[i].group == (enum log_group)g && !is_counted(values, &f->picks[i]))
				add_value(c, f, (enum log_group)g, f->picks[i].value, f->picks[i].label,
					  0);
	}
	add(c, (struct filter_choice){ .kind = PICK_REMOVED },
	    (struct picker_item){ .label = xstrdup("Entrées annulées"),
				  .count = (long)values->cancelled,
				  .checked = f->removed });
}

static bool understand_period(void *ctx, const char *typed, struct str *said)
{
	char from[11], to[11];

	(void)ctx;
	if (!log_period_read(typed, from, to))
		return false;
	log_period_say(from, to, said);
	return true;
}

static void on_period(void *ctx, const char *typed)
{
	struct journal_filters *f = ctx;

	log_period_read(typed, f->from, f->to);
	f->usual = -1;
	f->changes++;
}

static void ask_period(struct journal_filters *f, struct app *app)
{
	ask_line(app, &(struct line_request){
		.title = "Quelle période ?",
		.examples = "1/11 au 15/11, novembre, depuis le 1er septembre, la semaine "
			    "dernière, 2025…",
		.not_yet = "Ce n’est pas encore une période.",
		.refused = "Tapez deux jours, « 1/11 au 15/11 », ou un mois, « novembre ». Échap : "
			   "la période ne change pas.",
		.hint = "Tapez deux jours, ou un mois. Entrée : valider.",
		.understand = understand_period,
		.done = on_period,
		.ctx = f,
	});
}

/* One period at a time: one that has just been ticked takes the place of the former. */
static void take_period(struct journal_filters *f, int former, int usual, bool checked)
{
	if (checked && usual != former)
		f->usual = usual;
}

static void on_picked(void *ctx, struct app *app, const bool *checked)
{
	struct journal_filters *f = ctx;
	const struct filter_choices *c = f->choices;
	int former = f->usual;

	free_picks(f);
	for (size_t i = 0; i < c->n; i++) {
		const struct filter_choice *choice = &c->choices[i];

		if (choice->kind == PICK_PERIOD)
			take_period(f, former, choice->usual, checked[i]);
		else if (choice->kind == PICK_REMOVED)
			f->removed = checked[i];
		else if (choice->kind == PICK_VALUE && checked[i])
			add_pick(f, choice->group, choice->value, choice->label);
		else if (choice->kind == ASK_PERIOD && checked[i])
			ask_period(f, app);
	}
	f->changes++;
}

static void forget_choices(void *ctx)
{
	struct journal_filters *f = ctx;

	choices_free(f->choices);
	f->choices = NULL;
}

void filters_pick(struct journal_filters *f, struct app *app, const struct log_filter *also)
{
	struct log_filter filter = filters_get(f);
	struct log_values values;
	struct err err = ERR_INIT;

	filter.code = also->code;
	filter.text = also->text;
	if (!log_values(f->session, &filter, &values, &err))
		app_say(app, STYLE_ERROR, "%s", err.msg);
	forget_choices(f);
	f->choices = xcalloc(1, sizeof *f->choices);
	add_periods(f->choices, f);
	add_values(f->choices, f, &values);
	log_values_done(&values);
	picker_open(app, &(struct picker_request){ .title = "Filtres (nombre d’entrées)",
						   .items = f->choices->items,
						   .n = f->choices->n,
						   .several = true,
						   .done = on_picked,
						   .drop = forget_choices,
						   .ctx = f });
}
