/*
 * Where an accompaniment took place, as a field of its form: a place of the directory, a commune,
 * or any words.
 */
#ifndef TUI_LOG_PLACE_H
#define TUI_LOG_PLACE_H

#include "aiguillage/log.h"
#include "src/tui/form.h"

struct form_lookup log_place_lookup(struct session *s);
/* What the entry has, as the field shows it. */
const char *log_place_shown(const struct entry *e);
/* The value of the field into the entry. */
bool log_place_take(struct session *s, struct entry *e, const char *value, struct err *err);

#endif
