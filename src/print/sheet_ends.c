/* The top and the bottom of a sheet: its title, codes to be scanned, how fresh it is. */
#include <math.h>

#include "aiguillage/mem.h"
#include "aiguillage/str.h"
#include "layout.h"
#include "qr.h"

#define CODE_SIZE 62.0

void layout_head(struct layout *l)
{
	const struct sheet *sheet = l->sheet;
	struct pen pen = { .size = 15 * l->scale, .bold = true }, other = pen;
	double w = l->w - 2 * l->margin, h;

	canvas_begin(l->c, "H1");
	h = canvas_text(l->c, l->margin, l->y, l->two ? w / 2 : w, &pen, sheet->title);
	if (l->two) {
		other.rtl = sheet->other.rtl;
		other.align = other.rtl ? ALIGN_START : ALIGN_END;
		h = fmax(h, canvas_text(l->c, l->margin + w / 2, l->y, w / 2, &other,
					sheet->other_title));
	}
	canvas_end(l->c, "H1");
	l->y += h + 3;
	canvas_line(l->c, l->margin, l->y, l->w - l->margin, l->y, 2.5);
	l->y += 12 * l->scale;
}

/* The codes at the bottom right, above the source; what they take of the width. */
double layout_codes_width(const struct layout *l)
{
	const struct sheet *s = l->sheet;
	int n = (*s->uri_phone != 0) + (*s->uri_map != 0) + (*s->uri_site != 0);

	return qr_possible() ? n * (CODE_SIZE + 22) * l->scale : 0;
}

double layout_codes_height(const struct layout *l)
{
	return (CODE_SIZE + (l->two ? 28 : 16)) * l->scale;
}

void layout_codes(struct layout *l)
{
	const struct sheet *s = l->sheet;
	const struct { const char *uri, *key; } codes[] = {
		{ s->uri_phone, "qr-appeler" }, { s->uri_map, "qr-plan" }, { s->uri_site, "qr-site" },
	};
	double x = l->w - l->margin - CODE_SIZE * l->scale;

	for (size_t i = ARRAY_SIZE(codes); i-- > 0;) {
		struct str caption;

		str_init(&caption);
		str_add(&caption, words_get(&s->fr, codes[i].key));
		if (l->two)
			str_addf(&caption, "\n%s", words_get(&s->other, codes[i].key));
		if (layout_code(l, x, l->y, CODE_SIZE * l->scale, codes[i].uri, caption.s) > 0)
			x -= (CODE_SIZE + 22) * l->scale;
		str_done(&caption);
	}
}

void layout_source(struct str *out, const struct sheet *sheet, bool other)
{
	const struct sheet_block *b = &sheet->blocks[SHEET_SOURCE];

	for (size_t i = 0; i < b->n; i++) {
		if (!other)
			str_join(out, " · ", b->lines[i].text);
		else if (b->lines[i].other)
			str_join(out, " · ", b->lines[i].other);
	}
}

double layout_foot_line(struct layout *l, double y)
{
	struct pen pen = { .size = fmin(8.5, 10 * l->scale) };
	double w = l->w - 2 * l->margin, h;
	struct str b;

	str_init(&b);
	layout_source(&b, l->sheet, false);
	canvas_line(l->c, l->margin, y, l->w - l->margin, y, 0.8);
	canvas_begin(l->c, "P");
	h = 4 + canvas_text(l->c, l->margin, y + 4, w, &pen, b.s);
	if (l->two) {
		str_clear(&b);
		layout_source(&b, l->sheet, true);
		pen.rtl = l->sheet->other.rtl;
		h += canvas_text(l->c, l->margin, y + h, w, &pen, b.s);
	}
	canvas_end(l->c, "P");
	str_done(&b);
	return h;
}
