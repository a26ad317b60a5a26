/*
 * The archive of a workbook.  Its list of members, at its end, is what is believed: without it the
 * file was cut.  Each part is read by its name from the file itself, so that none is kept.
 */
#include <archive.h>
#include <archive_entry.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "aiguillage/mem.h"
#include "workbook_impl.h"

#define BLOCK 65536

static struct archive *open_zip(struct source *s)
{
	struct archive *a = archive_read_new();

	if (!a)
		abort();	/* as mem.h does */
	if (lseek(s->fd, 0, SEEK_SET) == 0 && archive_read_support_format_zip_seekable(a) == ARCHIVE_OK &&
	    archive_read_open_fd(a, s->fd, BLOCK) == ARCHIVE_OK)
		return a;
	archive_read_free(a);
	source_refuse(s, SPOILED);
	return NULL;
}

/* The next member; *over at the end of the list. */
static struct archive_entry *next(struct source *s, struct archive *a, bool *over)
{
	struct archive_entry *entry;
	int status = archive_read_next_header(a, &entry);

	*over = status == ARCHIVE_EOF;
	if (*over)
		return NULL;
	if (status == ARCHIVE_OK || status == ARCHIVE_WARN)
		return entry;
	source_refuse(s, SPOILED);
	return NULL;
}

bool zip_names(struct source *s, zip_name_fn *fn, void *ctx)
{
	struct archive *a = open_zip(s);
	struct archive_entry *entry;
	bool over = false;

	for (size_t n = 0; a && (entry = next(s, a, &over)) != NULL; n++) {
		const char *name = archive_entry_pathname(entry);

		if (n == WORKBOOK_MAX_PARTS) {
			source_refuse(s, TOO_BIG);
			break;
		}
		fn(ctx, name ? name : "");
	}
	archive_read_free(a);
	return a && !s->err->kind;
}

static bool pour(struct source *s, struct archive *a, zip_block_fn *fn, void *ctx)
{
	char *block = xmalloc(BLOCK);
	la_ssize_t n;
	bool ok = true;

	while (ok && (n = archive_read_data(a, block, BLOCK)) != 0) {
		if (n < 0)
			ok = source_refuse(s, SPOILED);
		else if ((s->left -= n) < 0)
			ok = source_refuse(s, TOO_BIG);
		else
			ok = fn(ctx, block, (size_t)n);
	}
	free(block);
	return ok;
}

bool zip_member(struct source *s, const char *name, zip_block_fn *fn, void *ctx, bool *there)
{
	struct archive *a = open_zip(s);
	struct archive_entry *entry;
	bool over = false, ok = a;

	*there = false;
	while (ok && !*there && (entry = next(s, a, &over)) != NULL) {
		const char *its = archive_entry_pathname(entry);

		if (!its || strcmp(its, name) != 0)
			continue;
		*there = true;
		ok = archive_entry_is_data_encrypted(entry) ? source_refuse(s, LOCKED) : pour(s, a, fn, ctx);
	}
	archive_read_free(a);
	return ok && !s->err->kind;
}
