#include <string.h>

#include "aiguillage/vocab.h"

const char *list_next_in_place(struct list_walk *w, size_t *n)
{
	while (*w->rest) {
		const char *p = w->rest, *end = strchrnul(p, '|');
		size_t len = (size_t)(end - p);

		w->rest = *end ? end + 1 : end;
		while (len && *p == ' ') {
			p++;
			len--;
		}
		while (len && p[len - 1] == ' ')
			len--;
		*n = len;
		if (len)
			return p;
	}
	return NULL;
}

bool list_next(struct list_walk *w, struct str *item)
{
	size_t n;
	const char *p = list_next_in_place(w, &n);

	if (!p)
		return false;
	str_clear(item);
	str_addn(item, p, n);
	return true;
}

bool list_has(const char *list, const char *item)
{
	struct list_walk w = { .rest = list };
	size_t len = strlen(item), n;
	const char *p;

	while ((p = list_next_in_place(&w, &n)))
		if (n == len && memcmp(p, item, n) == 0)
			return true;
	return false;
}

void list_add(struct str *list, const char *item)
{
	if (*item && !list_has(list->s, item))
		str_join(list, "|", item);
}

void list_remove(struct str *list, const char *item)
{
	struct list_walk w = { .rest = list->s };
	struct str kept, one;

	str_init(&kept);
	str_init(&one);
	while (list_next(&w, &one))
		if (strcmp(one.s, item) != 0)
			str_join(&kept, "|", one.s);
	str_clear(list);
	str_add(list, kept.s);
	str_done(&kept);
	str_done(&one);
}
