#include "src/tui/place_page.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/date.h"
#include "aiguillage/field_say.h"
#include "aiguillage/fold.h"
#include "aiguillage/mem.h"
#include "aiguillage/text.h"
#include "src/tui/place_group.h"
#include "src/tui/place_local.h"

#define OLD 730			/* days after which a contact is doubtful */

/*
 * Fields in the order of the page.  The others have a place of their own in it, or are codes that
 * repeat in another standard what is already there (type, modes of reception and of referral).
 */
static const enum place_field reach_fields[] = {
	PLACE_SITES, PLACE_BOOKING,
};
static const enum place_field about_fields[] = {
	PLACE_DESCRIPTION, PLACE_TYPOLOGY,  PLACE_REASSURING, PLACE_STEP_FREE,
	PLACE_ACCESSIBILITY, PLACE_EQUIPMENT, PLACE_TAGS,     PLACE_NOTE,
};
static const enum place_field origin_fields[] = {
	PLACE_UPDATED, PLACE_CHECKED,	 PLACE_SOURCE, PLACE_LICENCE,
	PLACE_SIRET,   PLACE_SOURCE_IDS, PLACE_KEY,
};
static const enum offer_field offer_origin_fields[] = {
	OFFER_UPDATED, OFFER_SOURCE, OFFER_SOURCE_IDS, OFFER_LINES, OFFER_QUOTE,
};
static const enum offer_field brief_fields[] = {
	OFFER_DESCRIPTION, OFFER_AUDIENCES, OFFER_COST, OFFER_HOURS, OFFER_HOURS_TEXT, OFFER_ACCESS,
};
static const enum offer_field full_fields[] = {
	OFFER_CONTACT, OFFER_PRESCRIBERS, OFFER_REFERRABLE_BY, OFFER_REFERRAL_LINK,
	OFFER_REFERRAL_NOTE,
	OFFER_DESCRIPTION, OFFER_SERVICES, OFFER_THEMES, OFFER_AUDIENCES,
	OFFER_EXCLUSIVE, OFFER_AUDIENCE_NOTE, OFFER_EXCLUSIONS, OFFER_CARE, OFFER_COST,
	OFFER_COST_NOTE, OFFER_CONDITIONS, OFFER_HOURS, OFFER_HOURS_TEXT,
	OFFER_SESSIONS, OFFER_SESSION_MINUTES, OFFER_SESSION_DATES, OFFER_SEATS, OFFER_MEETING,
	OFFER_COVERAGE, OFFER_ITINERANCY, OFFER_MODES, OFFER_ACCESS,
	OFFER_PROGRAMMES, OFFER_LABELS, OFFER_PARTNERS, OFFER_TAGS, OFFER_NOTE, OFFER_END_DATE,
};
/* At the top of the page, for the offer that was chosen: whom to call, who must refer. */
static const enum offer_field first_fields[] = {
	OFFER_CONTACT, OFFER_PRESCRIBERS, OFFER_REFERRAL_LINK, OFFER_REFERRAL_NOTE,
};

static void add_place_field(struct pager *page, const struct session *s, const struct place *p,
			    enum place_field f)
{
	struct str b;

	if (!*place_get(p, f))
		return;
	str_init(&b);
	field_say_live(&b, s, &place_fields[f], place_get(p, f));
	pager_field(page, place_fields[f].label, b.s);
	str_done(&b);
}

static void add_offer_field(struct pager *page, const struct session *s, const struct offer *o,
			    enum offer_field f)
{
	const char *value = offer_get(o, f);
	struct str b;

	/* what the counsellor must hand over stands out */
	if (f == OFFER_PRESCRIBERS || f == OFFER_EXCLUSIVE) {
		str_init(&b);
		field_say_live(&b, s, &offer_fields[f], value);
		pager_styled_field(page, STYLE_WARNING, offer_fields[f].label, b.s);
		str_done(&b);
		return;
	}
	if (f == OFFER_AUDIENCES && !*value) {
		pager_field(page, offer_fields[f].label, "tous publics");
		return;
	}
	if (!*value)
		return;
	str_init(&b);
	if (f == OFFER_HOURS)
		field_say_hours(&b, s, value);
	else
		field_say_live(&b, s, &offer_fields[f], value);
	pager_field(page, offer_fields[f].label, b.s);
	str_done(&b);
}

/* ---- parts ---- */

