/* Codes to be scanned.  Only ASCII, nothing personal: tel:, geo:, https:. */
#ifndef PRINT_QR_H
#define PRINT_QR_H

#include <stdbool.h>

#define QR_MAX 177

struct qr {
	int size;		/* modules a side */
	bool dark[QR_MAX][QR_MAX];	/* by row */
};
/* Was the program made with libqrencode? */
bool qr_possible(void);
/* False when the text has no code, or the program was made without libqrencode. */
bool qr_make(struct qr *qr, const char *text);

#endif
