#include <string.h>

#include "aiguillage/vocab.h"

bool list_next(struct list_walk *w, struct str *item)
{
	while (*w->rest) {
		const char *p = w->rest;
		size_t len = strcspn(p, "|");

		w->rest = p[len] ? p + len + 1 : p + len;
		while (len && *p == ' ') {
			p++;
			len--;
		}
		while (len && p[len - 1] == ' ')
			len--;
		if (!len)
			continue;
		str_clear(item);
		str_addn(item, p, len);
		return true;
	}
	return false;
}

bool list_has(const char *list, const char *item)
{
	struct list_walk w = { .rest = list };
	struct str got;
	bool has = false;

	str_init(&got);
	while (!has && list_next(&w, &got))
		has = strcmp(got.s, item) == 0;
	str_done(&got);
	return has;
}

void list_add(struct str *list, const char *item)
{
	if (*item && !list_has(list->s, item))
		str_join(list, "|", item);
}
