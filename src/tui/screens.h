/* The screens, and what each takes as its argument. */
#ifndef TUI_SCREENS_H
#define TUI_SCREENS_H

#include <stddef.h>
#include <stdint.h>

#include "aiguillage/overlay_record.h"
#include "aiguillage/search.h"
#include "src/tui/screen.h"

struct criteria;
struct entry;

/* Recherche.  Argument: NULL, or uint32_t, the commune of the person. */
extern const struct screen_ops screen_search;

/* Fiche du lieu. */
struct place_request {
	int64_t place;
	int64_t offer;		/* shown first, or 0 */
	/* of the search that found it, which stays open below; or NULL */
	const struct criteria *criteria;
	float km;
};
extern const struct screen_ops screen_place;

/* Fiche à remettre: what the person takes away, one sheet or several.  All is copied. */
struct sheet_subject {
	int64_t place;
	int64_t offer;		/* or 0: the place as a whole */
	const struct entry *referral;	/* instead of both: with what was noted; or NULL */
};
struct sheet_screen_request {
	const struct sheet_subject *subjects;
	size_t n;
	const char *commune;	/* INSEE code of the person's, or NULL */
	const char *need;	/* vocabulary code, or NULL */
	bool choice;		/* places to choose from, on one page */
};
extern const struct screen_ops screen_sheet;

/* Communes: the sector.  Argument: NULL. */
extern const struct screen_ops screen_communes;

/* One commune: who is there, who comes, who is near.  Argument: uint32_t, the commune. */
extern const struct screen_ops screen_commune;

/*
 * Agenda.  Argument: NULL (the last commune, no other criterion), or what the offers must answer
 * to; `only_there`: in that commune itself first.
 */
struct agenda_request {
	const struct criteria *criteria;	/* copied */
	bool only_there;
};
extern const struct screen_ops screen_agenda;
/* À suivre: who is to be called.  Argument: NULL. */
extern const struct screen_ops screen_follow;

/* Journal.  Argument: NULL. */
extern const struct screen_ops screen_journal;

/* Bilan.  Argument: NULL. */
extern const struct screen_ops screen_report;

/* The pathway of a person, or of a request.  Argument: const struct entry *. */
extern const struct screen_ops screen_pathway;

/* Besoins sans aide.  Argument: NULL. */
extern const struct screen_ops screen_gaps;

/* À vérifier: a list of work.  Argument: NULL. */
extern const struct screen_ops screen_review;

/* Copies du journal, Conservation, Échanger.  Argument: NULL. */
extern const struct screen_ops screen_copies, screen_keep, screen_exchange;

/* What gave way in an exchange.  Argument: NULL. */
extern const struct screen_ops screen_asides;

/* A file for others, first what it would hold.  Argument: struct export_request. */
struct export_request {
	bool coop;		/* accompaniments for La Coop; else the journal */
};
extern const struct screen_ops screen_export;

/* Annuaire papier.  Argument: NULL, or uint32_t, its commune. */
extern const struct screen_ops screen_booklet;

/* Import.  Argument: NULL. */
extern const struct screen_ops screen_import;

/* Rapport d’import.  Argument: struct import_view_request (import_view.h). */
extern const struct screen_ops screen_import_report;

/* Corriger.  Argument: struct record_request. */
struct record_request {
	enum overlay_kind kind;
	const char *key;	/* copied */
};
extern const struct screen_ops screen_correct;

/* Marquer: what to say of a record.  Argument: struct record_request. */
extern const struct screen_ops screen_mark;

/* The place or one of its offers, to correct or to mark.  Argument: struct target_request. */
struct target_request {
	int64_t place, offer;	/* offer: listed first, or 0 */
	const struct screen_ops *then;	/* given a struct record_request */
};
extern const struct screen_ops screen_target;

/* Ajouter.  Argument: struct add_request. */
struct add_request {
	enum overlay_kind kind;
	const char *insee;	/* of a place: its commune, or NULL */
	const char *place_key, *place_name;	/* of an offer; all copied */
};
extern const struct screen_ops screen_add;

/* Mes corrections: all that is known only here.  Argument: NULL. */
extern const struct screen_ops screen_local;

/* Aide.  Argument: struct help_request (app.h). */
extern const struct screen_ops screen_help;

/* The phrase of the journal: what it does, setting it, changing it.  Argument: NULL. */
extern const struct screen_ops screen_phrase;

/* All of them, for the help, the manual and the tests. */
extern const struct screen_ops *const screens[];
extern const size_t screen_count;

#endif
