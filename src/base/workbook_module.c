/* What kind of workbook it is, and what is told of its sheets. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "aiguillage/mem.h"
#include "aiguillage/path.h"
#include "aiguillage/text.h"
#include "workbook_impl.h"

#define OTHERS_TOLD 3
#define NAME_COLUMNS 40

bool source_refuse(struct source *s, const char *why)
{
	return err_set(s->err, ERR_DATA, "%s : %s", s->shown, why);
}

/* ---- what it is ---- */

struct parts {
	bool package, xlsx, binary, document, ods_content, mimetype;
};

static bool begins(const char *name, const char *with)
{
	return strncmp(name, with, strlen(with)) == 0;
}

static void on_name(void *ctx, const char *name)
{
	struct parts *p = ctx;

	p->package |= strcmp(name, "[Content_Types].xml") == 0;
	p->binary |= strcmp(name, "xl/workbook.bin") == 0;
	p->xlsx |= begins(name, "xl/") || strcmp(name, "_rels/.rels") == 0;
	p->document |= begins(name, "word/") || begins(name, "ppt/") || begins(name, "visio/");
	p->mimetype |= strcmp(name, "mimetype") == 0;
	p->ods_content |= strcmp(name, "content.xml") == 0;
}

static bool keep_start(void *ctx, const char *bytes, size_t n)
{
	struct str *b = ctx;

	str_addn(b, bytes, n < 100 ? n : 100);
	return false;
}

static bool is_ods(struct source *s)
{
	static const char spreadsheet[] = "application/vnd.oasis.opendocument.spreadsheet";
	struct str kind;
	bool there, is;

	str_init(&kind);
	zip_member(s, "mimetype", keep_start, &kind, &there);
	is = begins(kind.s, spreadsheet);
	str_done(&kind);
	return is;
}

static bool read_zip(struct source *s, struct grid *g, struct sheet_names *names)
{
	struct parts p = { .xlsx = false };

	if (!zip_names(s, on_name, &p))
		return false;
	if (p.mimetype && p.ods_content)
		return is_ods(s) ? ods_read(s, g, names)
				 : !s->err->kind && source_refuse(s, "c’est un document (odt, odp), pas un classeur. Il "
								  "faut un classeur (xlsx, ods) ou un fichier CSV");
	if (p.package && p.document)
		return source_refuse(s, "c’est un document (docx, pptx), pas un classeur. Il faut un classeur (xlsx, "
				     "ods) ou un fichier CSV");
	if (p.binary)
		return source_refuse(s, "c’est un classeur binaire (xlsb). Enregistrez-le au format xlsx, ods ou CSV");
	if (p.package && p.xlsx)
		return xlsx_read(s, g, names);
	return source_refuse(s, "c’est une archive compressée (zip), pas un classeur. Décompressez-la d’abord");
}

/* ---- the whole ---- */

static char *cut_name(const char *name)
{
	struct str b;
	char *cut;

	str_init(&b);
	text_cut(&b, name, NAME_COLUMNS);
	cut = str_steal(&b);
	str_done(&b);
	return cut;
}

static void say_others(const struct sheet_names *names, struct workbook *out)
{
	struct str b;

	if (names->n < 2)
		return;
	str_init(&b);
	for (size_t i = 1; i < names->n && i <= OTHERS_TOLD; i++) {
		str_add(&b, i == 1 ? "« " : i + 1 == names->n ? " et « " : ", « ");
		text_cut(&b, names->name[i], NAME_COLUMNS);
		str_add(&b, " »");
	}
	if (names->n - 1 > OTHERS_TOLD)
		str_addf(&b, " et %zu autre%s", names->n - 1 - OTHERS_TOLD, names->n - 1 - OTHERS_TOLD < 2 ? "" : "s");
	out->others = str_steal(&b);
	str_done(&b);
}

static bool is_zip(int fd)
{
	char head[2] = "";

	return pread(fd, head, sizeof head, 0) == sizeof head && memcmp(head, "PK", 2) == 0;
}

static bool read_into(struct source *s, bool zip, int fd, struct workbook *out)
{
	struct sheet_names *names = xcalloc(1, sizeof *names);
	struct grid g;
	bool ok;

	grid_init(&g, s, fd);
	ok = (zip ? read_zip(s, &g, names) : fods_read(s, &g, names)) && grid_flush(&g) &&
	     (g.any || source_refuse(s, "ce classeur est vide"));
	if (ok) {
		out->size = g.size;
		out->sheet = cut_name(names->name[0]);
		say_others(names, out);
	}
	for (size_t i = 0; i < names->n; i++)
		free(names->name[i]);
	free(names);
	grid_done(&g);
	return ok;
}

/* The text is kept in memory: what people say of persons is written nowhere. */
static bool read_workbook(int fd, const char *shown, struct workbook *out, struct err *err)
{
	struct source s = { .fd = fd, .shown = shown, .err = err };
	bool zip = is_zip(fd), ok;
	struct stat st;

	*out = (struct workbook){ .fd = -1 };
	if (fstat(fd, &st) != 0)
		return err_set(err, ERR_DATA, "%s ne peut pas être lu : %s", shown, path_reason(errno));
	if (st.st_size > (zip ? WORKBOOK_MAX_FILE : WORKBOOK_MAX_XML))
		return source_refuse(&s, TOO_BIG);
	s.left = WORKBOOK_FREE_XML + WORKBOOK_MAX_RATIO * (int64_t)st.st_size;
	if (s.left > WORKBOOK_MAX_XML)
		s.left = WORKBOOK_MAX_XML;
	out->fd = memfd_create("classeur", MFD_CLOEXEC);
	if (out->fd < 0)
		return err_set(err, ERR_BASE, "Pas de place pour lire %s : %s", shown, path_reason(errno));
	ok = read_into(&s, zip, out->fd, out);
	if (!ok) {
		close(out->fd);
		workbook_done(out);
	}
	return ok;
}

extern const struct workbook_module aiguillage_workbook;

__attribute__((visibility("default")))
const struct workbook_module aiguillage_workbook = {
	.head = { PACKAGE_VERSION },
	.read = read_workbook,
};
