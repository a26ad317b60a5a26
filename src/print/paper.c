#include <strings.h>

#include "aiguillage/sheet_pdf.h"

bool paper_find(const char *name, enum paper *paper)
{
	if (strcasecmp(name, "a4") == 0)
		*paper = PAPER_A4;
	else if (strcasecmp(name, "a5") == 0)
		*paper = PAPER_A5;
	else
		return false;
	return true;
}
