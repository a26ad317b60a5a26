#include <stdint.h>
#include <unistd.h>

#include "aiguillage/csv.h"
#include "aiguillage/str.h"
#include "tests/lib/tap.h"
#include "tests/unit/tempdir.h"

static const char *file_of(const char *text, size_t n)
{
	const char *path = temp("x.csv");

	spit(path, text, n);
	return path;
}

/* Writes rows as « 1[a|b] 2[c|d] ». */
static bool collect(void *ctx, const struct csv_row *r, struct err *err)
{
	struct str *out = ctx;

	(void)err;
	str_addf(out, "%s%zu[", out->len ? " " : "", r->row);
	for (size_t i = 0; i < r->n; i++)
		str_addf(out, "%s%s", i ? "|" : "", r->cells[i]);
	str_addc(out, ']');
	return true;
}

static void accepts_bytes(const char *text, size_t n, const char *want, const char *name)
{
	struct err err = ERR_INIT;
	struct str out;

	str_init(&out);
	ok(csv_read_file(file_of(text, n), ',', collect, &out, &err), "%s: read", name);
	is_str(err.msg, "", "%s: no error", name);
	is_str(out.s, want, "%s", name);
	str_done(&out);
}

static void accepts(const char *text, const char *want, const char *name)
{
	accepts_bytes(text, strlen(text), want, name);
}

static void refuses_bytes(const char *text, size_t n, const char *part, const char *name)
{
	struct err err = ERR_INIT;
	struct str out;

	str_init(&out);
	ok(!csv_read_file(file_of(text, n), ',', collect, &out, &err), "%s: refused", name);
	is_int(err.kind, ERR_DATA, "%s: as bad data", name);
	if (!ok(strstr(err.msg, part), "%s: « %s »", name, part))
		printf("#   got %s\n", err.msg);
	str_done(&out);
}

static void refuses(const char *text, const char *part, const char *name)
{
	refuses_bytes(text, strlen(text), part, name);
}

static void test_shapes(void)
{
	accepts("a,b\n1,2\n3,4\n", "1[1|2] 2[3|4]", "plain");
	accepts("a,b\n1,2", "1[1|2]", "no line end at the end");
	accepts("a,b\r\n1,2\r\n3,4\r\n", "1[1|2] 2[3|4]", "CR LF");
	accepts("a,b\r1,2\r3,4\r", "1[1|2] 2[3|4]", "CR alone");
	accepts("a,b\n\n1,2\n\n\n3,4\n", "1[1|2] 2[3|4]", "empty lines");
	accepts("a,b\n", "", "a header alone");
	accepts("\xEF\xBB\xBF\"a\",b\n1,2\n", "1[1|2]", "byte order mark before a quote");
	accepts("a,b\n\"x, y\",\"say \"\"oui\"\"\"\n", "1[x, y|say \"oui\"]", "quotes");
	accepts("a,b\n\"\"\"a\"\"b\"\"\"\"\",\"\"\n", "1[\"a\"b\"\"|]", "quotes at the ends of a cell");
	accepts("a,b\n \"x\" , y \n\"z\",\" \"\n", "1[x|y] 2[z|]", "spaces around quotes");
	accepts("a,b\n\"two\nlines\",\"\r\n\"\n", "1[two lines|]", "line ends inside a cell");
	accepts("a,b\n1\n1,2,3\n", "1[1] 2[1|2|3]", "short and long rows");
	accepts("a\n  x   y  \n\"  z  \"\n", "1[x y] 2[z]", "spaces");
	accepts("a\né\tœ\x07\xE2\x80\xAE!\n", "1[é œ!]", "cleaned");
	accepts("a,b\n,\n", "1[|]", "empty cells");
}

static void test_columns(void)
{
	const char *columns[] = { "nom", "code" }, *cells[] = { "Bully" };
	struct csv_row r = { .row = 1, .n = 1, .cells = cells, .n_columns = 2, .columns = columns };

	is_str(csv_get(&r, "nom"), "Bully", "by name");
	is_str(csv_get(&r, "code"), "", "a cell that the row lacks");
	is_str(csv_get(&r, "autre"), "", "a column that the file lacks");
	is_int(csv_column(&r, "code"), 1, "position");
	is_int(csv_column(&r, "autre"), -1, "no position");
	is_str(csv_at(&r, 0), "Bully", "by position");
	is_str(csv_at(&r, -1), "", "at no position");
}

static bool keep_name(void *ctx, const struct csv_row *r, struct err *err)
{
	(void)err;
	str_add(ctx, csv_get(r, "nom"));
	return true;
}

