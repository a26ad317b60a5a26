/* What an import does to what the counsellor corrected. */
#include <stdlib.h>
#include <string.h>

#include "aiguillage/field_say.h"
#include "aiguillage/mem.h"
#include "aiguillage/overlay.h"
#include "src/core/import_impl.h"

static struct import_local *add(struct import_locals *l, const struct overlay_item *item)
{
	l->list = mem_grow(l->list, l->n, &l->cap, sizeof *l->list);
	l->list[l->n] = (struct import_local){
		.offer = item->kind == OVERLAY_OFFER,
		.key = xstrdup(item->key),
		.name = xstrdup(item->name),
		.commune = xstrdup(item->commune),
		.label = "",
	};
	return &l->list[l->n++];
}

struct taking {
	const struct session *s;
	struct import_locals *list;
};

static char *in_words(const struct session *s, const struct field *f, const char *value)
{
	struct str b;

	str_init(&b);
	field_say(&b, s, f, value);
	return b.s;
}

static bool take(void *ctx, const struct overlay_item *item, struct err *err)
{
	const struct taking *t = ctx;
	struct import_locals *l = t->list;
	struct import_local *one;

	(void)err;
	if (item->o->vanished) {
		one = add(l, item);
		one->vanished = true;
		one->ours = xstrdup("");
		one->before = xstrdup("");
		one->after = xstrdup("");
		return true;
	}
	for (size_t i = 0; i < item->o->n; i++) {
		const struct correction *c = &item->o->corrections[i];

		if (!correction_conflicts(c))
			continue;
		one = add(l, item);
		one->label = c->field->label;
		one->ours = in_words(t->s, c->field, c->value);
		one->before = in_words(t->s, c->field, c->source_then);
		one->after = in_words(t->s, c->field, c->source_value);
	}
	return true;
}

/* A journal that cannot be read is told elsewhere, and is no reason to refuse a directory. */
void import_locals_read(struct import *im, struct import_locals *l)
{
	struct taking t = { im->s, l };
	struct err ignored = ERR_INIT;

	if (im->s->journal)
		overlay_each(im->s, take, &t, &ignored);
}

void import_locals_done(struct import_locals *l)
{
	for (size_t i = 0; i < l->n; i++) {
		free(l->list[i].key);
		free(l->list[i].name);
		free(l->list[i].commune);
		free(l->list[i].ours);
		free(l->list[i].before);
		free(l->list[i].after);
	}
	free(l->list);
	*l = (struct import_locals){ 0 };
}

static bool same(const struct import_local *a, const struct import_local *b)
{
	return a->vanished == b->vanished && a->offer == b->offer && strcmp(a->key, b->key) == 0 &&
	       strcmp(a->label, b->label) == 0 && strcmp(a->after, b->after) == 0;
}

void import_locals_tell(struct import *im, const struct import_locals *before)
{
	struct import_report *r = im->r;
	struct import_locals now = { 0 };

	import_locals_read(im, &now);
	for (size_t i = 0; i < now.n; i++)
		for (size_t k = 0; k < before->n && !now.list[i].known; k++)
			now.list[i].known = same(&now.list[i], &before->list[k]);
	r->local = now.list;
	r->n_local = now.n;
	r->cap_local = now.cap;
}
