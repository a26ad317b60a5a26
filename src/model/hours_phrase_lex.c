/* Words of a French sentence about hours. */
#include <string.h>

#include "aiguillage/fold.h"
#include "aiguillage/mem.h"
#include "aiguillage/text.h"
#include "hours_phrase_impl.h"

struct entry {
	const char *word;	/* folded, without the plural s */
	uint8_t type;
	int8_t value;
};

static const struct entry dictionary[] = {
	{ "lundi", W_DAY, 0 }, { "lun", W_DAY, 0 }, { "mardi", W_DAY, 1 }, { "mar", W_DAY, 1 },
	{ "mercredi", W_DAY, 2 }, { "mer", W_DAY, 2 }, { "merc", W_DAY, 2 },
	{ "jeudi", W_DAY, 3 }, { "jeu", W_DAY, 3 }, { "vendredi", W_DAY, 4 }, { "ven", W_DAY, 4 },
	{ "vend", W_DAY, 4 }, { "samedi", W_DAY, 5 }, { "sam", W_DAY, 5 },
	{ "dimanche", W_DAY, 6 }, { "dim", W_DAY, 6 },
	{ "janvier", W_MONTH, 1 }, { "janv", W_MONTH, 1 }, { "fevrier", W_MONTH, 2 },
	{ "fevr", W_MONTH, 2 }, { "fev", W_MONTH, 2 }, { "mars", W_MONTH, 3 },
	{ "avril", W_MONTH, 4 }, { "avr", W_MONTH, 4 }, { "mai", W_MONTH, 5 },
	{ "juin", W_MONTH, 6 }, { "juillet", W_MONTH, 7 }, { "juil", W_MONTH, 7 },
	{ "aout", W_MONTH, 8 }, { "septembre", W_MONTH, 9 }, { "sept", W_MONTH, 9 },
	{ "octobre", W_MONTH, 10 }, { "oct", W_MONTH, 10 }, { "novembre", W_MONTH, 11 },
	{ "nov", W_MONTH, 11 }, { "decembre", W_MONTH, 12 }, { "dec", W_MONTH, 12 },
	{ "premier", W_ORDINAL, 1 }, { "premiere", W_ORDINAL, 1 }, { "deuxieme", W_ORDINAL, 2 },
	{ "second", W_ORDINAL, 2 }, { "seconde", W_ORDINAL, 2 }, { "troisieme", W_ORDINAL, 3 },
	{ "quatrieme", W_ORDINAL, 4 }, { "cinquieme", W_ORDINAL, 5 },
	{ "dernier", W_ORDINAL, -1 }, { "derniere", W_ORDINAL, -1 },
	{ "avant", W_LAST_BUT, 0 }, { "deux", W_NUMBER, 2 }, { "trois", W_NUMBER, 3 },
	{ "quatre", W_NUMBER, 4 }, { "quinze", W_NUMBER, 15 },
	{ "de", W_FROM, 0 }, { "du", W_FROM, 0 }, { "d", W_FROM, 0 }, { "des", W_FROM, 0 },
	{ "entre", W_FROM, 0 },
	{ "a", W_TO, 0 }, { "au", W_TO, 0 }, { "aux", W_TO, 0 },
	{ "jusque", W_UNTIL, 0 }, { "jusqu", W_UNTIL, 0 }, { "jusqua", W_UNTIL, 0 },
	{ "jusquau", W_UNTIL, 0 },
	{ "et", W_AND, 0 }, { "puis", W_AND, 0 }, { "ainsi", W_FILLER, 0 }, { "que", W_FILLER, 0 },
	{ "ou", W_OR, 0 }, { "tou", W_ALL, 0 }, { "tous", W_ALL, 0 }, { "tout", W_ALL, 0 },
	{ "toute", W_ALL, 0 }, { "chaque", W_ALL, 0 }, { "le", W_THE, 0 }, { "la", W_THE, 0 },
	{ "les", W_THE, 0 }, { "l", W_THE, 0 }, { "un", W_A, 0 }, { "une", W_A, 0 },
	{ "mois", W_OF_MONTH, 0 }, { "semaine", W_WEEK, 0 }, { "sem", W_WEEK, 0 },
	{ "paire", W_PARITY, PARITY_EVEN }, { "pair", W_PARITY, PARITY_EVEN },
	{ "impaire", W_PARITY, PARITY_ODD }, { "impair", W_PARITY, PARITY_ODD },
	{ "sur", W_ON, 0 }, { "ferme", W_CLOSED, 0 }, { "fermee", W_CLOSED, 0 },
	{ "fermeture", W_CLOSED, 0 }, { "sauf", W_EXCEPT, 0 }, { "hors", W_EXCEPT, 0 },
	{ "excepte", W_EXCEPT, 0 }, { "hormi", W_EXCEPT, 0 }, { "pendant", W_DURING, 0 },
	{ "durant", W_DURING, 0 }, { "en", W_DURING, 0 }, { "lors", W_DURING, 0 },
	{ "periode", W_PERIOD, 0 }, { "vacance", W_HOLIDAYS, 0 }, { "conge", W_HOLIDAYS, 0 },
	{ "scolaire", W_SCHOOL, 0 }, { "jour", W_DAYS, 0 }, { "ferie", W_PUBLIC, 0 },
	{ "feriee", W_PUBLIC, 0 }, { "matin", W_HALF, HALF_MORNING },
	{ "matinee", W_HALF, HALF_MORNING }, { "aprem", W_HALF, HALF_AFTERNOON },
	{ "soir", W_HALF, HALF_EVENING }, { "soiree", W_HALF, HALF_EVENING },
	{ "journee", W_HALF, HALF_WHOLE }, { "weekend", W_WEEKEND, 0 },
	{ "rdv", W_APPOINTMENT, 0 }, { "inscription", W_APPOINTMENT, 1 },
	{ "rendezvou", W_APPOINTMENT, 0 }, { "sans", W_WITHOUT, 0 }, { "avec", W_WITH, 0 },
	{ "uniquement", W_ONLY, 0 }, { "seulement", W_ONLY, 0 }, { "exclusivement", W_ONLY, 0 },
	{ "obligatoire", W_MANDATORY, 0 }, { "partir", W_BEGIN, 0 }, { "compter", W_BEGIN, 0 },
	{ "depui", W_BEGIN, 1 }, { "quinzaine", W_FORTNIGHT, 0 }, { "apre", W_AFTER, 0 },
	{ "heure", W_HOUR, 0 }, { "midi", W_TIME, 12 }, { "minuit", W_TIME, 24 },
	{ "permanence", W_FILLER, 0 }, { "horaire", W_FILLER, 0 }, { "ouvert", W_FILLER, 0 },
	{ "ouverte", W_FILLER, 0 }, { "ouverture", W_FILLER, 0 }, { "accueil", W_FILLER, 0 },
	{ "public", W_FILLER, 0 }, { "habituel", W_FILLER, 0 }, { "non", W_FILLER, 1 },
	{ "stop", W_FILLER, 0 }, { "continu", W_FILLER, 0 }, { "est", W_FILLER, 0 },
	{ "sont", W_FILLER, 0 }, { "lieu", W_FILLER, 0 }, { "nous", W_FILLER, 0 },
	{ "sommes", W_FILLER, 0 }, { "dan", W_FILLER, 0 }, { "hebdomadaire", W_FILLER, 0 },
	{ "mensuelle", W_FILLER, 0 }, { "demi", W_QUARTER_MARK, 30 },
	{ "demie", W_QUARTER_MARK, 30 }, { "quart", W_QUARTER_MARK, 15 },
};

