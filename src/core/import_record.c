/* The record being filled. */
#include <string.h>

#include "aiguillage/vocab.h"
#include "src/core/import_impl.h"

void import_set(struct import *im, struct import_slot slot, const char *value)
{
	if (slot.offer)
		offer_set(&im->rec.offer, (enum offer_field)slot.field, value);
	else
		place_set(&im->rec.place, (enum place_field)slot.field, value);
}

void import_lend(struct import *im, struct import_slot slot, const char *value)
{
	if (slot.offer)
		offer_lend(&im->rec.offer, (enum offer_field)slot.field, value);
	else
		place_lend(&im->rec.place, (enum place_field)slot.field, value);
}

void import_set_cell(struct import *im, struct import_slot slot, const char *cell)
{
	if (cell == im->a.s)	/* it gives way to the next one */
		import_set(im, slot, cell);
	else
		import_lend(im, slot, cell);
}

const char *import_get(const struct import *im, struct import_slot slot)
{
	return slot.offer ? offer_get(&im->rec.offer, (enum offer_field)slot.field) :
			    place_get(&im->rec.place, (enum place_field)slot.field);
}

void import_add(struct import *im, struct import_slot slot, const char *item)
{
	const char *list = import_get(im, slot);
	struct str b;

	if (!*list) {
		import_set(im, slot, item);
		return;
	}
	str_init(&b);
	str_add(&b, list);
	list_add(&b, item);
	import_set(im, slot, b.s);
	str_done(&b);
}

void import_add_each(struct import *im, struct import_slot slot, const char *list)
{
	struct list_walk w = { .rest = list };
	struct str item;

	str_init(&item);
	while (list_next(&w, &item))
		import_add(im, slot, item.s);
	str_done(&item);
}

void import_add_list(struct import *im, struct import_slot slot, const char *list)
{
	/* who alone is received is among those who are */
	if (slot.offer && slot.field == OFFER_EXCLUSIVE)
		import_add_list(im, (struct import_slot){ true, OFFER_AUDIENCES }, list);
	if (strchr(list, '|'))
		import_add_each(im, slot, list);
	else
		import_add(im, slot, list);
}
