#include "aiguillage/post.h"

#include <stdlib.h>
#include <string.h>

#include "aiguillage/mem.h"
#include "aiguillage/place.h"
#include "aiguillage/text.h"

static const struct {
	const char *name, *label, *setting;
} fields[POST_FIELDS] = {
	[POST_FUNCTION] = { "fonction", "Fonction", "poste.fonction" },
	[POST_PLACE] = { "lieu", "Lieu", "poste.lieu" },
	[POST_PHONE] = { "telephone", "Téléphone", "poste.telephone" },
};

const char *post_name(enum post_field f)
{
	return fields[f].name;
}

const char *post_label(enum post_field f)
{
	return fields[f].label;
}

char *post_get(struct session *s, enum post_field f)
{
	char *value = journal_get_setting(s->journal, fields[f].setting), *clean;

	clean = text_cleaned(value ? value : "", TEXT_ONE_LINE);
	free(value);
	return clean;
}

bool post_set(struct session *s, enum post_field f, const char *value, struct err *err)
{
	char *clean = text_cleaned(value, TEXT_ONE_LINE), *now;
	bool ok = !journal_readonly(s->journal) &&
		  journal_set_setting(s->journal, fields[f].setting, clean, err);

	/* setting is quiet when another program holds the journal: the answer is in the journal */
	now = post_get(s, f);
	if (!err->kind && (!ok || strcmp(now, clean) != 0))
		ok = err_set(err, ERR_BASE, "Le réglage n’a pas pu être gardé : le journal ne peut pas "
			     "être écrit en ce moment. Recommencez plus tard");
	free(now);
	free(clean);
	return ok;
}

void post_say(struct str *out, struct session *s)
{
	size_t before = out->len;

	for (int f = 0; f < POST_FIELDS; f++) {
		char *value = post_get(s, (enum post_field)f);

		if (*value && out->len > before)
			str_add(out, ", ");
		if (f == POST_PHONE && *value)
			phone_french(out, value);
		else
			str_add(out, value);
		free(value);
	}
}
