/* A place about to be added: is it there already, under a name that is nearly the same? */
#include "aiguillage/overlay.h"
#include "tests/unit/world.h"

static struct world w;

static bool there(const char *name, const char *insee, const char *what)
{
	struct err err = ERR_INIT;
	struct str like;
	bool found;

	str_init(&like);
	found = overlay_resembling(w.s, name, insee, &like, &err);
	ok(!err.kind, "%s: looked for %s", name, err.msg);
	is_int(found, what != NULL, "%s: %s", name, what ? "found" : "not found");
	if (what)
		is_str(like.s, what, "that one");
	str_done(&like);
	return found;
}

int main(void)
{
	world_open(&w);
	there("Espace Charlet", "69010", "Espace Charlet / MJC L'Arbresle");
	there("espace charlet", "69010", "Espace Charlet / MJC L'Arbresle");
	there("ESPACE CHARLOT", "69010", NULL);
	there("Espace Charlet", "69022", NULL);
	there("Mairie de Tarare", "69010", NULL);
	there("de la", "69010", NULL);
	there("", "69010", NULL);
	there("Espace Charlet", "", NULL);
	world_close(&w);
	return done_testing();
}
