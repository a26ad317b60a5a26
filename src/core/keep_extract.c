/* The right of access: what is held about a person, as they may read it. */
#include "aiguillage/date.h"
#include "aiguillage/text.h"
#include "src/core/keep_impl.h"

static void add_fact(struct str *out, const char *label, const char *value, int width)
{
	struct str b;

	if (!*value)
		return;
	str_init(&b);
	str_addf(&b, "%s : %s", label, value);
	str_add(out, "  ");
	text_add_wrapped(out, b.s, 2, width);
	str_done(&b);
}

static void add_fields(struct session *s, const struct entry *e, int width, struct str *out)
{
	size_t n;
	const struct entry_field *f = entry_fields(e->kind, &n);
	struct str b;

	str_init(&b);
	for (size_t i = 0; i < n; i++) {
		if (f[i].kind == ENTRY_IS_ID)
			continue;
		str_clear(&b);
		log_say_value(s, e->kind, (int)i, entry_get(e, (int)i), &b);
		add_fact(out, f[i].label, b.s, width);
	}
	str_done(&b);
}

static bool add_entry(struct session *s, const struct entry *e, int width, struct str *out,
		      struct err *err)
{
	struct str code;
	bool ok;

	str_addf(out, "\n%s%s\n", e->kind == KIND_PERSON ? "Personne" : entry_kind_title(e->kind),
		 e->removed ? ", annulée" : "");
	str_init(&code);
	ok = log_code(s, e, &code, err);
	if (e->kind != KIND_PERSON) {
		add_fact(out, "Identifiant", e->id, width);
		add_fact(out, "Code de la personne", code.s, width);
	}
	add_fields(s, e, width, out);
	add_fact(out, "Noté le", e->made, width);
	add_fact(out, "Changé le", e->changed, width);
	add_fact(out, "Par le poste", e->author, width);
	str_done(&code);
	return ok;
}

bool keep_extract(struct session *s, const struct log_list *l, int width, struct str *out,
		  struct err *err)
{
	struct str b;
	bool ok = true;

	str_init(&b);
	str_add(&b, "Tout ce que le journal d’Aiguillage contient sur cette personne, le ");
	date_french(&b, clock_today(), DATE_ALWAYS_YEAR, 0);
	str_addf(&b, ". Les textes et le code sont gardés %d mois après le dernier contact.", keep_months(s));
	text_add_wrapped(out, b.s, 0, width);
	str_done(&b);
	for (size_t i = 0; ok && i < l->n; i++)
		ok = add_entry(s, &l->e[i], width, out, err);
	return ok;
}
