/* Made-up values, in the manner of French directories: always the same ones, in the same order. */
#ifndef TESTS_BENCH_MADE_H
#define TESTS_BENCH_MADE_H

#include "aiguillage/str.h"

/* 0 to n - 1. */
unsigned made_pick(unsigned n);
/* Appends an opening_hours value. */
void made_hours(struct str *out);

#endif
