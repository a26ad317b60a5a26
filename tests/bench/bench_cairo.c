/*
 * The least that pango and cairo must do for a sheet: its text, a layout a line, on one page.
 *
 *	aiguillage fiche S015 --texte | bench_cairo OUT.pdf
 */
#include <cairo-pdf.h>
#include <pango/pangocairo.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static double draw_line(cairo_t *cr, PangoLayout *layout, double y, const char *line)
{
	bool title = *line != ' ';
	PangoFontDescription *font = pango_font_description_from_string(title ? "DejaVu Sans Bold 9"
									      : "DejaVu Sans 10");
	int h;

	pango_layout_set_font_description(layout, font);
	pango_font_description_free(font);
	pango_layout_set_text(layout, line + strspn(line, " "), -1);
	pango_layout_get_size(layout, NULL, &h);
	cairo_move_to(cr, title ? 40 : 80, y);
	pango_cairo_show_layout(cr, layout);
	return y + (double)h / PANGO_SCALE;
}

int main(int argc, char **argv)
{
	cairo_surface_t *surface = cairo_pdf_surface_create(argc > 1 ? argv[1] : "out.pdf", 595, 842);
	cairo_t *cr = cairo_create(surface);
	PangoLayout *layout = pango_cairo_create_layout(cr);
	char line[4096];
	double y = 40;
	bool ok;

	pango_layout_set_width(layout, 475 * PANGO_SCALE);
	while (fgets(line, sizeof line, stdin)) {
		line[strcspn(line, "\n")] = '\0';
		if (*line)
			y = draw_line(cr, layout, y, line);
	}
	cairo_show_page(cr);
	g_object_unref(layout);
	cairo_destroy(cr);
	cairo_surface_finish(surface);
	ok = cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS;
	cairo_surface_destroy(surface);
	return ok ? 0 : 2;
}
