/* Files of journals in French: what one holds, what reading one did. */
#include "aiguillage/date.h"
#include "aiguillage/mem.h"
#include "aiguillage/text.h"
#include "src/core/exchange_impl.h"

void exchange_say_contents(const struct exchange_contents *c, struct str *out)
{
	static const struct {
		enum entry_kind kind;
		const char *one, *many;
	} kinds[] = {
		{ KIND_ACCOMPANIMENT, "accompagnement", "accompagnements" },
		{ KIND_REFERRAL, "orientation", "orientations" },
		{ KIND_UNMET, "besoin sans réponse", "besoins sans réponse" },
		{ KIND_PERSON, "personne (âge, genre, statut, commune)",
		  "personnes (âge, genre, statut, commune)" },
	};

	if (!c->n) {
		str_add(out, "Rien : il n’y a pas d’entrée pour ces jours.\n");
		return;
	}
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		str_add(out, i ? ", " : "");
		say_count(out, (int64_t)c->kinds[kinds[i].kind], kinds[i].one, kinds[i].many);
	}
	if (*c->first) {
		str_add(out, " ; ");
		date_french_span(out, c->first, c->last);
	}
	str_add(out, ".\n");
	if (c->removed) {
		say_count(out, (int64_t)c->removed, "fiche annulée, pour qu’elle le soit là-bas",
			  "fiches annulées, pour qu’elles le soient là-bas");
		str_add(out, ".\n");
	}
	if (c->texts && c->worded) {
		str_add(out, "AVEC les textes libres et les codes des personnes, dans ");
		say_count(out, (int64_t)c->worded, "fiche", "fiches");
		str_add(out, " : scellez ce fichier par une phrase, et transmettez-la par un autre chemin.\n");
	} else {
		str_add(out, "Sans texte libre ni code de personne.\n");
	}
}

void exchange_report_init(struct exchange_report *r)
{
	*r = (struct exchange_report){ .read = 0 };
	str_init(&r->conflicts);
}

void exchange_report_done(struct exchange_report *r)
{
	str_done(&r->conflicts);
}

static void say_number_of(struct str *out, size_t n, const char *one, const char *many)
{
	str_add(out, ", ");
	say_count(out, (int64_t)n, one, many);
}

void exchange_say_report(const struct exchange_report *r, const char *name, bool dry_run,
			 struct str *out)
{
	str_addf(out, "%s, de « %s » : ", name, *r->post ? r->post : "un poste sans nom");
	say_count(out, (int64_t)r->read, "fiche lue", "fiches lues");
	say_number_of(out, r->added, "nouvelle", "nouvelles");
	say_number_of(out, r->changed, "mise à jour", "mises à jour");
	say_number_of(out, r->known, "déjà connue", "déjà connues");
	if (r->erased)
		say_number_of(out, r->erased, "effacée ici, non reprise", "effacées ici, non reprises");
	str_add(out, dry_run ? ". Rien n’est changé.\n" : ".\n");
	if (!r->both)
		return;
	say_count(out, (int64_t)r->both, "fiche a été changée", "fiches ont été changées");
	str_add(out, " des deux côtés : la version la plus récente est gardée, l’autre est mise de côté.\n");
	str_addf(out, "%s%s", r->conflicts.s, r->both > EXCHANGE_CONFLICTS_TOLD ? "…\n" : "");
}
