/* What is typed in a field may mean: communes, or what the screen looks up. */
#include <stdlib.h>
#include <string.h>

#include "aiguillage/mem.h"
#include "src/tui/commune_suggest.h"
#include "src/tui/form_impl.h"

/* ---- communes ---- */

static size_t find_communes(void *ctx, const char *typed, struct form_found *out, size_t max)
{
	const struct gazetteer *g = ((struct session *)ctx)->gazetteer;
	struct commune_match m[FORM_SUGGESTIONS];
	size_t n = commune_suggest(g, typed, COMMUNE_NONE, m,
				   max < FORM_SUGGESTIONS ? max : FORM_SUGGESTIONS);
	struct commune c;
	struct str b;

	str_init(&b);
	for (size_t i = 0; i < n; i++) {
		gazetteer_get(g, m[i].commune, &c);
		commune_suggestion(g, &m[i], &b);
		out[i] = (struct form_found){ xstrdup(c.insee), str_steal(&b) };
	}
	str_done(&b);
	return n;
}

static bool say_commune(void *ctx, const char *value, struct str *out)
{
	const struct gazetteer *g = ((struct session *)ctx)->gazetteer;
	uint32_t commune = gazetteer_by_insee(g, value);

	if (commune == COMMUNE_NONE)
		return false;
	commune_label(g, commune, out);
	return true;
}

struct form_lookup form_communes(struct session *s)
{
	return (struct form_lookup){ find_communes, say_commune, s };
}

/* ---- any of them ---- */

void form_forget(struct form *f)
{
	for (int i = 0; i < f->suggestions.n; i++) {
		free(f->found[i].code);
		free(f->found[i].label);
	}
	list_set(&f->suggestions, 0);
}

void form_show_found(struct form_item *it)
{
	struct str b;

	str_init(&b);
	if (it->value.len && !it->lookup.say(it->lookup.ctx, it->value.s, &b))
		str_add(&b, it->value.s);
	input_set(&it->input, b.s);
	it->input.whole = b.len > 0;
	str_done(&b);
}

/* Nothing of the list is meant, when the field takes any text. */
static void add_as_typed(struct form *f, const struct form_item *it)
{
	struct str b;

	str_init(&b);
	str_addf(&b, "« %s », tel quel", it->input.text.s);
	f->found[0] = (struct form_found){ NULL, str_steal(&b) };
	str_done(&b);
}

void form_suggest(struct form *f)
{
	struct form_item *it = &f->items[f->focus];
	size_t first = it->kind == FORM_FOUND, n = 0;

	form_forget(f);
	if (form_looks_up(it->kind) && it->typing)
		n = it->lookup.find(it->lookup.ctx, it->input.text.s, f->found + first,
				    FORM_SUGGESTIONS);
	if (n && first) {
		add_as_typed(f, it);
		n++;
	}
	list_set(&f->suggestions, (int)n);
	list_select(&f->suggestions, 0);
	list_fit(&f->suggestions, FORM_SUGGESTIONS + 1);
}

void form_take_found(struct form *f, struct form_item *it)
{
	const char *code = f->suggestions.n ? f->found[f->suggestions.sel].code : NULL;

	if (code)
		form_set_value(it, code);
	if (code || it->kind == FORM_FOUND)
		it->typing = false;
	it->unchecked = true;
	form_forget(f);
}
