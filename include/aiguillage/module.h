/*
 * Parts of the program that are loaded when they are needed: what they link would cost each start
 * more than all the rest of it.  A part exports one structure that begins with a module_head.
 */
#ifndef AIGUILLAGE_MODULE_H
#define AIGUILLAGE_MODULE_H

#include <stdbool.h>

struct module_head {
	const char *version;	/* of the program that it was built with */
};

enum module_trouble {
	MODULE_FINE,
	MODULE_ABSENT,		/* or a library that it needs */
	MODULE_OTHER,		/* of another version of the program */
};

/*
 * The structure of that name in that file; NULL: *trouble says why, *shown (the caller's) the path
 * as a message shows it.
 */
const void *module_load(const char *file, const char *symbol, enum module_trouble *trouble,
			char **shown);
/* Is that file where it would be loaded from? */
bool module_there(const char *file);

#endif
