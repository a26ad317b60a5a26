#include "src/tui/screens.h"

#include "aiguillage/mem.h"
#include "src/tui/ask_file.h"
#include "src/tui/ask_line.h"
#include "src/tui/ask_phrase.h"
#include "src/tui/finder.h"
#include "src/tui/log_form.h"
#include "src/tui/mark_form.h"
#include "src/tui/menu.h"
#include "src/tui/page.h"
#include "src/tui/picker.h"
#include "src/tui/popup.h"
#include "src/tui/save.h"

const struct screen_ops *const screens[] = {
	&screen_search,
	&screen_place,
	&screen_sheet,
	&screen_communes,
	&screen_commune,
	&screen_agenda,
	&screen_refer,
	&screen_accompany,
	&screen_unmet,
	&screen_follow,
	&screen_journal,
	&screen_pathway,
	&screen_report,
	&screen_gaps,
	&screen_review,
	&screen_copies,
	&screen_keep,
	&screen_exchange,
	&screen_asides,
	&screen_export,
	&screen_booklet,
	&screen_page,
	&screen_ask_file,
	&screen_ask_phrase,
	&screen_import,
	&screen_import_report,
	&screen_help,
	&screen_picker,
	&screen_popup,
	&screen_menu,
	&screen_save,
	&screen_ask_line,
	&screen_correct,
	&screen_add,
	&screen_local,
	&screen_target,
	&screen_mark,
	&screen_mark_form,
	&screen_phrase,
};
const size_t screen_count = ARRAY_SIZE(screens);
