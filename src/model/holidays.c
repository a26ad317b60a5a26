#include "aiguillage/holidays.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/date.h"
#include "aiguillage/mem.h"
#include "aiguillage/text.h"

const char *public_holiday(int day)
{
	struct date d = date_of_day(day);

	switch (d.month * 100 + d.day) {
	case 101:
		return "Nouvel An";
	case 501:
		return "Fête du Travail";
	case 508:
		return "Victoire 1945";
	case 714:
		return "Fête nationale";
	case 815:
		return "Assomption";
	case 1101:
		return "Toussaint";
	case 1111:
		return "Armistice 1918";
	case 1225:
		return "Noël";
	}
	if (d.month < 3 || d.month > 6)
		return NULL;
	switch (day - date_easter(d.year)) {
	case 1:
		return "Lundi de Pâques";
	case 39:
		return "Ascension";
	case 50:
		return "Lundi de Pentecôte";
	}
	return NULL;
}

static int by_first(const void *a, const void *b)
{
	const struct school_period *p = a, *q = b;

	return (p->first > q->first) - (p->first < q->first);
}

/* Reads one line « first<TAB>last<TAB>name ». */
static bool parse_line(struct school_holidays *sh, const char *line, size_t n)
{
	struct school_period *p;
	const char *end = line + n, *tab;
	char day[11];
	int first, last;

	if (n < 22 || line[10] != '\t' || line[21] != '\t')
		return false;
	snprintf(day, sizeof day, "%.10s", line);
	if (!date_parse_day(day, &first))
		return false;
	snprintf(day, sizeof day, "%.10s", line + 11);
	if (!date_parse_day(day, &last) || last < first)
		return false;
	line += 22;
	tab = memchr(line, '\t', (size_t)(end - line));
	n = (size_t)((tab ? tab : end) - line);
	sh->periods = mem_grow(sh->periods, sh->n, &sh->cap, sizeof *sh->periods);
	p = &sh->periods[sh->n++];
	p->first = first;
	p->last = last;
	n = utf8_valid_prefix(line, n < sizeof p->name ? n : sizeof p->name - 1);
	memcpy(p->name, line, n);
	p->name[n] = '\0';
	return true;
}

bool school_holidays_parse(struct school_holidays *sh, const char *text, struct err *err)
{
	int number = 0;

	*sh = (struct school_holidays){ .first = 1, .last = 0 };
	while (*text) {
		size_t n = strcspn(text, "\n"), len = n && text[n - 1] == '\r' ? n - 1 : n;

		number++;
		if (len && *text != '#' && !parse_line(sh, text, len)) {
			school_holidays_done(sh);
			return err_set(err, ERR_DATA, "vacances scolaires, ligne %d : il faut "
				       "« premier jour, dernier jour, nom » séparés par des tabulations, "
				       "par exemple 2026-10-17 2026-11-01 Toussaint", number);
		}
		text += n + (text[n] == '\n');
	}
	if (!sh->n)
		return true;
	qsort(sh->periods, sh->n, sizeof *sh->periods, by_first);
	sh->first = sh->periods[0].first;
	sh->last = sh->periods[0].last;
	for (size_t i = 1; i < sh->n; i++) {
		if (sh->periods[i].last > sh->last)
			sh->last = sh->periods[i].last;
	}
	return true;
}

void school_holidays_done(struct school_holidays *sh)
{
	free(sh->periods);
	*sh = (struct school_holidays){ .first = 1, .last = 0 };
}

const struct school_period *school_holiday(const struct school_holidays *sh, int day)
{
	size_t low = 0, high = sh->n;

	while (low < high) {	/* the last period that begins by that day */
		size_t mid = (low + high) / 2;

		if (sh->periods[mid].first <= day)
			low = mid + 1;
		else
			high = mid;
	}
	/* Periods may overlap; they are few enough to look back. */
	while (low-- > 0) {
		if (sh->periods[low].last >= day)
			return &sh->periods[low];
		if (sh->periods[low].first < day - 200)
			break;
	}
	return NULL;
}
