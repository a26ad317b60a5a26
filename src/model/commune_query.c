#include "src/model/commune_query.h"

#include <stdlib.h>
#include <string.h>

#include "aiguillage/fold.h"
#include "aiguillage/mem.h"
#include "src/model/commune_impl.h"

#define LONGEST 120	/* bytes; no name is that long, and a pasted page must not cost more */

/* ---- what was typed ---- */

static size_t count_digits(const char *s, size_t n)
{
	size_t i = 0;

	while (i < n && s[i] >= '0' && s[i] <= '9')
		i++;
	return i;
}

/* "69210", "69", "3", "2a004" */
static bool is_code(const char *s, size_t n)
{
	if (n > QUERY_CODE)
		return false;
	if (n >= 2 && s[0] == '2' && (s[1] == 'a' || s[1] == 'b'))
		return count_digits(s + 2, n - 2) == n - 2;
	return n > 0 && count_digits(s, n) == n;
}

static bool is_word(const char *s, size_t n, const char *word)
{
	return strlen(word) == n && memcmp(s, word, n) == 0;
}

/* Digits of « 3e », « 1er », « 12eme »; 0 when it is something else. */
static size_t ordinal_digits(const char *s, size_t n)
{
	size_t digits = count_digits(s, n);
	const char *rest = s + digits;

	n -= digits;
	if (digits < 1 || digits > 2)
		return 0;
	return is_word(rest, n, "e") || is_word(rest, n, "er") || is_word(rest, n, "eme") ? digits
											   : 0;
}

/* Words of an address that are no part of the name of a commune. */
static bool is_noise(const char *s, size_t n)
{
	return is_word(s, n, "cedex") || is_word(s, n, "arrondissement");
}

static void set_code(struct query *q, const char *s, size_t n)
{
	memcpy(q->code, s, n);
	q->code[n] = '\0';
}

static void add_word(struct str *text, const char *s, size_t n)
{
	if (text->len)
		str_addc(text, ' ');
	str_addn(text, s, n);
}

/* Sorts the words into the name and the code. */
static void split(struct query *q, const char *folded)
{
	struct fold_words w = { .rest = folded };
	struct str digits;

	str_init(&digits);
	while (fold_next(&w)) {
		size_t ordinal = ordinal_digits(w.word, w.len);

		if (is_code(w.word, w.len)) {
			set_code(q, w.word, w.len);
			str_addn(&digits, w.word, w.len);
		} else if (ordinal) {
			set_code(q, w.word, ordinal);
		} else if (!is_noise(w.word, w.len)) {
			add_word(&q->text, w.word, w.len);
		}
	}
	/* « 69 210 » alone is one code */
	if (!q->text.len && is_code(digits.s, digits.len))
		set_code(q, digits.s, digits.len);
	else if (!q->text.len)
		q->code[0] = '\0';
	str_done(&digits);
}

const char *name_core(const char *folded)
{
	static const char *const articles[] = { "l ", "le ", "la ", "les " };

	if (*folded != 'l')
		return folded;
	for (size_t i = 0; i < sizeof articles / sizeof *articles; i++) {
		size_t n = strlen(articles[i]);

		if (strncmp(folded, articles[i], n) == 0 && folded[n])
			return folded + n;
	}
	return folded;
}

static void add_glued(struct str *out, const char *folded)
{
	for (; *folded; folded++) {
		if (*folded != ' ')
			str_addc(out, *folded);
	}
}

/* Everything that is deduced from the text. */
static void derive(struct query *q)
{
	struct fold_words w = { .rest = q->text.s };
	size_t article;

	add_glued(&q->glued, q->text.s);
	q->core = name_core(q->text.s);
	article = (size_t)(q->core - q->text.s);
	q->core_glued = q->glued.s + (article ? article - 1 : 0);
	while (q->n_words < QUERY_WORDS && fold_next(&w)) {
		bool stop = fold_is_stopword(w.word, w.len);

		q->words[q->n_words++] = (struct query_word){ w.word, w.len, stop };
		if (!stop) {
			q->n_meaning++;
			q->needed |= letter_bit(*w.word);
		}
	}
	q->starts = letter_bit(*q->glued.s) | letter_bit(*q->core_glued);
	q->letters = letters_of(q->core_glued);
	for (const char *p = q->core_glued; *p; p++)
		q->counts[letter_index(*p)]++;
}

