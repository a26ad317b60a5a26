/*
 * Tokens of opening_hours.  The strict words of the specification first, then
 * the loose spellings that opening_hours.js reads too, limited to English and
 * French; a loose word stands for a piece of strict text.
 */
#include <string.h>

#include "aiguillage/mem.h"
#include "aiguillage/text.h"
#include "hours_impl.h"

struct word {
	const char *word;
	uint8_t type;
	uint8_t value;
};

static const struct word strict[] = {
	{ "mo", T_WEEKDAY, 0 }, { "tu", T_WEEKDAY, 1 }, { "we", T_WEEKDAY, 2 },
	{ "th", T_WEEKDAY, 3 }, { "fr", T_WEEKDAY, 4 }, { "sa", T_WEEKDAY, 5 },
	{ "su", T_WEEKDAY, 6 }, { "jan", T_MONTH, 1 }, { "feb", T_MONTH, 2 },
	{ "mar", T_MONTH, 3 }, { "apr", T_MONTH, 4 }, { "may", T_MONTH, 5 },
	{ "jun", T_MONTH, 6 }, { "jul", T_MONTH, 7 }, { "aug", T_MONTH, 8 },
	{ "sep", T_MONTH, 9 }, { "oct", T_MONTH, 10 }, { "nov", T_MONTH, 11 },
	{ "dec", T_MONTH, 12 }, { "off", T_STATE, STATE_CLOSED },
	{ "open", T_STATE, STATE_OPEN }, { "closed", T_STATE, STATE_CLOSED },
	{ "unknown", T_STATE, STATE_UNKNOWN }, { "week", T_WEEK, 0 }, { "easter", T_EASTER, 0 },
	{ "day", T_DAY, 0 }, { "days", T_DAY, 0 }, { "dawn", T_SUN, 0 },
	{ "sunrise", T_SUN, 1 }, { "sunset", T_SUN, 2 }, { "dusk", T_SUN, 3 },
};

struct loose {
	const char *word;
	const char *text;
};

static const struct loose words[] = {
	{ "monday", "Mo" }, { "mondays", "Mo" }, { "mon", "Mo" }, { "lundi", "Mo" },
	{ "lun", "Mo" }, { "lu", "Mo" }, { "m", "Mo" },
	{ "tuesday", "Tu" }, { "tue", "Tu" }, { "tues", "Tu" }, { "mardi", "Tu" }, { "ma", "Tu" },
	{ "wednesday", "We" }, { "wednesdays", "We" }, { "wed", "We" }, { "weds", "We" },
	{ "mercredi", "We" }, { "mer", "We" }, { "me", "We" }, { "w", "We" },
	{ "thursday", "Th" }, { "thursdays", "Th" }, { "thu", "Th" }, { "thur", "Th" },
	{ "thurs", "Th" }, { "jeudi", "Th" }, { "jeu", "Th" }, { "je", "Th" },
	{ "friday", "Fr" }, { "fridays", "Fr" }, { "fri", "Fr" }, { "vendredi", "Fr" },
	{ "ven", "Fr" }, { "ve", "Fr" }, { "f", "Fr" },
	{ "saturday", "Sa" }, { "saturdays", "Sa" }, { "sat", "Sa" }, { "samedi", "Sa" },
	{ "sam", "Sa" },
	{ "sunday", "Su" }, { "sundays", "Su" }, { "sun", "Su" }, { "dimanche", "Su" },
	{ "dim", "Su" }, { "di", "Su" },
	{ "january", "Jan" }, { "janvier", "Jan" }, { "janv", "Jan" },
	{ "february", "Feb" }, { "février", "Feb" }, { "févr", "Feb" }, { "fév", "Feb" },
	{ "march", "Mar" }, { "mars", "Mar" },
	{ "april", "Apr" }, { "avril", "Apr" }, { "avr", "Apr" }, { "mai", "May" },
	{ "june", "Jun" }, { "juin", "Jun" }, { "jui", "Jun" },
	{ "july", "Jul" }, { "juillet", "Jul" }, { "juil", "Jul" }, { "juill", "Jul" },
	{ "august", "Aug" }, { "août", "Aug" }, { "aoû", "Aug" },
	{ "september", "Sep" }, { "septembre", "Sep" }, { "sept", "Sep" },
	{ "october", "Oct" }, { "octobre", "Oct" },
	{ "november", "Nov" }, { "novembre", "Nov" },
	{ "december", "Dec" }, { "décembre", "Dec" }, { "déc", "Dec" },
	{ "h", "" }, { "hs", "" }, { "hrs", "" }, { "hours", "" }, { "season", "" },
	{ "from", "" },
	{ "to", "-" }, { "till", "-" }, { "til", "-" }, { "until", "-" }, { "through", "-" },
	{ "a", "-" }, { "à", "-" }, { "á", "-" },
	{ "and", "," }, { "et", "," }, { "u", "," },
	{ "fermé", "off" }, { "except", "off" },
	{ "always", "24/7" }, { "nonstop", "24/7" }, { "anytime", "24/7" },
	{ "daily", "Mo-Su" }, { "everyday", "Mo-Su" },
	{ "weekday", "Mo-Fr" }, { "weekdays", "Mo-Fr" }, { "wd", "Mo-Fr" },
	{ "weekend", "Sa,Su" }, { "weekends", "Sa,Su" },
	{ "midday", "12:00" }, { "midnight", "00:00" },
	{ "daytime", "sunrise-sunset" }, { "daylight", "sunrise-sunset" },
	{ "sundown", "sunset" },
	{ "holiday", "PH" }, { "holidays", "PH" },
};