static bool equal(const char *w, size_t n, const char *word)
{
	return strlen(word) == n && memcmp(w, word, n) == 0;
}

static const struct entry *look_up(const char *w, size_t n)
{
	for (size_t i = 0; i < ARRAY_SIZE(dictionary); i++) {
		if (equal(w, n, dictionary[i].word))
			return &dictionary[i];
	}
	return NULL;
}

/* A long word one letter away from only one of the dictionary. */
static const struct entry *look_near(const char *w, size_t n)
{
	const struct entry *found = NULL;

	if (n < 5)
		return NULL;
	for (size_t i = 0; i < ARRAY_SIZE(dictionary); i++) {
		const struct entry *e = &dictionary[i];
		size_t len = strlen(e->word);

		if (len < 5 || fold_distance(w, n, e->word, len, len > 7 ? 2 : 1) > (len > 7 ? 2 : 1))
			continue;
		if (found && (found->type != e->type || found->value != e->value))
			return NULL;
		found = e;
	}
	return found;
}

static struct ptoken *push(struct phrase *p, enum word_type type, int value, size_t at, size_t len)
{
	if (p->n == PHRASE_MAX_TOKENS)
		return NULL;
	p->t[p->n] = (struct ptoken){
		.type = (uint8_t)type, .value = value, .at = (int16_t)at, .len = (int16_t)len,
	};
	return &p->t[p->n++];
}

