/* What is held about one person: gathered for them, or erased. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "aiguillage/journal_keep.h"
#include "aiguillage/journal_log.h"
#include "aiguillage/path.h"
#include "aiguillage/protect.h"
#include "aiguillage/sheet.h"
#include "aiguillage/text.h"
#include "src/core/keep_impl.h"

struct finding {
	struct log_list *l;
	const char *code;
};

/* Journals that were merged may have given one code twice. */
static bool find_person(void *ctx, const struct entry *e, struct err *err)
{
	struct finding *f = ctx;

	(void)err;
	if (strcmp(entry_get(e, PERSON_CODE), f->code) == 0)
		log_list_add(f->l, e);
	return true;
}

static bool gather(struct session *s, const char *code, struct log_list *l, struct err *err)
{
	struct journal_log_query all = { .removed = true };
	struct finding f = { .l = l, .code = code };
	size_t persons;

	if (!journal_log_each(s->journal, KIND_PERSON, &all, find_person, &f, err))
		return false;
	persons = l->n;
	for (size_t i = 0; i < persons; i++) {
		char id[ENTRY_ID_LEN];

		strcpy(id, l->e[i].id);
		all.person = id;
		for (int k = KIND_ACCOMPANIMENT; k < ENTRY_KINDS; k++)
			if (!journal_log_each(s->journal, (enum entry_kind)k, &all, log_list_take, l,
					      err))
				return false;
	}
	log_list_sort(l, persons);
	return true;
}

bool keep_of_code(struct session *s, const char *code, struct log_list *l, struct err *err)
{
	struct str clean;
	bool ok;

	*l = (struct log_list){ .n = 0 };
	str_init(&clean);
	ok = person_code_read(code, &clean);
	if (!ok)
		err_set(err, ERR_USAGE, "« %.20s » n’est pas un code : une lettre et des chiffres, comme "
			"K7-42", code);
	ok = ok && protect_need(s, err) && gather(s, clean.s, l, err);
	if (ok && !l->n)
		ok = err_set(err, ERR_NOT_FOUND, "Le journal ne sait rien de %s", clean.s);
	str_done(&clean);
	return ok;
}

/* ---- erasing ---- */

static bool erase_all(void *ctx, struct journal *j, struct err *err)
{
	struct log_list *l = ctx;

	for (size_t i = 0; i < l->n; i++)
		if (!journal_log_erase(j, l->e[i].kind, l->e[i].id, err))
			return false;
	/* a form that was left may be about anybody */
	return journal_draft_drop_all(j, NULL, err);
}

/* Sheets bear the code, within files that cannot be searched; they are made again when asked for. */
void keep_drop_sheets(struct session *s, struct str *doubts)
{
	char *folder = path_join(s->base_dir, SHEET_FOLDER);
	DIR *d = opendir(folder);
	struct dirent *e;

	while (d && (e = readdir(d))) {
		char *path = path_join(folder, e->d_name);

		if (strncmp(e->d_name, SHEET_PREFIX, strlen(SHEET_PREFIX)) == 0 && unlink(path) != 0) {
			char *shown = path_shown(path);

			str_addf(doubts, "%s%s n’a pas pu être supprimé : faites-le.",
				 doubts->len ? "\n" : "", shown);
			free(shown);
		}
		free(path);
	}
	if (d)
		closedir(d);
	free(folder);
}

bool keep_erase(struct session *s, const char *code, size_t *n, struct str *doubts, struct err *err)
{
	struct log_list l;
	bool ok = keep_of_code(s, code, &l, err) && keep_mend(s, erase_all, &l, 0, doubts, err);

	*n = 0;
	for (size_t i = 0; i < l.n; i++)
		*n += l.e[i].kind != KIND_PERSON;
	if (ok)
		keep_drop_sheets(s, doubts);
	log_list_done(&l);
	return ok;
}