/* Found before words: they have spaces or digits in them. */
static const struct loose phrases[] = {
	{ "sur rendez-vous", "\"Sur rendez-vous\"" }, { "sur rendez vous", "\"Sur rendez-vous\"" },
	{ "sur rdv", "\"Sur rendez-vous\"" }, { "by appointment", "\"by appointment\"" },
	{ "on appointment", "\"on appointment\"" }, { "public holidays", "PH" },
	{ "public holiday", "PH" }, { "school holidays", "SH" }, { "school holiday", "SH" },
	{ "jours fériés", "PH" }, { "every day", "Mo-Su" }, { "all days", "Mo-Su" },
	{ "all day", "24/7" }, { "always open", "24/7" }, { "always closed", "closed" },
	{ "24 hours", "00:00-24:00" }, { "24x7", "24/7" }, { "7j/7", "Mo-Su" }, { "7/7", "Mo-Su" },
};

/* Characters taken for another. */
static const struct loose marks[] = {
	{ "‐", "-" }, { "‑", "-" }, { "‒", "-" }, { "–", "-" }, { "−", "-" }, { "—", "-" },
	{ "→", "-" }, { "ー", "-" }, { "_", "-" }, { "=", "-" }, { "~", "-" }, { "～", "-" },
	{ "&", "," }, { "：", ":" }, { "?", "" }, { "␣", "" },
};

static bool lex_text(struct lexed *l, const char *s, size_t n, int depth, size_t pos);

static bool push(struct lexed *l, enum token_type type, int value, size_t pos)
{
	if (l->ntokens == MAX_TOKENS)
		return false;
	l->tokens[l->ntokens++] = (struct token){
		.type = (uint8_t)type, .value = value, .pos = (uint16_t)pos,
	};
	return true;
}

static bool push_comment(struct lexed *l, const char *s, size_t n, size_t pos)
{
	if (l->ncomments == MAX_COMMENTS)
		return false;
	l->comments[l->ncomments] = (struct comment){ .s = s, .len = (uint16_t)n };
	return push(l, T_COMMENT, l->ncomments++, pos);
}

/* Lower case of one character of valid UTF-8 (ASCII and accented Latin). */
static uint32_t lower(uint32_t cp)
{
	if ((cp >= 'A' && cp <= 'Z') || (cp >= 0xC0 && cp <= 0xDE && cp != 0xD7))
		return cp + 32;
	return cp == 0x152 || cp == 0x178 ? cp + 1 : cp;
}

static bool is_letter(uint32_t cp)
{
	if (cp < 0x80)
		return (cp | 32) >= 'a' && (cp | 32) <= 'z';
	if (cp < 0xC0)
		return cp == 0xAA || cp == 0xB5 || cp == 0xBA;
	if (cp == 0xD7 || cp == 0xF7 || cp == 0x30FC || cp == TEXT_REPLACEMENT)
		return false;
	return cp < 0x2000 || (cp >= 0x2C00 && cp < 0x2E00) || (cp >= 0x3040 && cp < 0xD800) ||
	       (cp >= 0xF900 && cp < 0xFE00);
}

