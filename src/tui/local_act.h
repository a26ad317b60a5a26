/* What every act on local knowledge does once it is done: say so, let the screens follow, undo. */
#ifndef TUI_LOCAL_ACT_H
#define TUI_LOCAL_ACT_H

#include "aiguillage/overlay.h"
#include "src/tui/app.h"

/* Says « … u : annuler. », or the error; returns ok. */
bool local_said(struct app *app, bool ok, const struct err *err, const char *what);
/* Takes back the last act: a correction, a mark, an addition, a decision on the records of a place. */
void local_undo(struct app *app);

#endif
