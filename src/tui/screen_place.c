/* Fiche du lieu: everything known of a place and of what is done there. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/mem.h"
#include "aiguillage/text.h"
#include "src/tui/app.h"
#include "src/tui/input.h"
#include "src/tui/local_act.h"
#include "src/tui/log_form.h"
#include "src/tui/place_group.h"
#include "src/tui/place_links.h"
#include "src/tui/place_local.h"
#include "src/tui/place_page.h"
#include "src/tui/screens.h"

#include "aiguillage/session.h"

#define WIDEST 100		/* columns; longer lines are hard to read */

struct page {
	struct session *session;
	const struct criteria *criteria;	/* of the search it was opened from, or NULL */
	float km;
	struct group group;
	struct place place;		/* what its records say together */
	struct offer *offers;		/* of all of them */
	size_t n, cap;
	int64_t chosen;		/* offer that comes first, or 0 */
	struct place_choice choice;
	struct pager pager;
	struct input find;
	bool finding, missed;
	bool prescribers, partners;	/* some have a page of their own */
	struct place_links links;
	struct place_conflicts conflicts;
};

/* ---- reading ---- */

/* The one that was chosen comes first. */
static void put_first(struct page *p, int64_t offer)
{
	for (size_t i = 1; i < p->n; i++) {
		struct offer chosen = p->offers[i];

		if (chosen.id != offer)
			continue;
		memmove(p->offers + 1, p->offers, i * sizeof *p->offers);
		p->offers[0] = chosen;
		return;
	}
}

static bool read_offers(struct page *p, int64_t place, struct err *err)
{
	struct directory *d = p->session->directory;
	int64_t *ids = NULL;
	size_t n = 0;
	bool done = directory_offers_of(d, place, &ids, &n, err);

	for (size_t i = 0; done && i < n; i++) {
		p->offers = mem_grow(p->offers, p->n, &p->cap, sizeof *p->offers);
		offer_init(&p->offers[p->n]);
		done = directory_offer(d, ids[i], &p->offers[p->n++], err) || err->kind == ERR_NONE;
	}
	free(ids);
	return done;
}

static void forget(struct page *p)
{
	for (size_t i = 0; i < p->n; i++)
		offer_clear(&p->offers[i]);
	p->n = 0;
	pager_clear(&p->pager);
}

/* The record that was asked for first, then the others of its group. */
static bool read_page(struct page *p, int64_t place, struct err *err)
{
	bool done;

	if (!group_read(p->session, place, &p->group, err))
		return false;
	forget(p);
	group_merge(&p->group, &p->place);
	done = read_offers(p, place, err);
	for (size_t i = 0; done && i < p->group.n; i++)
		if (p->group.members[i].place.id != place)
			done = read_offers(p, p->group.members[i].place.id, err);
	put_first(p, p->chosen);
	return done;
}

/* ---- the places it leads to ---- */

static bool find_links(struct page *p, enum offer_field keys)
{
	return place_links_find(&p->links, p->session, p->place.id, p->offers, p->n, keys) > 0;
}

static bool has_field(const struct page *p, enum offer_field f)
{
	for (size_t i = 0; i < p->n; i++)
		if (*offer_get(&p->offers[i], f))
			return true;
	return false;
}

static enum outcome follow(struct page *p, struct app *app, enum action action)
{
	bool prescribers = action == ACTION_PRESCRIBERS;
	enum offer_field keys = prescribers ? OFFER_PRESCRIBER_KEYS : OFFER_PARTNER_KEYS;

	if (find_links(p, keys))
		place_links_open(&p->links, app, prescribers ? "Qui peut prescrire" : "Partenaires");
	else if (has_field(p, prescribers ? OFFER_PRESCRIBERS : OFFER_PARTNERS))
		app_say(app, STYLE_NORMAL, "Ils sont nommés dans la fiche, mais n’ont pas de fiche à eux.");
	else
		app_say(app, STYLE_NORMAL, prescribers ? "Cette fiche ne demande pas de prescripteur."
						       : "Cette fiche ne nomme pas de partenaire.");
	return DONE;
}

/* ---- opening ---- */

static void page_close(void *self)
{
	struct page *p = self;

	for (size_t i = 0; i < p->n; i++)
		offer_clear(&p->offers[i]);
	free(p->offers);
	place_conflicts_done(&p->conflicts);
	group_done(&p->group);
	place_choice_done(&p->choice);
	place_clear(&p->place);
	pager_done(&p->pager);
	input_done(&p->find);
	place_links_done(&p->links);
	free(p);
}