/* Two names in w columns: the second, which says what is done, is cut last. */
static void add_both(const char *first, const char *second, int w, struct str *out)
{
	int room = w - 3, a = text_width(first), b = text_width(second);

	if (a + b > room) {
		int least = room * 2 / 5;

		a = a < least ? a : b < room - least ? room - b : least;
	}
	text_cut(out, first, a);
	str_add(out, " — ");
	text_cut(out, second, room - a);
}

void place_page_titles(const struct place *p, const struct offer *o, struct str *first,
		       struct str *second)
{
	const char *place = place_get(p, PLACE_NAME), *offer = offer_get(o, OFFER_NAME);
	char *fp = folded(place), *fo = folded(offer);
	bool same = !*fo || strstr(fp, fo), inside = !same && strstr(fo, fp);

	str_add(first, inside ? offer : place);
	if (!same && !inside)
		str_add(second, offer);
	free(fp);
	free(fo);
}

void place_page_title(const struct place *p, const struct offer *o, int w, struct str *out)
{
	struct str first, second;

	str_init(&first);
	str_init(&second);
	place_page_titles(p, o, &first, &second);
	if (second.len)
		add_both(first.s, second.s, w, out);
	else
		str_add(out, first.s);
	str_done(&second);
	str_done(&first);
}

/* « chez soi » is not « au village »: the word tells which. */
static const char *how_it_comes(const struct explanation *e)
{
	static const char home[] = "vient à domicile";

	return strncmp(e->where.s, home, sizeof home - 1) ? "vient" : "à domicile";
}

void place_page_meeting(const struct explanation *e, struct str *out)
{
	static const char *const words[] = {
		[TIER_NONE] = "",	   [TIER_HERE] = "sur place",
		[TIER_COVERS] = "couvre", [TIER_NEAR] = "",
		[TIER_REMOTE] = "à distance",
	};

	str_add(out, e->hit.tier == TIER_COMES ? how_it_comes(e) : words[e->hit.tier]);
	if (e->hit.tier != TIER_NEAR && e->hit.tier != TIER_NONE)
		return;
	str_add(out, place_get(&e->place, PLACE_COMMUNE));
	if (e->hit.tier == TIER_NEAR && !isnan(e->hit.km))
		str_addf(out, e->hit.km < 0.95 ? " < 1 km" : " ≈ %.0f km", e->hit.km);
}

static void add_warning(struct pager *page, const char *text)
{
	struct str b;

	if (!*text)
		return;
	str_init(&b);
	str_addf(&b, "! %s", text);
	pager_add(page, STYLE_WARNING, 0, b.s);
	str_done(&b);
}

static void add_address(struct pager *page, const struct place *p)
{
	struct str b;

	str_init(&b);
	str_add(&b, place_get(p, PLACE_ADDRESS));
	if (*place_get(p, PLACE_ADDRESS2))
		str_join(&b, ", ", place_get(p, PLACE_ADDRESS2));
	if (*place_get(p, PLACE_COMMUNE)) {
		str_join(&b, ", ", place_get(p, PLACE_POSTCODE));
		str_join(&b, " ", place_get(p, PLACE_COMMUNE));
	}
	pager_field(page, "Adresse", b.s);
	str_done(&b);
}

static const char *last_update(const struct place *p, const struct offer *o)
{
	const char *checked = place_get(p, PLACE_CHECKED);
	const char *updated = o ? offer_get(o, OFFER_UPDATED) : "";

	if (*checked)
		return checked;
	return *updated ? updated : place_get(p, PLACE_UPDATED);
}

/* Nothing when there is one record. */
static void add_others(struct pager *page, const struct session *s, const struct group *g,
		       enum place_field f)
{
	if (g)
		place_group_others(page, s, g, f);
}

/* A number given long ago may be that of somebody else: « 04 74 … (information de 2022 : à vérifier) ». */
static void add_contact(struct pager *page, struct session *s, const struct place *p,
			const struct group *g, const struct offer *o)
{
	static const enum place_field fields[] = { PLACE_PHONE, PLACE_EMAILS };
	bool said = false;
	struct str b;
	int day;

	str_init(&b);
	for (size_t i = 0; i < ARRAY_SIZE(fields); i++) {
		str_clear(&b);
		if (!*place_get(p, fields[i]))
			continue;
		field_say_live(&b, s, &place_fields[fields[i]], place_get(p, fields[i]));
		if (!said && date_parse_day(last_update(p, o), &day) && clock_today() - day > OLD &&
		    !place_local_corrected(s, p, fields[i]))
			str_addf(&b, " (information de %d : à vérifier)", date_of_day(day).year);
		pager_field(page, place_fields[fields[i]].label, b.s);
		add_others(page, s, g, fields[i]);
		said = true;
	}
	if (!said)
		pager_field(page, place_fields[PLACE_PHONE].label, "non précisé");
	str_done(&b);
}

