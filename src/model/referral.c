#include "aiguillage/referral.h"

#include <string.h>

#include "aiguillage/date.h"
#include "aiguillage/holidays.h"
#include "aiguillage/mem.h"

#define SATURDAY 5

static const char *const codes[REFERRAL_STATES] = {
	[STATE_PENDING] = "a-faire",
	[STATE_REFERRED] = "oriente",
	[STATE_CONTACTED] = "contact",
	[STATE_CAME] = "venu",
	[STATE_FAILED] = "non-abouti",
	[STATE_SILENT] = "sans-nouvelle",
	[STATE_CANCELLED] = "annule",
};

const char *referral_state_code(enum referral_state s)
{
	return codes[s];
}

int referral_state_find(const char *code)
{
	for (int s = 0; s < REFERRAL_STATES; s++)
		if (strcmp(codes[s], code) == 0)
			return s;
	return -1;
}

enum referral_state referral_state(const struct entry *e)
{
	int s = referral_state_find(entry_get(e, REF_STATE));

	return s < 0 ? STATE_PENDING : (enum referral_state)s;
}

bool referral_is_open(enum referral_state s)
{
	return s == STATE_PENDING || s == STATE_REFERRED || s == STATE_CONTACTED;
}

/* An appointment or a follow-up that is still to come is no silence. */
enum referral_state referral_state_on(const struct entry *e, int today)
{
	static const int fields[] = { REF_SINCE, REF_DAY, REF_APPOINTMENT, REF_FOLLOWUP };
	enum referral_state s = referral_state(e);
	int day, last;

	if (!referral_is_open(s) || !entry_day(e, REF_DAY, &last))
		return s;
	for (size_t i = 0; i < ARRAY_SIZE(fields); i++) {
		if (!entry_day(e, fields[i], &day))
			continue;
		if (fields[i] == REF_FOLLOWUP)
			day -= REFERRAL_REMINDER;
		if (day > last)
			last = day;
	}
	return today - last >= REFERRAL_SILENCE ? STATE_SILENT : s;
}

bool referral_may_become(enum referral_state from, enum referral_state to)
{
	static const unsigned after[REFERRAL_STATES] = {
		[STATE_PENDING] = 1 << STATE_REFERRED | 1 << STATE_CONTACTED | 1 << STATE_CAME |
			       1 << STATE_FAILED | 1 << STATE_SILENT | 1 << STATE_CANCELLED,
		[STATE_REFERRED] = 1 << STATE_CONTACTED | 1 << STATE_CAME | 1 << STATE_FAILED |
				   1 << STATE_SILENT | 1 << STATE_CANCELLED,
		[STATE_CONTACTED] = 1 << STATE_CAME | 1 << STATE_FAILED | 1 << STATE_SILENT |
				    1 << STATE_CANCELLED,
		/* late news are news */
		[STATE_SILENT] = 1 << STATE_CONTACTED | 1 << STATE_CAME | 1 << STATE_FAILED |
				 1 << STATE_CANCELLED,
		/* somebody may come after all, or have been noted as come by mistake */
		[STATE_FAILED] = 1 << STATE_CAME,
		[STATE_CAME] = 1 << STATE_FAILED,
		[STATE_CANCELLED] = 0,
	};

	return after[from] >> to & 1;
}

bool referral_become(struct entry *e, enum referral_state to, int day, const char *reason,
		     struct err *err)
{
	enum referral_state from = referral_state(e);
	char iso[DATE_MOMENT_LEN];
	struct str history;

	if (from != to && !referral_may_become(from, to))
		return err_set(err, ERR_USAGE, "Cette orientation est déjà « %s » : elle ne peut plus "
			       "devenir « %s »", codes[from], codes[to]);
	entry_set(e, REF_REASON, to == STATE_FAILED ? reason : "");
	if (from == to && *entry_get(e, REF_SINCE))
		return true;
	date_format_day(iso, day);
	str_init(&history);
	str_add(&history, entry_get(e, REF_HISTORY));
	str_join(&history, "|", iso);
	str_addf(&history, "=%s", codes[to]);
	entry_set(e, REF_HISTORY, history.s);
	entry_set(e, REF_STATE, codes[to]);
	entry_set(e, REF_SINCE, iso);
	str_done(&history);
	return true;
}

/* The day itself, or the next one on which somebody answers. */
static int working_day(int day)
{
	while (date_weekday(day) >= SATURDAY || public_holiday(day))
		day++;
	return day;
}

int referral_followup(int day, const char *appointment)
{
	int64_t moment;

	if (date_parse_moment(appointment, &moment) && date_day_of(moment) >= day)
		return working_day(date_day_of(moment) + 1);
	return working_day(day + REFERRAL_REMINDER);
}

bool referral_is_due(const struct entry *e, int today)
{
	int day;

	return referral_is_open(referral_state(e)) && entry_day(e, REF_FOLLOWUP, &day) &&
	       day <= today;
}
