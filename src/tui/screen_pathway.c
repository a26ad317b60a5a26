/* Parcours: what was done for a person, or the steps of one request, as a time line. */
#include <stdlib.h>

#include "aiguillage/date.h"
#include "aiguillage/keep.h"
#include "aiguillage/log_filter.h"
#include "aiguillage/mem.h"
#include "aiguillage/path.h"
#include "src/tui/ask_file.h"
#include "src/tui/pager.h"
#include "src/tui/screens.h"
#include "src/tui/unlock.h"

#define EXTRACT_WIDTH 78	/* columns of the file for the person */

struct pathway {
	struct session *session;
	struct pager pager;
	bool gone;		/* all of it was just erased */
	char *code;
	struct entry *referrals;
	size_t n, cap;
};

static void add_appointment(struct pathway *p, const struct session *s, const struct entry *e)
{
	struct str b;

	if (!*entry_get(e, REF_APPOINTMENT))
		return;
	str_init(&b);
	str_add(&b, "rendez-vous le ");
	log_say_value(s, e->kind, REF_APPOINTMENT, entry_get(e, REF_APPOINTMENT), &b);
	pager_bar(&p->pager, STYLE_DIM, b.s);
	str_done(&b);
}

static void add_step(struct pathway *p, const struct session *s, const struct entry *e)
{
	int today = clock_today(), day = today;
	struct str b;

	str_init(&b);
	if (entry_day(e, ENTRY_DAY, &day))
		date_french(&b, day, 0, date_of_day(today).year);
	pager_gap(&p->pager);
	pager_add(&p->pager, STYLE_STRONG, 0, b.s);
	str_clear(&b);
	log_say(s, e, &b);
	pager_bar(&p->pager, STYLE_NORMAL, b.s);
	if (e->kind == KIND_REFERRAL) {
		p->referrals = mem_grow(p->referrals, p->n, &p->cap, sizeof *p->referrals);
		entry_copy(&p->referrals[p->n++], e);
		str_clear(&b);
		log_say_value(s, e->kind, REF_HISTORY, entry_get(e, REF_HISTORY), &b);
		if (*entry_get(e, REF_REASON)) {
			str_add(&b, " : ");
			log_say_value(s, e->kind, REF_REASON, entry_get(e, REF_REASON), &b);
		}
		pager_bar(&p->pager, STYLE_DIM, b.s);
		add_appointment(p, s, e);
	}
	str_done(&b);
}

static void pathway_close(void *self)
{
	struct pathway *p = self;

	pager_done(&p->pager);
	for (size_t i = 0; i < p->n; i++)
		entry_done(&p->referrals[i]);
	free(p->referrals);
	free(p->code);
	free(p);
}

/* By code when there is one: its requests are then all there. */
static bool read_steps(struct session *s, const struct entry *e, const char *code,
		       struct log_list *l, struct err *err)
{
	struct log_filter f = { .code = code };

	*l = (struct log_list){ .n = 0 };
	if (*code)
		return log_of_person(s, &f, l, err);
	return e->kind != KIND_REFERRAL || log_pathway(s, entry_get(e, REF_PATHWAY), l, err);
}

static void *pathway_open(struct app *app, const void *arg, struct err *err)
{
	struct session *s = app_session(app);
	struct pathway *p = xcalloc(1, sizeof *p);
	struct log_list l = { .n = 0 };
	struct str code;

	p->session = s;
	pager_init(&p->pager);
	str_init(&code);
	if (!log_code(s, arg, &code, err) || !read_steps(s, arg, code.s, &l, err)) {
		str_done(&code);
		log_list_done(&l);
		pathway_close(p);
		return NULL;
	}
	for (size_t i = 0; i < l.n; i++)
		add_step(p, s, &l.e[i]);
	if (!l.n)
		add_step(p, s, arg);
	p->code = str_steal(&code);
	str_done(&code);
	log_list_done(&l);
	return p;
}

static struct area text_area(struct area a)
{
	return (struct area){ a.y, a.x + 2, a.h, a.w - 3 };
}

static void pathway_update(void *self, struct app *app, struct area a)
{
	struct pathway *p = self;

	(void)app;
	pager_fit(&p->pager, text_area(a));
}

static void pathway_draw(const void *self, struct term *t, struct area a)
{
	const struct pathway *p = self;

	pager_draw(&p->pager, t, text_area(a));
}

/* ---- what is held of the person ---- */

static bool has_code(const struct pathway *p, struct app *app)
{
	if (!*p->code)
		app_say(app, STYLE_NORMAL, "Cette demande n’a pas de code : elle ne tient à personne. Journal, x : la retirer.");
	return *p->code;
}

static bool write_extract(void *ctx, struct app *app, const char *path, struct err *err)
{
	struct pathway *p = ctx;
	struct log_list l;
	struct str text;
	bool ok;

	str_init(&text);
	ok = keep_of_code(p->session, p->code, &l, err) &&
	     keep_extract(p->session, &l, EXTRACT_WIDTH, &text, err) && path_write(path, text.s, text.len, err);
	if (ok)
		app_say(app, STYLE_GOOD, "Écrit. Ce fichier parle d’une personne : remettez-le-lui, puis supprimez-le.");
	log_list_done(&l);
	str_done(&text);
	return ok;
}

/* No code in the name of the file. */
static void give(struct pathway *p, struct app *app)
{
	if (has_code(p, app))
		ask_file(app, &(struct file_request){ .heading = "pour la personne", .name = "extrait-aiguillage.txt",
						      .take = write_extract, .ctx = p });
}

