/* Many numbers in order. */
#ifndef AIGUILLAGE_SORT_H
#define AIGUILLAGE_SORT_H

#include <stddef.h>
#include <stdint.h>

/* Increasing; with as much memory again as those that share their first byte. */
void sort_numbers(uint64_t *v, size_t n);

#endif
