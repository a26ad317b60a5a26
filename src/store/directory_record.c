/*
 * A row of place or offer holds its fields in one blob:
 *
 *	for each field that is not empty, in their order
 *		1 byte	number of the field << 1 | is it shared
 *		varint	number of the shared text, or the length of the text
 *		the text, when it is not shared; hours as hours_shorten() writes them
 *
 * The numbers are those of place.h, which the base therefore knows: a new field goes at the end.
 * What another hand wrote there is read as far as it goes.
 */
#include "src/store/directory_record.h"

#include <stdlib.h>
#include <string.h>

#include "aiguillage/bits.h"
#include "aiguillage/hours_short.h"
#include "aiguillage/overlay_record.h"
#include "aiguillage/pack.h"
#include "aiguillage/text.h"
#include "src/store/directory_impl.h"

/* Most rows of an import are named after their place, and a place after its identifier. */
#define SLOT_KEY_TAIL 62	/* of an offer: its key is that of the place and RECORD_TAIL */
#define SLOT_IDS_AS_KEY 63	/* of a place: its source ids are what follows the first dot of its key */
#define KEY_DOT '.'

_Static_assert((int)OFFER_FIELD_COUNT <= SLOT_KEY_TAIL && (int)PLACE_FIELD_COUNT <= SLOT_KEY_TAIL,
	       "the slots of the fields are taken");

/* Texts that come back from row to row. */
static const bool shared_of_place[PLACE_FIELD_COUNT] = {
	[PLACE_TYPOLOGY] = true, [PLACE_ADDRESS2] = true, [PLACE_COMMUNE] = true,
	[PLACE_EQUIPMENT] = true, [PLACE_UPDATED] = true, [PLACE_CHECKED] = true,
	[PLACE_STATUS] = true, [PLACE_SOURCE] = true, [PLACE_LICENCE] = true, [PLACE_NOTE] = true,
};
static const bool shared_of_offer[OFFER_FIELD_COUNT] = {
	[OFFER_NAME] = true, [OFFER_DESCRIPTION] = true, [OFFER_TYPE] = true, [OFFER_THEMES] = true,
	[OFFER_SERVICES] = true, [OFFER_AUDIENCES] = true, [OFFER_EXCLUSIVE] = true,
	[OFFER_AUDIENCE_NOTE] = true, [OFFER_CARE] = true, [OFFER_COST] = true,
	[OFFER_COST_NOTE] = true, [OFFER_CONDITIONS] = true, [OFFER_RECEPTION] = true,
	[OFFER_ACCESS] = true, [OFFER_MODES] = true, [OFFER_ITINERANCY] = true,
	[OFFER_MEETING] = true, [OFFER_COVERAGE] = true, [OFFER_REFERRABLE_BY] = true,
	[OFFER_REFERRAL_MODES] = true, [OFFER_REFERRAL_NOTE] = true, [OFFER_PROGRAMMES] = true,
	[OFFER_LABELS] = true, [OFFER_STATUS] = true, [OFFER_UPDATED] = true, [OFFER_SOURCE] = true,
	[OFFER_TAGS] = true, [OFFER_NOTE] = true,
};

int64_t record_hash(const char *s)
{
	return (int64_t)(hash_bytes(s, strlen(s), 7) & 0x7FFFFFFF);
}

/* ---- packing ---- */

static void add_head(struct str *out, size_t field, bool shared, size_t n)
{
	str_addc(out, (char)(field << 1 | shared));
	for (; n >= 0x80; n >>= 7)
		str_addc(out, (char)(n | 0x80));
	str_addc(out, (char)n);
}

static void add_text(struct str *out, size_t field, const char *s, size_t len)
{
	add_head(out, field, false, len);
	str_addn(out, s, len);
}

static bool add_field(struct directory *d, struct str *out, size_t field, const char *s,
		      enum sharing how, struct err *err)
{
	uint32_t number;

	if (!directory_share(d, s, how, &number, err))
		return false;
	if (!number) {
		add_text(out, field, s, strlen(s));
		return true;
	}
	add_head(out, field, true, number);
	return true;
}

/* « 45.83 » as SQLite would write the number itself, without asking it. */
static bool is_plain_degrees(const char *s)
{
	size_t whole, fraction;

	s += *s == '-';
	whole = strspn(s, "0123456789");
	if (!whole || whole > 3 || *s == '0' || s[whole] != '.')
		return false;
	s += whole + 1;
	fraction = strspn(s, "0123456789");
	return fraction && fraction <= 12 && !s[fraction] && (fraction == 1 || s[fraction - 1] != '0');
}