static void on_forget(void *ctx, struct app *app, bool yes)
{
	struct pathway *p = ctx;
	struct err err = ERR_INIT;
	struct str doubts;
	size_t n;

	if (!yes)
		return;
	str_init(&doubts);
	if (keep_erase(p->session, p->code, &n, &doubts, &err)) {
		log_carry(p->session, NULL);
		p->gone = true;
		pager_clear(&p->pager);
		pager_add(&p->pager, STYLE_GOOD, 0, doubts.len ? "Effacé du journal."
							       : "Effacé pour de bon, ici et dans les copies d’Aiguillage.");
		pager_gap(&p->pager);
		pager_add(&p->pager, STYLE_NORMAL, 0, "Une copie sur une clé USB, une fiche imprimée ou un fichier déjà "
			  "envoyé restent à reprendre à la main.");
		pager_gap(&p->pager);
		pager_add(&p->pager, STYLE_ERROR, 0, doubts.s);
	} else {
		app_say(app, STYLE_ERROR, "%s.", err.msg);
	}
	str_done(&doubts);
}

static void ask_forget(struct pathway *p, struct app *app)
{
	struct err err = ERR_INIT;
	struct log_list l;
	struct str b;

	if (!has_code(p, app))
		return;
	str_init(&b);
	if (keep_of_code(p->session, p->code, &l, &err)) {
		str_addf(&b, "Effacer tout ce qui est noté de %s : ", p->code);
		keep_say_held(&l, &b);
		str_add(&b, ", son code, ce qu’en gardent les copies, tous les brouillons et toutes les fiches gardées ? Il "
			"n’y a pas de retour.");
		app_ask(app, &(struct question){ .text = b.s,
						 .yes = "Oui, effacer pour de bon",
						 .no = "Non, garder",
						 .answer = on_forget,
						 .ctx = p });
	} else {
		app_say(app, STYLE_ERROR, "%s.", err.msg);
	}
	log_list_done(&l);
	str_done(&b);
}

/* The last `n` referrals, in the order of the pathway. */
static void open_sheets(const struct pathway *p, struct app *app, size_t n)
{
	struct sheet_subject *subjects = xcalloc(n + 1, sizeof *subjects);

	for (size_t i = 0; i < n; i++)
		subjects[i].referral = &p->referrals[p->n - n + i];
	if (n)
		app_push(app, &screen_sheet,
			 &(struct sheet_screen_request){ .subjects = subjects, .n = n });
	else
		app_say(app, STYLE_NORMAL, "Il n’y a pas d’orientation dans ce parcours.");
	free(subjects);
}

static enum outcome pathway_act(void *self, struct app *app, enum action action)
{
	struct pathway *p = self;

	if (p->gone && (action == ACTION_GIVE || action == ACTION_FORGET || action == ACTION_SHEET ||
			action == ACTION_SHEETS))
		return DONE;
	if (action == ACTION_GIVE) {
		give(p, app);
		return DONE;
	}
	if (action == ACTION_FORGET) {
		ask_forget(p, app);
		return DONE;
	}
	if (action == ACTION_SHEET || action == ACTION_SHEETS) {
		if (!p->n || !unlock_first(app, action))
			open_sheets(p, app, action == ACTION_SHEETS || !p->n ? p->n : 1);
		return DONE;
	}
	return pager_act(&p->pager, action) ? DONE : PASS;
}

static const char *pathway_label(const void *self, enum action action)
{
	const struct pathway *p = self;
	bool about = action == ACTION_GIVE || action == ACTION_FORGET;

	if (action == ACTION_SHEETS && p->n < 2)
		return "";
	return (p->gone && (about || action == ACTION_SHEET || action == ACTION_SHEETS)) || (about && !*p->code) ? "" : NULL;
}

/* Nothing here is lent by the directory. */
static void pathway_refresh(void *self, bool before)
{
	(void)self;
	(void)before;
}

static void pathway_heading(const void *self, struct str *out)
{
	const struct pathway *p = self;

	str_add(out, p->gone ? "effacé" : *p->code ? p->code : "une demande");
}

static void pathway_hint(const void *self, struct str *out)
{
	const struct pathway *p = self;

	if (p->gone)
		return;
	if (p->n)
		str_add(out, *p->code ? "i : sa fiche. " : "i : la fiche de la dernière orientation.");
	if (p->n > 1)
		str_add(out, "l : toutes. ");
	if (*p->code)
		str_add(out, "d : tout donner à la personne. z : tout effacer.");
}

static const struct binding keys[] = {
	{ .key = K_ESC, .action = ACTION_BACK, .bar = 2 },
	{ .key = 'i', .action = ACTION_SHEET, .bar = 4 },
	{ .key = K_F(7), .action = ACTION_SHEET },
	{ .key = 'l', .action = ACTION_SHEETS, .bar = 8 },
	{ .key = 'd', .action = ACTION_GIVE, .bar = 5 },
	{ .key = 'z', .action = ACTION_FORGET, .bar = 6 },
	{ .key = CTRL('Q'), .action = ACTION_QUIT, .bar = 7 },
};

const struct screen_ops screen_pathway = {
	.name = "parcours",
	.title = "Parcours",
	.keys = { keys, ARRAY_SIZE(keys), KEYS_LIST | KEYS_LETTERS },
	.open = pathway_open,
	.update = pathway_update,
	.draw = pathway_draw,
	.act = pathway_act,
	.close = pathway_close,
	.refresh = pathway_refresh,
	.label = pathway_label,
	.heading = pathway_heading,
	.hint = pathway_hint,
};
