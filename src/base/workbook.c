#include "aiguillage/workbook.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "aiguillage/mem.h"

/* ---- OLE, the container of Microsoft's files before 2007 and of those under a password ---- */

#define OLE_SHIFT 0x1E		/* in its head: how long a sector is, as a power of two */
#define OLE_FOLDER 0x30		/* and the number of the first sector of its table of names */
#define OLE_NAMES 4096		/* bytes of that table that are looked at */

static uint32_t little(const unsigned char *p, int n)
{
	uint32_t v = 0;

	while (n--)
		v = v << 8 | p[n];
	return v;
}

/* A name of the table is in UTF-16; that of a coded workbook is « EncryptedPackage ». */
const char *workbook_ole_reason(int fd)
{
	static const char coded[] = "E\0n\0c\0r\0y\0p\0t\0";
	unsigned char head[64] = { 0 }, *names = xmalloc(OLE_NAMES);
	ssize_t n = pread(fd, head, sizeof head, 0);
	uint32_t shift = little(head + OLE_SHIFT, 2);
	off_t at = shift < 16 ? ((off_t)little(head + OLE_FOLDER, 4) + 1) << shift : 0;
	bool found;

	n = n == sizeof head ? pread(fd, names, OLE_NAMES, at) : 0;
	found = n > 0 && memmem(names, (size_t)n, coded, sizeof coded - 1);
	free(names);
	return found ? "ce classeur est protégé par un mot de passe. Enregistrez-le sans mot de passe, ou "
		       "au format CSV"
		     : "c’est un ancien classeur (xls). Enregistrez-le au format xlsx, ods ou CSV";
}

void workbook_done(struct workbook *w)
{
	free(w->sheet);
	free(w->others);
	*w = (struct workbook){ .fd = -1 };
}

#ifdef HAVE_WORKBOOK

#include "workbook_module.h"

#define ELSE "enregistrez le classeur au format CSV"

bool workbook_begins(const char *head, size_t n)
{
	if (n >= 4 && memcmp(head, "PK\x03\x04", 4) == 0)
		return true;
	if (n >= 3 && memcmp(head, "\xEF\xBB\xBF", 3) == 0)
		head += 3, n -= 3;
	return n >= 5 && memcmp(head, "<?xml", 5) == 0 &&
	       memmem(head, n < 512 ? n : 512, "<office:document", strlen("<office:document"));
}

bool workbook_read(int fd, const char *shown, struct workbook *out, struct err *err)
{
	enum module_trouble trouble;
	char *where;
	const struct workbook_module *m;

	*out = (struct workbook){ .fd = -1 };
	m = module_load(WORKBOOK_MODULE, WORKBOOK_MODULE_SYMBOL, &trouble, &where);
	if (trouble == MODULE_ABSENT)
		err_set(err, ERR_DATA, "%s : Aiguillage n’a pas pu charger ce qui lit les classeurs, %s, ou une "
			"bibliothèque qu’il lui faut. Réinstallez Aiguillage, libarchive13 et libexpat1 ; ou "
			ELSE, shown, where);
	else if (!m)
		err_set(err, ERR_DATA, "%s : ce qui lit les classeurs, %s, est d’une autre version d’Aiguillage. "
			"Réinstallez Aiguillage ; ou " ELSE, shown, where);
	free(where);
	return m && m->read(fd, shown, out, err);
}

#else

bool workbook_begins(const char *head, size_t n)
{
	(void)head;
	(void)n;
	return false;
}

bool workbook_read(int fd, const char *shown, struct workbook *out, struct err *err)
{
	(void)fd;
	*out = (struct workbook){ .fd = -1 };
	return err_set(err, ERR_DATA, "%s : c’est un classeur. Enregistrez-le au format CSV", shown);
}

#endif
