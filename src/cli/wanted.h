/*
 * What is asked of a search on the command line: the options that the commands
 * which search share (cmd_entry.shared), as typed and then as criteria.
 *
 *	wanted_init(&w);
 *	while ((id = args_next(a, err)) != ARGS_END)
 *		… own options …, else wanted_read(&w, a, id, err)
 *	wanted_resolve(&w, call->session, err);
 *	search_run(x, &w.c);
 */
#ifndef CLI_WANTED_H
#define CLI_WANTED_H

#include <stdbool.h>

#include "aiguillage/err.h"
#include "aiguillage/search.h"
#include "src/cli/args.h"
#include "src/cli/cli.h"

extern const struct arg_option wanted_options[];

struct wanted {
	const char *commune, *radius;		/* as typed, NULL when not given */
	struct str typed[VOCAB_GENRES];		/* values as typed, one a line */
	struct criteria c;
};
void wanted_init(struct wanted *w);
void wanted_done(struct wanted *w);
/* An option of wanted_options, or an operand: none is expected. */
bool wanted_read(struct wanted *w, const struct args *a, int id, struct err *err);
/* Turns what was typed into codes; the session is open. */
bool wanted_resolve(struct wanted *w, struct session *s, struct err *err);
/* ERR_NOT_FOUND, with the word that nothing holds and the ways out. */
bool wanted_nothing(struct search *x, struct err *err);

#endif