static size_t space(const char *s, size_t n)
{
	unsigned char c = (unsigned char)*s;

	if (c == ' ' || (c >= '\t' && c <= '\r'))
		return 1;
	if (c < 0xC2)
		return 0;
	if (n >= 2 && memcmp(s, "\u00A0", 2) == 0)
		return 2;
	if (n < 3)
		return 0;
	if (memcmp(s, "\xE2\x80", 2) == 0) {
		c = (unsigned char)s[2];
		return c <= 0x8A || c == 0xA8 || c == 0xA9 || c == 0xAF ? 3 : 0;
	}
	return memcmp(s, "\u205F", 3) == 0 || memcmp(s, "\u3000", 3) == 0 ||
			       memcmp(s, "\uFEFF", 3) == 0 || memcmp(s, "\u1680", 3) == 0
		       ? 3 : 0;
}

static bool same_letters(const char *s, size_t n, const char *word)
{
	const char *end = s + n;

	while (s < end && *word) {
		if (lower(utf8_next(&s)) != utf8_next(&word))
			return false;
	}
	return s == end && !*word;
}

static size_t word_length(const char *s, size_t n)
{
	const char *p = s, *end = s + n, *q;

	for (; p < end; p = q) {
		q = p + 1;
		if ((*p | 32) >= 'a' && (*p | 32) <= 'z')
			continue;
		q = p;
		if ((unsigned char)*p < 0x80 || !is_letter(utf8_next(&q)))
			break;
	}
	return (size_t)(p - s);
}

static bool strict_word(const char *s, size_t n, const struct word **found)
{
	char w[8];

	if (n < 2 || n >= sizeof w)
		return false;
	for (size_t i = 0; i < n; i++)
		w[i] = (char)(s[i] | 32);
	w[n] = '\0';
	for (size_t i = 0; i < ARRAY_SIZE(strict); i++) {
		if (strict[i].word[0] == w[0] && strcmp(strict[i].word, w) == 0) {
			*found = &strict[i];
			return true;
		}
	}
	return false;
}

/* A phrase that starts here, followed by something else than a letter. */
static const struct loose *phrase(const char *s, size_t n)
{
	uint32_t first = lower((unsigned char)*s);

	for (size_t i = 0; i < ARRAY_SIZE(phrases); i++) {
		size_t len;

		if (first != (unsigned char)*phrases[i].word)
			continue;
		len = strlen(phrases[i].word);
		if (len <= n && same_letters(s, len, phrases[i].word) && word_length(s + len, n - len) == 0)
			return &phrases[i];
	}
	return NULL;
}

/* am, pm: changes the hour just read. */
static void meridian(struct lexed *l, bool pm)
{
	int i = l->ntokens - 1;

	if (i >= 2 && l->tokens[i].type == T_NUMBER && l->tokens[i - 1].type == T_COLON &&
	    l->tokens[i - 2].type == T_NUMBER)
		i -= 2;
	if (i < 0 || l->tokens[i].type != T_NUMBER)
		return;
	if (pm && l->tokens[i].value < 12)
		l->tokens[i].value += 12;
	else if (!pm && l->tokens[i].value == 12)
		l->tokens[i].value = 0;
}

static bool holiday_begins(const char *s)
{
	return ((*s | 32) == 'p' || (*s | 32) == 's') && (s[1] | 32) == 'h';
}

static size_t lex_holiday(struct lexed *l, const char *s, size_t pos)
{
	return push(l, T_HOLIDAY, (*s | 32) == 'p' ? HOL_PH : HOL_SH, pos) ? 2 : 0;
}

/* Reads the word of n bytes at s; 0 when it is unknown. */
static size_t lex_word(struct lexed *l, const char *s, size_t n, int depth, size_t pos)
{
	const struct word *w;
	size_t dot = s[n] == '.' ? 1 : 0;

	if (strict_word(s, n, &w))
		return push(l, w->type, w->value, pos) ? n + dot : 0;
	if (n == 2 && holiday_begins(s))	/* before the long list, in which it is not */
		return lex_holiday(l, s, pos);
	for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
		if (same_letters(s, n, words[i].word))
			return depth < 2 && lex_text(l, words[i].text, strlen(words[i].text),
						     depth + 1, pos)
				       ? n + dot : 0;
	}
	if (same_letters(s, n, "am") || same_letters(s, n, "pm")) {
		meridian(l, (*s | 32) == 'p');
		return n + dot;
	}
	return holiday_begins(s) ? lex_holiday(l, s, pos) : 0;
}

