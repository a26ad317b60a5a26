#include "tests/lib/vt_impl.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SETTLED 200		/* ms of silence before a golden is written */

static void golden_path(const struct vt *v, const char *name, struct str *out)
{
	const char *src = getenv("SRCDIR");

	str_addf(out, "%s/tests/tui/golden/%s.%dx%d.txt", src ? src : ".", name, v->cols, v->rows);
}

static bool read_file(const char *path, struct str *out)
{
	FILE *f = fopen(path, "r");
	char buf[4096];
	size_t n;

	if (!f)
		return false;
	while ((n = fread(buf, 1, sizeof buf, f)) > 0)
		str_addn(out, buf, n);
	fclose(f);
	return true;
}

static bool is_golden(struct vt *v, const void *a, const void *b)
{
	(void)b;
	return !strcmp(vt_dump(v), a);
}

/* Only when goldens are made, by hand: the screen is what is left after a silence. */
static bool write_golden(struct vt *v, const char *path)
{
	struct pollfd p = { .fd = v->fd, .events = POLLIN };
	FILE *f;
	bool done;

	while (poll(&p, 1, SETTLED) > 0 && vt_pump(v, 0))
		;
	f = fopen(path, "w");
	if (!f)
		return false;
	fputs(vt_dump(v), f);
	done = !fclose(f);
	printf("# wrote %s\n", path);
	return done;
}

bool vt_golden(struct vt *v, const char *name)
{
	const char *mode = getenv("AIGUILLAGE_GOLDEN");
	struct str path, want;
	bool same;

	str_init(&path);
	str_init(&want);
	golden_path(v, name, &path);
	if (mode && !strcmp(mode, "write")) {
		same = write_golden(v, path.s);
	} else {
		same = read_file(path.s, &want) && vt_until(v, is_golden, want.s, NULL);
		if (!same)
			printf("# not as %s; the screen is below\n", path.s);
	}
	str_done(&want);
	str_done(&path);
	return same;
}
