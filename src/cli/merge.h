/* « importer journal »: a journal that somebody else wrote, joined to ours. */
#ifndef CLI_MERGE_H
#define CLI_MERGE_H

#include "src/cli/cli.h"

/* The files one after the other, each whole or not at all. */
bool merge_files(struct cmd_call *call, const char *const *paths, size_t n, bool dry_run,
		 struct err *err);

#endif
