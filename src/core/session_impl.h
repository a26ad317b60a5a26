/* Between opening a session and telling its state. */
#ifndef AIGUILLAGE_SESSION_IMPL_H
#define AIGUILLAGE_SESSION_IMPL_H

#include "aiguillage/session.h"
#include "aiguillage/text.h"

/* Places and offers of all origins. */
bool session_counts(struct session *s, int64_t *places, int64_t *offers, struct err *err);

#endif
