#include <stdlib.h>
#include <string.h>

#include "aiguillage/vocab.h"
#include "tests/lib/tap.h"
#include "tests/unit/tempdir.h"

static struct vocab *v;

/* Code of the first completion, "" when there is none. */
static const char *first(enum vocab_genre genre, const char *typed)
{
	struct vocab_match m[3];

	return vocab_complete(v, genre, typed, m, 3) ? m[0].value->code : "";
}

static bool among(enum vocab_genre genre, const char *typed, const char *code)
{
	struct vocab_match m[40];
	size_t n = vocab_complete(v, genre, typed, m, 40);

	for (size_t i = 0; i < n; i++) {
		if (strcmp(m[i].value->code, code) == 0)
			return true;
	}
	return false;
}

static void test_file(void)
{
	ok(vocab_count(v, VOCAB_NEED) > 70, "needs of LMN and of data·inclusion");
	ok(vocab_count(v, VOCAB_CARE) == 7, "seven kinds of special care");
	for (int g = 0; g < VOCAB_GENRES; g++)
		ok(vocab_count(v, g) > 0, "genre %s has values", vocab_genre_name(g));
	is_str(vocab_at(v, VOCAB_NEED, 0)->code, "demarches", "the file's order is the picker's");
	is_int(vocab_at(v, VOCAB_NEED, 3)->order, 3, "values know their place");
	is_str(vocab_genre_title(VOCAB_CARE), "Prise en charge", "title of a genre");
}

static void test_briefs(void)
{
	struct str bad;

	str_init(&bad);
	for (int g = 0; g < VOCAB_GENRES; g++) {
		for (size_t i = 0; i < vocab_count(v, g); i++) {
			const struct vocab_value *x = vocab_at(v, g, i);
			size_t columns = 0;

			for (const char *p = x->brief; *p; p++)
				columns += ((unsigned char)*p & 0xC0) != 0x80;
			if (columns > 22)
				str_join(&bad, ", ", x->brief);
		}
	}
	is_str(bad.s, "", "short forms hold in 22 columns");
	str_done(&bad);
}

