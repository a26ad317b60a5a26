#include <sys/stat.h>
#include <unistd.h>

#include "aiguillage/rail.h"
#include "tests/lib/tap.h"
#include "tests/unit/tempdir.h"

static struct rail *rail;

static const char *data_dir(void)
{
	const char *dir = getenv("AIGUILLAGE_DATA");

	return dir ? dir : test_path("data");
}

static void goes(const char *from, const char *to, const char *want)
{
	struct rail_route route;
	struct str said;

	str_init(&said);
	if (rail_route(rail, from, to, &route))
		rail_route_say(&said, &route);
	is_str(said.s, want, "%s to %s", from, to);
	str_done(&said);
}

static void test_direct(void)
{
	goes("69243", "69010", "train Tarare → L'Arbresle");
	goes("69010", "69243", "train L'Arbresle → Tarare");
	goes("69171", "69010", "train Sain-Bel → L'Arbresle");
	goes("69039", "69010", "train Chamelet → L'Arbresle");
	goes("69056", "69107", "train Chessy → Lamure-sur-Azergues");
	goes("69006", "42293", "train Amplepuis → Saint-Victor - Thizy");
	goes("69157", "69243", "train Pontcharra - Saint-Forgeux → Tarare");
	goes("69243", "69123", "train Tarare → Lyon Vaise");
	goes("69171", "69123", "train Sain-Bel → Lyon Gorge de Loup");
	goes("69107", "03190", "train Lamure-sur-Azergues → Moulins sur Allier");
	goes("69121", "69010", "train Lozanne → L'Arbresle");
	goes("69059", "69121", "train Civrieux-d'Azergues → Lozanne");
}

static void test_change(void)
{
	goes("69171", "69243", "train Sain-Bel → Tarare, changer à L'Arbresle");
	goes("69243", "69171", "train Tarare → Sain-Bel, changer à L'Arbresle");
	goes("69039", "69243", "train Chamelet → Tarare, changer à L'Arbresle");
	goes("69039", "69125", "train Chamelet → Chazay - Marcilly, changer à Lozanne");
	goes("69059", "69010", "train Civrieux-d'Azergues → L'Arbresle, changer à Lozanne");
	goes("69059", "69056", "train Civrieux-d'Azergues → Chessy, changer à Lozanne");
	goes("69112", "69039", "train Lentilly → Chamelet, changer à L'Arbresle");
}

static void test_none(void)
{
	goes("69245", "69010", "");
	goes("69010", "69245", "");
	goes("69160", "69010", "");
	goes("69248", "69243", "");
	goes("69200", "69243", "");
	goes("69022", "69010", "");
	goes("69243", "69243", "");
	goes("69243", "", "");
	goes("69171", "69072", "");	/* two changes would be needed, or one at Tassin */
}

static void test_symmetry(void)
{
	size_t n = rail_count(rail), one_way = 0, bad = 0;

	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < n; k++) {
			const char *a = rail_stop_at(rail, i)->insee, *b = rail_stop_at(rail, k)->insee;
			struct rail_route there, back;
			bool goes_there = rail_route(rail, a, b, &there);

			one_way += goes_there != rail_route(rail, b, a, &back);
			if (!goes_there)
				continue;
			bad += !there.from->open || !there.to->open || strcmp(there.from->insee, a) ||
			       strcmp(there.to->insee, b);
			if (there.change)
				bad += !there.change->change ||
				       strcmp(there.from->axis, there.change->axis);
			else
				bad += strcmp(there.from->axis, there.to->axis) != 0;
		}
	}
	is_int(one_way, 0, "whoever goes can come back");
	is_int(bad, 0, "open stations, on axes that meet where one may change");
}

static void test_stations(void)
{
	const struct rail_stop *s = rail_station(rail, "69157");

	ok(s && !strcmp(s->station, "Pontcharra - Saint-Forgeux"), "the station of Vindry");
	ok(!rail_station(rail, "69245"), "Ternand: closed");
	ok(!rail_station(rail, "69248"), "Thizy-les-Bourgs: none");
	is_int(rail_count(rail), 55, "all stops are there, open or not");
	s = rail_stop_at(rail, 5);
	is_str(s->station, "Lozanne", "a stop");
	ok(s->open && s->change && s->order == 6 && !strcmp(s->axis, "A"), "and what is known of it");
}

static void refuses(const char *rows, const char *part)
{
	struct err err = ERR_INIT;

	spit(temp("rail.csv"), rows, strlen(rows));
	ok(!rail_read(tempdir, &err), "refused");
	is_int(err.kind, ERR_DATA, "as bad data");
	ok(strstr(err.msg, part), "« %s » in « %s »", part, err.msg);
}

static void test_bad_files(void)
{
	struct err err = ERR_INIT;

	ok(!rail_read("/nowhere", &err) && err.kind == ERR_BASE, "no file");
	tempdir_make();
	refuses("axe,ordre,gare,code_insee\nA,1,Tarare,69243\nA,x,Bully,69032\n", "ligne 3");
	refuses("axe,ordre,gare,code_insee\nA,,Tarare,69243\n", "nombre");
	refuses("axe,ordre,gare\nA,1,Tarare\n", "INSEE");
	tempdir_remove();
	rail_free(NULL);
}

int main(void)
{
	struct err err = ERR_INIT;

	rail = rail_read(data_dir(), &err);
	if (!ok(rail, "the shipped file%s%s", err.msg[0] ? ": " : "", err.msg))
		return done_testing();
	test_direct();
	test_change();
	test_none();
	test_symmetry();
	test_stations();
	rail_free(rail);
	test_bad_files();
	return done_testing();
}