/* Quotes of a loose comment; the straight one is handled apart. */
static size_t quote(const char *s, size_t n, bool open)
{
	static const char *const quotes[] = { "„", "“", "”", "‚", "‘", "’", "«", "»" };

	if (*s == '\'' || *s == '"')
		return 1;
	for (size_t i = 0; i < ARRAY_SIZE(quotes); i++) {
		size_t len = strlen(quotes[i]);

		if (open ? i == 2 || i == 7 : i == 0 || i == 3 || i == 6)
			continue;
		if (len <= n && memcmp(s, quotes[i], len) == 0)
			return len;
	}
	return 0;
}

static size_t lex_comment(struct lexed *l, const char *s, size_t n, size_t pos)
{
	size_t start = quote(s, n, true), i, k;
	const char *end;

	if (!start)
		return 0;
	if (*s == '"' && n > 1 && s[1] != '"' && (end = memchr(s + 1, '"', n - 1))) {
		k = (size_t)(end - s);
		return push_comment(l, s + 1, k - 1, pos) ? k + 1 : 0;
	}
	for (i = start; i < n && s[i] != ';' && s[i] != '|'; i++) {
		k = quote(s + i, n - i, false);
		if (k)
			return push_comment(l, s + start, i - start, pos) ? i + k : 0;
	}
	return 0;
}

static size_t lex_number(struct lexed *l, const char *s, size_t n, size_t pos)
{
	size_t i = 0;
	int value = 0;

	for (; i < n && s[i] >= '0' && s[i] <= '9'; i++)
		value = value > 9999 ? value : value * 10 + (s[i] - '0');
	if (!push(l, value > 1900 ? T_YEAR : T_NUMBER, value, pos))
		return 0;
	if (i + 1 < n && s[i] == '.' && (s[i + 1] < '0' || s[i + 1] > '9'))
		i++;
	return i;
}

/* Everything but words and numbers; 0 when it fits nothing. */
static size_t lex_mark(struct lexed *l, const char *s, size_t n, int depth, size_t pos)
{
	size_t k;

	switch (*s) {
	case ';':
		return push(l, T_SEMICOLON, 0, pos);
	case ':': case '.':
		return push(l, T_COLON, 0, pos);
	case '-': case ',': case '+': case '/': case '[': case ']': case '(': case ')':
		return push(l, T_CHAR, *s, pos);
	case '|':
		return n > 1 && s[1] == '|' && push(l, T_OR, 0, pos) ? 2 : 0;
	}
	k = lex_comment(l, s, n, pos);
	for (size_t i = 0; !k && i < ARRAY_SIZE(marks); i++) {
		size_t len = strlen(marks[i].word);

		if (len <= n && memcmp(s, marks[i].word, len) == 0)
			return lex_text(l, marks[i].text, strlen(marks[i].text), depth + 1, pos) ?
				       len : 0;
	}
	return k;
}

static bool lex_text(struct lexed *l, const char *s, size_t n, int depth, size_t pos)
{
	size_t i = 0, k;

	while (i < n) {
		const char *p = s + i;
		size_t at = depth ? pos : i;
		const struct loose *ph;

		k = space(p, n - i);
		if (k) {
			i += k;
			continue;
		}
		if (n - i >= 4 && memcmp(p, "24/7", 4) == 0) {
			k = push(l, T_ALWAYS, 0, at) ? 4 : 0;
		} else if (*p >= '0' && *p <= '9') {
			ph = depth || (*p != '2' && *p != '7') ? NULL : phrase(p, n - i);
			k = ph ? (lex_text(l, ph->text, strlen(ph->text), 1, at) ? strlen(ph->word) :
				  0) : lex_number(l, p, n - i, at);
		} else if ((k = word_length(p, n - i))) {
			ph = depth || k < 2 || !memchr(p, ' ', n - i) ? NULL : phrase(p, n - i);
			k = ph ? (lex_text(l, ph->text, strlen(ph->text), 1, at) ? strlen(ph->word) :
				  0) : lex_word(l, p, k, depth, at);
		} else {
			k = lex_mark(l, p, n - i, depth, at);
		}
		if (!k) {
			if (!depth)
				push(l, T_END, 0, at);
			return false;
		}
		i += k;
	}
	return true;
}

bool hours_lex(struct lexed *l, const char *s, size_t n)
{
	l->ntokens = l->ncomments = 0;
	return lex_text(l, s, n, 0, 0);
}
