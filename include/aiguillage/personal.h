/*
 * Numbers that must not be written in a note: social security (NIR), bank
 * account (IBAN), payment card.  Only numbers whose key is right, written in
 * one go or in their usual groups, so that SIRET, telephones, INSEE codes and
 * dates pass.
 */
#ifndef AIGUILLAGE_PERSONAL_H
#define AIGUILLAGE_PERSONAL_H

enum personal {
	PERSONAL_NONE,
	PERSONAL_NIR,
	PERSONAL_IBAN,
	PERSONAL_CARD,
};
/* The first such number of a text. */
enum personal personal_find(const char *text);
/* « un numéro de sécurité sociale » */
const char *personal_name(enum personal p);

#endif
