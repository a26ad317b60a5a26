/* Runs every file of tests/fuzz/corpus/X through the fuzz target fuzz_X and speaks TAP. */
#include <dirent.h>
#include <stdint.h>

#include "tests/lib/tap.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void replay(const char *path)
{
	FILE *f = fopen(path, "rb");
	uint8_t *data = malloc(1 << 20);
	size_t n = f ? fread(data, 1, 1 << 20, f) : 0;

	/* its own block of exactly n bytes, so that AddressSanitizer sees a read past the end */
	data = realloc(data, n ? n : 1);
	if (f) {
		LLVMFuzzerTestOneInput(data, n);
		fclose(f);
	}
	ok(f, "%s", strrchr(path, '/') + 1);
	free(data);
}

int main(int argc, char **argv)
{
	const char *slash = argc > 0 ? strrchr(argv[0], '/') : NULL;
	const char *name = slash ? strstr(slash, "fuzz_") : NULL;
	char folder[4200], path[4600];
	struct dirent *entry;
	DIR *dir;

	snprintf(folder, sizeof folder, "%s/%s", test_path("tests/fuzz/corpus"),
		 name ? name + strlen("fuzz_") : "?");
	dir = opendir(folder);
	if (!dir) {
		printf("Bail out! no %s\n", folder);
		return 1;
	}
	while ((entry = readdir(dir))) {
		if (entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
		replay(path);
	}
	closedir(dir);
	ok(tap_count > 0, "the corpus is not empty");
	return done_testing();
}