static void test_by_name(void)
{
	const char *text = "\xEF\xBB\xBFnom;code\nÉveux;69083\n";
	struct err err = ERR_INIT;
	struct str out;

	str_init(&out);
	ok(csv_read_file(file_of(text, strlen(text)), ';', keep_name, &out, &err), "semicolons");
	is_str(out.s, "Éveux", "the mark is not part of the first column's name");
	str_done(&out);
}

static void test_refusals(void)
{
	char *big = malloc(400000);
	size_t n;

	refuses("", "vide", "an empty file");
	refuses("\n\n", "vide", "empty lines only");
	refuses("a,b\n1,\"x\n", "guillemet", "a quote never closed");
	refuses("a,b\n1,2\n3,\"x\"y\n", "ligne 3, colonne 2 « b »", "text after a quote");
	refuses("a,b\n\n1,x\"y\n", "ligne 3 (fiche 1), colonne 2", "a quote inside, empty lines counted");
	refuses("a,b\r\n\r\n1,x\"y\r\n", "ligne 3 (fiche 1), colonne 2",
		"the same with CR LF");
	refuses("a,nom\n1,caf\xE9\n", "ligne 2, colonne 2 « nom » : le texte n’est pas en UTF-8",
		"Latin-1");
	refuses("caf\xE9\n1\n", "ligne 1, colonne 1", "Latin-1 in the header");
	refuses_bytes("a,b\n1,x\0y\n", 10, "octet nul", "a NUL byte");
	refuses_bytes("\xFF\xFE" "a\0,\0b\0", 8, "octet nul", "UTF-16");

	n = (size_t)sprintf(big, "a\n\"");
	memset(big + n, 'x', 300000);
	refuses_bytes(big, n + 300000, "trop longue", "a quote that draws everything");
	n = (size_t)sprintf(big, "a\n");
	memset(big + n, 'x', CSV_MAX_CELL + 1);
	refuses_bytes(big, n + CSV_MAX_CELL + 1, "trop longue", "one byte too many");
	memset(big + n, ',', CSV_MAX_COLUMNS);
	refuses_bytes(big, n + CSV_MAX_COLUMNS, "trop de cellules", "one cell too many");
	free(big);
}

/* Writes « row:line ». */
static bool note_line(void *ctx, const struct csv_row *r, struct err *err)
{
	(void)err;
	str_addf(ctx, "%zu:%zu ", r->row, r->line);
	return true;
}

static void test_lines(void)
{
	const char *texts[] = { "a,b\n\n1,\"x\ny\"\n3,4\n", "a,b\r\n\r\n1,\"x\r\ny\"\r\n3,4\r\n",
				"a,b\r\r1,\"x\ry\"\r3,4" };
	struct err err = ERR_INIT;
	struct str out;

	str_init(&out);
	for (size_t i = 0; i < 3; i++) {
		str_clear(&out);
		ok(csv_read_file(file_of(texts[i], strlen(texts[i])), ',', note_line, &out, &err),
		   "lines of the file, form %zu", i);
		is_str(out.s, "1:3 2:5 ", "a row tells where it begins");
	}
	str_done(&out);
}

static void test_writing(void)
{
	const char *cells[] = { "", "a", "x, y", "dit \"oui\"", "=1+1", "+33 4", "-", "@x", "" };
	struct str out;

	str_init(&out);
	csv_add_row(&out, cells, 9, 0);
	is_str(out.s, ",a,\"x, y\",\"dit \"\"oui\"\"\",=1+1,+33 4,-,@x,\n", "for exchange: as it is");
	str_clear(&out);
	csv_add_row(&out, cells + 4, 5, CSV_NEUTRAL);
	is_str(out.s, "\"'=1+1\",\"'+33 4\",\"'-\",\"'@x\",\n", "for people: no formula");
	str_done(&out);
}

static bool count_long(void *ctx, const struct csv_row *r, struct err *err)
{
	(void)err;
	*(size_t *)ctx = strlen(r->cells[0]);
	return true;
}

static void test_limits(void)
{
	char *big = malloc(CSV_MAX_CELL + 10);
	struct err err = ERR_INIT;
	size_t len = 0;

	memcpy(big, "a\n", 2);
	memset(big + 2, 'x', CSV_MAX_CELL);
	ok(csv_read_file(file_of(big, CSV_MAX_CELL + 2), ',', count_long, &len, &err),
	   "the longest cell");
	is_int(len, CSV_MAX_CELL, "whole");
	memset(big + 2, ',', CSV_MAX_COLUMNS - 1);
	ok(csv_read_file(file_of(big, CSV_MAX_COLUMNS + 1), ',', count_long, &len, &err),
	   "the most columns");
	free(big);
}

