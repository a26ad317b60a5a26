#include "src/cli/out.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "aiguillage/mem.h"
#include "aiguillage/text.h"
#include "aiguillage/xlsx.h"

#define WIDTH_DEFAULT 80
#define WIDTH_MIN 20
#define WIDTH_MAX 200

static const struct {
	const char *name;
	enum format format;
	bool sheet;		/* for a spreadsheet */
} formats[] = {
	{ "table", FORMAT_TABLE, false }, { "texte", FORMAT_TABLE, false },
	{ "text", FORMAT_TABLE, false },  { "tsv", FORMAT_TSV, false },
	{ "json", FORMAT_JSON, false },	  { "csv", FORMAT_CSV, true },
	{ "fods", FORMAT_FODS, true },	  { "xlsx", FORMAT_XLSX, true },
};

static bool find_format(const char *name, bool sheets, enum format *format)
{
	for (size_t i = 0; i < ARRAY_SIZE(formats); i++) {
		if (strcmp(name, formats[i].name) == 0 && (sheets || !formats[i].sheet)) {
			*format = formats[i].format;
			return true;
		}
	}
	return false;
}

bool format_read(const struct args *a, enum format *format, struct err *err)
{
	return find_format(a->value, false, format) ||
	       err_set(err, ERR_USAGE, "--format attend table, tsv ou json, pas « %s »",
		       quote(a->value).s);
}

bool format_read_sheet(const struct args *a, enum format *format, struct err *err)
{
	if (!find_format(a->value, true, format))
		return err_set(err, ERR_USAGE, "--format attend table, tsv, json, csv, fods ou xlsx, pas « %s »",
			       quote(a->value).s);
	return *format != FORMAT_XLSX || xlsx_check(err);
}

bool format_check_output(enum format format, struct err *err)
{
	return format != FORMAT_XLSX || !isatty(STDOUT_FILENO) ||
	       err_set(err, ERR_USAGE, "Un classeur xlsx ne s’affiche pas : ajoutez > et un nom de fichier à la fin "
		       "de la commande, « >tableau.xlsx »");
}

/* ---- for people ---- */

int out_width(void)
{
	const char *env = getenv("COLUMNS");
	struct winsize size;
	int width = env ? atoi(env) : 0;

	if (width <= 0 && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0)
		width = size.ws_col;
	if (width <= 0)
		width = WIDTH_DEFAULT;
	return width < WIDTH_MIN ? WIDTH_MIN : width > WIDTH_MAX ? WIDTH_MAX : width;
}

void out_wrap(struct str *out, const char *text, int indent)
{
	text_add_wrapped(out, text, indent, out_width());
}

void out_paragraphs(struct str *out, const char *text, int indent)
{
	while (*text) {
		size_t n = strcspn(text, "\n");
		char *line = xstrndup(text, n);

		out_wrap(out, line, indent);
		free(line);
		text += n + (text[n] == '\n');
	}
}

void out_fact(struct str *out, const char *label, const char *value, int indent)
{
	struct str b;

	if (!*value)
		return;
	str_init(&b);
	str_addf(&b, "%s : %s", label, value);
	str_addf(out, "%*s", indent, "");
	out_wrap(out, b.s, indent);
	str_done(&b);
}

bool out_doubts(struct str *out, const char *doubts, struct err *err)
{
	if (!*doubts)
		return true;
	str_addf(out, "%s\n", doubts);
	return err_set(err, ERR_PARTIAL, "Tout n’est pas fini dans les copies : voyez plus haut ce qui reste à "
		       "faire");
}
