/* Tables as workbooks: where their parts go, and what is said without the library. */
#include <dirent.h>
#include <string.h>
#include <unistd.h>

#include "aiguillage/mem.h"
#include "aiguillage/path.h"
#include "aiguillage/xlsx.h"
#include "src/base/xlsx_module.h"
#include "tests/lib/tap.h"
#include "tests/unit/tempdir.h"

static struct err err = ERR_INIT;

#ifdef HAVE_XLSX

/* The module, linked here: it is not beside this program. */
extern const struct xlsx_module aiguillage_xlsx;

#define LONG 40000		/* bytes */

static int entries(const char *folder)
{
	DIR *d = opendir(folder);
	int n = -2;		/* . and .. */

	while (d && readdir(d))
		n++;
	if (d)
		closedir(d);
	return n;
}

static void test(void)
{
	static const struct column columns[] = { { .name = "texte" }, { .name = "jour", .day = true },
						 { .name = "nombre", .count = true } };
	static const char *const cells[] = { "01400", "2026-11-24", "< 5", "=1+1", "1899-01-01", "-3.5" };
	char *nowhere = path_join(tempdir, "absent");
	struct str out, again;
	char *long_text;
	struct rows r;

	str_init(&out);
	str_init(&again);
	rows_init(&r, columns, ARRAY_SIZE(columns));
	for (size_t i = 0; i < ARRAY_SIZE(cells); i++)
		rows_add(&r, cells[i]);
	is_int(rows_cell_kind(&columns[2], "< 5"), CELL_TEXT, "a count that is hidden is a text");
	is_int(rows_cell_kind(&columns[2], "-3.5"), CELL_NUMBER, "a number");
	is_int(rows_cell_kind(&columns[1], "2026-02-30"), CELL_TEXT, "a day that is none is a text");
	ok(aiguillage_xlsx.write(&r, tempdir, &out, &err), "written: %s", err.msg);
	ok(out.len > 4 && memcmp(out.s, "PK\003\004", 4) == 0, "a package");
	is_int(entries(tempdir), 0, "and no part is left");
	ok(aiguillage_xlsx.write(&r, tempdir, &again, &err) && again.len == out.len &&
		   memcmp(again.s, out.s, out.len) == 0, "the same bytes again");
	long_text = xcalloc(LONG + 1, 1);
	memset(long_text, 'x', LONG);
	rows_add(&r, long_text);
	rows_add(&r, "");
	rows_add(&r, "");
	str_clear(&out);
	ok(aiguillage_xlsx.write(&r, tempdir, &out, &err), "a text longer than a cell of Excel %s", err.msg);
	free(long_text);
	str_clear(&out);
	ok(!aiguillage_xlsx.write(&r, nowhere, &out, &err) && err.kind == ERR_BASE,
	   "parts go into that folder and nowhere else: without it there is no workbook");
	ok(strstr(err.msg, "fods") != NULL, "another way is told");
	err_clear(&err);
	is_int((int)out.len, 0, "nothing half written");
	rows_done(&r);
	str_done(&again);
	str_done(&out);
	free(nowhere);
}

#else

static void test(void)
{
	ok(!xlsx_check(&err), "made without the library");
	ok(err.kind == ERR_USAGE && strstr(err.msg, "libxlsxwriter-dev"), "says which package to install");
	err_clear(&err);
}

#endif

int main(void)
{
	tempdir_make();
	setenv("AIGUILLAGE_MAINTENANT", "2026-11-24T10:00", 1);
	test();
	tempdir_remove();
	return done_testing();
}
