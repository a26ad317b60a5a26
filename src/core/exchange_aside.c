/* The versions that gave way to one made at the same time elsewhere: kept with the drafts. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/date.h"
#include "aiguillage/journal_draft.h"
#include "aiguillage/journal_keep.h"
#include "aiguillage/journal_log.h"
#include "aiguillage/log.h"
#include "aiguillage/mem.h"
#include "aiguillage/protect.h"
#include "aiguillage/secret.h"
#include "src/core/exchange_impl.h"

/*
 * A draft that is named after the record, each field a name and a value: it is sealed, dropped
 * and kept out of copies and exports as drafts are, without a word more.
 */
#define NAME_LEN (sizeof JOURNAL_ASIDE - 1 + ENTRY_ID_LEN)
#define BETWEEN '\x1f'
#define END '\x1e'

static void name_of(const char *id, char name[NAME_LEN])
{
	snprintf(name, NAME_LEN, JOURNAL_ASIDE "%s", id);
}

bool exchange_put_aside(struct session *s, const struct entry *loser, struct err *err)
{
	char name[NAME_LEN];
	struct str b;
	size_t n;
	const struct entry_field *f = entry_fields(loser->kind, &n);
	bool ok;

	name_of(loser->id, name);
	str_init(&b);
	str_addf(&b, EXCHANGE_REMOVED "%c%s%c", BETWEEN, loser->removed ? "oui" : "non", END);
	for (size_t i = 0; i < n; i++)
		str_addf(&b, "%s%c%s%c", f[i].name, BETWEEN, entry_kept(loser, (int)i), END);
	ok = journal_draft_put(s->journal, name, b.s, err);
	secret_wipe(&b);
	str_done(&b);
	return ok;
}

static void take_field(struct entry *e, const char *name, size_t n, const char *value)
{
	char *field = xstrndup(name, n);
	int i = entry_field_find(e->kind, field);

	if (i >= 0)
		entry_set(e, i, value);
	else if (strcmp(field, EXCHANGE_REMOVED) == 0)
		e->removed = strcmp(value, "oui") == 0;
	free(field);
}

bool exchange_aside(struct session *s, const struct entry *kept, struct entry *e, struct err *err)
{
	char name[NAME_LEN];
	struct str made, content;
	bool found;

	name_of(kept->id, name);
	entry_copy(e, kept);
	str_init(&made);
	str_init(&content);
	found = journal_draft_get(s->journal, name, &made, &content, err);
	for (char *at = content.s, *between, *end; found; at = end + 1) {
		between = strchr(at, BETWEEN);
		end = between ? strchr(between, END) : NULL;
		if (!end)
			break;
		*end = '\0';
		take_field(e, at, (size_t)(between - at), between + 1);
	}
	secret_wipe(&content);
	str_done(&content);
	str_done(&made);
	if (found)
		journal_log_unseal(s->journal, e);
	/* one that came with a copy from elsewhere brings no text back */
	if (found && journal_log_stripped(s->journal, kept->id, err))
		exchange_copy_texts(e, kept);
	return found && !err->kind && (!entry_same(e, kept) || e->removed != kept->removed);
}

struct listing {
	struct session *s;
	struct log_list *kept;
};

/* One that was erased, or says the same by now, is no longer one. */
static bool list_aside(void *ctx, const char *form, struct err *err)
{
	struct listing *l = ctx;
	struct err mine = ERR_INIT;
	struct entry kept, aside;

	if (log_find(l->s, form + strlen(JOURNAL_ASIDE), &kept, &mine)) {
		if (exchange_aside(l->s, &kept, &aside, &mine))
			log_list_add(l->kept, &kept);
		entry_done(&aside);
	}
	entry_done(&kept);
	if (mine.kind && mine.kind != ERR_NOT_FOUND)
		*err = mine;
	return !err->kind;
}

bool exchange_asides(struct session *s, struct log_list *kept, struct err *err)
{
	struct listing l = { .s = s, .kept = kept };

	*kept = (struct log_list){ .n = 0 };
	return journal_draft_each(s->journal, JOURNAL_ASIDE, list_aside, &l, err);
}

