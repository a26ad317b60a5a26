/*
 * Cells that hold values of a vocabulary.  The same values come back from row to row, and whole cells
 * do: each is read once, and what it gave is remembered.
 */
#include <stdlib.h>
#include <string.h>

#include "aiguillage/fold.h"
#include "aiguillage/mem.h"
#include "aiguillage/text.h"
#include "aiguillage/vocab.h"
#include "src/core/import_impl.h"

/* Hostile files have a new value in each row. */
#define KNOWN_MAX 100000	/* values remembered */
#define MEMO_CELLS 20000	/* cells remembered, of each rule */
#define MEMO_BYTES (1 << 20)

/* ---- one value ---- */

static bool only_values(const struct import_format *format, const struct import_rule *rule)
{
	for (; rule->how == HOW_VALUES; rule = &format->rules[rule->next])
		if (rule->next < 0)
			return true;
	return false;
}

static bool by_vocabulary(const struct import *im, const struct import_rule *rule,
			  const char *item, struct import_known *known)
{
	bool label = rule->how == HOW_LABELS || rule->how == HOW_LABELS_FREE;
	enum vocab_genre genre = label ? VOCAB_LABEL : (enum vocab_genre)rule->genre;
	const struct vocab_value *v;

	if (!label && rule->how != HOW_CODES)
		return false;
	v = vocab_find(im->s->vocab, genre, item);
	if (!v)
		return false;
	*known = (struct import_known){ rule->slot, xstrdup(label ? v->label : v->code), false };
	return true;
}

/* What no list knows stays as it is, in the place that takes it. */
static void keep_verbatim(const struct import_format *format, const struct import_rule *rule,
			  const char *item, struct import_known *known)
{
	const struct import_rule *to = rule;

	*known = (struct import_known){ .slot = rule->slot };
	if (only_values(format, rule))
		return;
	while (to->how != HOW_REST && to->how != HOW_LABELS_FREE && to->next >= 0)
		to = &format->rules[to->next];
	known->unknown = to->how != HOW_REST && to->how != HOW_LABELS_FREE;
	known->slot = known->unknown ? rule->slot : to->slot;
	known->codes = xstrdup(item);
}

static struct import_known find_value(const struct import *im, const struct import_rule *first,
				      const char *item)
{
	const struct import_format *format = im->format;
	const struct import_rule *rule = first;
	char *key = folded(item);
	const struct import_value *value = import_format_value(format, first->names[0], key);
	struct import_known known = { .slot = first->slot };

	free(key);
	if (value) {
		known.slot = value->slot;
		known.codes = value->ignored ? NULL : xstrdup(value->codes);
		return known;
	}
	for (;;) {
		if (by_vocabulary(im, rule, item, &known))
			return known;
		if (rule->next < 0)
			break;
		rule = &format->rules[rule->next];
	}
	keep_verbatim(format, first, item, &known);
	return known;
}

/* Between cells only: what known_value() gives is used for as long as its cell is read. */
static void forget_known(struct import *im)
{
	for (size_t i = 0; i < im->known_keys.n; i++)
		free(im->known[i].codes);
	intern_done(&im->known_keys);
	intern_init(&im->known_keys);
}

/* The same few values come back in every row. */
static struct import_known known_value(struct import *im, const struct import_rule *rule,
				       const char *item)
{
	size_t before;
	uint32_t id;

	str_clear(&im->b);
	str_addc(&im->b, (char)(1 + (im->format - im->formats.list)));
	str_addc(&im->b, (char)(1 + (rule - im->format->rules)));
	str_add(&im->b, item);
	before = im->known_keys.n;
	id = intern_add(&im->known_keys, im->b.s, im->b.len);
	if (im->known_keys.n > before) {
		im->known = mem_grow(im->known, id, &im->cap_known, sizeof *im->known);
		im->known[id] = find_value(im, rule, item);
	}
	return im->known[id];
}

/* ---- what a cell gives ---- */

struct import_given {
	struct import_slot slot;
	bool unknown;		/* `text` is to be told, and goes nowhere */
	char *text;
};

struct import_cell_memo {
	struct import_given *given;
	size_t n, cap;
};

/* The cells of one rule. */
struct import_memo {
	struct intern cells;
	struct import_cell_memo *of;	/* by number of the cell */
	size_t cap;
};

static struct import_given *given_to(struct import_cell_memo *m, struct import_slot slot)
{
	for (size_t i = 0; i < m->n; i++) {
		struct import_given *g = &m->given[i];

		if (!g->unknown && g->slot.offer == slot.offer && g->slot.field == slot.field)
			return g;
	}
	m->given = mem_grow(m->given, m->n, &m->cap, sizeof *m->given);
	m->given[m->n] = (struct import_given){ .slot = slot, .text = xstrdup("") };
	return &m->given[m->n++];
}

static void give(struct import_cell_memo *m, struct import_slot slot, const char *list)
{
	struct list_walk w = { .rest = list };
	struct import_given *g;
	struct str item, all;

	/* who alone is received is among those who are */
	if (slot.offer && slot.field == OFFER_EXCLUSIVE)
		give(m, (struct import_slot){ true, OFFER_AUDIENCES }, list);
	g = given_to(m, slot);
	str_init(&item);
	str_init(&all);
	str_add(&all, g->text);
	while (list_next(&w, &item))
		list_add(&all, item.s);
	free(g->text);
	g->text = all.s;
	str_done(&item);
}