static void test_find(void)
{
	static const struct {
		enum vocab_genre genre;
		const char *text, *code;
	} cases[] = {
		{ VOCAB_NEED, "demarches", "demarches" },
		{ VOCAB_NEED, "Aide aux démarches administratives", "demarches" },
		{ VOCAB_NEED, "AIDE AUX DEMARCHES ADMINISTRATIVES", "demarches" },
		{ VOCAB_NEED, "numerique--acceder-a-des-services-en-ligne", "demarches" },
		{ VOCAB_NEED, "numerique--maitriser-les-fondamentaux-du-numerique", "bases-numerique" },
		{ VOCAB_NEED, "numerique--acceder-a-une-connexion-internet",
		  "acces-internet-materiel" },
		{ VOCAB_NEED, "numerique--acquerir-un-equipement", "materiel-solidaire" },
		{ VOCAB_NEED, "S'équiper en matériel informatique", "materiel-solidaire" },
		{ VOCAB_NEED, "S’équiper en matériel informatique", "materiel-solidaire" },
		{ VOCAB_AUDIENCE, "Séniors", "seniors" },
		{ VOCAB_AUDIENCE, "Seniors (+ 65 ans)", "seniors" },
		{ VOCAB_AUDIENCE, "Uniquement femmes", "femmes" },
		{ VOCAB_COST, "Gratuit : Je peux accéder gratuitement au lieu et à ses services",
		  "gratuit" },
		{ VOCAB_COST, "Pass numérique : Je peux utiliser un Pass numérique", "pass-numerique" },
		{ VOCAB_COST, "Adhésion : J'adhère", "payant" },
		{ VOCAB_MODE, "Seul : j'ai accès à du matériel et une connexion", "autonomie" },
		{ VOCAB_MODE, "Avec de l'aide : je suis accompagné seul dans l'usage du numérique",
		  "individuel" },
		{ VOCAB_TYPOLOGY, "PE", "FT" },
		{ VOCAB_TYPOLOGY, "AUTRE", "Autre" },
		{ VOCAB_TYPOLOGY, "EATT", "EATT" },
		{ VOCAB_TYPOLOGY, "Entreprise adaptée", "EA" },
		{ VOCAB_PROGRAMME, "CnFS", "conseillers-numeriques" },
		{ VOCAB_LABEL, "Étapes numériques(La Poste)", "etapes-numeriques" },
		{ VOCAB_STATUS, "à vérifier", "a-verifier" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct vocab_value *x = vocab_find(v, cases[i].genre, cases[i].text);

		is_str(x ? x->code : "(none)", cases[i].code, "find « %s »", cases[i].text);
	}
	ok(!vocab_find(v, VOCAB_NEED, "Poterie"), "an unknown value is not found");
	ok(!vocab_find(v, VOCAB_NEED, ""), "nor is an empty one");
	ok(!vocab_find(v, VOCAB_NEED, "CAF"), "synonyms are for people, not for files");
	ok(!vocab_find(v, VOCAB_COST, ": rien"), "nothing before the gloss");
	is_str(vocab_code(v, VOCAB_NEED, "Poterie"), "Poterie", "unknown values stay verbatim");
	is_str(vocab_label(v, VOCAB_NEED, "Poterie"), "Poterie", "and are their own label");
	is_str(vocab_brief(v, VOCAB_AUDIENCE, "beneficiaires-des-minimas-sociaux"), "RSA", "brief");
	ok(!vocab_by_code(v, VOCAB_AUDIENCE, "demarches"), "codes belong to their genre");
}

/* Every name of every value leads to a value of its genre; its code to itself. */
static void test_all_names(void)
{
	struct str bad, item;

	str_init(&bad);
	str_init(&item);
	for (int g = 0; g < VOCAB_GENRES; g++) {
		for (size_t i = 0; i < vocab_count(v, g); i++) {
			const struct vocab_value *x = vocab_at(v, g, i);
			struct list_walk w = { .rest = x->synonyms };

			if (vocab_find(v, g, x->code) != x || !vocab_find(v, g, x->label))
				str_join(&bad, ", ", x->code);
			while (list_next(&w, &item)) {
				if (!among(g, item.s, x->code))
					str_join(&bad, ", ", item.s);
			}
		}
	}
	is_str(bad.s, "", "codes, labels and synonyms lead to their value");
	str_done(&bad);
	str_done(&item);
}

static void test_complete(void)
{
	static const struct {
		enum vocab_genre genre;
		const char *typed, *code;
	} cases[] = {
		/* what counsellors type */
		{ VOCAB_NEED, "caf", "demarches" },
		{ VOCAB_NEED, "papiers", "demarches" },
		{ VOCAB_NEED, "papier", "demarches" },
		{ VOCAB_NEED, "impots", "demarches" },
		{ VOCAB_NEED, "ameli", "demarches" },
		{ VOCAB_NEED, "CPAM", "demarches" },
		{ VOCAB_NEED, "retraite", "demarches" },
		{ VOCAB_NEED, "parcoursup", "demarches" },
		{ VOCAB_NEED, "carte grise", "demarches" },
		{ VOCAB_NEED, "ANTS", "demarches" },
		{ VOCAB_NEED, "doctolib", "demarches" },
		{ VOCAB_NEED, "rsa", "demarches" },
		{ VOCAB_NEED, "APA", "demarches" },
		{ VOCAB_NEED, "déclaration d'impôts", "demarches" },
		{ VOCAB_NEED, "la carte vitale", "demarches" },
		{ VOCAB_NEED, "identite", "demarches" },
		{ VOCAB_NEED, "pôle emploi", "insertion-professionnelle" },
		{ VOCAB_NEED, "cv", "insertion-professionnelle" },
		{ VOCAB_NEED, "erun", "parentalite-education" },
		{ VOCAB_NEED, "pronote", "parentalite-education" },
		{ VOCAB_NEED, "imprimante", "acces-internet-materiel" },
		{ VOCAB_NEED, "imprimantes", "acces-internet-materiel" },
		{ VOCAB_NEED, "une imprimante", "acces-internet-materiel" },
		{ VOCAB_NEED, "wifi", "acces-internet-materiel" },
		{ VOCAB_NEED, "wi-fi", "acces-internet-materiel" },
		{ VOCAB_NEED, "scanner", "acces-internet-materiel" },
		{ VOCAB_NEED, "smartphone", "bases-numerique" },
		{ VOCAB_NEED, "whatsapp", "bases-numerique" },
		{ VOCAB_NEED, "boite mail", "bases-numerique" },
		{ VOCAB_NEED, "arnaque", "securite-numerique" },
		{ VOCAB_NEED, "cyberharcèlement", "securite-numerique" },
		{ VOCAB_NEED, "cyber harcelement", "securite-numerique" },
		{ VOCAB_NEED, "ordinateur pas cher", "materiel-solidaire" },
		{ VOCAB_NEED, "reconditionné", "materiel-solidaire" },
		{ VOCAB_NEED, "en panne", "reparation" },
		{ VOCAB_NEED, "imprimante 3d", "loisirs-creations" },
		{ VOCAB_AUDIENCE, "mamie", "seniors" },
		{ VOCAB_AUDIENCE, "papi", "seniors" },
		{ VOCAB_AUDIENCE, "personne âgée", "seniors" },
		{ VOCAB_AUDIENCE, "personnes agees", "seniors" },
		{ VOCAB_AUDIENCE, "senior", "seniors" },
		{ VOCAB_AUDIENCE, "ado", "jeunes" },
		{ VOCAB_AUDIENCE, "ados", "jeunes" },
		{ VOCAB_AUDIENCE, "parents", "familles" },
		{ VOCAB_AUDIENCE, "rsa", "beneficiaires-des-minimas-sociaux" },
		{ VOCAB_AUDIENCE, "chomeur", "demandeurs-emploi" },
		{ VOCAB_AUDIENCE, "pole emploi", "demandeurs-emploi" },
		{ VOCAB_AUDIENCE, "ehpad", "residents-etablissement" },
		{ VOCAB_AUDIENCE, "refugie", "personnes-exilees" },
		{ VOCAB_CARE, "illettré", "illettrisme" },
		{ VOCAB_CARE, "malentendant", "surdite" },
		{ VOCAB_CARE, "malentendante", "surdite" },
		{ VOCAB_CARE, "aveugle", "deficience-visuelle" },
		{ VOCAB_CARE, "ne parle pas français", "langues-autres" },
		{ VOCAB_CARE, "fauteuil roulant", "handicaps-moteurs" },
		{ VOCAB_TYPOLOGY, "mairie", "MUNI" },
		{ VOCAB_TYPOLOGY, "mediatheque", "BIB" },
		{ VOCAB_PROGRAMME, "conseiller num", "conseillers-numeriques" },
		{ VOCAB_BARRIER, "pas de voiture", "mobilite" },
		/* as one types */
		{ VOCAB_AUDIENCE, "sen", "seniors" },
		{ VOCAB_AUDIENCE, "j", "jeunes" },
		{ VOCAB_NEED, "dem", "demarches" },
		{ VOCAB_NEED, "empl", "insertion-professionnelle" },
		{ VOCAB_NEED, "sécu", "demarches" },
		/* faults */
		{ VOCAB_NEED, "imprimente", "acces-internet-materiel" },
		{ VOCAB_NEED, "inprimante", "acces-internet-materiel" },
		{ VOCAB_NEED, "parcour sup", "demarches" },
		{ VOCAB_NEED, "parcousup", "demarches" },
		{ VOCAB_NEED, "demarhces", "demarches" },
		{ VOCAB_NEED, "smarphone", "bases-numerique" },
		{ VOCAB_AUDIENCE, "snior", "seniors" },
		{ VOCAB_AUDIENCE, "etudient", "etudiants" },
		/* a sentence */
		{ VOCAB_NEED, "problème avec la CAF", "demarches" },
		{ VOCAB_NEED, "il a perdu son mot de passe", "bases-numerique" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		is_str(first(cases[i].genre, cases[i].typed), cases[i].code, "« %s »",
		       cases[i].typed);
}

static void test_matches(void)
{
	struct vocab_match m[100];
	size_t n;

	n = vocab_complete(v, VOCAB_NEED, "caf", m, 100);
	ok(n >= 1 && m[0].via && strcmp(m[0].via, "CAF") == 0, "says which synonym matched");
	vocab_complete(v, VOCAB_NEED, "aide aux dem", m, 100);
	ok(!m[0].via, "no synonym when the label matched");
	is_int((long long)vocab_complete(v, VOCAB_CARE, "", m, 100), 7, "no text: all, in order");
	is_str(m[0].value->code, vocab_at(v, VOCAB_CARE, 0)->code, "the first one first");
	is_int((long long)vocab_complete(v, VOCAB_CARE, " ’- ", m, 3), 3, "no letter: the same");
	is_int((long long)vocab_complete(v, VOCAB_NEED, "xqzk", m, 100), 0, "nothing like it");
	is_int((long long)vocab_complete(v, VOCAB_NEED, "e", m, 2), 2, "at most max");
	ok(among(VOCAB_NEED, "mdph", "sante--constituer-un-dossier-mdph-invalidite"), "MDPH");
	ok(among(VOCAB_NEED, "mot de passe", "securite-numerique"), "a synonym of two values");
}

static void test_lists(void)
{
	struct list_walk w = { .rest = " a| b c ||d|" };
	struct str item, all;

	str_init(&item);
	str_init(&all);
	while (list_next(&w, &item)) {
		str_add(&all, item.s);
		str_addc(&all, '/');
	}
	is_str(all.s, "a/b c/d/", "items are trimmed, empty ones skipped");
	ok(list_has("a|bc|d", "bc") && !list_has("a|bc", "b") && !list_has("", "a"), "list_has");
	str_clear(&all);
	list_add(&all, "x");
	list_add(&all, "y");
	list_add(&all, "x");
	list_add(&all, "");
	is_str(all.s, "x|y", "list_add adds once");
	list_add(&all, "z");
	list_remove(&all, "y");
	is_str(all.s, "x|z", "list_remove");
	list_remove(&all, "none");
	is_str(all.s, "x|z", "of what is not there");
	str_done(&item);
	str_done(&all);
}

static void test_errors(void)
{
	static const char *const bad[][2] = {
		{ "genre,code,libelle\npublic,a,A\npubic,b,B\n", "ligne 3" },
		{ "genre,code,libelle\npublic,,A\n", "ligne 2" },
		{ "genre,code,libelle\npublic,a,\n", "ligne 2" },
	};
	static const char twice[] =
		"genre,code,libelle\npublic,a,A\nbesoin,a,A\npublic,a,C\npublic,b,B\n";
	struct err missing = ERR_INIT;
	struct vocab *read;

	tempdir_make();
	spit(temp("vocabulaire_journal.csv"), "genre,code,libelle\n", 19);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct err err = ERR_INIT;

		spit(temp("vocabulaire.csv"), bad[i][0], strlen(bad[i][0]));
		ok(!vocab_read(tempdir, &err), "refused");
		is_int(err.kind, ERR_DATA, "bad data");
		ok(strstr(err.msg, bad[i][1]) != NULL, "says where: %s", err.msg);
	}
	spit(temp("vocabulaire.csv"), twice, strlen(twice));
	read = vocab_read(tempdir, &missing);
	if (ok(read != NULL, "a code twice is no reason to refuse the file %s", missing.msg)) {
		ok(strstr(vocab_notice(read), "ligne 4 : le code « a » du genre « public »"), "%s",
		   vocab_notice(read));
		is_str(vocab_label(read, VOCAB_AUDIENCE, "a"), "A", "the first line counts");
		is_str(vocab_label(read, VOCAB_AUDIENCE, "b"), "B", "and those after it");
	}
	vocab_free(read);
	tempdir_remove();
	ok(!vocab_read(tempdir, &missing) && missing.kind == ERR_BASE, "a missing file: %s",
	   missing.msg);
}

int main(void)
{
	struct err err = ERR_INIT;

	v = vocab_read(test_path("data"), &err);
	if (!ok(v != NULL, "data/vocabulaire.csv is read %s", err.msg))
		return done_testing();
	test_file();
	test_briefs();
	test_find();
	test_all_names();
	test_complete();
	test_matches();
	test_lists();
	test_errors();
	vocab_free(v);
	return done_testing();
}
