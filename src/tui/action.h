/*
 * Everything a key can ask for, once.  From this list come the enum, the help
 * screen, the key bar, the key table of the manual and the names used by tests.
 *
 *	static const struct binding keys[] = {
 *		{ .key = CTRL('F'), .action = ACTION_FILTERS, .bar = 3 },
 *		{ .key = K_F(2), .action = ACTION_FILTERS },
 *	};
 *	const struct keymap map = { keys, ARRAY_SIZE(keys), KEYS_LIST };
 *	keymap_find(&map, key, typing);
 *
 * A key without Shift, AltGr or function row must exist for everything: function
 * keys are eaten by terminals or missing from keyboards.  tests/unit/test_action
 * refuses a key bound twice, an action without a key, a function key alone.
 */
#ifndef TUI_ACTION_H
#define TUI_ACTION_H

#include <stdbool.h>
#include <stddef.h>

#include "aiguillage/str.h"

/* X(identifier, name, short label of the key bar, sentence of the help) */
#define ACTIONS(X)                                                                              \
	X(OPEN, "ouvrir", "Valider", "Valider ce qui est choisi, ou l’ouvrir")                  \
	X(NEXT, "suivant", "Suite", "Passer au champ suivant")                                  \
	X(PREVIOUS, "precedent", "Avant", "Revenir au champ précédent")                         \
	X(UP, "haut", "Haut", "Monter d’une ligne")                                             \
	X(DOWN, "bas", "Bas", "Descendre d’une ligne")                                          \
	X(LEFT, "gauche", "Gauche", "Aller à gauche dans le texte")                             \
	X(RIGHT, "droite", "Droite", "Aller à droite dans le texte")                            \
	X(PAGE_UP, "page-haut", "Page avant", "Monter d’une page")                              \
	X(PAGE_DOWN, "page-bas", "Page après", "Descendre d’une page")                          \
	X(FIRST, "debut", "Début", "Aller au début de la liste ou du texte")                    \
	X(LAST, "fin", "Fin", "Aller à la fin de la liste ou du texte")                         \
	X(TOGGLE, "cocher", "Cocher", "Cocher ou décocher la ligne")                            \
	X(FILTERS, "filtres", "Filtres", "Choisir des filtres, avec ce que chacun laisserait") \
	X(FARTHER, "plus-loin", "Plus loin", "Chercher dans un rayon plus grand")               \
	X(NEARER, "plus-pres", "Plus près", "Chercher dans un rayon plus petit")                \
	X(RESET, "nouvelle", "Nouvelle", "Nouvelle recherche : tout vider sauf la commune")     \
	X(CLEAR, "oter-filtres", "Ôter les filtres", "Ôter tous les filtres")                   \
	X(IMPORT, "importer", "Importer", "Mettre l’annuaire à jour à partir d’un fichier")     \
	X(COPY, "copier", "Copier", "Copier le journal dans un fichier, sur une clé USB par exemple") \
	X(PUT_BACK, "remettre", "D’une clé", "Remettre une copie du journal qui est ailleurs, sur une clé USB") \
	X(VERIFY, "relire", "Tout relire", "Relire et vérifier toutes les copies du journal")   \
	X(SHORTER, "moins", "Moins", "Garder les textes et les codes un mois de moins")         \
	X(LONGER, "plus", "Plus", "Garder les textes et les codes un mois de plus")             \
	X(ERASE_DUE, "effacer-dus", "Effacer", "Effacer maintenant les textes et les codes dont le temps est passé") \
	X(GIVE, "donner", "Donner", "Donner à la personne tout ce qui est noté d’elle, dans un fichier") \
	X(FORGET, "tout-effacer", "Tout effacer", "Effacer pour de bon tout ce qui est noté de la personne") \
	X(WRITE, "ecrire", "Rapport CSV", "Écrire le rapport complet, pour un tableur")         \
	X(MAP, "pour-la-carte", "Pour la carte",                                                \
	  "Écrire vos ajouts et corrections, pour ceux qui tiennent la carte")                  \
	X(COMMUNES, "communes", "Communes", "Parcourir le secteur, commune par commune")        \
	X(PRESCRIBERS, "prescripteurs", "Prescripteurs", "Ouvrir la fiche de qui peut prescrire") \
	X(REFER, "orienter", "Orienter", "Noter que la personne est orientée vers ce lieu")     \
	X(ACCOMPANY, "accompagner", "Accompagner", "Noter un accompagnement, ou un atelier")    \
	X(UNMET, "sans-reponse", "Sans réponse", "Noter un besoin qui n’a pas trouvé de réponse") \
	X(CAME, "venu", "Venu", "La personne est venue, ou a été aidée")                        \
	X(FAILED, "pas-venu", "Pas venu", "Cela n’a pas abouti : dire pourquoi")                \
	X(AGAIN, "relancer", "Dans 7 jours", "Redemander dans 7 jours")                         \
	X(ELSEWHERE, "reorienter", "Réorienter", "Chercher un autre lieu, pour la même demande") \
	X(SAME, "meme-chose", "Même chose", "Noter la même chose pour une autre personne")      \
	X(CANCEL, "annuler", "Annuler l’entrée", "Retirer cette entrée du journal")             \
	X(UNDO, "defaire", "Défaire", "Revenir sur ce qui vient d’être fait")                   \
	X(PATHWAY, "parcours", "Parcours", "Voir tout le parcours de la personne")              \
	X(PERIOD, "periode", "Période", "Changer la période : semaine, mois, année, tout")      \
	X(POST, "poste", "Poste", "Ne compter qu’un poste parmi les journaux réunis, ou tous")    \
	X(KIND, "sorte", "Sorte", "Ne montrer qu’une sorte d’entrées, ou toutes")               \
	X(PARTNERS, "partenaires", "Partenaires", "Ouvrir la fiche d’un partenaire")            \
	X(SHEET, "fiche-remise", "Imprimer",                                                    \
	  "La fiche que la personne emporte : la lire, l’imprimer")                             \
	X(SHEETS, "fiches-remise", "Les fiches", "Les fiches de toutes les orientations du parcours") \
	X(LANGUAGE, "langue", "Langue", "Choisir une langue à côté du français")                \
	X(SIMPLE, "simple", "Simple", "Des phrases courtes, faciles à lire, ou non")            \
	X(LARGE, "gros", "Gros", "De gros caractères sur le papier, ou non")                    \
	X(PAPER, "papier", "Format", "Sur une page A5, moitié moins grande, ou A4")            \
	X(CHOICE, "choix", "Au choix",                                                          \
	  "Plusieurs lieux possibles sur une page, pour choisir chez soi")                      \
	X(SHOW, "ouvrir-fichier", "Ouvrir", "Montrer le fichier qui vient d’être écrit")        \
	X(RECORDS, "fiches-reunies", "Fiches réunies",                                              \
	  "Dire quelles fiches décrivent le même lieu")                                         \
	X(BLANKS, "zones-blanches", "Communes sans rien",                                           \
	  "Ne montrer que les communes où il n’y a rien, ou toutes")                            \
	X(GAPS, "manques", "Besoins sans aide", "Montrer les besoins connus que personne ne couvre") \
	X(SEARCH, "recherche", "Chercher ici", "Chercher pour une personne de cette commune")   \
	X(AGENDA, "agenda", "Agenda", "Qui reçoit où, jour par jour, parmi ce qui est trouvé")   \
	X(SCOPE, "perimetre", "Où", "Voir la commune même, les environs, ou tout le secteur")   \
	X(COMMUNE, "commune", "Commune", "Choisir une autre commune")                           \
	X(WEEK_NEXT, "semaine-suivante", "Semaine", "Aller à la semaine suivante")              \
	X(WEEK_BEFORE, "semaine-avant", "Semaine avant", "Revenir à la semaine d’avant")        \
	X(USUAL, "habituelles", "Habituelles",                                                  \
	  "Voir les ouvertures habituelles de tous les jours, ou les replier")                  \
	X(CALENDAR, "calendrier", "Calendrier",                                                 \
	  "Écrire l’agenda pour Thunderbird ou un téléphone")                                   \
	X(PRINT, "imprimer", "Imprimer", "Imprimer, ou écrire un fichier à imprimer")           \
	X(FIND, "chercher", "Chercher", "Chercher un mot dans ce qui est affiché")              \
	X(SAVE, "enregistrer", "Enregistrer", "Enregistrer ce qui est écrit")                   \
	X(CORRECT, "corriger", "Corriger", "Corriger le lieu ou une de ses offres")             \
	X(MARK, "marquer", "Marquer",                                                           \
	  "Marquer : vérifié, fermé, n’existe plus, masqué, note privée")                       \
	X(ADD, "ajouter", "Ajouter", "Ajouter un lieu, ou une offre à ce lieu")                 \
	X(CONFLICTS, "a-choisir", "À choisir", "Choisir entre votre correction et ce que dit la source") \
	X(KEEP, "garder", "Garder", "Garder votre correction, bien que la source ait changé")   \
	X(SOURCE, "source", "Source", "Revenir à ce que dit la source")                         \
	X(ERASE, "effacer", "Effacer", "Effacer le caractère d’avant")                          \
	X(DELETE, "supprimer", "Supprimer", "Effacer le caractère d’après")                     \
	X(ERASE_WORD, "effacer-mot", "Effacer le mot", "Effacer le mot d’avant")                \
	X(ERASE_LINE, "vider", "Vider", "Vider le champ")                                       \
	X(MENU, "menu", "Menu", "Ouvrir le menu des écrans")                                    \
	X(HELP, "aide", "Aide", "Montrer les touches et ce qu’elles font")                      \
	X(BACK, "retour", "Retour", "Annuler, ou revenir à l’écran précédent")                  \
	X(QUIT, "quitter", "Quitter", "Quitter Aiguillage")                                     \
	X(LOCK, "verrouiller", "Fermer les textes",                                             \
	  "Fermer les textes du journal, ou les ouvrir avec la phrase")                         \
	X(REDRAW, "redessiner", "Redessiner", "Redessiner l’écran s’il est brouillé")           \
	X(MOUSE, "souris", "Souris",                                                            \
	  "Laisser la souris au terminal, pour copier du texte, ou la reprendre")               \
	X(SUSPEND, "pause", "Pause", "Revenir au terminal ; « fg » ramène Aiguillage")

