/* Workbooks made by libxlsxwriter. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "aiguillage/date.h"
#include "aiguillage/path.h"
#include "xlsx_module.h"

#define PATH_LEN 40
#define SECONDS 60		/* in what clock_now() counts */
#define CELL_MAX 32766		/* characters, one less than Excel's limit */
#define FIRST_YEAR 1901		/* older days are no dates in a workbook */

/* A cell holds no more in Excel; one long description must not cost the whole workbook. */
static bool write_text(lxw_worksheet *sheet, lxw_row_t row, lxw_col_t col, const char *text)
{
	size_t n = 0, characters = 0;
	struct str cut;
	bool ok;

	for (; text[n] && characters < CELL_MAX; characters++)
		for (n++; (text[n] & 0xC0) == 0x80; n++)
			;
	if (!text[n])
		return worksheet_write_string(sheet, row, col, text, NULL) == LXW_NO_ERROR;
	str_init(&cut);
	str_addn(&cut, text, n);
	str_add(&cut, "…");
	ok = worksheet_write_string(sheet, row, col, cut.s, NULL) == LXW_NO_ERROR;
	str_done(&cut);
	return ok;
}

static bool write_cell(lxw_worksheet *sheet, lxw_row_t row, lxw_col_t col, enum cell_kind kind,
		       const char *text, lxw_format *date)
{
	int day = 0;
	struct date d;

	if (!*text)
		return true;
	if (kind == CELL_NUMBER)
		return worksheet_write_number(sheet, row, col, strtod(text, NULL), NULL) == LXW_NO_ERROR;
	if (kind == CELL_DAY && date_parse_day(text, &day)) {
		d = date_of_day(day);
		if (d.year >= FIRST_YEAR)
			return worksheet_write_datetime(sheet, row, col,
							&(lxw_datetime){ .year = d.year, .month = d.month,
									 .day = d.day },
							date) == LXW_NO_ERROR;
	}
	return write_text(sheet, row, col, text);
}

static bool fill(lxw_workbook *book, const struct rows *r)
{
	lxw_worksheet *sheet = workbook_add_worksheet(book, "Aiguillage");
	lxw_format *date = workbook_add_format(book);
	bool ok = sheet && date;

	if (ok)
		format_set_num_format(date, "dd/mm/yyyy");
	for (size_t c = 0; ok && c < r->n_columns; c++)
		ok = write_cell(sheet, 0, (lxw_col_t)c, CELL_TEXT, r->columns[c].name, NULL);
	for (size_t i = 0; ok && i < r->n; i++) {
		size_t c = i % r->n_columns;

		ok = write_cell(sheet, (lxw_row_t)(1 + i / r->n_columns), (lxw_col_t)c,
				rows_cell_kind(&r->columns[c], r->cells[i]), r->cells[i], date);
	}
	return ok;
}

/* The library wants a name; a file that has none leaves nothing behind, whatever happens. */
static bool read_back(int fd, struct str *out)
{
	char piece[65536];
	ssize_t n;

	if (lseek(fd, 0, SEEK_SET) != 0)
		return false;
	while ((n = read(fd, piece, sizeof piece)) > 0)
		str_addn(out, piece, (size_t)n);
	return n == 0;
}

static const char *reason(lxw_error error)
{
	return error == LXW_ERROR_CREATING_TMPFILE || error == LXW_ERROR_ZIP_FILE_OPERATION ||
	       error == LXW_ERROR_ZIP_FILE_ADD || error == LXW_ERROR_ZIP_CLOSE
	       ? "le disque est peut-être plein" : lxw_strerror(error);
}

/*
 * Where it cannot make a file the library takes $TMPDIR, /tmp, then the current folder, without a
 * word: it is only called when it can.
 */
static bool can_make_files(const char *folder)
{
	char *probe = path_join(folder, "tableau-XXXXXX");
	int fd = mkstemp(probe);

	if (fd >= 0) {
		close(fd);
		unlink(probe);
	}
	free(probe);
	return fd >= 0;
}

static bool write_book(const struct rows *r, const char *folder, struct str *out, struct err *err)
{
	int fd = can_make_files(folder) ? memfd_create("tableau", MFD_CLOEXEC) : -1;
	const char *why = fd < 0 ? path_reason(errno) : "une cellule ne peut pas être écrite";
	char path[PATH_LEN];
	lxw_workbook_options options = { .constant_memory = LXW_TRUE, .tmpdir = (char *)folder };
	lxw_doc_properties about = { .created = (time_t)clock_now() * SECONDS };
	lxw_workbook *book;
	lxw_error error;
	bool ok = fd >= 0;

	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	book = ok ? workbook_new_opt(path, &options) : NULL;
	if (book) {
		workbook_set_properties(book, &about);
		ok = fill(book, r);
		/* frees it in any case */
		error = workbook_close(book);
		if (error != LXW_NO_ERROR)
			why = reason(error);
		ok = ok && error == LXW_NO_ERROR && read_back(fd, out);
	}
	if (fd >= 0)
		close(fd);
	return (ok && book) || err_set(err, ERR_BASE, "Le classeur xlsx n’a pas pu être fait (%s). Le format fods "
				       "dit la même chose", why);
}

extern const struct xlsx_module aiguillage_xlsx;

__attribute__((visibility("default")))
const struct xlsx_module aiguillage_xlsx = {
	.head = { PACKAGE_VERSION },
	.write = write_book,
};
