/* The screens as the program starts them, but for the time they stay open without a key: test_phrase. */
#include <stdio.h>
#include <stdlib.h>

#include "aiguillage/session.h"
#include "src/tui/tui.h"

int main(void)
{
	const char *ms = getenv("LOCK_MS");
	struct tui_options o = { .lock_ms = ms ? atoi(ms) : 0 };
	struct session_options so = { 0 };
	struct session *s = NULL;
	struct err err = ERR_INIT;
	int code;

	code = session_open(&s, &so, &err) ? tui_run(s, &o, &err) : (int)err.kind;
	if (err.kind)
		fprintf(stderr, "demo : %s\n", err.msg);
	session_close(s);
	return code;
}
