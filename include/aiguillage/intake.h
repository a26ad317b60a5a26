/*
 * A file that somebody gives us, as a stream of UTF-8 text.  What it is not is
 * told at once (a folder, an archive, a page of a web site, a binary file…);
 * Windows and UTF-16 text is converted on the way; a workbook becomes the CSV text of its first
 * sheet (workbook.h).  `-` is the standard input,
 * copied to a temporary file first, since it is read more than once.
 *
 *	if (!intake_open(&in, path, &err)) ...
 *	look_at(in.head);			// the beginning, already UTF-8
 *	csv_read_stream(in.stream, in.shown, sep, row, &ctx, &err);
 *	intake_rewind(&in, &err);		// to read it again
 *	intake_close(&in);
 */
#ifndef AIGUILLAGE_INTAKE_H
#define AIGUILLAGE_INTAKE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "aiguillage/err.h"
#include "aiguillage/str.h"
#include "aiguillage/workbook.h"

#define INTAKE_MAX_FILE (2048ll << 20)	/* bytes */
#define INTAKE_MAX_PIPE (256ll << 20)
#define INTAKE_HEAD 65536

enum intake_encoding {
	INTAKE_UTF8,
	INTAKE_CP1252,		/* and Latin-1, which is a part of it */
	INTAKE_UTF16LE,
	INTAKE_UTF16BE,
	INTAKE_MIXED,		/* UTF-8 and bytes that are not: its reader finds where */
};

struct intake {
	FILE *stream;		/* without byte order mark */
	char *shown;		/* as messages name the file */
	enum intake_encoding encoding;
	int64_t size;		/* of the file, in bytes */
	struct str head;	/* the first INTAKE_HEAD bytes of the text */
	int fd;			/* of the file itself, or of the text made of a workbook */
	long skip;		/* bytes of its byte order mark */
	struct workbook book;	/* of which the text was made; sheet is NULL when it was none */
};

/* ERR_DATA with one sentence when it cannot be read as text. */
bool intake_open(struct intake *in, const char *path, struct err *err);
bool intake_rewind(struct intake *in, struct err *err);
/* Bytes of the file read so far. */
int64_t intake_position(const struct intake *in);
void intake_close(struct intake *in);

/* « UTF-8 », « Windows (CP1252) »… */
const char *intake_encoding_name(enum intake_encoding encoding);

#endif