static void tell_unknown(struct import_cell_memo *m, struct import_slot slot, const char *item)
{
	m->given = mem_grow(m->given, m->n, &m->cap, sizeof *m->given);
	m->given[m->n++] = (struct import_given){ slot, true, xstrdup(item) };
}

/* « a, b »: old files sometimes separate so, and no known value holds a comma but glosses. */
static bool give_pieces(struct import *im, const struct import_rule *rule, const char *item,
			struct import_cell_memo *m)
{
	struct str piece;
	bool all = strchr(item, ',') != NULL;

	str_init(&piece);
	for (int giving = 0; all && giving < 2; giving++) {
		for (const char *s = item; all && *s;) {
			size_t n = strcspn(s, ",");
			struct import_known known;

			str_clear(&piece);
			text_clean(&piece, s, n, TEXT_ONE_LINE);
			known = known_value(im, rule, piece.s);
			all = piece.len && known.codes && !known.unknown;
			if (giving && all)
				give(m, known.slot, known.codes);
			s += n + (s[n] == ',');
		}
	}
	str_done(&piece);
	return all;
}

static void give_value(struct import *im, const struct import_rule *rule, const char *item,
		       struct import_cell_memo *m)
{
	struct import_known known = known_value(im, rule, item);

	if (known.unknown && give_pieces(im, rule, item, m))
		return;
	if (known.unknown)
		tell_unknown(m, rule->slot, item);
	if (known.codes)
		give(m, known.slot, known.codes);
}

static void read_cell(struct import *im, const struct import_rule *rule, const char *s,
		      struct import_cell_memo *m)
{
	struct str item;

	if (im->known_keys.n >= KNOWN_MAX)
		forget_known(im);
	str_init(&item);
	while (*s) {
		size_t n = strcspn(s, rule->separators);

		str_clear(&item);
		text_clean(&item, s, n, TEXT_ONE_LINE);
		if (item.len)
			give_value(im, rule, item.s, m);
		s += n + (s[n] != '\0');
	}
	str_done(&item);
}

/* ---- the same again ---- */

static void memo_init(struct import_memo *memo)
{
	*memo = (struct import_memo){ .of = NULL };
	intern_init(&memo->cells);
}

static void memo_done(struct import_memo *memo)
{
	for (size_t i = 0; i < memo->cells.n; i++) {
		struct import_cell_memo *m = &memo->of[i];

		for (size_t k = 0; k < m->n; k++)
			free(m->given[k].text);
		free(m->given);
	}
	free(memo->of);
	intern_done(&memo->cells);
}

void import_values_begin(struct import *im)
{
	im->memos = xcalloc(im->format->n_rules, sizeof *im->memos);
	for (size_t i = 0; i < im->format->n_rules; i++)
		memo_init(&im->memos[i]);
}

void import_values_end(struct import *im)
{
	for (size_t i = 0; i < im->format->n_rules; i++)
		memo_done(&im->memos[i]);
	free(im->memos);
	im->memos = NULL;
}

static struct import_memo *memo_of(const struct import *im, const struct import_rule *rule)
{
	return &im->memos[rule - im->format->rules];
}

/* Where a cell from which markup was taken away is kept: no cell begins so. */
#define CHANGED_MARK '\x01'

static const struct import_cell_memo *remember(struct import *im, const struct import_rule *rule,
					       const char *raw)
{
	struct import_memo *memo = memo_of(im, rule);
	const char *cell = import_cell(im, rule, 0);
	size_t before;
	uint32_t id;

	if (memo->cells.n >= MEMO_CELLS || memo->cells.arena.len >= MEMO_BYTES) {
		memo_done(memo);
		memo_init(memo);
	}
	before = memo->cells.n;
	str_clear(&im->item);
	if (strcmp(cell, raw) != 0)
		str_addc(&im->item, CHANGED_MARK);
	str_add(&im->item, cell);
	id = intern_add(&memo->cells, im->item.s, im->item.len);
	if (memo->cells.n > before) {
		memo->of = mem_grow(memo->of, id, &memo->cap, sizeof *memo->of);
		memo->of[id] = (struct import_cell_memo){ .n = 0 };
		read_cell(im, rule, cell, &memo->of[id]);
	}
	return &memo->of[id];
}

void import_values(struct import *im, const struct import_rule *rule)
{
	const char *raw = csv_at(im->row, rule->at[0]);
	const struct import_cell_memo *m;
	uint32_t id;

	if (!*raw)
		return;
	id = intern_find(&memo_of(im, rule)->cells, raw, strlen(raw));
	m = id == INTERN_NONE ? remember(im, rule, raw) : &memo_of(im, rule)->of[id];
	for (size_t i = 0; i < m->n; i++) {
		const struct import_given *g = &m->given[i];

		if (g->unknown)
			import_note(im, IMPORT_CHECK_VALUE, rule->names[0], "« %.120s »", g->text);
		else if (!*import_get(im, g->slot))
			import_lend(im, g->slot, g->text);
		else
			import_add_each(im, g->slot, g->text);
	}
}
