#include "src/tui/log_draft.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/text.h"

/* Characters that no field can hold: they are cleaned away on the way in. */
#define BETWEEN '\x1f'
#define END '\x1e'
#define OF_ENTRY "entree."	/* before the names of the fields of the entry */

void draft_add(struct str *draft, const char *name, const char *value)
{
	str_add(draft, name);
	str_addc(draft, BETWEEN);
	str_add(draft, value);
	str_addc(draft, END);
}

void draft_add_entry(struct str *draft, const struct entry *e)
{
	char revision[24];
	struct str name;
	size_t n;
	const struct entry_field *f = entry_fields(e->kind, &n);

	snprintf(revision, sizeof revision, "%lld", (long long)e->revision);
	draft_add(draft, "id", e->id);
	draft_add(draft, "revision", revision);
	draft_add(draft, "auteur", e->author);
	draft_add(draft, "fait", e->made);
	str_init(&name);
	for (size_t i = 0; i < n; i++) {
		str_clear(&name);
		str_addf(&name, OF_ENTRY "%s", f[i].name);
		if (*entry_get(e, (int)i))
			draft_add(draft, name.s, entry_get(e, (int)i));
	}
	str_done(&name);
}

bool draft_next(struct draft_walk *w, struct str *name, struct str *value)
{
	const char *between = strchr(w->rest, BETWEEN);
	const char *end = between ? strchr(between, END) : NULL;

	if (!end)
		return false;
	str_clear(name);
	str_clear(value);
	text_clean(name, w->rest, (size_t)(between - w->rest), TEXT_ONE_LINE);
	text_clean(value, between + 1, (size_t)(end - between - 1), TEXT_MANY_LINES);
	w->rest = end + 1;
	return true;
}

static void take(struct entry *e, const char *name, const char *value)
{
	int field;

	if (!strcmp(name, "id"))
		snprintf(e->id, sizeof e->id, "%s", value);
	else if (!strcmp(name, "revision"))
		e->revision = strtoll(value, NULL, 10);
	else if (!strcmp(name, "auteur"))
		snprintf(e->author, sizeof e->author, "%s", value);
	else if (!strcmp(name, "fait"))
		snprintf(e->made, sizeof e->made, "%s", value);
	if (strncmp(name, OF_ENTRY, sizeof OF_ENTRY - 1) != 0)
		return;
	field = entry_field_find(e->kind, name + sizeof OF_ENTRY - 1);
	if (field >= 0)
		entry_set(e, field, value);
}

void draft_entry(const char *draft, enum entry_kind kind, struct entry *e)
{
	struct draft_walk w = { .rest = draft };
	struct str name, value;

	entry_init(e, kind);
	str_init(&name);
	str_init(&value);
	while (draft_next(&w, &name, &value))
		take(e, name.s, value.s);
	str_done(&name);
	str_done(&value);
}