static void add_hours(struct str *out, size_t field, const char *s)
{
	struct str text;

	str_init(&text);
	hours_shorten(&text, s);
	add_text(out, field, text.s, text.len);
	str_done(&text);
}

/* One way to write a number, so that the same place gives the same blob. */
static void add_degrees(struct str *out, size_t field, const char *s)
{
	char plain[40];

	if (!is_plain_degrees(s)) {
		sqlite3_snprintf(sizeof plain, plain, "%!.15g", strtod(s, NULL));
		s = plain;
	}
	add_text(out, field, s, strlen(s));
}

/* The most that may be shared of a record: what was added here leaves when it is taken back. */
static enum sharing most_shared(const char *key)
{
	bool ours = key && strncmp(key, OVERLAY_KEY_PREFIX, sizeof OVERLAY_KEY_PREFIX - 1) == 0;

	return ours ? SHARE_KNOWN : SHARE_ALL;
}

bool record_ids_are_key(const char *const *f)
{
	const char *dot = f[PLACE_KEY] ? strchr(f[PLACE_KEY], KEY_DOT) : NULL;

	return dot && f[PLACE_SOURCE_IDS] && strcmp(dot + 1, f[PLACE_SOURCE_IDS]) == 0;
}

bool record_pack_place(struct directory *d, struct str *out, const char *const *f, struct err *err)
{
	bool as_key = record_ids_are_key(f), ok = true;
	enum sharing most = most_shared(f[PLACE_KEY]);

	for (size_t i = 0; ok && i < PLACE_FIELD_COUNT; i++) {
		if (!f[i] || !*f[i] || (i == PLACE_SOURCE_IDS && as_key))
			continue;
		if (i == PLACE_LAT || i == PLACE_LON)
			add_degrees(out, i, f[i]);
		else if (i == PLACE_HOURS)
			add_hours(out, i, f[i]);
		else
			ok = add_field(d, out, i, f[i], shared_of_place[i] ? most : SHARE_NOT, err);
	}
	if (as_key)
		add_text(out, SLOT_IDS_AS_KEY, "", 0);
	return ok;
}

bool record_key_is_tail(const char *offer_key, const char *place_key)
{
	size_t n = strlen(place_key);

	return n && strncmp(offer_key, place_key, n) == 0 && strcmp(offer_key + n, RECORD_TAIL) == 0;
}

bool record_pack_offer(struct directory *d, struct str *out, const char *const *f,
		       const char *place_key, struct err *err)
{
	bool tail = f[OFFER_KEY] && record_key_is_tail(f[OFFER_KEY], place_key);
	bool at_key = f[OFFER_PLACE_KEY] && strcmp(f[OFFER_PLACE_KEY], place_key) == 0, ok = true;
	enum sharing most = most_shared(f[OFFER_KEY]);

	for (size_t i = 0; ok && i < OFFER_FIELD_COUNT; i++) {
		if (!f[i] || !*f[i] || (i == OFFER_KEY && tail) || (i == OFFER_PLACE_KEY && at_key))
			continue;
		if (i == OFFER_HOURS)
			add_hours(out, i, f[i]);
		else
			ok = add_field(d, out, i, f[i], shared_of_offer[i] ? most : SHARE_NOT, err);
	}
	if (tail)
		add_text(out, SLOT_KEY_TAIL, "", 0);
	return ok;
}

/* ---- reading ---- */

struct piece {
	size_t field;
	bool shared;
	size_t n;		/* number of the shared text, or length of s */
	const char *s;
};

static bool next_piece(struct bytes *b, struct piece *out)
{
	const unsigned char *p = b->p, *end = p + b->n;
	uint64_t n = 0;
	bool more = true;

	if (p >= end)
		return false;
	out->field = *p >> 1;
	out->shared = *p++ & 1;
	for (unsigned shift = 0; more; shift += 7) {
		if (p == end || shift > 28)
			return false;
		n |= (uint64_t)(*p & 0x7F) << shift;
		more = *p++ & 0x80;
	}
	if (!out->shared && n > (size_t)(end - p))
		return false;
	out->n = (size_t)n;
	out->s = (const char *)p;
	p += out->shared ? 0 : out->n;
	*b = (struct bytes){ p, (size_t)(end - p) };
	return out->field < RECORD_SLOTS;
}

