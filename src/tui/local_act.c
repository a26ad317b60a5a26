#include "src/tui/local_act.h"

#include "aiguillage/group.h"

bool local_said(struct app *app, bool ok, const struct err *err, const char *what)
{
	const char *late = overlay_late(app_session(app));

	if (!ok)
		app_say(app, STYLE_ERROR, "%s", err->msg);
	else if (*late)
		app_say(app, STYLE_WARNING, "%s. %s", what, late);
	else
		app_say(app, STYLE_GOOD, "%s. u : annuler.", what);
	if (ok)
		app_changed(app);
	return ok;
}

static void undo_decision(struct app *app)
{
	struct err err = ERR_INIT;

	if (group_undo(app_session(app), &err)) {
		app_say(app, STYLE_GOOD, "Annulé : décision sur les fiches d’un même lieu.");
		app_changed(app);
	} else {
		app_say(app, STYLE_ERROR, "%s", err.msg);
	}
}

static void undo_local(struct app *app)
{
	struct err err = ERR_INIT;
	struct str what;

	str_init(&what);
	if (overlay_undo(app_session(app), &what, &err)) {
		app_say(app, STYLE_GOOD, "Annulé : %s.", what.s);
		app_changed(app);
	} else if (err.kind) {
		app_say(app, STYLE_ERROR, "%s", err.msg);
	} else {
		app_say(app, STYLE_NORMAL, "Rien à annuler depuis le début de cette session.");
	}
	str_done(&what);
}

void local_undo(struct app *app)
{
	if (group_undo_is_next(app_session(app)))
		undo_decision(app);
	else
		undo_local(app);
}
