/* The communes proposed while a name is being typed, and how they are called. */
#ifndef TUI_COMMUNE_SUGGEST_H
#define TUI_COMMUNE_SUGGEST_H

#include "aiguillage/commune.h"

/* As commune_find(), those of the sector that begin so before all others. */
size_t commune_suggest(const struct gazetteer *g, const char *typed, uint32_t near,
		       struct commune_match *out, size_t max);
/* Those of the sector alone: by their names, of before too, and in spite of faults. */
size_t commune_suggest_core(const struct gazetteer *g, const char *typed, struct commune_match *out,
			    size_t max);
/* Appends « Val d’Oingt (69) ← Oingt », « Tarare, Rhône 69170 ». */
void commune_suggestion(const struct gazetteer *g, const struct commune_match *m, struct str *out);
/* Appends « Tarare (69) ». */
void commune_label(const struct gazetteer *g, uint32_t commune, struct str *out);

#endif