static void say_value(const struct session *s, const struct entry *e, int field, struct str *out)
{
	size_t before = out->len;

	log_say_value(s, e->kind, field, entry_get(e, field), out);
	if (out->len == before)
		str_add(out, "rien");
}

/* Identifiers of other records are no words; a history follows the state. */
static bool is_told(const struct entry_field *f)
{
	return f->kind != ENTRY_IS_ID && f->kind != ENTRY_IS_HISTORY;
}

void exchange_say_difference(const struct session *s, const struct entry *kept,
			     const struct entry *aside, struct str *out)
{
	size_t n;
	const struct entry_field *f = entry_fields(kept->kind, &n);

	if (kept->removed != aside->removed)
		str_add(out, aside->removed ? "annulée (au lieu de gardée)\n" : "gardée (au lieu d’annulée)\n");
	for (size_t i = 0; i < n; i++) {
		if (!is_told(&f[i]) || strcmp(entry_kept(kept, (int)i), entry_kept(aside, (int)i)) == 0)
			continue;
		str_addf(out, "%s : ", f[i].label);
		/* whether they differ cannot be known, and nobody asked to read them */
		if (entry_is_locked(kept, (int)i) || entry_is_locked(aside, (int)i)) {
			str_add(out, PROTECT_SHUT "\n");
			continue;
		}
		say_value(s, aside, (int)i, out);
		str_add(out, " (au lieu de ");
		say_value(s, kept, (int)i, out);
		str_add(out, ")\n");
	}
}

static bool found_one(void *ctx, const char *form, struct err *err)
{
	(void)form;
	(void)err;
	*(bool *)ctx = true;
	return true;
}

static bool has_aside(struct session *s, const char *id)
{
	struct err ignored = ERR_INIT;
	char name[NAME_LEN];
	bool found = false;

	name_of(id, name);
	return journal_draft_each(s->journal, name, found_one, &found, &ignored) && found;
}

void exchange_say_conflict(struct session *s, const struct entry *kept, const struct entry *loser,
			   bool ours_kept, struct str *out)
{
	struct err ignored = ERR_INIT;
	struct str code, difference;
	int day;

	str_init(&code);
	str_init(&difference);
	log_code(s, kept, &code, &ignored);
	str_add(out, entry_kind_title(kept->kind));
	if (kept->kind != KIND_PERSON && entry_day(kept, ENTRY_DAY, &day)) {
		str_add(out, " du ");
		date_french(out, day, DATE_ALWAYS_YEAR, 0);
	}
	if (code.len)
		str_addf(out, ", %s", code.s);
	str_addf(out, " (%.8s), %s est gardée. L’autre dit : ", kept->id,
		 ours_kept ? "votre version" : "la version reçue");
	exchange_say_difference(s, kept, loser, &difference);
	for (const char *at = difference.s; *at;) {
		size_t n = strcspn(at, "\n");

		str_addf(out, "%s%.*s", at == difference.s ? "" : " ; ", (int)n, at);
		at += n + (at[n] == '\n');
	}
	str_add(out, has_aside(s, kept->id) ? ". Elle remplace une version écartée plus tôt.\n" : ".\n");
	str_done(&difference);
	str_done(&code);
}

static bool take_out(struct session *s, const struct entry *kept, struct entry *e, struct err *err)
{
	struct entry now;
	bool ok;

	entry_copy(&now, kept);
	journal_log_unseal(s->journal, &now);
	ok = exchange_aside(s, &now, e, err) ||
		  (!err->kind && err_set(err, ERR_NOT_FOUND, "Aucune autre version de cette fiche n’est gardée"));

	entry_done(&now);
	return ok;
}

bool exchange_take_aside(struct session *s, const struct entry *kept, struct err *err)
{
	char name[NAME_LEN];
	struct log_saved saved;
	struct entry e;
	bool ok;

	entry_init(&e, kept->kind);
	ok = protect_need(s, err) && take_out(s, kept, &e, err);

	name_of(kept->id, name);
	ok = ok && log_save(s, &e, NULL, &saved, err) && journal_draft_drop(s->journal, name, err);
	entry_done(&e);
	return ok;
}
