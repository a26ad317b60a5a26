#include "aiguillage/fods.h"

#include <string.h>

#include "aiguillage/markup.h"

static const char beginning[] =
	"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	"<office:document xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\"\n"
	" xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\"\n"
	" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"\n"
	" xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\"\n"
	" xmlns:number=\"urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0\"\n"
	" office:version=\"1.2\" office:mimetype=\"application/vnd.oasis.opendocument.spreadsheet\">\n"
	"<office:automatic-styles>\n"
	"<number:date-style style:name=\"N1\"><number:day number:style=\"long\"/><number:text>/</number:text>"
	"<number:month number:style=\"long\"/><number:text>/</number:text>"
	"<number:year number:style=\"long\"/></number:date-style>\n"
	"<style:style style:name=\"jour\" style:family=\"table-cell\" style:data-style-name=\"N1\"/>\n"
	"</office:automatic-styles>\n"
	"<office:body><office:spreadsheet><table:table table:name=\"";

/* Lines are paragraphs of the cell. */
static void paragraphs(struct str *out, const char *s)
{
	struct str line;

	str_init(&line);
	for (;;) {
		size_t n = strcspn(s, "\n");

		str_clear(&line);
		str_addn(&line, s, n);
		str_add(out, "<text:p>");
		markup_escape(out, line.s);
		str_add(out, "</text:p>");
		if (!s[n])
			break;
		s += n + 1;
	}
	str_done(&line);
}

void fods_begin(struct str *out, const char *sheet)
{
	str_add(out, beginning);
	markup_escape(out, sheet);
	str_add(out, "\">\n");
}

void fods_row(struct str *out)
{
	str_add(out, "<table:table-row>");
}

void fods_cell(struct str *out, enum cell_kind kind, const char *text)
{
	if (!*text) {
		str_add(out, "<table:table-cell/>");
		return;
	}
	if (kind == CELL_NUMBER)
		str_addf(out, "<table:table-cell office:value-type=\"float\" office:value=\"%s\">", text);
	else if (kind == CELL_DAY)
		str_addf(out, "<table:table-cell table:style-name=\"jour\" office:value-type=\"date\" "
			 "office:date-value=\"%s\">", text);
	else
		str_add(out, "<table:table-cell office:value-type=\"string\">");
	paragraphs(out, text);
	str_add(out, "</table:table-cell>");
}

void fods_row_end(struct str *out)
{
	str_add(out, "</table:table-row>\n");
}

void fods_end(struct str *out)
{
	str_add(out, "</table:table></office:spreadsheet></office:body></office:document>\n");
}
