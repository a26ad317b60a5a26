#include "aiguillage/module.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "aiguillage/path.h"

/*
 * Where it is: beside the program when it was not installed, else where it was installed.  Never a
 * folder that the environment or the present folder names.  Who may write beside the program may
 * change the program, so no rights are looked at.
 */
static char *path_of(const char *file)
{
	char self[4096];
	ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
	char *dir, *path = NULL;

	if (n > 0 && *self == '/') {
		self[n] = '\0';
		dir = path_dirname(self);
		path = path_join(dir, file);
		free(dir);
		if (access(path, R_OK) == 0)
			return path;
	}
	free(path);
	return path_join(PKGLIBDIR, file);
}

/*
 * Never unloaded: libraries keep what they read for the next time.  Lazy: the part itself is bound
 * at once (its linker flags), the libraries below it as they do anywhere.
 */
const void *module_load(const char *file, const char *symbol, enum module_trouble *trouble,
			char **shown)
{
	char *path = path_of(file);
	void *handle = dlopen(path, RTLD_LAZY | RTLD_LOCAL);
	const struct module_head *head = handle ? dlsym(handle, symbol) : NULL;

	*trouble = !handle					      ? MODULE_ABSENT
		   : !head || strcmp(head->version, PACKAGE_VERSION) != 0 ? MODULE_OTHER
									  : MODULE_FINE;
	*shown = *trouble == MODULE_FINE ? NULL : path_shown(path);
	free(path);
	return *trouble == MODULE_FINE ? head : NULL;
}

bool module_there(const char *file)
{
	char *path = path_of(file);
	bool there = access(path, R_OK) == 0;

	free(path);
	return there;
}
