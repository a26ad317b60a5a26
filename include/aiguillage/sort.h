/* Many numbers in order. */
#ifndef AIGUILLAGE_SORT_H
#define AIGUILLAGE_SORT_H

#include <stddef.h>
#include <stdint.h>

/* Increasing; takes as much memory again for the time of it. */
void sort_numbers(uint64_t *v, size_t n);

#endif
