/* Between opening a session and telling its state. */
#ifndef AIGUILLAGE_SESSION_IMPL_H
#define AIGUILLAGE_SESSION_IMPL_H

#include "aiguillage/session.h"

/* « 34 969 », « 110 offres ». */
void say_number(struct str *out, int64_t n);
void say_count(struct str *out, int64_t n, const char *one, const char *many);

/* Places and offers of all origins. */
bool session_counts(struct session *s, int64_t *places, int64_t *offers, struct err *err);

#endif