/* Nobody is met there: its hours are those of an office. */
static bool is_only_office(const struct offer *offers, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const char *meeting = offer_get(&offers[i], OFFER_MEETING);

		if (!*meeting || list_has(meeting, "sur-place") || list_has(meeting, "permanence"))
			return false;
	}
	return n > 0;
}

static void add_hours(struct pager *page, const struct session *s, const struct place *p,
		      const struct offer *offers, size_t n)
{
	struct str b;

	if (!*place_get(p, PLACE_HOURS))
		return;
	str_init(&b);
	field_say_hours(&b, s, place_get(p, PLACE_HOURS));
	pager_field(page, is_only_office(offers, n) ? "Accueil du siège"
						    : place_fields[PLACE_HOURS].label, b.s);
	str_done(&b);
}

/* Whom to call and who must refer, then where; `g` is NULL beside a list. */
static void add_reach(struct pager *page, struct session *s, const struct place *p,
		      const struct group *g, const struct offer *offers, size_t n)
{
	const struct offer *o = n ? &offers[0] : NULL;

	for (size_t i = 0; o && i < ARRAY_SIZE(first_fields); i++)
		add_offer_field(page, s, o, first_fields[i]);
	add_contact(page, s, p, g, o);
	for (size_t i = 0; i < ARRAY_SIZE(reach_fields); i++) {
		add_place_field(page, s, p, reach_fields[i]);
		add_others(page, s, g, reach_fields[i]);
	}
	add_address(page, p);
	add_others(page, s, g, PLACE_ADDRESS);
	add_hours(page, s, p, offers, n);
	add_others(page, s, g, PLACE_HOURS);
}

static void add_freshness(struct pager *page, const struct place *p, const struct offer *o)
{
	const char *checked = place_get(p, PLACE_CHECKED);
	const char *updated = offer_get(o, OFFER_UPDATED);
	struct str b;

	if (!*updated)
		updated = place_get(p, PLACE_UPDATED);
	str_init(&b);
	field_say_age(&b, updated);
	pager_field(page, "Information du", b.s);
	str_clear(&b);
	if (*checked) {
		field_say_age(&b, checked);
		pager_field(page, "Vérifiée par nous le", b.s);
	}
	str_done(&b);
}

void place_page_result(struct pager *page, struct session *s, const struct explanation *e)
{
	struct str b;

	str_init(&b);
	place_page_title(&e->place, &e->offer, INT_MAX, &b);
	pager_add(page, STYLE_STRONG, 0, b.s);
	str_done(&b);
	pager_add(page, STYLE_GOOD, 0, e->why.s);
	add_warning(page, e->beware.s);
	pager_gap(page);
	add_reach(page, s, &e->place, NULL, &e->offer, 1);
	pager_gap(page);
	for (size_t i = 0; i < ARRAY_SIZE(brief_fields); i++)
		add_offer_field(page, s, &e->offer, brief_fields[i]);
	pager_gap(page);
	add_freshness(page, &e->place, &e->offer);
}

/* Why it must not be proposed, or what to beware of; `name` when it must be told which offer. */
static void add_offer_warnings(struct pager *page, const struct session *s, const struct place *p,
			       const struct offer *o, const char *name)
{
	const char *status = offer_get(o, OFFER_STATUS);
	struct str b;

	str_init(&b);
	if (!status_proposable(status))
		str_addf(&b, "%s : à ne pas proposer", vocab_label(s->vocab, VOCAB_STATUS, status));
	else
		offer_beware(&b, p, o, s->vocab);
	if (b.len && *name) {
		struct str named;

		str_init(&named);
		str_addf(&named, "%s : %s", name, b.s);
		add_warning(page, named.s);
		str_done(&named);
	} else {
		add_warning(page, b.s);
	}
	str_done(&b);
}

