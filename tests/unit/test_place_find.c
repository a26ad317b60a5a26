/* Places by what one types of their name. */
#include "aiguillage/place_find.h"
#include "tests/unit/world.h"

static struct world w;

/* The keys that are found, with a space between them. */
static void finds(const char *typed, const char *want)
{
	struct place_match m[4];
	size_t n = place_find(w.s, typed, m, 4);
	struct str b;

	str_init(&b);
	for (size_t i = 0; i < n; i++) {
		str_join(&b, " ", m[i].name);
		str_addf(&b, " (%s)", m[i].commune);
		place_match_done(&m[i]);
	}
	is_str(b.s, want, "« %s »", typed);
	str_done(&b);
}

int main(void)
{
	world_open(&w);
	finds("médiath tar", "Médiathèque de Tarare (Tarare)");
	finds("MEDIATHEQUE DE TARARE", "Médiathèque de Tarare (Tarare)");
	finds("pimms ampl", "France services Pimms Médiation Amplepuis (Amplepuis)");
	finds("accompagnement", "");
	finds("", "");
	finds("   ", "");
	finds("zzzz", "");
	world_close(&w);
	return done_testing();
}
