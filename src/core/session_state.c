/* What `aiguillage etat` tells: where the bases are, what they hold, whether they are sound. */
#include <stdlib.h>
#include <sys/stat.h>

#include "aiguillage/date.h"
#include "aiguillage/overlay.h"
#include "aiguillage/path.h"
#include "src/core/session_impl.h"

static void add_size(struct str *out, const char *path)
{
	struct stat st;

	if (stat(path, &st))
		return;
	str_add(out, ", ");
	say_number(out, (st.st_size + 1023) / 1024);
	str_add(out, " Ko");
}

static void say_file(struct str *out, const char *label, const char *dir, const char *name)
{
	char *path = path_join(dir, name), *shown = path_shown(path);

	str_addf(out, "%s : %s", label, shown);
	add_size(out, path);
	free(shown);
	free(path);
}

/* « il y a 26 mois » */
static void say_age(struct str *out, int days)
{
	if (days < 0)
		str_add(out, "date à venir");
	else if (days == 0)
		str_add(out, "aujourd’hui");
	else if (days < 60)
		str_addf(out, "il y a %d jour%s", days, days > 1 ? "s" : "");
	else
		str_addf(out, "il y a %d mois", (int)(days / 30.44));
}

static void say_date(struct str *out, const char *date)
{
	int day;

	if (date && date_parse_day(date, &day)) {
		date_french(out, day, DATE_ALWAYS_YEAR, 0);
		str_add(out, " (");
		say_age(out, clock_today() - day);
		str_add(out, ")");
	} else {
		str_add(out, "date inconnue");
	}
}

static void say_information(struct str *out, const char *date)
{
	int day;

	if (date && date_parse_day(date, &day)) {
		str_add(out, ", information du ");
		say_date(out, date);
	} else {
		str_add(out, ", information sans date");
	}
}

/* The moment it was read, of which the day matters. */
static void say_loaded(struct str *out, const char *loaded)
{
	int64_t moment;

	if (!loaded || !date_parse_moment(loaded, &moment))
		return;
	str_add(out, ", lue le ");
	date_french(out, date_day_of(moment), DATE_ALWAYS_YEAR, 0);
}

static bool say_origins(struct session *s, struct str *out, struct err *err)
{
	struct directory_origin *o;
	size_t n;

	if (!directory_origins(s->directory, &o, &n, err))
		return false;
	for (size_t i = 0; i < n; i++) {
		bool titled = o[i].title && *o[i].title;

		str_addf(out, "Source « %s » : ", titled ? o[i].title : o[i].name);
		say_count(out, o[i].places, "lieu", "lieux");
		str_add(out, ", ");
		say_count(out, o[i].offers, "offre", "offres");
		say_information(out, o[i].date);
		say_loaded(out, o[i].loaded);
		str_addc(out, '\n');
	}
	directory_origins_free(o, n);
	return true;
}

static bool say_contents(struct session *s, struct str *out, struct err *err)
{
	int64_t places, offers;

	if (!session_counts(s, &places, &offers, err))
		return false;
	str_add(out, "Contenu : ");
	say_count(out, places, "lieu", "lieux");
	str_add(out, ", ");
	say_count(out, offers, "offre", "offres");
	str_add(out, ", ");
	say_count(out, (int64_t)gazetteer_count(s->gazetteer), "commune", "communes");
	str_addf(out, "\nIndex de recherche : %s\n",
		 index_count(s->index) == (size_t)offers ? "à jour" : "incomplet");
	if (index_count(s->index) != (size_t)offers)
		return err_set(err, ERR_BASE, "L’index de recherche ne décrit pas toutes les "
			       "offres. Supprimer annuaire.db : il sera refait au prochain "
			       "lancement");
	return true;
}

static bool say_directory(struct session *s, struct str *out, struct err *err)
{
	bool sound;

	say_file(out, "Annuaire", s->base_dir, "annuaire.db");
	sound = directory_check(s->directory, err);
	str_addf(out, ", %s\n", sound ? "sain" : "ABÎMÉ");
	sound = say_contents(s, out, err) && sound;
	return say_origins(s, out, err) && sound;
}

static bool say_journal(struct session *s, struct str *out, struct err *err)
{
	bool sound, locked = journal_readonly(s->journal);

	say_file(out, "Journal", s->base_dir, "journal.db");
	sound = journal_check(s->journal, err);
	str_addf(out, ", %s%s\n", sound ? "sain" : "ABÎMÉ", locked ? ", en lecture seule" : "");
	if (locked && sound)
		return err_set(err, ERR_BASE, "%s", journal_notice(s->journal));
	return sound;
}

struct local_count {
	int64_t corrected, added, conflicts, vanished;
};

static bool count_local(void *ctx, const struct overlay_item *item, struct err *err)
{
	struct local_count *n = ctx;

	(void)err;
	n->corrected += (int64_t)item->o->n;
	n->added += item->o->added;
	n->conflicts += item->conflict;
	n->vanished += item->o->vanished;
	return true;
}

/* Said when there is any: « Selon vous : 3 champs corrigés, 1 ajout ». */
static bool say_local(struct session *s, struct str *out, struct err *err)
{
	struct local_count n = { 0 };

	if (!overlay_each(s, count_local, &n, err))
		return false;
	if (n.corrected || n.added) {
		str_add(out, "Selon vous : ");
		say_count(out, n.corrected, "champ corrigé", "champs corrigés");
		str_add(out, ", ");
		say_count(out, n.added, "ajout", "ajouts");
		if (n.conflicts) {
			str_add(out, ", ");
			say_count(out, n.conflicts, "fiche à choisir entre vous et la source",
				  "fiches à choisir entre vous et la source");
		}
		if (n.vanished) {
			str_add(out, ", ");
			say_count(out, n.vanished, "fiche disparue", "fiches disparues");
		}
		str_addc(out, '\n');
	}
	if (*overlay_late(s))
		str_addf(out, "En attente d’être reporté dans l’annuaire : %s\n", overlay_late(s));
	return true;
}

static void say_school(struct session *s, struct str *out)
{
	const struct school_holidays *sh = &s->school;

	str_add(out, "Vacances scolaires : ");
	if (sh->first > sh->last) {
		str_add(out, "inconnues\n");
		return;
	}
	str_add(out, "connues jusqu’au ");
	date_french(out, sh->last, DATE_ALWAYS_YEAR, 0);
	str_add(out, sh->last < clock_today() ? ", à prolonger (data/vacances.tsv)\n" : "\n");
}

bool session_state(struct session *s, struct str *out, struct err *err)
{
	char *data = path_shown(s->data_dir);
	bool sound;

	sound = say_directory(s, out, err);
	sound = say_journal(s, out, err) && sound;
	sound = say_local(s, out, err) && sound;
	str_addf(out, "Données livrées : %s\n", data);
	say_school(s, out);
	free(data);
	return sound;
}