void query_init(struct query *q)
{
	*q = (struct query){ 0 };
	str_init(&q->text);
	str_init(&q->glued);
}

void query_done(struct query *q)
{
	str_done(&q->text);
	str_done(&q->glued);
}

void query_read(struct query *q, const char *typed)
{
	char *short_text = xstrndup(typed, LONGEST), *f = folded(short_text);

	split(q, f);
	derive(q);
	free(f);
	free(short_text);
}

bool query_expand_saint(const struct query *q, struct query *out)
{
	bool found = false;

	for (size_t i = 0; i < q->n_words; i++) {
		const struct query_word *w = &q->words[i];

		if (w->n > 3 && w->s[0] == 's' && w->s[1] == 't') {
			add_word(&out->text, "saint", 5);
			str_addn(&out->text, w->s + 2, w->n - 2);
			found = true;
		} else {
			add_word(&out->text, w->s, w->n);
		}
	}
	derive(out);
	strcpy(out->code, q->code);
	return found;
}

bool query_shorten(const struct query *q, size_t n, struct query *out)
{
	for (size_t i = 0; i < n; i++)
		add_word(&out->text, q->words[i].s, q->words[i].n);
	derive(out);
	strcpy(out->code, q->code);
	return out->n_meaning > 0;
}

/* ---- comparing ---- */

/* Does the name begin with these letters, its spaces ignored?  The rest of the name, or NULL. */
static const char *run(const char *name, const char *glued)
{
	for (; *glued; name++) {
		if (*name == ' ')
			continue;
		if (*name != *glued)
			return NULL;
		glued++;
	}
	return name;
}

static bool begins(const char *s, const char *with)
{
	return strncmp(s, with, strlen(with)) == 0;
}

/* From the beginning of the name: whole, or prefix. */
static bool match_start(const struct query *q, const char *name, struct query_match *m)
{
	const char *core = name_core(name), *rest = run(name, q->glued.s);

	m->grade = 0;
	if (rest) {
		m->grade = !begins(name, q->text.s);
	} else {
		rest = run(core, q->core_glued);
		if (!rest)
			return false;
		/* an article that was typed and is not that of the name counts a little */
		m->grade = !begins(core, q->core) + 2 * (q->core != q->text.s);
	}
	m->rank = *rest ? COMMUNE_PREFIX : COMMUNE_EXACT;
	return true;
}

/* From the beginning of another word. */
static bool match_inside(const struct query *q, const char *name, struct query_match *m)
{
	while ((name = strchr(name, ' '))) {
		name++;
		if (*name == *q->core_glued && run(name, q->core_glued)) {
			m->rank = COMMUNE_WORD;
			m->grade = !begins(name, q->core);
			return true;
		}
	}
	return false;
}

static bool has_word(const char *name, const struct query_word *w)
{
	while (name) {
		if (strncmp(name, w->s, w->n) == 0)
			return true;
		name = strchr(name, ' ');
		if (name)
			name++;
	}
	return false;
}

static bool match_words(const struct query *q, const char *name, struct query_match *m)
{
	int missing = 0;

	for (size_t i = 0; i < q->n_words; i++) {
		if (has_word(name, &q->words[i]))
			continue;
		if (!q->words[i].stop)
			return false;
		missing = 1;
	}
	m->rank = COMMUNE_WORDS;
	m->grade = missing;
	return true;
}

bool query_match(const struct query *q, const char *folded, uint32_t initials,
		 struct query_match *m)
{
	if (initials & q->starts) {
		if (match_start(q, folded, m) || match_inside(q, folded, m))
			return true;
	}
	return q->n_meaning && q->n_words > 1 && (initials & q->needed) == q->needed &&
	       match_words(q, folded, m);
}
