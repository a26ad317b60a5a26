#include "aiguillage/hours_batch.h"

#include <stdlib.h>
#include <string.h>

#include "aiguillage/hours_french.h"

/* Words of opening_hours.js for an end that is not given. */
static const char open_end[] = "Specified as open end. Closing time was guessed.";

/* Wall clocks jump from 2:00 to 3:00 on the last Sunday of March. */
static bool in_gap(int64_t moment)
{
	int day = date_day_of(moment), minute = date_minute_of(moment);
	struct date d = date_of_day(day);

	return minute >= 120 && minute < 180 && d.month == 3 && d.day >= 25 &&
	       date_weekday(day) == 6;
}

static int64_t after_gap(int64_t moment)
{
	return in_gap(moment) ? moment + 60 : moment;
}

/* An opening of which nothing is left on such a day. */
static bool is_lost(const struct hours_span *s)
{
	return (in_gap(s->from) && in_gap(s->to)) || after_gap(s->from) >= after_gap(s->to);
}

static bool next_opening(const struct hours *h, const struct school_holidays *sh, int64_t from,
			 struct hours_span *s)
{
	while (hours_next_opening(h, sh, from, s)) {
		if (!is_lost(s))
			return true;
		from = s->to;
	}
	return false;
}

static void add_span(struct str *out, const struct hours_span *s)
{
	char from[DATE_MOMENT_LEN], to[DATE_MOMENT_LEN];
	const char *comment = s->at.comment;

	if (is_lost(s))
		return;
	date_format_moment(from, after_gap(s->from));
	date_format_moment(to, after_gap(s->to));
	if (s->at.open_end && comment && strcmp(comment, "heure de fin non précisée") == 0)
		comment = open_end;
	str_addf(out, "\t%s,%s,%s,%s", from, to, s->at.state == HOURS_OPEN ? "open" : "unknown",
		 comment ? comment : "");
}

static void add_answer(struct str *out, const struct hours *h, const struct school_holidays *sh,
		       int64_t from, int days)
{
	struct hours_walk w;
	struct hours_span s;
	char buf[DATE_MOMENT_LEN] = "-";

	if (next_opening(h, sh, from, &s))
		date_format_moment(buf, after_gap(s.from));
	str_addf(out, "\tV\t%s", buf);
	hours_walk_init(&w, h, sh, from, from + (int64_t)days * DATE_DAY);
	while (hours_walk_next(&w, &s)) {
		if (s.at.state != HOURS_CLOSED)
			add_span(out, &s);
	}
}

bool hours_batch_line(struct str *out, const char *line, const struct school_holidays *sh,
		      struct err *err)
{
	const char *from = strchr(line, '\t');
	const char *days = from ? strchr(from + 1, '\t') : NULL;
	const char *oh = days ? strchr(days + 1, '\t') : NULL;
	char buf[DATE_MOMENT_LEN + 3] = "";
	int64_t moment;
	struct hours *h;
	long ndays;

	if (!oh || (size_t)(days - from) > sizeof buf)
		return err_set(err, ERR_DATA, "ligne de lot illisible : il faut « identifiant, date, "
			       "nombre de jours, horaires » séparés par des tabulations");
	memcpy(buf, from + 1, (size_t)(days - from - 1));
	ndays = strtol(days + 1, NULL, 10);
	if (!date_parse_moment(buf, &moment) || ndays < 0 || ndays > 36600)
		return err_set(err, ERR_DATA, "ligne de lot illisible : date « %s » ou nombre de jours "
			       "incorrect", buf);
	str_addn(out, line, (size_t)(from - line));
	h = hours_parse(oh + 1, strlen(oh + 1), HOURS_LITERAL, NULL);
	if (h)
		add_answer(out, h, sh, moment, (int)ndays);
	else
		str_add(out, "\tE");
	hours_free(h);
	return true;
}

#define NBSP "\xC2\xA0"

static void add_openings(struct str *out, const struct hours *h, const struct school_holidays *sh,
			 int64_t from, int days)
{
	enum { MOST = 60 };
	struct hours_span spans[MOST];
	size_t n = hours_openings(h, sh, from, days, spans, MOST);
	int year = date_of_day(date_day_of(from)).year;

	if (n && spans[0].from == from)
		hours_begin(h, sh, &spans[0]);
	str_addf(out, "Ouvertures des %d prochains jours" NBSP ":%s\n", days, n ? "" : " aucune");
	for (size_t i = 0; i < n; i++) {
		str_add(out, "  ");
		hours_french_span(out, &spans[i], year);
		str_addc(out, '\n');
	}
	if (n == MOST)
		str_add(out, "  …\n");
}

static void add_remarks(struct str *out, const struct hours *h, const struct school_holidays *sh,
			int year)
{
	unsigned remarks = hours_remarks(h);

	if (remarks & HOURS_DOUBTFUL)
		str_add(out, "À vérifier" NBSP ": horaires douteux, une plage finit avant de commencer\n");
	if (remarks & HOURS_NO_TIMES)
		str_add(out, "À savoir" NBSP ": certains jours sont donnés sans heures\n");
	if (remarks & HOURS_SUN)
		str_add(out, "À savoir" NBSP ": les heures du soleil sont comptées à 6h et 18h\n");
	if (!(remarks & HOURS_SCHOOL))
		return;
	str_add(out, "À savoir" NBSP ": ");
	if (sh && sh->n) {
		str_add(out, "vacances scolaires inconnues au-delà du ");
		date_french(out, sh->last, 0, year);
	} else {
		str_add(out, "vacances scolaires inconnues, aucune table n’est donnée");
	}
	str_addc(out, '\n');
}

bool hours_report(struct str *out, const char *oh, const struct school_holidays *sh, int64_t from,
		  int days)
{
	struct err err = ERR_INIT;
	struct hours *h = hours_parse(oh, strlen(oh), 0, &err);
	int day = date_day_of(from), year = date_of_day(day).year;

	if (!h) {
		hours_french_invalid(out, oh);
		str_addf(out, "\n  %s\n", err.msg);
		return false;
	}
	str_add(out, "En clair" NBSP ": ");
	hours_french(out, h);
	str_add(out, "\nLe ");
	date_french(out, day, DATE_WEEKDAY, year);
	str_add(out, " à ");
	date_french_time(out, date_minute_of(from));
	str_add(out, NBSP ": ");
	hours_french_state(out, h, sh, from);
	str_addc(out, '\n');
	add_openings(out, h, sh, from, days);
	add_remarks(out, h, sh, year);
	hours_free(h);
	return true;
}
