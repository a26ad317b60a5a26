#include "src/tui/log_form.h"

#include <stdlib.h>
#include <string.h>

#include "aiguillage/journal_draft.h"
#include "aiguillage/mem.h"
#include "aiguillage/session.h"
#include "src/tui/log_draft.h"
#include "src/tui/log_form_impl.h"
#include "src/tui/log_rows.h"
#include "src/tui/screens.h"
#include "src/tui/unlock.h"

const char *log_form_place(const struct entry *e)
{
	if (e->kind != KIND_REFERRAL)
		return "";
	return *entry_get(e, REF_PLACE) ? entry_get(e, REF_PLACE) : entry_get(e, REF_OFFER);
}

static void say_heading(struct log_form *l)
{
	l->heading = xstrdup(log_form_place(&l->entry));
}

/* In drafts: the same field stands twice, for one person and for a group. */
static void spec_name(const struct log_form *l, const struct spec *s, struct str *name)
{
	size_t n;

	str_clear(name);
	str_addf(name, "%s%s", s->shown == GROUP ? "groupe." : "champ.",
		 entry_fields(l->entry.kind, &n)[s->field].name);
}

static void draft_of(const struct log_form *l, struct str *draft)
{
	struct str name;

	str_init(&name);
	draft_add_entry(draft, &l->entry);
	for (size_t i = 0; i < log_kinds[l->entry.kind].n; i++) {
		spec_name(l, &log_kinds[l->entry.kind].specs[i], &name);
		if (form_field_changed(l->form, l->at[i]))
			draft_add(draft, name.s, form_value(l->form, l->at[i]));
	}
	if (form_field_changed(l->form, l->code))
		draft_add(draft, "code", form_value(l->form, l->code));
	if (l->opening >= 0 && form_field_changed(l->form, l->opening))
		draft_add(draft, "ouverture", form_value(l->form, l->opening));
	str_done(&name);
}

static void put_value(struct log_form *l, const char *name, const char *value)
{
	struct str own;

	if (!strcmp(name, "code"))
		form_put(l->form, l->code, value);
	else if (!strcmp(name, "ouverture") && l->opening >= 0)
		form_put(l->form, l->opening, value);
	str_init(&own);
	for (size_t i = 0; i < log_kinds[l->entry.kind].n; i++) {
		spec_name(l, &log_kinds[l->entry.kind].specs[i], &own);
		if (!strcmp(own.s, name))
			form_put(l->form, l->at[i], value);
	}
	str_done(&own);
}

static void put_draft(struct log_form *l, const char *draft)
{
	struct draft_walk w = { .rest = draft };
	struct str name, value;

	str_init(&name);
	str_init(&value);
	while (draft_next(&w, &name, &value))
		put_value(l, name.s, value.s);
	str_add(&l->kept, draft);
	str_done(&name);
	str_done(&value);
}

/* Kept only when it has changed; when that fails it is still on the screen. */
static void log_form_pause(void *self)
{
	struct log_form *l = self;
	const char *name = log_kinds[l->entry.kind].screen->name;
	struct err ignored = ERR_INIT;
	struct str draft;

	if (l->settled || (!form_changed(l->form) && !l->kept.len))
		return;
	str_init(&draft);
	draft_of(l, &draft);
	if (strcmp(draft.s, l->kept.s) != 0 &&
	    journal_draft_put(l->session->journal, name, draft.s, &ignored)) {
		str_clear(&l->kept);
		str_add(&l->kept, draft.s);
	}
	str_done(&draft);
}

static void settle(struct log_form *l)
{
	struct err ignored = ERR_INIT;

	l->settled = true;
	if (l->kept.len)
		journal_draft_drop(l->session->journal, log_kinds[l->entry.kind].screen->name, &ignored);
}

static void *log_form_new(struct app *app, const void *arg, struct err *err)
{
	const struct log_opening *o = arg;
	struct log_form *l = xcalloc(1, sizeof *l);

	(void)err;
	l->session = app_session(app);
	l->form = form_new(l->session);
	entry_copy(&l->entry, &o->entry);
	str_init(&l->kept);
	log_fields_add(l);
	say_heading(l);
	put_draft(l, o->draft.s);
	log_fields_resumed(l);
	log_fields_show(l);
	return l;
}

static void log_form_close(void *self)
{
	struct log_form *l = self;

	log_form_pause(l);	/* a closed terminal */
	form_free(l->form);
	str_done(&l->kept);
	entry_done(&l->entry);
	free(l->heading);
	free(l);
}

/* ---- saving ---- */

static const char *code_asked(const struct log_form *l)
{
	const char *typed = form_value(l->form, l->code);

	if (*l->entry.id && !form_field_changed(l->form, l->code))
		return NULL;
	return *typed && !strcspn(typed, "nN+") ? LOG_NEW_CODE : typed;
}

