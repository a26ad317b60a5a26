#include "aiguillage/post.h"

#include <stdlib.h>
#include <string.h>

#include "aiguillage/fold.h"
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

/* ---- the posts of a merged journal ---- */

void post_say_other(struct str *out, struct session *s, const struct journal_post *p)
{
	char *mine = p->ours ? post_get(s, POST_PLACE) : NULL;

	str_add(out, mine && *mine ? mine : *p->name ? p->name : p->ours ? "votre poste" : p->code);
	free(mine);
}

static void say_known(struct str *out, struct session *s, const struct journal_post *posts, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		str_addf(out, "%s%s (", i ? ", " : "", posts[i].code);
		post_say_other(out, s, &posts[i]);
		str_add(out, ")");
	}
}

bool post_find(struct session *s, const char *typed, char code[ENTRY_ID_LEN], struct err *err)
{
	struct journal_post *posts;
	char *key = folded(typed);
	struct str known, name;
	size_t n, found = 0;
	bool ok = journal_posts(s->journal, &posts, &n, err);

	str_init(&known);
	str_init(&name);
	for (size_t i = 0; ok && i < n; i++) {
		char *other;

		str_clear(&name);
		post_say_other(&name, s, &posts[i]);
		other = folded(name.s);
		if (strcmp(posts[i].code, typed) == 0 || (*key && strcmp(other, key) == 0)) {
			strcpy(code, posts[i].code);
			found++;
		}
		free(other);
	}
	say_known(&known, s, posts, n);
	if (ok && found != 1)
		ok = err_set(err, ERR_NOT_FOUND, n ? "%s poste du journal ne s’appelle « %.40s ». Il y a : %s"
						   : "%s poste n’a encore rien noté (« %.40s »)%s",
			     found ? "Plus d’un" : "Aucun", typed, known.s);
	str_done(&name);
	str_done(&known);
	free(key);
	journal_posts_free(posts, n);
	return ok;
}
