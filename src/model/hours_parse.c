/* Rules of opening_hours, and the compiled block. */
#include <stdlib.h>
#include <string.h>

#include "aiguillage/mem.h"
#include "aiguillage/text.h"
#include "hours_impl.h"

static bool is_date(const struct parser *p, int at)
{
	if (is(p, at, T_EASTER))
		return true;
	if (is(p, at, T_YEAR))
		return is(p, at + 1, T_EASTER) || (is(p, at + 1, T_MONTH) && is(p, at + 2, T_NUMBER));
	return is(p, at, T_MONTH) && (is(p, at + 1, T_NUMBER) || is(p, at + 1, T_WEEKDAY));
}

static bool is_time(const struct parser *p, int at)
{
	return (is(p, at, T_NUMBER) && (is(p, at + 1, T_COLON) || is_char(p, at + 1, '-'))) ||
	       is(p, at, T_SUN) || (is_char(p, at, '(') && is(p, at + 1, T_SUN));
}

/*
 * A state or a comment; the comma that follows starts an additional rule.  A comment that comes
 * first makes the rule unknown, and a state after it does not change that.
 */
static int parse_modifier(struct parser *p, int at, bool *additional)
{
	static const uint8_t states[] = { HOURS_OPEN, HOURS_CLOSED, HOURS_UNKNOWN };
	struct rule *r = p->rule;

	if (is(p, at, T_STATE)) {
		r->opens = p->t[at].value == STATE_OPEN;
		if (r->state != HOURS_UNKNOWN)
			r->state = states[p->t[at].value];
	} else {
		r->comment = (uint16_t)(p->t[at].value + 1);
		if (!r->modified)
			r->state = HOURS_UNKNOWN;
	}
	r->modified = true;
	at++;
	*additional = is_char(p, at, ',');
	return *additional ? at + 1 : at;
}

static int parse_selector(struct parser *p, int at, int after_time, bool *additional)
{
	if (is(p, at, T_WEEKDAY))
		return parse_weekdays(p, at);
	if (is(p, at, T_ALWAYS)) {
		if (p->nspans == MAX_SPANS)
			return wrong(p, at);
		p->spans[p->nspans++] = (struct span){ .to = DATE_DAY, .always = true };
		p->rule->spans.n++;
		return at + 1;
	}
	if (is(p, at, T_HOLIDAY))
		return parse_holidays(p, at, is_char(p, at + 1, ','));
	if (is_date(p, at))
		return parse_dates(p, at, false);
	if (is(p, at, T_YEAR))
		return parse_years(p, at);
	if (is(p, at, T_MONTH))
		return parse_months(p, at, false);
	if (is(p, at, T_WEEK))
		return parse_weeks(p, at);
	if (at != 0 && at != p->n - 1 && is(p, at, T_COLON) && at != after_time)
		return at + 1;
	if (is_time(p, at))
		return parse_times(p, at, additional);
	if (is(p, at, T_STATE) || is(p, at, T_COMMENT))
		return parse_modifier(p, at, additional);
	return wrong(p, at);
}

/* One rule from `at`: where the next, additional one starts, p->n, or WRONG. */
static int parse_rule(struct parser *p, int at, bool additional, bool fallback)
{
	struct rule *r = &p->rules[p->nrules];
	int after_time = -1, next;
	bool more = false, time;

	if (p->nrules == MAX_RULES) {
		p->full = true;
		return wrong(p, at);
	}
	*r = (struct rule){
		.state = HOURS_OPEN, .additional = additional, .fallback = fallback,
		.spans.at = p->nspans, .years.at = p->nyears, .nths.at = p->nnths,
		.dates.at = p->ndates,
	};
	p->rule = r;
	p->nrules++;
	while (at < p->n && !more) {
		time = is_time(p, at);
		next = parse_selector(p, at, after_time, &more);
		if (next == WRONG)
			return WRONG;
		after_time = time ? next : -1;
		at = next;
	}
	return at;
}

