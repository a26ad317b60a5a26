/* Words of the French renderer: sets of days, dates, times (hours_say.c). */
#ifndef AIGUILLAGE_HOURS_SAY_H
#define AIGUILLAGE_HOURS_SAY_H

#include "aiguillage/str.h"
#include "hours_impl.h"

#define NBSP "\xC2\xA0"

/* A stretch of a day; from < 0: no time is given. */
struct piece {
	int16_t from, to;
	uint8_t state;
	bool open_end, doubtful;
	uint16_t comment;
};

enum { MAX_PIECES = 16 };
struct pieces {
	int n;
	struct piece p[MAX_PIECES];
};

/* « le lundi et du jeudi au vendredi »; `links` as in struct rule; `bare`: without « les ». */
void say_weekdays(struct str *out, unsigned set, unsigned links, unsigned elsewhere, bool bare);
/* The only day left out of a week's range (« sauf le mercredi »), or -1. */
int weekdays_except(unsigned set, unsigned elsewhere);
/* Are the days said one by one? */
bool weekdays_listed(unsigned set, unsigned links, unsigned elsewhere);
/* « les jours fériés », as items i… of a list of n. */
void say_holidays(struct str *out, unsigned bits, int i, int n);
/* All that the weekday list of a rule names, nth days and holidays too. */
void say_rule_days(struct str *out, const struct hours *h, const struct rule *r);
/* The other conditions: « en juillet et août »; nothing when there is none. */
void say_condition(struct str *out, const struct hours *h, const struct rule *r);
/* « semaines paires », or NULL. */
const char *say_parity(const struct rule *r);
/* « de 9h à 12h et de 14h à 17h, sur rendez-vous », led by « , » or by a space. */
void say_pieces(struct str *out, const struct hours *h, const struct pieces *p);
/* « 9h-12h 14h-17h » */
void say_pieces_short(struct str *out, const struct pieces *p);
/* « sur rendez-vous » as it is, anything else between « ». */
void say_comment(struct str *out, const char *comment);
bool comment_is_plain(const char *comment);

/* Joins the items of a list: ", " and " et " before the last. */
void say_join(struct str *out, int i, int n);

/* The renderer itself (hours_french.c), also for the short form. */

struct week {
	struct pieces day[7];
	unsigned off;		/* days closed by name */
	unsigned links;
};

struct french {
	const struct hours *h;
	int start;		/* rules before it are cancelled */
	struct str conditions[MAX_RULES];
	bool done[MAX_RULES];
};

void french_init(struct french *f, const struct hours *h);
void french_done(struct french *f);
/* Weekdays only: they can be worked out into a table. */
bool french_is_plain(const struct rule *r);
unsigned french_wdays(const struct rule *r);
void french_fill(struct pieces *d, const struct hours *h, const struct rule *r);
/* Rule i, applied to the table. */
void french_work_out(struct week *w, const struct french *f, int i);
/* Days like day d; 0 when d is closed or was already counted. */
unsigned french_like(const struct week *w, int d);
/* 24/7, off, open, "sur rendez-vous": rules that hold all the time. */
bool french_always(struct str *out, const struct hours *h, const struct rule *r);

#endif
