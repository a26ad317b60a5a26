#include "src/tui/agenda_reading.h"

#include <stdio.h>

#include "aiguillage/date.h"

void agenda_reading_init(struct agenda_reading *g, struct session *session, const struct agenda_request *r)
{
	*g = (struct agenda_reading){ .session = session, .days = AGENDA_DAYS_DEFAULT };
	criteria_init(&g->asked);
	if (r)
		criteria_copy(&g->asked, r->criteria);
	else
		criteria_recall(&g->asked, session);
	/* « ouvert maintenant » would leave nothing of the other days: the agenda is all about when */
	g->asked.when = (struct when){ .kind = WHEN_ANY };
	g->scope = g->asked.commune == COMMUNE_NONE ? AGENDA_SECTOR
		   : r && r->only_there		    ? AGENDA_COMMUNE
						    : AGENDA_RESULTS;
}

static void forget(struct agenda_reading *g)
{
	agenda_done(&g->a);
	agenda_pages_free(g->pages);
	search_free(g->x);
	g->pages = NULL;
	g->x = NULL;
}

void agenda_reading_done(struct agenda_reading *g)
{
	forget(g);
	criteria_done(&g->asked);
}

void agenda_reading_make(struct agenda_reading *g)
{
	struct criteria c;

	forget(g);
	g->x = search_new(g->session);
	criteria_init(&c);
	criteria_copy(&c, &g->asked);
	if (g->scope == AGENDA_SECTOR)
		c.commune = COMMUNE_NONE;
	search_run(g->x, &c);
	criteria_done(&c);
	g->pages = agenda_pages_new(g->x);
	agenda_read(g->x, g->scope, clock_today(), g->days, &g->a);
}

void agenda_reading_leave(struct agenda_reading *g)
{
	struct commune c;

	if (g->asked.commune != COMMUNE_NONE) {
		gazetteer_get(g->session->gazetteer, g->asked.commune, &c);
		snprintf(g->insee, sizeof g->insee, "%s", c.insee);
	}
	forget(g);
}

void agenda_reading_return(struct agenda_reading *g)
{
	if (*g->insee)
		g->asked.commune = gazetteer_by_insee(g->session->gazetteer, g->insee);
	if (g->asked.commune == COMMUNE_NONE)
		g->scope = AGENDA_SECTOR;
	agenda_reading_make(g);
}

/* ---- what is said ---- */

enum agenda_scope agenda_next_scope(const struct agenda_reading *g)
{
	if (g->asked.commune == COMMUNE_NONE)
		return g->scope;
	return g->scope == AGENDA_COMMUNE   ? AGENDA_RESULTS
	       : g->scope == AGENDA_RESULTS ? AGENDA_SECTOR
					    : AGENDA_COMMUNE;
}

void agenda_say_scope(const struct agenda_reading *g, enum agenda_scope scope, struct str *out)
{
	struct commune c;

	if (scope == AGENDA_SECTOR) {
		str_add(out, "Tout le secteur");
		return;
	}
	gazetteer_get(g->session->gazetteer, g->asked.commune, &c);
	str_add(out, c.name);
	if (scope == AGENDA_COMMUNE)
		str_add(out, " même");
	else if (g->asked.radius_km == SEARCH_RADIUS_DEPT)
		str_add(out, " et tout le département");
	else
		str_addf(out, " et %d km autour", g->asked.radius_km);
}

void agenda_say_empty(const struct agenda_reading *g, struct str *out)
{
	if (!g->a.with && !g->a.without && g->scope == AGENDA_COMMUNE) {
		str_add(out, "Personne ne reçoit dans la commune même");
		criteria_say(out, search_criteria(g->x), g->session->vocab);
		str_addc(out, '.');
	} else if (!g->a.with && !g->a.without) {
		str_add(out, "Personne ne répond à ce qui est demandé. Échap, puis moins de critères "
			     "dans la recherche.");
	} else if (g->a.without) {
		str_addf(out, "Aucune ouverture connue dans les %d jours : ", g->days);
		if (g->a.without > 1)
			str_addf(out, "les horaires de %zu offres ne sont pas connus. Ouvrez leur "
				      "fiche depuis la recherche et appelez.", g->a.without);
		else
			str_add(out, "les horaires de la seule offre ne sont pas connus. Ouvrez sa "
				     "fiche depuis la recherche et appelez.");
	} else {
		str_addf(out, "Aucune ouverture dans les %d jours. Droite : regarder plus loin.",
			 g->days);
	}
	if (agenda_next_scope(g) != g->scope) {
		str_add(out, "\np : ");
		agenda_say_scope(g, agenda_next_scope(g), out);
	}
}