static void describe(struct page *p)
{
	struct err ignored = ERR_INIT;

	p->prescribers = find_links(p, OFFER_PRESCRIBER_KEYS);
	p->partners = find_links(p, OFFER_PARTNER_KEYS);
	place_conflicts_read(p->session, &p->group, p->offers, p->n, &p->conflicts, &ignored);
	place_page_full(&p->pager, p->session, &p->place, &p->group, p->offers, p->n);
}

static void *page_open(struct app *app, const void *arg, struct err *err)
{
	const struct place_request *r = arg;
	struct page *p = xcalloc(1, sizeof *p);

	p->session = app_session(app);
	p->chosen = r->offer;
	p->criteria = r->criteria;
	p->km = r->criteria ? r->km : NAN;
	group_init(&p->group);
	place_init(&p->place);
	pager_init(&p->pager);
	input_init(&p->find);
	if (!read_page(p, r->place, err)) {
		if (err->kind == ERR_NONE)
			err_set(err, ERR_NOT_FOUND, "Cette fiche n’est plus dans l’annuaire");
		page_close(p);
		return NULL;
	}
	describe(p);
	return p;
}

/* A place that is no more stays as it was, to be read; its row may be that of another now. */
static void page_refresh(void *self, bool before)
{
	struct page *p = self;
	struct err ignored = ERR_INIT;
	int top = p->pager.top;
	int64_t place;

	if (before)
		return;
	place = directory_place_by_key(p->session->directory, place_get(&p->place, PLACE_KEY),
				       &ignored);
	if (place && read_page(p, place, &ignored)) {
		describe(p);
		p->pager.top = top;
	}
}

/* ---- painting ---- */

static struct area text_area(const struct page *p, struct area a)
{
	struct area t = { a.y, a.x + 2, a.h - (p->finding ? 1 : 0), a.w - 3 };

	if (t.w > WIDEST)
		t.w = WIDEST;
	return t;
}

static void page_update(void *self, struct app *app, struct area a)
{
	struct page *p = self;

	(void)app;
	pager_fit(&p->pager, text_area(p, a));
}

static void page_draw(const void *self, struct term *t, struct area a)
{
	const struct page *p = self;
	int y = a.y + a.h - 1, x;

	pager_draw(&p->pager, t, text_area(p, a));
	if (!p->finding)
		return;
	x = a.x + 2 + term_text(t, y, a.x + 2, a.w, STYLE_STRONG, "Chercher : ");
	input_draw(&p->find, t, (struct area){ y, x, 1, a.w - x - 1 }, true);
}

static void page_heading(const void *self, struct str *out)
{
	const struct page *p = self;

	text_curved(out, place_get(&p->place, PLACE_COMMUNE));
}

static void page_hint(const void *self, struct str *out)
{
	const struct page *p = self;
	int below = pager_below(&p->pager);

	if (p->finding)
		str_add(out, p->missed ? "Ce mot n’est pas dans la fiche."
				       : "Entrée : le suivant. Échap : arrêter de chercher.");
	else if (below > 0)
		str_addf(out, "Bas, Page suiv. : la suite (%d ligne%s). Échap : retour.", below,
			 below > 1 ? "s" : "");
	else
		str_add(out, "Fin de la fiche. Échap : retour.");
}

/* ---- what is known only here ---- */

static enum outcome choose_target(struct page *p, struct app *app, const struct screen_ops *then)
{
	struct target_request r = { p->place.id, p->chosen, then };

	app_push(app, &screen_target, &r);
	return DONE;
}

static enum outcome add_offer(struct page *p, struct app *app)
{
	app_push(app, &screen_add, &(struct add_request){
					   .kind = OVERLAY_OFFER,
					   .place_key = place_get(&p->place, PLACE_KEY),
					   .place_name = place_get(&p->place, PLACE_NAME) });
	return DONE;
}

static enum outcome act_local(struct page *p, struct app *app, enum action action)
{
	switch (action) {
	case ACTION_CORRECT:
		return choose_target(p, app, &screen_correct);
	case ACTION_MARK:
		return choose_target(p, app, &screen_mark);
	case ACTION_ADD:
		return add_offer(p, app);
	case ACTION_CONFLICTS:
		place_conflicts_choose(&p->conflicts, app);
		return DONE;
	default:
		local_undo(app);
		return DONE;
	}
}

/* ---- keys ---- */

static void find(struct page *p)
{
	p->pager.found = -1;
	p->missed = p->find.text.len && !pager_find(&p->pager, p->find.text.s);
}

static enum outcome act_finding(struct page *p, enum action action)
{
	if (action == ACTION_BACK) {
		p->finding = false;
		p->pager.found = -1;
		return DONE;
	}
	if (action == ACTION_OPEN || action == ACTION_FIND) {
		p->missed = !pager_find(&p->pager, p->find.text.s);
		return DONE;
	}
	if (input_act(&p->find, action)) {
		find(p);
		return DONE;
	}
	return pager_act(&p->pager, action) ? DONE : PASS;
}

