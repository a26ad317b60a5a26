/*
 * TAP for our unit tests: one program per module.
 *
 *	int main(void)
 *	{
 *		is_int(text_width("é"), 1, "one column");
 *		return done_testing();
 *	}
 */
#ifndef TESTS_TAP_H
#define TESTS_TAP_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int tap_count, tap_failed;

#define ok(cond, ...) tap_ok((cond), __FILE__, __LINE__, __VA_ARGS__)
#define is_int(got, want, ...) tap_int((got), (want), __FILE__, __LINE__, __VA_ARGS__)
#define is_str(got, want, ...) tap_str((got), (want), __FILE__, __LINE__, __VA_ARGS__)

#define TAP_NAME(last)                                  \
	do {                                            \
		va_list ap;                             \
		va_start(ap, last);                     \
		tap_name(last, ap);                     \
		va_end(ap);                             \
	} while (0)

/* On one line, and without a # that would begin a TAP directive. */
static inline __attribute__((format(printf, 1, 0))) void tap_name(const char *fmt, va_list ap)
{
	char name[1000];

	vsnprintf(name, sizeof name, fmt, ap);
	for (char *p = name; *p; p++)
		putchar((unsigned char)*p < ' ' ? ' ' : *p == '#' ? '+' : *p);
	putchar('\n');
}

static inline __attribute__((format(printf, 4, 5))) bool
tap_ok(bool cond, const char *file, int line, const char *fmt, ...)
{
	printf("%sok %d - ", cond ? "" : "not ", ++tap_count);
	TAP_NAME(fmt);
	if (!cond) {
		tap_failed++;
		printf("#   at %s:%d\n", file, line);
	}
	fflush(stdout);
	return cond;
}

static inline __attribute__((format(printf, 5, 6))) bool
tap_int(long long got, long long want, const char *file, int line, const char *fmt, ...)
{
	bool cond = got == want;

	printf("%sok %d - ", cond ? "" : "not ", ++tap_count);
	TAP_NAME(fmt);
	if (!cond) {
		tap_failed++;
		printf("#   at %s:%d\n#   got  %lld\n#   want %lld\n", file, line, got, want);
	}
	fflush(stdout);
	return cond;
}

static inline __attribute__((format(printf, 5, 6))) bool
tap_str(const char *got, const char *want, const char *file, int line, const char *fmt, ...)
{
	bool cond = got && want ? strcmp(got, want) == 0 : got == want;

	printf("%sok %d - ", cond ? "" : "not ", ++tap_count);
	TAP_NAME(fmt);
	if (!cond) {
		tap_failed++;
		printf("#   at %s:%d\n#   got  %s\n#   want %s\n", file, line, got ? got : "(null)",
		       want ? want : "(null)");
	}
	fflush(stdout);
	return cond;
}

static inline int done_testing(void)
{
	printf("1..%d\n", tap_count);
	return tap_failed ? 1 : 0;
}

/* Path of a file of tests/data (or of the source tree), from SRCDIR. */
static inline const char *test_path(const char *relative)
{
	static char buf[4096];
	const char *src = getenv("SRCDIR");

	snprintf(buf, sizeof buf, "%s/%s", src ? src : ".", relative);
	return buf;
}

#endif