/* All the rules between two separators. */
static bool parse_rules(struct parser *p, bool fallback)
{
	bool additional = false;
	int at = 0;

	while (at < p->n) {
		at = parse_rule(p, at, additional, fallback);
		if (at == WRONG)
			return false;
		additional = true;
	}
	return true;
}

static bool parse_all(struct parser *p)
{
	const struct token *t = p->lexed.tokens;
	int n = p->lexed.ntokens, start = 0;
	bool fallback = false;

	for (int i = 0; i <= n; i++) {
		if (i < n && t[i].type != T_SEMICOLON && t[i].type != T_OR)
			continue;
		p->t = t + start;
		p->n = i - start;
		if (i < n && t[i].type == T_OR && p->n == 0)
			return wrong(p, 0) != WRONG;
		if (!parse_rules(p, fallback))
			return false;
		fallback = i < n && t[i].type == T_OR;
		start = i + 1;
	}
	p->t = t;
	return p->nrules > 0;
}

static bool is_bare_comment(const struct rule *r)
{
	return r->comment && !r->groups && !r->spans.n && r->state == HOURS_UNKNOWN;
}

/* Comment numbers become the same for the same text. */
static void merge_comments(struct parser *p)
{
	const struct comment *c = p->lexed.comments;

	for (int i = 0; i < p->nrules; i++) {
		struct rule *r = &p->rules[i];

		for (int j = 0; j + 1 < r->comment; j++) {
			if (c[j].len == c[r->comment - 1].len &&
			    memcmp(c[j].s, c[r->comment - 1].s, c[j].len) == 0)
				r->comment = (uint16_t)(j + 1);
		}
	}
}

static unsigned rule_remarks(const struct rule *r)
{
	unsigned remarks = 0;

	if (r->state == HOURS_OPEN && !r->spans.n)
		remarks |= HOURS_NO_TIMES;
	if ((r->hol | r->wday_hol) & HOL_SH)
		remarks |= HOURS_SCHOOL;
	if ((r->hol | r->wday_hol) & ~HOL_SH)
		remarks |= HOURS_PUBLIC;
	return remarks;
}

/* Takes `size` bytes of the block, aligned. */
static void *take(char **at, const void *from, size_t size)
{
	void *p = *at;

	memcpy(p, from, size);
	*at += (size + 7) & ~(size_t)7;
	return p;
}

static size_t rounded(size_t size)
{
	return (size + 7) & ~(size_t)7;
}

static struct hours *compile(const struct parser *p, struct hours *head)
{
	const struct comment *c = p->lexed.comments;
	size_t size = rounded(sizeof *head) + rounded(p->nrules * sizeof *p->rules) +
		      rounded(p->nspans * sizeof *p->spans) + rounded(p->nyears * sizeof *p->years) +
		      rounded(p->nnths * sizeof *p->nths) + rounded(p->ndates * sizeof *p->dates) +
		      head->ncomments * sizeof(char *);
	const char **list;
	struct hours *h;
	char *at;

	for (int i = 0; i < head->ncomments; i++)
		size += c[i].len + 1u;
	h = xmalloc(size);
	*h = *head;
	at = (char *)h + rounded(sizeof *h);
	h->rules = take(&at, p->rules, p->nrules * sizeof *p->rules);
	h->spans = take(&at, p->spans, p->nspans * sizeof *p->spans);
	h->years = take(&at, p->years, p->nyears * sizeof *p->years);
	h->nths = take(&at, p->nths, p->nnths * sizeof *p->nths);
	h->dates = take(&at, p->dates, p->ndates * sizeof *p->dates);
	list = (const char **)(void *)at;
	h->comments = list;
	at += head->ncomments * sizeof *list;
	for (int i = 0; i < head->ncomments; i++) {
		list[i] = at;
		memcpy(at, c[i].s, c[i].len);
		at[c[i].len] = '\0';
		at += c[i].len + 1;
	}
	return h;
}