static bool push_word(struct phrase *p, const char *w, size_t n, size_t at, size_t len)
{
	const struct entry *e = look_up(w, n);

	if (!e && n > 3 && w[n - 1] == 's')
		e = look_up(w, n - 1);
	if (!e)
		e = look_near(w, w[n - 1] == 's' ? n - 1 : n);
	return push(p, e ? e->type : W_UNKNOWN, e ? e->value : 0, at, len) != NULL;
}

static bool is_suffix(const char *w, size_t n)
{
	static const char *const suffixes[] = {
		"er", "ers", "ere", "eres", "e", "es", "eme", "emes", "ieme", "iemes", "nd", "nde",
		"nds", "ier", "iere", "o",
	};

	for (size_t i = 0; i < ARRAY_SIZE(suffixes); i++) {
		if (equal(w, n, suffixes[i]))
			return true;
	}
	return false;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return c >= 'a' && c <= 'z';
}

/* « 30 » of « 9h30 »: two digits that no hour mark follows. */
static size_t minutes_after(const char *s, int *minutes)
{
	size_t i = 0, k;

	while (s[i] == ' ')
		i++;
	if (!is_digit(s[i]) || !is_digit(s[i + 1]) || is_digit(s[i + 2]) || s[i] > '5')
		return 0;
	for (k = i + 2; s[k] == ' '; k++)
		;
	if (s[k] == 'h' || (i > 0 && s[k] == ':'))
		return 0;
	*minutes = (s[i] - '0') * 10 + (s[i + 1] - '0');
	return i + 2;
}

/* A number and what is stuck to it: 9h30, 9:30, 1er, 2026; returns the bytes read. */
static size_t read_number(struct phrase *p, const char *s, const uint16_t *map, size_t at)
{
	size_t i = 0, k, w;
	int value = 0, minutes = 0, type = W_NUMBER;

	while (is_digit(s[i]) && i < 6)
		value = value * 10 + (s[i++] - '0');
	for (k = i; s[k] == ' '; k++)
		;
	for (w = k; is_letter(s[w]); w++)
		;
	if (s[k] == 'h' && (w == k + 1 || equal(s + k, w - k, "heures") ||
			    equal(s + k, w - k, "heure"))) {
		type = W_TIME;
		i = w + minutes_after(s + w, &minutes);
	} else if ((s[i] == ':' || s[i] == '.') && is_digit(s[i + 1]) && value <= 24 &&
		   (k = minutes_after(s + i + 1, &minutes)) == 2) {
		type = W_TIME;
		i += 1 + k;
	} else if (w > k && is_suffix(s + k, w - k)) {
		type = W_ORDINAL;
		i = w;
	} else if (value >= 2000 && value < 2100) {
		type = W_YEAR;
	}
	if (type == W_TIME) {
		type = value > 24 ? W_UNKNOWN : W_TIME;
		value = value * 60 + minutes;
	} else if (type == W_ORDINAL && value > 31) {
		type = W_UNKNOWN;
	}
	return push(p, (enum word_type)type, value, at, map[i] - map[0]) ? i : 0;
}

static int mark(char c)
{
	switch (c) {
	case ',': return W_COMMA;
	case ';': case '.': case '\n': case '!': return W_STOP;
	case ':': return W_COLON;
	case '/': return W_SLASH;
	case '-': return W_DASH;
	case '(': case '[': return W_OPEN_PAREN;
	case ')': case ']': return W_CLOSE_PAREN;
	case '&': case '+': return W_AND;
	default: return -1;
	}
}

/* Joins token i and those up to `last` into one. */
static void join(struct phrase *p, int i, int last, enum word_type type, int value)
{
	p->t[i].type = (uint8_t)type;
	p->t[i].value = value;
	p->t[i].len = (int16_t)(p->t[last].at + p->t[last].len - p->t[i].at);
	memmove(&p->t[i + 1], &p->t[last + 1], (size_t)(p->n - last - 1) * sizeof p->t[0]);
	p->n -= last - i;
}