static enum outcome page_act(void *self, struct app *app, enum action action)
{
	struct page *p = self;

	if (p->finding)
		return act_finding(p, action);
	switch (action) {
	case ACTION_FIND:
		p->finding = true;
		p->missed = false;
		input_set(&p->find, "");
		return DONE;
	case ACTION_PRESCRIBERS:
	case ACTION_PARTNERS:
		return follow(p, app, action);
	case ACTION_SHEET:
		app_push(app, &screen_sheet,
			 &(struct sheet_screen_request){ .subjects = &(struct sheet_subject){
				.place = p->place.id, .offer = p->chosen }, .n = 1 });
		return DONE;
	case ACTION_REFER:
	case ACTION_ACCOMPANY:
	case ACTION_UNMET:
		log_form_act(app, action, &(struct log_choice){
						  .criteria = p->criteria,
						  .offer = p->n ? p->offers[0].id : 0,
						  .km = p->km,
					  });
		return DONE;
	case ACTION_RECORDS:
		place_group_choose(app, &p->group, &p->choice);
		return DONE;
	case ACTION_CORRECT:
	case ACTION_MARK:
	case ACTION_ADD:
	case ACTION_CONFLICTS:
	case ACTION_UNDO:
		return act_local(p, app, action);
	case ACTION_OPEN:
		pager_act(&p->pager, ACTION_PAGE_DOWN);
		return DONE;
	default:
		return pager_act(&p->pager, action) ? DONE : PASS;
	}
}

static enum outcome page_text(void *self, struct app *app, int c)
{
	struct page *p = self;

	(void)app;
	if (p->finding && input_insert(&p->find, c))
		find(p);
	return DONE;
}

static bool page_typing(const void *self)
{
	const struct page *p = self;

	return p->finding;
}

static const char *page_label(const void *self, enum action action)
{
	const struct page *p = self;

	if (action == ACTION_PRESCRIBERS && (p->finding || !p->prescribers))
		return "";
	if (action == ACTION_PARTNERS && (p->finding || !p->partners))
		return "";
	if (action == ACTION_RECORDS && (p->finding || p->group.n < 2))
		return "";
	if (action == ACTION_CONFLICTS && (p->finding || !p->conflicts.n))
		return "";
	if (p->finding && (action == ACTION_CORRECT || action == ACTION_MARK ||
			   action == ACTION_ADD || action == ACTION_UNDO))
		return "";
	return NULL;
}

static const struct binding keys[] = {
	{ .key = K_ESC, .action = ACTION_BACK, .bar = 2 },
	{ .key = 'p', .action = ACTION_PRESCRIBERS, .bar = 3 },
	{ .key = 'i', .action = ACTION_SHEET, .bar = 2 },
	{ .key = K_F(7), .action = ACTION_SHEET },
	{ .key = 'o', .action = ACTION_REFER, .bar = 3 },
	{ .key = 'a', .action = ACTION_ACCOMPANY, .bar = 5 },
	{ .key = 'b', .action = ACTION_UNMET, .bar = 8 },
	{ .key = 'r', .action = ACTION_PARTNERS, .bar = 4 },
	{ .key = 'g', .action = ACTION_RECORDS, .bar = 6 },
	{ .key = 'k', .action = ACTION_CONFLICTS, .bar = 3 },
	{ .key = 'c', .action = ACTION_CORRECT, .bar = 5 },
	{ .key = 'm', .action = ACTION_MARK, .bar = 5 },
	{ .key = 'n', .action = ACTION_ADD, .bar = 9 },
	{ .key = 'u', .action = ACTION_UNDO, .bar = 9 },
	{ .key = CTRL('F'), .action = ACTION_FIND, .bar = 7 },
	{ .key = '/', .action = ACTION_FIND },
	{ .key = K_F(3), .action = ACTION_FIND },
	{ .key = K_ENTER, .action = ACTION_OPEN },
	{ .key = CTRL('Q'), .action = ACTION_QUIT, .bar = 8 },
};

const struct screen_ops screen_place = {
	.name = "fiche",
	.title = "Fiche du lieu",
	.keys = { keys, ARRAY_SIZE(keys), KEYS_LIST | KEYS_EDIT | KEYS_LETTERS },
	.open = page_open,
	.update = page_update,
	.draw = page_draw,
	.act = page_act,
	.text = page_text,
	.close = page_close,
	.refresh = page_refresh,
	.typing = page_typing,
	.label = page_label,
	.heading = page_heading,
	.hint = page_hint,
};
