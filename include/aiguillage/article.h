/*
 * The names of communes inside a sentence: « d’Amplepuis », « du Breuil »,
 * « aux Sauvages ».  A leading « L' » or « La » stays as it is.
 */
#ifndef AIGUILLAGE_ARTICLE_H
#define AIGUILLAGE_ARTICLE_H

#include "aiguillage/str.h"

/* Appends « de Tarare », « d’Éveux », « du Breuil », « des Sauvages », « de L'Arbresle ». */
void say_of(struct str *out, const char *name);
/* Appends « à Tarare », « au Breuil », « aux Sauvages ». */
void say_at(struct str *out, const char *name);

#endif