/* après-midi, week-end, rendez-vous, avant-dernier: the words of several tokens. */
static void join_words(struct phrase *p)
{
	for (int i = 0; i < p->n; i++) {
		int next = skip(p, i + 1, W_DASH);

		if (p->t[i].type == W_AFTER && word(p, next) == W_TIME && p->t[next].value == 12)
			join(p, i, next, W_HALF, HALF_AFTERNOON);
		else if (p->t[i].type == W_LAST_BUT && word(p, next) == W_ORDINAL &&
			 p->t[next].value == -1)
			join(p, i, next, W_ORDINAL, -2);
	}
	for (int i = 0; i < p->n; i++) {	/* midi and minuit become minutes */
		if (p->t[i].type == W_TIME && (p->t[i].value == 12 || p->t[i].value == 24) &&
		    (p->text[p->t[i].at] | 32) == 'm')
			p->t[i].value *= 60;
	}
}

/* Words written in two parts, before they are looked up. */
static size_t compound(const char *s, size_t *n, const char **as)
{
	static const struct {
		const char *text, *as;
	} compounds[] = {
		{ "rendez-vous", "rdv" }, { "rendez vous", "rdv" }, { "rendezvous", "rdv" },
		{ "rendez- vous", "rdv" }, { "rdvs", "rdv" }, { "rendez -vous", "rdv" },
		{ "r.d.v", "rdv" }, { "week-end", "weekend" }, { "week end", "weekend" },
		{ "week-ends", "weekend" }, { "week ends", "weekend" }, { "aujourd'hui", "aujourdhui" },
		{ "prise de rendez-vous", "rdv" }, { "prise de rdv", "rdv" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(compounds); i++) {
		size_t len = strlen(compounds[i].text);

		if (strncmp(s, compounds[i].text, len) == 0 && !is_letter(s[len])) {
			*as = compounds[i].as;
			*n = strlen(*as);
			return len;
		}
	}
	return 0;
}

/* Plain ASCII lower case, with the place of each byte in the text. */
static bool flatten(const char *text, char *plain, uint16_t *map, size_t max)
{
	const char *s = text;
	size_t n = 0;

	while (*s) {
		size_t at = (size_t)(s - text);
		uint32_t cp = utf8_next(&s);
		char one[2] = { (char)cp, '\0' };
		const char *as = cp < 0x80 ? one : fold_ascii(cp);

		if (cp == 0xB0 || cp == 0xBA)
			as = "e";	/* 1° */
		for (; *as; as++) {
			if (n + 1 == max)
				return false;
			map[n] = (uint16_t)at;
			plain[n++] = *as >= 'A' && *as <= 'Z' ? (char)(*as + 32) :
				     *as == '\t' || *as == '\r' ? ' ' : *as;
		}
	}
	plain[n] = '\0';
	map[n] = (uint16_t)(s - text);
	return true;
}

bool phrase_lex(struct phrase *p, const char *text)
{
	char plain[PHRASE_MAX_LEN];
	uint16_t map[PHRASE_MAX_LEN];
	size_t i = 0;

	p->text = text;
	p->n = 0;
	if (!flatten(text, plain, map, sizeof plain))
		return false;
	while (plain[i]) {
		const char *w = plain + i;
		size_t k = 0, n;
		bool ok = true;

		if (*w == ' ' || *w == '\'' || *w == '"' || *w == '*') {
			i++;
			continue;
		}
		if (is_digit(*w)) {
			k = read_number(p, w, map + i, map[i]);
			ok = k > 0;
		} else if (is_letter(*w)) {
			k = compound(w, &n, &w);
			if (!k) {
				while (is_letter(w[k]))
					k++;
				n = k;
			}
			ok = push_word(p, w, n, map[i], (size_t)(map[i + k] - map[i]));
		} else {
			int type = mark(*w);

			k = 1;
			ok = push(p, type < 0 ? W_UNKNOWN : (enum word_type)type, 0, map[i],
				  (size_t)(map[i + 1] - map[i])) != NULL;
		}
		if (!ok)
			return false;
		i += k;
	}
	join_words(p);
	return true;
}
