/* How many entries each choice of a filter would leave. */
#include <stdlib.h>
#include <string.h>

#include "aiguillage/intern.h"
#include "aiguillage/mem.h"
#include "src/core/log_filter_impl.h"

struct counting {
	const struct session *s;
	struct log_match match;
	struct intern known;	/* the letter of the group, then the value */
	struct log_values *out;
	size_t cap;
	struct str have, item, key;
};

static void count_one(struct counting *c, const struct entry *e, enum log_group group)
{
	struct log_value *v;
	uint32_t id;

	str_clear(&c->key);
	str_addc(&c->key, (char)('a' + group));
	str_addn(&c->key, c->item.s, c->item.len);
	id = intern_add(&c->known, c->key.s, c->key.len);
	if (id == c->out->n) {
		struct str label;

		c->out->v = mem_grow(c->out->v, c->out->n, &c->cap, sizeof *c->out->v);
		str_init(&label);
		log_group_label(c->s, e, group, c->item.s, &label);
		c->out->v[c->out->n++] = (struct log_value){
			.group = group, .value = xstrdup(c->item.s), .label = str_steal(&label)
		};
		str_done(&label);
	}
	v = &c->out->v[id];
	v->count++;
}

/* What misses nothing counts in every group; what misses one of them, in that one only. */
static bool count(void *ctx, const struct entry *e, struct err *err)
{
	struct counting *c = ctx;
	unsigned misses = log_misses(&c->match, e);

	(void)err;
	if (e->removed && !(misses & ~LOG_MISSES_REMOVED))
		c->out->cancelled++;
	for (int g = 0; g < LOG_GROUPS; g++) {
		struct list_walk w;

		if (misses & ~(1u << g))
			continue;
		log_group_of(e, (enum log_group)g, c->match.today, &c->have);
		w = (struct list_walk){ .rest = c->have.s };
		while (list_next(&w, &c->item))
			count_one(c, e, (enum log_group)g);
	}
	return true;
}

static int by_group(const void *a, const void *b)
{
	const struct log_value *x = a, *y = b;

	if (x->group != y->group)
		return x->group < y->group ? -1 : 1;
	if (x->count != y->count)
		return x->count > y->count ? -1 : 1;
	return strcmp(x->label, y->label);
}

bool log_values(struct session *s, const struct log_filter *f, struct log_values *out,
		struct err *err)
{
	struct counting c = { .s = s, .out = out };
	bool ok;

	*out = (struct log_values){ .n = 0 };
	log_match_init(&c.match, f);
	intern_init(&c.known);
	str_init(&c.have);
	str_init(&c.item);
	str_init(&c.key);
	ok = log_each(s, f, true, count, &c, err);
	if (out->n)
		qsort(out->v, out->n, sizeof *out->v, by_group);
	str_done(&c.key);
	str_done(&c.item);
	str_done(&c.have);
	intern_done(&c.known);
	log_match_done(&c.match);
	return ok;
}

void log_values_done(struct log_values *v)
{
	for (size_t i = 0; i < v->n; i++) {
		free(v->v[i].value);
		free(v->v[i].label);
	}
	free(v->v);
	*v = (struct log_values){ .n = 0 };
}
