/* The words of the format, for who writes and who reads. */
#ifndef AIGUILLAGE_EXCHANGE_IMPL_H
#define AIGUILLAGE_EXCHANGE_IMPL_H

#include "aiguillage/exchange.h"

#define EXCHANGE_NAME "aiguillage-journal"
#define EXCHANGE_VERSION_NOW "1"

/* first line */
#define EXCHANGE_FORMAT "format"
#define EXCHANGE_VERSION "version"
#define EXCHANGE_POST_NAME "nom"
#define EXCHANGE_WRITTEN "ecrit_le"
#define EXCHANGE_TEXTS "textes"
/* records, beside their fields */
#define EXCHANGE_KIND "objet"
#define EXCHANGE_ID "id"
#define EXCHANGE_REVISION "revision"
#define EXCHANGE_AUTHOR "poste"
#define EXCHANGE_MADE "note_le"
#define EXCHANGE_CHANGED "change_le"
#define EXCHANGE_REMOVED "annulee"
/* last line */
#define EXCHANGE_END "fin"
#define EXCHANGE_COUNT "fiches"
#define EXCHANGE_HASH "sha256"

/* The texts and the code of `from`, none when it is NULL, instead of those of `to`. */
void exchange_copy_texts(struct entry *to, const struct entry *from);
/* Conflicts that a report tells one by one. */
#define EXCHANGE_CONFLICTS_TOLD 20
/* Keeps `loser` aside, instead of any other: read by exchange_aside().  Within a transaction. */
bool exchange_put_aside(struct session *s, const struct entry *loser, struct err *err);
/* Before `loser` is put aside: it tells whether another one leaves its place. */
void exchange_say_conflict(struct session *s, const struct entry *kept, const struct entry *loser,
			   bool ours_kept, struct str *out);

#define EXCHANGE_HASH_LEN 65
void exchange_hash(const char *text, size_t n, char hex[EXCHANGE_HASH_LEN]);

#endif
