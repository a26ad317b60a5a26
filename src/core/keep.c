#include "aiguillage/keep.h"

#include <stdio.h>
#include <stdlib.h>

#include "aiguillage/date.h"
#include "aiguillage/journal_keep.h"
#include "aiguillage/journal_log.h"
#include "aiguillage/text.h"
#include "src/core/keep_impl.h"

static int setting_day(struct session *s, const char *name)
{
	char *value = journal_get_setting(s->journal, name);
	int day = 0;

	if (value)
		date_parse_day(value, &day);
	free(value);
	return day;
}

static bool set_day(struct session *s, const char *name, int day, struct err *err)
{
	char iso[DATE_MOMENT_LEN] = "";

	if (day)
		date_format_day(iso, day);
	return journal_set_setting(s->journal, name, iso, err);
}

int keep_months(struct session *s)
{
	char *value = journal_get_setting(s->journal, KEEP_SETTING_MONTHS);
	int months = value ? atoi(value) : 0;

	free(value);
	return months >= 1 && months <= KEEP_MONTHS_MAX ? months : KEEP_MONTHS;
}

bool keep_set_months(struct session *s, int months, struct err *err)
{
	char value[16];

	if (months < 1 || months > KEEP_MONTHS_MAX)
		return err_set(err, ERR_USAGE, "Les textes et les codes se gardent de 1 à %d mois après le "
			       "dernier contact : c’est le plafond de la CNIL", KEEP_MONTHS_MAX);
	snprintf(value, sizeof value, "%d", months);
	/* what is due by a shorter time is announced anew */
	if (!journal_begin(s->journal, err))
		return false;
	if (journal_set_setting(s->journal, KEEP_SETTING_MONTHS, value, err) &&
	    journal_set_setting(s->journal, KEEP_SETTING_SAID, "", err) && journal_commit(s->journal, err))
		return true;
	journal_rollback(s->journal);
	return false;
}

/* The same day of the month, that many months before, or the last one of a shorter month. */
static int months_before(int day, int months)
{
	struct date d = date_of_day(day);
	int n = d.year * 12 + d.month - 1 - months, length;

	d.year = n / 12;
	d.month = n % 12 + 1;
	length = date_month_length(d.year, d.month);
	if (d.day > length)
		d.day = length;
	return date_to_day(d);
}

static bool overdue(struct journal *j, int before, struct journal_due **due, size_t *n,
		    struct err *err)
{
	char iso[DATE_MOMENT_LEN];

	date_format_day(iso, before);
	return journal_log_overdue(j, iso, due, n, err);
}

bool keep_plan(struct session *s, struct keep_plan *p, struct err *err)
{
	int today = clock_today(), said = setting_day(s, KEEP_SETTING_SAID);
	struct journal_due *due;
	bool ok;

	*p = (struct keep_plan){ .months = keep_months(s), .last = setting_day(s, KEEP_SETTING_LAST) };
	p->before = months_before(today, p->months);
	p->doubtful = p->last && today < p->last;
	p->late = p->last && today > p->last + KEEP_CLOCK_DAYS;
	ok = overdue(s->journal, p->before, &due, &p->n, err);
	free(due);
	if (p->n)
		p->act = (said && said <= today ? said : today) + KEEP_NOTICE_DAYS;
	return ok;
}

void keep_say(const struct keep_plan *p, struct str *out)
{
	int year = date_of_day(clock_today()).year;

	if (!p->n) {
		str_addf(out, "Aucun texte ni code n’est gardé plus de %d mois après le dernier contact.",
			 p->months);
		return;
	}
	say_count(out, (int64_t)p->n, "texte ou code n’a", "textes ou codes n’ont");
	str_addf(out, " plus eu de contact depuis %d mois et %s", p->months,
		 p->n == 1 ? "s’effacera" : "s’effaceront");
	if (p->doubtful) {
		str_add(out, " quand vous l’aurez confirmé (menu Conservation, ou aiguillage "
			"conservation --oui) : la date de "
			"l’ordinateur est avant celle de la dernière fois, le ");
		date_french(out, p->last, DATE_ALWAYS_YEAR, year);
		str_add(out, ".");
		return;
	}
	str_add(out, " le ");
	date_french(out, p->act, 0, year);
	str_add(out, ". Les chiffres restent.");
}

