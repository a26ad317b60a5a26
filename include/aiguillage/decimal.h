/* Numbers written with a point, as strtod() reads them and most often faster. */
#ifndef AIGUILLAGE_DECIMAL_H
#define AIGUILLAGE_DECIMAL_H

/* *end is where the number stops; s itself when there is none. */
double decimal_read(const char *s, char **end);

#endif