enum action {
	ACTION_NONE,
#define X(id, name, label, help) ACTION_##id,
	ACTIONS(X)
#undef X
	ACTION_COUNT
};

const char *action_name(enum action a);
const char *action_label(enum action a);
const char *action_help(enum action a);

struct binding {
	int key;
	enum action action;
	/*
	 * 0: not in the key bar; else its rank, 1 staying longest when the window is narrow.
	 * The binding that carries it is the most reliable key of the action.  A screen may repeat
	 * a shared binding to put it in its bar.
	 */
	int bar;
	bool typing;		/* a character that is a command even in a text field */
};

enum keymap_uses {
	KEYS_LIST = 1,		/* arrows, pages, Enter */
	KEYS_FIELDS = 2,	/* Tab between fields */
	KEYS_EDIT = 4,		/* a text field */
	KEYS_LETTERS = 8,	/* no text is typed here: `q` goes back */
	KEYS_WRITE = 16,	/* sentences are written here: « ? » is text in a field */
};

struct keymap {
	const struct binding *own;
	size_t n;
	unsigned uses;		/* enum keymap_uses: the shared tables */
};

/* The bindings of a screen, its own first, then the shared ones; NULL at the end. */
const struct binding *keymap_at(const struct keymap *m, size_t i);
/* ACTION_NONE when the key means nothing, or is text and a field has the focus. */
enum action keymap_find(const struct keymap *m, int key, bool typing);
/* Appends « Ctrl-F, F2 », the keys of the action, the one of the bar first. */
void keymap_keys(const struct keymap *m, enum action a, struct str *out);

/* Appends « Entrée », « Ctrl-F », « F2 »… */
void key_name(int key, struct str *out);

#endif
