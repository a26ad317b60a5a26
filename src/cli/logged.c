#include "src/cli/logged.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/date.h"
#include "aiguillage/mem.h"
#include "aiguillage/place.h"
#include "aiguillage/protect.h"
#include "src/cli/inputs.h"

#define SHORT_ID 8		/* characters of an id that people see */

/* ---- what is asked ---- */

static bool read_field(struct logged *l, const struct args *a, int field, struct err *err)
{
	size_t n;
	const struct entry_field *f = entry_fields(l->kind, &n);

	if (field < 0 || field >= (int)n)
		return false;
	l->typed[field] = a->value;
	if (entry_is_personal(&f[field]) && strcmp(a->value, "-") != 0)
		return err_set(err, ERR_USAGE, "« %s » parle d’une personne : cela se donne par "
			       "l’entrée standard, avec « - » comme valeur", f[field].label);
	return true;
}

bool logged_read(struct logged *l, const struct args *a, int id, struct err *err)
{
	switch (id) {
	case LOGGED_CODE:
		l->code = a->value;
		return true;
	case LOGGED_NEW_CODE:
		l->code = LOG_NEW_CODE;
		return true;
	default:
		return id != ARGS_WRONG && read_field(l, a, id - LOGGED_FIELD(0), err);
	}
}

bool logged_fill(const struct logged *l, struct session *s, struct entry *e, struct err *err)
{
	size_t n;
	const struct entry_field *f = entry_fields(l->kind, &n);
	struct str value;
	bool ok = true;

	str_init(&value);
	for (size_t i = 0; ok && i < n; i++) {
		char *words = NULL;

		if (!l->typed[i])
			continue;
		if (entry_is_personal(&f[i]))
			words = inputs_words(f[i].label, err);
		ok = (words || !entry_is_personal(&f[i])) &&
		     log_read_in(s, e, (int)i, words ? words : l->typed[i], &value, err);
		if (ok)
			entry_set(e, (int)i, value.s);
		free(words);
	}
	str_done(&value);
	return ok;
}

/* ---- what is answered ---- */

bool logged_save(struct cmd_call *call, const struct logged *l, struct entry *e, struct err *err)
{
	struct log_saved saved;
	struct str b;

	if (!log_save(call->session, e, l->code, &saved, err))
		return false;
	str_init(&b);
	str_addf(&b, "Noté : %.*s, ", SHORT_ID, saved.id);
	log_say(call->session, e, &b);
	out_wrap(&call->out, b.s, 2);
	if (*saved.code)
		str_addf(&call->out, "Code de la personne : %s%s\n", saved.code,
			 saved.new_person ? " (nouveau : à écrire sur sa fiche)" : "");
	str_done(&b);
	return true;
}

static const struct column columns[] = {
	{ .name = "id" }, { .name = "date", .day = true }, { .name = "objet" }, { .name = "code" },
	{ .name = "commune_insee" }, { .name = "commune" }, { .name = "lieu" }, { .name = "besoins" },
	{ .name = "etat" }, { .name = "motif" }, { .name = "relance", .day = true }, { .name = "telephone" },
	{ .name = "duree", .number = true }, { .name = "quoi" },
};

static const char *field_of(const struct entry *e, int accompaniment, int referral, int unmet)
{
	int field = e->kind == KIND_ACCOMPANIMENT ? accompaniment
		    : e->kind == KIND_REFERRAL	  ? referral
						  : unmet;

	return field < 0 ? "" : entry_get(e, field);
}

static void add_row(struct rows *r, const struct session *s, const struct entry *e,
		    const char *code)
{
	const char *state = e->kind == KIND_REFERRAL
				    ? referral_state_code(referral_state_on(e, clock_today()))
				    : "";
	struct str what;

	str_init(&what);
	log_say(s, e, &what);
	rows_add(r, e->id);
	rows_add(r, entry_get(e, ENTRY_DAY));
	rows_add(r, entry_kind_name(e->kind));
	rows_add(r, code);
	rows_add(r, entry_get(e, ENTRY_INSEE));
	rows_add(r, entry_get(e, ENTRY_COMMUNE));
	rows_add(r, field_of(e, ACC_PLACE, REF_PLACE, UNMET_PLACE));
	rows_add(r, field_of(e, ACC_THEMES, REF_NEEDS, UNMET_NEEDS));
	rows_add(r, state);
	rows_add(r, field_of(e, -1, REF_REASON, UNMET_REASON));
	rows_add(r, field_of(e, -1, REF_FOLLOWUP, -1));
	rows_add(r, field_of(e, -1, REF_PHONE, -1));
	rows_add(r, field_of(e, ACC_MINUTES, -1, -1));
	rows_add(r, what.s);
	str_done(&what);
}

bool logged_print(struct cmd_call *call, const struct log_list *l, enum format format,
		  struct err *err)
{
	char id[SHORT_ID + 1];
	struct str code;
	struct rows r;
	bool ok = format_check_output(format, err);

	str_init(&code);
	rows_init(&r, columns, ARRAY_SIZE(columns));
	for (size_t i = 0; ok && i < l->n; i++) {
		if (format == FORMAT_TABLE) {
			snprintf(id, sizeof id, "%.*s", SHORT_ID, l->e[i].id);
			ok = log_text_entry(call->session, &l->e[i], id, out_width(), &call->out, err);
			continue;
		}
		ok = log_code(call->session, &l->e[i], &code, err);
		if (format >= FORMAT_CSV)
			str_clear(&code);	/* such a table goes to others */
		if (ok)
			add_row(&r, call->session, &l->e[i], code.s);
	}
	if (ok && format != FORMAT_TABLE)
		ok = rows_write(&r, format, call->session->base_dir, &call->out, err);
	rows_done(&r);
	str_done(&code);
	return ok;
}

bool logged_show(struct cmd_call *call, const struct entry *e, struct err *err)
{
	size_t n;
	const struct entry_field *f = entry_fields(e->kind, &n);
	struct str b;
	bool ok;

	str_init(&b);
	str_addf(&b, "%s%s", entry_kind_title(e->kind), e->removed ? ", annulée" : "");
	out_wrap(&call->out, b.s, 0);
	out_fact(&call->out, "Identifiant", e->id, 2);
	ok = log_code(call->session, e, &b, err);
	if (*entry_person(e) && journal_lock_state(call->session->journal) == JOURNAL_LOCKED)
		str_add(&b, PROTECT_SHUT);
	out_fact(&call->out, "Code de la personne", b.s, 2);
	for (size_t i = 0; i < n; i++) {
		if (f[i].kind == ENTRY_IS_ID)
			continue;
		str_clear(&b);
		if (entry_is_locked(e, (int)i))
			str_add(&b, PROTECT_SHUT);
		else
			log_say_value(call->session, e->kind, (int)i, entry_get(e, (int)i), &b);
		out_fact(&call->out, f[i].label, b.s, 2);
	}
	str_done(&b);
	return ok;
}
