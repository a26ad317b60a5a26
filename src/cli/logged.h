/*
 * Fields of the log given as options: their ids are LOGGED_FIELD(field), so that
 * a command is a table of options.  Words about a person never go into the
 * arguments, which others may read: « --mots - » takes them from the standard
 * input.
 *
 *	case by default: logged_read(&l, a, id, err)
 *	logged_fill(&l, session, &entry, err);
 *	log_save(session, &entry, logged_code(&l), &saved, err);
 */
#ifndef CLI_LOGGED_H
#define CLI_LOGGED_H

#include <stdbool.h>

#include "aiguillage/log.h"
#include "src/cli/args.h"
#include "src/cli/cli.h"
#include "src/cli/out.h"

#define LOGGED_FIELD(field) (300 + (int)(field))
enum {
	LOGGED_CODE = 290,
	LOGGED_NEW_CODE,
};
/* Of the person and of the day, for every kind. */
#define LOGGED_PERSON_OPTIONS                                                                     \
	{ .id = LOGGED_CODE, .name = "code", .value = "CODE",                                   \
	  .help = "code de la personne, écrit sur sa fiche : K7-42" },                           \
	{ .id = LOGGED_NEW_CODE, .name = "nouveau-code",                                        \
	  .help = "donner un code à la personne, pour relier ses visites" },                     \
	{ .id = LOGGED_FIELD(ENTRY_DAY), .name = "date", .value = "DATE",                       \
	  .help = "jour, s’il n’est pas celui d’aujourd’hui : 4/12, hier…" }
#define LOGGED_AGE_OPTIONS                                                                        \
	{ .id = LOGGED_FIELD(ENTRY_AGES), .name = "age", .value = "TRANCHE",                    \
	  .help = "tranche d’âge : 60-69, 70 ans et plus… ; atelier : « 4 60-69, 3 70-plus »" },  \
	{ .id = LOGGED_FIELD(ENTRY_GENDERS), .name = "genre", .value = "GENRE",                 \
	  .help = "masculin, féminin ; atelier : « 4 féminin, 3 masculin »" },                   \
	{ .id = LOGGED_FIELD(ENTRY_SITUATIONS), .name = "statut", .value = "STATUT",            \
	  .help = "retraité, sans emploi, en emploi, scolarisé" }

struct logged {
	enum entry_kind kind;
	const char *code;	/* NULL: the entry's own person */
	const char *typed[ENTRY_FIELDS_MAX];	/* NULL: not given */
};
bool logged_read(struct logged *l, const struct args *a, int id, struct err *err);
/* Reads what was typed into the entry. */
bool logged_fill(const struct logged *l, struct session *s, struct entry *e, struct err *err);
/* Saves, and answers « Noté : … » with the short id, and the code to write down. */
bool logged_save(struct cmd_call *call, const struct logged *l, struct entry *e, struct err *err);

/* Rows of entries for programs, lines for people. */
bool logged_print(struct cmd_call *call, const struct log_list *l, enum format format,
		  struct err *err);
/* Every field of an entry that is told, one a line. */
bool logged_show(struct cmd_call *call, const struct entry *e, struct err *err);

#endif