bool keep_strip(void *ctx, struct journal *j, struct err *err)
{
	const int *before = ctx;
	struct journal_due *due;
	char iso[DATE_MOMENT_LEN];
	size_t n;
	bool ok = overdue(j, *before, &due, &n, err);

	for (size_t i = 0; ok && i < n; i++)
		ok = journal_log_strip(j, &due[i], err);
	free(due);
	date_format_day(iso, *before);
	return ok && journal_draft_drop_all(j, iso, err);
}

/* What was said to somebody since, or is noted anew, has another time. */
bool keep_strip_again(struct session *s, struct journal *j, struct err *err)
{
	struct journal_due *due;
	size_t n;
	bool ok = overdue(j, months_before(clock_today(), keep_months(s)), &due, &n, err);

	for (size_t i = 0; ok && i < n; i++)
		ok = journal_log_stripped(j, due[i].id, err) ? journal_log_strip(j, &due[i], err) : !err->kind;
	free(due);
	return ok;
}

/* Of what was last touched before that day. */
static bool apply(struct session *s, int before, struct str *doubts, struct err *err)
{
	return keep_mend(s, keep_strip, &before, before, doubts, err) &&
	       set_day(s, KEEP_SETTING_SAID, 0, err) && set_day(s, KEEP_SETTING_LAST, clock_today(), err);
}

bool keep_apply(struct session *s, size_t *n, struct str *doubts, struct err *err)
{
	struct keep_plan p;

	*n = 0;
	if (!keep_plan(s, &p, err) || !apply(s, p.before, doubts, err))
		return false;
	*n = p.n;
	return true;
}

/* Only what was announced: what has become due since has its own week. */
static bool act_today(struct session *s, const struct keep_plan *p, struct str *said, struct err *err)
{
	int before = months_before(setting_day(s, KEEP_SETTING_SAID), p->months);
	struct journal_due *due;
	struct str doubts;
	size_t n;
	bool ok = overdue(s->journal, before, &due, &n, err);

	free(due);
	str_init(&doubts);
	ok = ok && apply(s, before, &doubts, err);
	if (ok) {
		say_count(said, (int64_t)n, "texte ou code sans contact depuis longtemps est effacé",
			  "textes ou codes sans contact depuis longtemps sont effacés");
		str_add(said, ", comme annoncé ; les chiffres restent.");
		if (doubts.len)
			str_join(said, "\n", doubts.s);
	}
	str_done(&doubts);
	return ok;
}

void keep_finish(struct session *s, struct str *said)
{
	char *mark = journal_get_setting(s->journal, KEEP_SETTING_COPIES);
	struct str doubts;
	int before = 0;

	if (mark && *mark && !journal_readonly(s->journal)) {
		str_init(&doubts);
		date_parse_day(mark, &before);
		keep_mend_copies(s, before, &doubts);
		if (doubts.len)
			str_join(said, "\n", doubts.s);
		str_done(&doubts);
	}
	free(mark);
}

bool keep_daily(struct session *s, struct str *said, struct err *err)
{
	int today = clock_today();
	struct keep_plan p;

	keep_sweep(s);
	if (journal_readonly(s->journal))
		return true;
	keep_finish(s, said);
	/* the journal is read once a day, whatever its length */
	if (setting_day(s, KEEP_SETTING_LAST) == today)
		return true;
	if (!keep_plan(s, &p, err))
		return false;
	if (p.n && p.doubtful) {
		keep_say(&p, said);
		return true;
	}
	/* after a long absence, or a clock that ran ahead, the week begins again */
	if (p.late)
		p.act = today + KEEP_NOTICE_DAYS;
	else if (p.n && setting_day(s, KEEP_SETTING_SAID) && today >= p.act)
		return act_today(s, &p, said, err);
	if (p.n)
		keep_say(&p, said);
	return set_day(s, KEEP_SETTING_SAID, p.n ? p.act - KEEP_NOTICE_DAYS : 0, err) &&
	       set_day(s, KEEP_SETTING_LAST, today, err);
}
