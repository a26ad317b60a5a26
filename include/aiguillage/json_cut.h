/*
 * Cuts a JSON stream into the texts of its records, so that a file of any size
 * is read with the memory of one: a list of objects, or one object a line
 * (JSON lines), or objects one after another.  It only counts brackets and
 * quotes; whether a record is JSON is for store/json.h to say.
 */
#ifndef AIGUILLAGE_JSON_CUT_H
#define AIGUILLAGE_JSON_CUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "aiguillage/err.h"

#define JSON_MAX_RECORD (1 << 20)	/* bytes */
#define JSON_MAX_DEPTH 64

struct json_piece {
	size_t number;		/* 1 = the first record */
	size_t line;		/* of the file, where it begins */
	const char *text;	/* NUL terminated, but may hold anything */
	size_t n;
};

/* Returning false stops the reading with the error it set. */
typedef bool json_piece_fn(void *ctx, const struct json_piece *piece, struct err *err);

/* ERR_DATA with record and line when it is no such stream. */
bool json_cut_stream(FILE *f, const char *name, json_piece_fn *fn, void *ctx, struct err *err);

#endif
