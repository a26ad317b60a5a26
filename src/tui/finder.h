/*
 * The state of the search screen, shared by its files and by nobody else:
 *
 *	screen_search.c		what the keys do
 *	finder_form.c		the four fields and what is proposed while typing
 *	finder_pick.c		the lists to choose in: audiences, needs, filters
 *	finder_results.c	running the search, the widenings
 *	finder_draw.c		painting
 *	finder_when.c		typing a day or a moment
 */
#ifndef TUI_FINDER_H
#define TUI_FINDER_H

#include "aiguillage/search.h"
#include "aiguillage/session.h"
#include "src/tui/app.h"
#include "src/tui/input.h"
#include "src/tui/list.h"
#include "src/tui/pager.h"

enum finder_focus {
	ON_COMMUNE,
	ON_AUDIENCE,
	ON_NEED,
	ON_WORDS,
	FIELDS,
	ON_RESULTS = FIELDS,
	FOCUSES,
};

#define SUGGESTIONS 40
#define FEW 3			/* below, the ways to more results are shown too */
#define SHOWN 64		/* results explained at once, more than any screen holds */

struct suggestion {
	char *label;
	const char *code;	/* of a value, borrowed from the vocabulary or the index */
	enum vocab_genre genre;	/* of the value: not always that of the field */
	uint32_t commune;
	long count;		/* results it would leave, or PICKER_NO_COUNT */
};

struct finder {
	struct session *session;

	/* What is accepted; what is being typed is only tried until Tab or Enter. */
	struct criteria accepted;
	struct input inputs[FIELDS];
	enum finder_focus focus;
	bool typing;		/* the field holds something that is not accepted yet */
	struct search *counter;	/* runs what is accepted, to count the choices */
	struct suggestion suggestions[SUGGESTIONS];
	size_t n_suggestions;
	struct list choice;	/* of a suggestion */
	bool lost;		/* what is typed is no commune: results would be those of another place */
	bool ask;		/* the suggestions are out of date */

	struct choices *picking;	/* what the lines of the open list mean, or NULL */

	struct search *search;	/* runs what is tried */
	struct criteria tried;
	bool dirty;		/* the results are out of date */
	int keep;		/* the result to select after the next search */
	struct search_aside aside;	/* what the counsellor's marks hold back */
	struct list results;
	struct explanation shown[SHOWN];	/* results from `shown_from` */
	struct search_line lines[SHOWN];	/* the same */
	int shown_from, n_shown;
	struct widening *widenings;
	size_t n_widenings;
	const char *like;	/* for the word that is nowhere: the first of the ways out, or NULL */
	struct list ways;	/* choice of a way out: `like`, then the widenings */
	bool ways_shown;	/* there is room for them */
	bool on_ways;		/* the marker is below the results, among the ways out */
	struct pager detail;
	int detailed;		/* the result that `detail` describes, or -1 */
	bool started;		/* a key has been pressed */
	char insee[8];		/* of the commune, while the directory is read again */
};

/* Where everything goes in the area; a part without room has h or w 0. */
struct finder_layout {
	bool compact;		/* one line of form: the focused field, and a summary */
	struct area form, choice, count, results, ways, detail;
};
struct finder_layout finder_layout(const struct finder *f, struct area a);
/* The ways out, without their title. */
struct area finder_ways_list(const struct finder_layout *l);

/* ---- finder_form.c ---- */

void fields_init(struct finder *f);
void fields_done(struct finder *f);
void fields_focus(struct finder *f, enum finder_focus focus);
/* Takes what is chosen among the suggestions; false, said, when nothing corresponds. */
bool fields_accept(struct finder *f, struct app *app);
/* Gives up what is being typed. */
void fields_cancel(struct finder *f);
void fields_text(struct finder *f, int c);
bool fields_edit(struct finder *f, enum action action);
void fields_suggest(struct finder *f);
/* What the session lent is given back, or taken again: the directory changes. */
void fields_refresh(struct finder *f, bool before);
void results_refresh(struct finder *f, bool before);
/* What is accepted, with the suggestion under the marker. */
void fields_try(const struct finder *f, struct criteria *out);
/* The radius is the usual one again. */
void fields_set_commune(struct finder *f, uint32_t commune);
/* Criteria that come from elsewhere (a widening): the fields follow. */
void fields_take(struct finder *f, const struct criteria *c);
/* Genre of the values of a field; only ON_AUDIENCE and ON_NEED have one. */
enum vocab_genre fields_genre(enum finder_focus focus);

/* ---- finder_pick.c ---- */

void pick_values(struct finder *f, struct app *app);
void pick_filters(struct finder *f, struct app *app);
void pick_done(struct finder *f);

/* ---- finder_when.c ---- */

void when_ask(struct finder *f, struct app *app);

/* ---- finder_results.c ---- */

void results_init(struct finder *f);
void results_done(struct finder *f);
/* Runs the search if needed. */
void results_run(struct finder *f);
/* Reads what the areas will show. */
void results_update(struct finder *f, struct app *app, const struct finder_layout *l);
void results_open(struct finder *f, struct app *app);
/* The list in which the marker is: the results or the ways out. */
struct list *results_list(struct finder *f);
/* Opens the sheet of the selected result. */
void results_sheet(struct finder *f, struct app *app);
/* Some of the results on one page, to choose from at home. */
void results_choice(struct finder *f, struct app *app);
/* Goes from one list to the other when the action leads there; false when it does not. */
bool results_cross(struct finder *f, enum action action);
/* The result under the marker, or NULL. */
const struct explanation *results_selected(const struct finder *f);
/* « rayon 10 km · sans voiture ». */
void results_filters(const struct finder *f, struct str *out);

/* ---- finder_draw.c ---- */

void finder_draw(const void *self, struct term *t, struct area a);

#endif