/* Said once: at the top of the page for the first offer, in the warnings, by another field. */
static bool is_said(const struct offer *first, const struct offer *o, enum offer_field f)
{
	for (size_t i = 0; i < ARRAY_SIZE(first_fields); i++)
		if (f == first_fields[i])
			return !strcmp(offer_get(o, f), offer_get(first, f));
	if (f == OFFER_EXCLUSIONS || f == OFFER_CONDITIONS)
		return status_proposable(offer_get(o, OFFER_STATUS));
	return f == OFFER_AUDIENCES && *offer_get(o, OFFER_EXCLUSIVE) &&
	       !strcmp(offer_get(o, OFFER_AUDIENCES), offer_get(o, OFFER_EXCLUSIVE));
}

/* The warnings of the first are at the top of the page already. */
static void add_offer(struct pager *page, const struct session *s, const struct place *p,
		      const struct offer *first, const struct offer *o)
{
	pager_gap(page);
	pager_add(page, STYLE_STRONG, 0, offer_get(o, OFFER_NAME));
	if (o != first)
		add_offer_warnings(page, s, p, o, "");
	for (size_t i = 0; i < ARRAY_SIZE(full_fields); i++)
		if (!is_said(first, o, full_fields[i]))
			add_offer_field(page, s, o, full_fields[i]);
}

/* The records one after the other, each with its identifiers. */
static void add_sources(struct pager *page, const struct session *s, const struct group *g,
			const struct offer *offers, size_t n)
{
	pager_gap(page);
	pager_add(page, STYLE_STRONG, 0, "Sources");
	for (size_t k = 0; k < g->n; k++) {
		if (g->n > 1)
			pager_add(page, STYLE_NORMAL, 0,
				  place_get(&g->members[k].place, PLACE_NAME));
		for (size_t i = 0; i < ARRAY_SIZE(origin_fields); i++)
			add_place_field(page, s, &g->members[k].place, origin_fields[i]);
	}
	for (size_t i = 0; i < n; i++) {
		if (n > 1)
			pager_add(page, STYLE_NORMAL, 0, offer_get(&offers[i], OFFER_NAME));
		for (size_t k = 0; k < ARRAY_SIZE(offer_origin_fields); k++)
			add_offer_field(page, s, &offers[i], offer_origin_fields[k]);
	}
}

/* On top, before anything else is read: those of the offer that was chosen. */
static void add_first_warnings(struct pager *page, const struct session *s, const struct place *p,
			       const struct offer *offers, size_t n)
{
	const char *status = place_get(p, PLACE_STATUS);

	if (n)
		add_offer_warnings(page, s, p, &offers[0],
				   n > 1 ? offer_get(&offers[0], OFFER_NAME) : "");
	else if (status_warns(status))
		add_warning(page, vocab_label(s->vocab, VOCAB_STATUS, status));
}

/* Nothing below a heading would look like something lost. */
static void add_about(struct pager *page, const struct session *s, const struct place *p)
{
	bool any = false;

	for (size_t i = 0; i < ARRAY_SIZE(about_fields); i++)
		any |= *place_get(p, about_fields[i]) != '\0';
	if (!any)
		return;
	pager_gap(page);
	pager_add(page, STYLE_STRONG, 0, "Le lieu");
	for (size_t i = 0; i < ARRAY_SIZE(about_fields); i++)
		add_place_field(page, s, p, about_fields[i]);
}

void place_page_full(struct pager *page, struct session *s, const struct place *p,
		     const struct group *g, const struct offer *offers, size_t n)
{
	int64_t *rows;
	struct str name;

	str_init(&name);
	text_curved(&name, place_get(p, PLACE_NAME));
	pager_add(page, STYLE_STRONG, 0, name.s);
	str_done(&name);
	if (*place_get(p, PLACE_PROVIDER))
		pager_add(page, STYLE_NORMAL, 0, place_get(p, PLACE_PROVIDER));
	add_first_warnings(page, s, p, offers, n);
	place_local_add(page, s, g, offers, n);
	pager_gap(page);
	add_reach(page, s, p, g, offers, n);
	if (n)
		add_freshness(page, p, &offers[0]);
	place_group_records(page, g, group_candidates(s, p->id, &rows));
	free(rows);
	for (size_t i = 0; i < n; i++)
		add_offer(page, s, p, &offers[0], &offers[i]);
	add_about(page, s, p);
	add_sources(page, s, g, offers, n);
}
