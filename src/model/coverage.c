#include "aiguillage/coverage.h"

#include <string.h>

#include "aiguillage/vocab.h"

/* Name of an EPCI or a département: one of its communes tells it. */
static bool say_area(struct str *out, const struct gazetteer *g, const char *code)
{
	uint16_t epci = gazetteer_epci(g, code), dept = gazetteer_dept(g, code);
	struct commune c;

	for (size_t i = 0; (epci || dept) && i < gazetteer_count(g); i++) {
		gazetteer_get(g, (uint32_t)i, &c);
		if (epci && c.epci_id == epci) {
			str_add(out, c.epci_name);
			return true;
		}
		if (!epci && c.dept_id == dept) {
			str_addf(out, "tout le département (%s)", c.dept_name);
			return true;
		}
	}
	return false;
}

static void say_one(struct str *out, const struct gazetteer *g, const char *code)
{
	uint32_t commune = gazetteer_by_insee(g, code);
	struct commune c;

	if (strcmp(code, "france") == 0) {
		str_add(out, "toute la France");
	} else if (commune != COMMUNE_NONE) {
		gazetteer_get(g, commune, &c);
		str_add(out, c.name);
	} else if (!say_area(out, g, code)) {
		str_add(out, code);
	}
}

void coverage_say(struct str *out, const struct gazetteer *g, const char *list)
{
	struct list_walk w = { .rest = list };
	const char *sep = "";
	struct str item;

	str_init(&item);
	while (list_next(&w, &item)) {
		str_add(out, sep);
		say_one(out, g, item.s);
		sep = ", ";
	}
	str_done(&item);
}
