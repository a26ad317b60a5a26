#include "src/cli/inputs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/mem.h"
#include "aiguillage/text.h"
#include "src/cli/cli.h"

#define WORDS_MAX 8192	/* bytes: each kind of text has a lower limit of its own, and says it */

void inputs_done(struct inputs *in)
{
	for (size_t i = 0; i < in->n; i++)
		free(in->names[i]);
	free(in->names);
	free(in->list);
}

void inputs_add(struct inputs *in, const char *text)
{
	const char *equals = strchr(text, '=');
	size_t cap = in->cap;

	in->list = mem_grow(in->list, in->n, &in->cap, sizeof *in->list);
	in->names = mem_grow(in->names, in->n, &cap, sizeof *in->names);
	in->names[in->n] = xstrndup(text, equals ? (size_t)(equals - text) : strlen(text));
	in->list[in->n] = (struct overlay_input){ in->names[in->n], equals ? equals + 1 : NULL };
	in->n++;
}

static bool unknown(enum overlay_kind kind, const char *name, struct err *err)
{
	const char *names[OVERLAY_FIELDS + 1] = { NULL }, *like;
	size_t n, k = 0;
	const struct field *fields = overlay_fields(kind, &n);

	for (size_t i = 0; i < n; i++)
		if (overlay_correctable(kind, (int)i))
			names[k++] = fields[i].csv;
	like = nearest_name(name, names);
	if (like)
		return err_set(err, ERR_USAGE,
			       "« %s » n’est pas un champ d’%s. Vouliez-vous dire « %s » ?",
			       quote(name).s, kind == OVERLAY_PLACE ? "un lieu" : "une offre",
			       like);
	return err_set(err, ERR_USAGE,
		       "« %s » n’est pas un champ d’%s. « aiguillage montrer ID --format "
		       "tsv » donne leurs noms",
		       quote(name).s, kind == OVERLAY_PLACE ? "un lieu" : "une offre");
}

bool inputs_check(const struct inputs *in, enum overlay_kind kind, struct err *err)
{
	for (size_t i = 0; i < in->n; i++)
		if (overlay_field_find(kind, in->list[i].column) < 0)
			return unknown(kind, in->list[i].column, err);
	return true;
}

bool inputs_valued(const struct inputs *in, bool valued, struct err *err)
{
	for (size_t i = 0; i < in->n; i++) {
		if (valued && !in->list[i].value)
			return err_set(err, ERR_USAGE,
				       "--champ attend NOM=VALEUR, pas « %s » (rien après « = » "
				       "veut dire « non précisé »)",
				       quote(in->list[i].column).s);
		if (!valued && in->list[i].value)
			return err_set(err, ERR_USAGE,
				       "Avec --source ou --garder, --champ attend un nom seul");
	}
	return true;
}

char *inputs_words(const char *label, struct err *err)
{
	char *text = xcalloc(WORDS_MAX + 1, 1), *clean = NULL;
	size_t n = fread(text, 1, WORDS_MAX + 1, stdin);

	if (n > WORDS_MAX || memchr(text, '\0', n)) {
		err_set(err, ERR_USAGE, "%s : le texte est trop long, ou n’est pas du texte", label);
	} else {
		text[n] = '\0';
		clean = text_cleaned(text, TEXT_MANY_LINES);
	}
	free(text);
	return clean;
}

void say_late(const struct session *s)
{
	if (*overlay_late(s))
		say("C’est gardé, mais l’annuaire ne le montre pas encore : %s. Ce sera fait au "
		    "prochain "
		    "lancement",
		    overlay_late(s));
}