static bool stop_at_two(void *ctx, const struct csv_row *r, struct err *err)
{
	(*(int *)ctx)++;
	return r->row < 2 || err_set(err, ERR_PARTIAL, "assez");
}

static void test_stop(void)
{
	struct err err = ERR_INIT;
	int calls = 0;

	ok(!csv_read_file(file_of("a\n1\n2\n3\n4\n", 10), ',', stop_at_two, &calls, &err), "stopped");
	is_int(calls, 2, "no call after the one that stopped");
	is_int(err.kind, ERR_PARTIAL, "with its own error");
	is_str(err.msg, "assez", "and message");
}

static void test_files(void)
{
	struct err err = ERR_INIT;
	struct str out;

	str_init(&out);
	ok(!csv_read_file("/nowhere/x.csv", ',', collect, &out, &err), "no such file");
	is_int(err.kind, ERR_BASE, "is not bad data");
	ok(strstr(err.msg, "/nowhere/x.csv : ce fichier n’existe pas"), "said in French");
	err_clear(&err);
	ok(!csv_read_file(tempdir, ',', collect, &out, &err), "a folder");
	is_int(err.kind, ERR_BASE, "cannot be read");
	err_clear(&err);
	csv_read_file("/nowhere/\x1b[31m\xff.csv", ',', collect, &out, &err);
	ok(strstr(err.msg, "/nowhere/[31m\xEF\xBF\xBD.csv"), "a hostile name is cleaned");
	err_clear(&err);
	spit(temp("\x1b[31m.csv"), "a\n\"x", 4);
	csv_read_file(temp("\x1b[31m.csv"), ',', collect, &out, &err);
	ok(strstr(err.msg, "/[31m.csv : ligne 2"), "here too");
	str_done(&out);
}

/* Cells that lie across the blocks in which the file is read. */
static void test_long_file(void)
{
	struct err err = ERR_INIT;
	struct str text, out;

	str_init(&text);
	str_init(&out);
	str_add(&text, "nom\n");
	for (int i = 0; i < 30000; i++)
		str_addf(&text, "\"né\n%05d\"\r\n", i);
	ok(csv_read_file(file_of(text.s, text.len), ',', keep_name, &out, &err), "30,000 rows");
	is_int(out.len, 30000 * 9, "nothing lost");
	is_str(out.s + 29999 * 9, "né 29999", "the last one");
	str_done(&text);
	str_done(&out);
}

static void read_rows(const struct str *text, struct str *out)
{
	struct err err = ERR_INIT;

	str_clear(out);
	if (!csv_read_file(file_of(text->s, text->len), ',', collect, out, &err))
		str_add(out, err.msg);
}

/* Lines that are well made do not go through libcsv; a space in front of them sends them there. */
static void test_plain_lines(void)
{
	static const char *const parts[] = { "a", ",", "\"", "\"\"", "\",\"", " ", "é", "\t", "b c", "\r" };
	uint32_t state = 1;
	struct str line, text, cut, parsed;
	size_t differ = 0, read = 0;

	str_init(&line);
	str_init(&text);
	str_init(&cut);
	str_init(&parsed);
	for (int i = 0; i < 4000; i++) {
		str_clear(&line);
		str_add(&line, i % 3 ? "" : "\"");
		for (int k = i % 11; k >= 0; k--) {
			state = state * 1664525 + 1013904223;
			str_add(&line, parts[(state >> 24) % (sizeof parts / sizeof *parts)]);
		}
		str_clear(&text);
		str_addf(&text, "x,y\n%s\nlast\n", line.s);
		read_rows(&text, &cut);
		str_clear(&text);
		str_addf(&text, "x,y\n %s\nlast\n", line.s);
		read_rows(&text, &parsed);
		if (strcmp(cut.s, parsed.s) != 0 && differ++ < 5)
			printf("# %s\n# %s\n# %s\n", line.s, cut.s, parsed.s);
		read += strstr(cut.s, "[last]") != NULL;
	}
	is_int(differ, 0, "cut or parsed, the same cells and the same refusals");
	ok(read > 1000 && read < 3900, "rows and refusals: %zu rows", read);
	str_done(&line);
	str_done(&text);
	str_done(&cut);
	str_done(&parsed);
}

int main(void)
{
	tempdir_make();
	test_shapes();
	test_columns();
	test_by_name();
	test_lines();
	test_writing();
	test_refusals();
	test_limits();
	test_stop();
	test_files();
	test_long_file();
	test_plain_lines();
	tempdir_remove();
	return done_testing();
}