/* Days to look at before saying that nothing will ever change. */
static unsigned horizon(const struct parser *p, const struct hours *head)
{
	if (!head->needs || head->remarks & HOURS_EMPTY)
		return 3;
	for (int i = 0; i < p->nrules; i++) {
		const struct rule *r = &p->rules[i];

		if (r->nth_first || r->nth_last || r->nths.n)
			return HOURS_HORIZON;
	}
	return head->needs == GROUP_WEEKDAY ? 10 : HOURS_HORIZON;
}

static struct hours *finish(struct parser *p, unsigned flags)
{
	struct hours head = { .ncomments = (uint16_t)p->lexed.ncomments, .remarks = HOURS_EMPTY };

	merge_comments(p);
	while (p->nrules > 1 && is_bare_comment(&p->rules[p->nrules - 1])) {
		if (!head.note) {
			head.note = p->rules[p->nrules - 1].comment;
			head.note_else = p->rules[p->nrules - 1].fallback;
		}
		p->nrules--;
	}
	head.nrules = p->nrules;
	for (int i = 0; i < p->nrules; i++) {
		const struct rule *r = &p->rules[i];

		head.remarks |= rule_remarks(r);
		head.needs |= r->groups;
		head.moves |= ((r->hol | r->wday_hol) & (HOL_BEFORE_PH | HOL_AFTER_PH)) != 0;
		if (r->state != HOURS_CLOSED)
			head.remarks &= ~(unsigned)HOURS_EMPTY;
		if (r->wday_hol)
			head.needs |= GROUP_HOLIDAY;
	}
	head.remarks |= p->remarks;
	head.horizon = (uint16_t)horizon(p, &head);
	if (flags & HOURS_LITERAL) {
		for (int i = 0; i < p->nspans; i++)
			p->spans[i].doubtful = false;
	}
	return compile(p, &head);
}

static struct hours *refuse(const struct parser *p, const char *s, struct err *err)
{
	const struct token *t = p->t ? p->t : p->lexed.tokens;
	const struct token *end = p->lexed.tokens + p->lexed.ntokens;
	size_t pos = strlen(s);
	char part[64];
	size_t len;

	if (p->full) {
		err_set(err, ERR_DATA, "horaires trop longs pour être interprétés");
		return NULL;
	}
	if (!p->t && p->lexed.ntokens)
		t = end - 1;	/* the tokenizer stopped there */
	else
		t += p->stop;
	if (t < end)
		pos = t->pos;
	len = utf8_valid_prefix(s + pos, strlen(s + pos) > 40 ? 40 : strlen(s + pos));
	memcpy(part, s + pos, len);
	part[len] = '\0';
	if (*part)
		err_set(err, ERR_DATA, "horaires non interprétés, à partir de « %s »", part);
	else
		err_set(err, ERR_DATA, "horaires non interprétés : il manque la fin");
	return NULL;
}

struct hours *hours_parse(const char *s, size_t n, unsigned flags, struct err *err)
{
	struct parser p;
	char text[HOURS_MAX_LEN + 1];

	if (n > HOURS_MAX_LEN || memchr(s, '\0', n)) {
		err_set(err, ERR_DATA, "horaires trop longs pour être interprétés");
		return NULL;
	}
	memcpy(text, s, n);
	text[n] = '\0';
	p.t = NULL;
	p.n = p.stop = 0;
	p.full = false;
	p.remarks = 0;
	p.nrules = p.nspans = p.nyears = p.nnths = p.ndates = 0;
	if (!hours_lex(&p.lexed, text, n) || !parse_all(&p))
		return refuse(&p, text, err);
	return finish(&p, flags);
}

void hours_free(struct hours *h)
{
	free(h);
}

const char *hours_note(const struct hours *h)
{
	return h->note ? h->comments[h->note - 1] : NULL;
}

unsigned hours_remarks(const struct hours *h)
{
	return h->remarks;
}
