/* What an import tells, as a screen.  Between screen_import.c and screen_import_report.c. */
#ifndef TUI_IMPORT_VIEW_H
#define TUI_IMPORT_VIEW_H

#include "aiguillage/import.h"

/* Argument of screen_import_report, which takes the report. */
struct import_view_request {
	struct import_report report;
	struct err failure;	/* why it could not be done, or nothing */
};

#endif
