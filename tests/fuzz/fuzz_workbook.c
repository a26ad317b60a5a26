/*
 * A workbook that somebody gives us.  After a first « = » the input is the members of an archive,
 * each after a line « =NAME », so that no sum has to be guessed; anything else is the file as it is,
 * a flat .fods or an archive.
 */
#include "aiguillage/workbook.h"

#ifdef HAVE_WORKBOOK

#include <archive.h>
#include <archive_entry.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "aiguillage/csv.h"
#include "aiguillage/text.h"
#include "src/base/workbook_module.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The module, linked here: it is not beside this program. */
extern const struct workbook_module aiguillage_workbook;

#define LOOKED_AT (1 << 20)	/* bytes of the text; a row may be repeated a million times */

static void check(bool cond)
{
	if (!cond)
		abort();
}

static void add_member(struct archive *to, const char *name, size_t name_n, const uint8_t *bytes, size_t n)
{
	struct archive_entry *entry = archive_entry_new();
	char cut[200] = "";

	strncat(cut, name, name_n < sizeof cut ? name_n : sizeof cut - 1);
	archive_entry_set_pathname(entry, cut);
	archive_entry_set_filetype(entry, AE_IFREG);
	archive_entry_set_size(entry, (la_int64_t)n);
	if (archive_write_header(to, entry) == ARCHIVE_OK)
		archive_write_data(to, bytes, n);
	archive_entry_free(entry);
}

static void write_archive(int fd, const uint8_t *data, size_t size)
{
	struct archive *to = archive_write_new();
	const uint8_t *end = data + size, *line, *next;

	archive_write_set_format_zip(to);
	archive_write_zip_set_compression_store(to);
	archive_write_open_fd(to, fd);
	for (const uint8_t *name = data + 1; name < end; name = next + 2) {
		line = memchr(name, '\n', (size_t)(end - name));
		if (!line)
			break;
		next = memmem(line, (size_t)(end - line), "\n=", 2);
		if (!next)
			next = end;
		/* a member without a name stops libarchive for good */
		if (*name && line > name)
			add_member(to, (const char *)name, (size_t)(line - name), line + 1,
				   next > line ? (size_t)(next - line - 1) : 0);
	}
	archive_write_free(to);
}

static bool on_row(void *ctx, const struct csv_row *r, struct err *err)
{
	(void)ctx;
	(void)err;
	check(!r->mended);
	return true;
}

static bool on_bad(void *ctx, const struct csv_row *where, const char *why, struct err *err)
{
	(void)ctx;
	(void)where;
	(void)why;
	(void)err;
	return true;
}

/* Text of which every line is a row, with its quotes where they should be. */
static void check_text(const struct workbook *w)
{
	static const struct csv_handlers to = { on_row, on_bad };
	size_t n = w->size < LOOKED_AT ? (size_t)w->size : LOOKED_AT;
	struct err err = ERR_INIT;
	char *text = malloc(n + 1);
	FILE *f;

	check(lseek(w->fd, 0, SEEK_END) == w->size && w->size > 0);
	check(pread(w->fd, text, n, 0) == (ssize_t)n && !memchr(text, '\r', n));
	if (n == (size_t)w->size) {
		check(utf8_valid(text, n) && text[n - 1] == '\n');
		f = fmemopen(text, n, "r");
		csv_read_mended(f, "essai", ',', &to, NULL, &err);
		fclose(f);
	}
	free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct err err = ERR_INIT;
	struct workbook w;
	int fd = memfd_create("essai", MFD_CLOEXEC);

	if (size && *data == '=')
		write_archive(fd, data, size);
	else
		check(write(fd, data, size) == (ssize_t)size);
	if (aiguillage_workbook.read(fd, "essai", &w, &err)) {
		check(err.kind == ERR_NONE && w.sheet && utf8_valid(w.sheet, strlen(w.sheet)));
		check(!w.others || utf8_valid(w.others, strlen(w.others)));
		check_text(&w);
		close(w.fd);
		workbook_done(&w);
	} else {
		check(err.kind == ERR_DATA && w.fd == -1 && !w.sheet && !w.others);
	}
	close(fd);
	return 0;
}

#else

#include <stdio.h>

int main(void)
{
	puts("1..0 # SKIP made without what reads workbooks");
	return 0;
}

#endif
