#include "qr.h"

#include <stddef.h>

#ifdef HAVE_QRENCODE
#include <qrencode.h>
#endif

#ifdef HAVE_QRENCODE
bool qr_make(struct qr *qr, const char *text)
{
	QRcode *code = *text ? QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M) : NULL;

	if (!code)
		return false;
	qr->size = code->width;
	for (int i = 0; i < code->width * code->width; i++)
		qr->dark[i / code->width][i % code->width] = code->data[i] & 1;
	QRcode_free(code);
	return true;
}

bool qr_possible(void)
{
	return true;
}
#else
bool qr_make(struct qr *qr, const char *text)
{
	(void)text;
	qr->size = 0;
	return false;
}

bool qr_possible(void)
{
	return false;
}
#endif