void record_mark_shared(struct bytes fields, uint64_t *used, size_t n)
{
	struct piece x;

	while (next_piece(&fields, &x))
		if (x.shared)
			bits_set(used, x.n < n ? x.n : 0);
}

static void begin(struct record *r)
{
	if (!r->text.s)
		str_init(&r->text);
	str_clear(&r->text);
	memset(r->f, 0, sizeof r->f);
	r->n_used = 0;
}

static void begin_text(struct record *r, size_t field)
{
	r->at[field] = r->text.len;
	r->f[field] = "";	/* its address is known once the text no longer grows */
	r->used[r->n_used++] = (uint8_t)field;
}

static void end_text(struct record *r)
{
	str_addc(&r->text, '\0');
}

static void add_copy(struct record *r, size_t field, const char *s, size_t n)
{
	if (r->raw & RECORD_BIT(field))
		str_addn(&r->text, s, n);
	else
		text_clean(&r->text, s, n, TEXT_MANY_LINES);
}

static void copy_text(struct record *r, size_t field, const char *s, size_t n)
{
	begin_text(r, field);
	add_copy(r, field, s, n);
	end_text(r);
}

/* Of a place and of an offer alike. */
#define ALWAYS (RECORD_BIT(PLACE_KEY) | RECORD_BIT(SLOT_KEY_TAIL) | RECORD_BIT(SLOT_IDS_AS_KEY))
_Static_assert((int)PLACE_KEY == (int)OFFER_KEY, "the key has one number");

static bool is_wanted(const struct record *r, size_t field)
{
	return !r->only || (r->only | ALWAYS) & RECORD_BIT(field);
}

static void copy_hours(struct record *r, size_t field, const char *s, size_t n)
{
	struct str text;

	str_init(&text);
	hours_lengthen(&text, s, n);
	copy_text(r, field, text.s, text.len);
	str_done(&text);
}

/* `hours`: the field that is kept in its short form. */
static bool read_pieces(struct directory *d, struct record *r, size_t hours, struct bytes b)
{
	struct piece x;

	if (!r->steady)
		directory_shared_follow(d);
	while (next_piece(&b, &x)) {
		if (r->f[x.field] || !is_wanted(r, x.field))
			continue;
		if (!x.shared && x.field == hours && !(r->raw & RECORD_BIT(hours)))
			copy_hours(r, x.field, x.s, x.n);
		else if (!x.shared)
			copy_text(r, x.field, x.s, x.n);
		else if (!(r->f[x.field] = directory_shared(d, x.n)))
			return false;
	}
	return true;
}

static void settle(struct record *r)
{
	for (size_t i = 0; i < r->n_used; i++)
		r->f[r->used[i]] = r->text.s + r->at[r->used[i]];
}

bool record_read_place(struct directory *d, struct record *r, struct bytes place)
{
	const char *dot;

	begin(r);
	if (!read_pieces(d, r, PLACE_HOURS, place))
		return false;
	settle(r);
	dot = r->f[SLOT_IDS_AS_KEY] && r->f[PLACE_KEY] ? strchr(r->f[PLACE_KEY], KEY_DOT) : NULL;
	if (dot)
		r->f[PLACE_SOURCE_IDS] = dot + 1;
	return true;
}

/* The key comes first. */
static struct piece key_of_place(struct bytes place)
{
	struct piece x;

	if (next_piece(&place, &x) && x.field == PLACE_KEY && !x.shared)
		return x;
	return (struct piece){ .s = "" };
}

bool record_read_offer(struct directory *d, struct record *r, struct bytes offer,
		       struct bytes place)
{
	struct piece key = key_of_place(place);

	begin(r);
	if (!read_pieces(d, r, OFFER_HOURS, offer))
		return false;
	if (!r->f[OFFER_PLACE_KEY] && is_wanted(r, OFFER_PLACE_KEY))
		copy_text(r, OFFER_PLACE_KEY, key.s, key.n);
	if (r->f[SLOT_KEY_TAIL] && !r->f[OFFER_KEY]) {
		begin_text(r, OFFER_KEY);
		add_copy(r, OFFER_KEY, key.s, key.n);
		str_add(&r->text, RECORD_TAIL);
		end_text(r);
	}
	settle(r);
	return true;
}

void record_done(struct record *r)
{
	if (r->text.s)
		str_done(&r->text);
	*r = (struct record){ .n_used = 0 };
}
