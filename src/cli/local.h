/* What the counsellor said of a record, as `montrer` tells it. */
#ifndef CLI_LOCAL_H
#define CLI_LOCAL_H

#include "aiguillage/overlay.h"
#include "src/cli/out.h"

/* The correction of a field, or NULL. */
const struct correction *local_correction(const struct overlay *o, const struct field *f);

/* Marks, additions and the private note, a fact a line. */
void local_facts(struct str *out, const struct overlay *o, int indent);
/*
 * « corrigé par vous le 3 novembre ; la source dit : … »; now and then are what the source says and
 * said, in words.
 */
void local_say(struct str *out, const struct correction *c, const char *now, const char *then,
	       const char *key);

/* For programs: rows « source » (what it says of a corrected field) and « marque »; no note. */
void local_rows(struct rows *r, const char *key, const struct overlay *o);
/* Members of a JSON object: , "source": {…}, "marques": {…}; nothing when there is nothing. */
void local_json(struct str *out, const struct overlay *o);

#endif
