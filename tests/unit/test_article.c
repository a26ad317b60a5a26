#include "aiguillage/article.h"
#include "tests/lib/tap.h"

static void is(void (*say)(struct str *, const char *), const char *name, const char *want)
{
	struct str out;

	str_init(&out);
	say(&out, name);
	is_str(out.s, want, "%s", want);
	str_done(&out);
}

int main(void)
{
	is(say_of, "Tarare", "de Tarare");
	is(say_of, "Amplepuis", "d’Amplepuis");
	is(say_of, "Éveux", "d’Éveux");
	is(say_of, "Yzeron", "d’Yzeron");
	is(say_of, "Œuilly", "d’Œuilly");
	is(say_of, "Haute-Rivoire", "de Haute-Rivoire");
	is(say_of, "Le Breuil", "du Breuil");
	is(say_of, "Les Sauvages", "des Sauvages");
	is(say_of, "L'Arbresle", "de L'Arbresle");
	is(say_of, "La Tour-de-Salvagny", "de La Tour-de-Salvagny");
	is(say_of, "Lentilly", "de Lentilly");
	is(say_of, "", "de ");
	is(say_at, "Amplepuis", "à Amplepuis");
	is(say_at, "Le Breuil", "au Breuil");
	is(say_at, "Les Sauvages", "aux Sauvages");
	return done_testing();
}