static void act_on_saved(struct app *app, enum action action, const char *id);

/* Noted without the phrase: only its sheet needs it. */
static void show_sheet(void *id, struct app *app)
{
	act_on_saved(app, ACTION_SHEET, id);
}

/* A key that was proposed once it was saved. */
static void act_on_saved(struct app *app, enum action action, const char *id)
{
	struct log_rows rows = { .failing = "" };
	struct err err = ERR_INIT;
	struct entry e;

	if (action == ACTION_SHEET && unlock_is_needed(app)) {
		unlock_ask(app, &(struct unlock_request){ .done = show_sheet, .drop = free, .ctx = xstrdup(id) });
		return;
	}
	if (log_find(app_session(app), id, &e, &err))
		log_row_act(&rows, app, &e, action);
	else
		app_say(app, STYLE_ERROR, "%s", err.msg);
	entry_done(&e);
}

static void tell(const struct log_form *l, struct app *app, const struct log_saved *saved,
		 const struct entry *e)
{
	static const struct {
		int key;
		enum action action;
		bool any;	/* kind; else of referrals only */
	} next[] = {
		{ 'i', ACTION_SHEET, false },
		{ 'm', ACTION_SAME, true },
		{ 'e', ACTION_ELSEWHERE, false },
		{ 'u', ACTION_UNDO, true },
	};
	bool referral = e->kind == KIND_REFERRAL;
	struct str b;

	str_init(&b);
	str_add(&b, "Enregistré : ");
	if (referral)
		str_addf(&b, "orientation vers %s", log_form_place(e));
	else
		log_say(l->session, e, &b);
	if (saved->new_person)
		str_addf(&b, referral ? ". Code : %s" : ". Code à écrire sur sa fiche : %s", saved->code);
	str_addf(&b, "%s m : même chose%s, %su : défaire", referral ? ". i : fiche," : ".",
		 e->kind == KIND_ACCOMPANIMENT && !strcmp(entry_get(e, ACC_ACTIVITY), "collectif")
			 ? ""
			 : " pour une autre personne",
		 referral ? "e : autre lieu, " : "");
	for (size_t i = 0; i < ARRAY_SIZE(next); i++)
		if (referral || next[i].any)
			app_propose(app, next[i].key, next[i].action, act_on_saved, saved->id);
	app_say(app, STYLE_GOOD, "%s", b.s);
	str_done(&b);
}

static enum outcome save(struct log_form *l, struct app *app)
{
	struct err err = ERR_INIT;
	struct log_saved saved;
	const char *code;
	struct entry e;
	bool ok;

	if (!form_check(l->form))
		return DONE;
	code = code_asked(l);
	if (code && *code && unlock_first(app, ACTION_SAVE))
		return DONE;
	entry_copy(&e, &l->entry);
	ok = log_fields_take(l, &e, &err) && log_save(l->session, &e, code, &saved, &err);
	if (ok) {
		settle(l);
		log_carry(l->session, NULL);
		tell(l, app, &saved, &e);
	} else {
		app_say(app, STYLE_ERROR, "%s", err.msg);
	}
	entry_done(&e);
	return ok ? CLOSE : DONE;
}

static enum outcome log_form_do(void *self, struct app *app, enum action action)
{
	struct log_form *l = self;
	enum outcome outcome;

	if (action == ACTION_SAVE)
		return save(l, app);
	outcome = form_act(l->form, app, action);
	if (outcome == CLOSE)
		settle(l);
	else
		log_fields_show(l);
	return outcome;
}

static void log_form_update(void *self, struct app *app, struct area a)
{
	struct log_form *l = self;

	log_fields_show(l);		/* a choice may just have been made in a list */
	form_screen_update(self, app, a);
}

static void log_form_heading(const void *self, struct str *out)
{
	const struct log_form *l = self;

	str_add(out, l->heading);
}

static const struct binding keys[] = { FORM_KEYS };

#define LOG_SCREEN                                                                              \
	.keys = { keys, ARRAY_SIZE(keys), FORM_USES }, .open = log_form_new,                    \
	.update = log_form_update, .draw = form_screen_draw, .act = log_form_do,                \
	.text = form_screen_text, .mouse = form_screen_mouse, .close = log_form_close,          \
	.refresh = form_screen_refresh, .busy = form_screen_busy,                               \
	.typing = form_screen_typing, .heading = log_form_heading, .hint = form_screen_hint,     \
	.pause = log_form_pause

const struct screen_ops screen_refer = { .name = "orienter", .title = "Orienter", LOG_SCREEN };
const struct screen_ops screen_accompany = { .name = "accompagner", .title = "Accompagnement",
					     LOG_SCREEN };
const struct screen_ops screen_unmet = { .name = "sans-reponse", .title = "Besoin sans réponse",
					 LOG_SCREEN };
