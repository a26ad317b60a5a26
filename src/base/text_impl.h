/* What text.c and text_clean.c share. */
#ifndef BASE_TEXT_IMPL_H
#define BASE_TEXT_IMPL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Number of bytes of the valid sequence at s (at most n), 0 when invalid. */
size_t text_sequence(const unsigned char *s, size_t n);
/* Drawn on the character before. */
bool text_combining(uint32_t cp);

#endif
