#include "aiguillage/json_cut.h"

#include <errno.h>
#include <string.h>

#include "aiguillage/path.h"
#include "aiguillage/str.h"

struct cutting {
	FILE *f;
	const char *name;
	json_piece_fn *fn;
	void *ctx;
	struct err *err;
	struct str text;	/* of the record being read */
	size_t number, line, start;
	int depth;
	bool in_string, escaped;
	bool list, closed;	/* `[` seen, `]` seen */
	bool lines;		/* one record a line */
	bool comma;		/* a comma separates from the next record */
};

static bool refuse(const struct cutting *c, const char *why)
{
	return err_set(c->err, ERR_DATA, "%s : ligne %zu, fiche %zu : %s", c->name, c->line,
		       c->number + 1, why);
}

static bool hand_over(struct cutting *c)
{
	struct json_piece piece = {
		.number = ++c->number, .line = c->start, .text = c->text.s, .n = c->text.len,
	};
	bool ok = c->fn(c->ctx, &piece, c->err);

	str_clear(&c->text);
	c->depth = 0;
	c->in_string = c->escaped = c->comma = false;
	return ok;
}

static bool add(struct cutting *c, int ch)
{
	if (c->text.len >= JSON_MAX_RECORD)
		return refuse(c, "fiche de plus de 1 Mo. Un guillemet ou une accolade manque "
			      "peut-être");
	if (!c->text.len)
		c->start = c->line;
	str_addc(&c->text, (char)ch);
	return true;
}

static bool is_space(int ch)
{
	return ch == ' ' || ch == '\t' || ch == '\n' || ch == '\r';
}

/* Follows strings and brackets; false: deeper than allowed. */
static bool follow(struct cutting *c, int ch)
{
	if (c->in_string) {
		if (c->escaped)
			c->escaped = false;
		else if (ch == '\\')
			c->escaped = true;
		else if (ch == '"')
			c->in_string = false;
	} else if (ch == '"') {
		c->in_string = true;
	} else if (ch == '{' || ch == '[') {
		return ++c->depth <= JSON_MAX_DEPTH ||
		       refuse(c, "trop de niveaux imbriqués (64 au plus)");
	} else if (ch == '}' || ch == ']') {
		c->depth--;
	}
	return true;
}

/* A number, a word or a string where a record is expected ends at the next separator. */
static bool ends_here(const struct cutting *c, int ch)
{
	return c->text.len && c->depth == 0 && !c->in_string &&
	       (ch == ',' || ch == ']' || ch == '{' || ch == '[' || is_space(ch));
}

static bool between_records(struct cutting *c, int ch)
{
	if (is_space(ch))
		return true;
	if (c->closed)
		return refuse(c, "texte après la fin de la liste");
	if (ch == '[' && !c->list && !c->number) {
		c->list = true;
		return true;
	}
	if (ch == ',' && c->list && c->number && !c->comma) {
		c->comma = true;
		return true;
	}
	if (ch == ']' && c->list && !c->comma) {
		c->closed = true;
		return true;
	}
	if (ch == ',' || ch == ']' || ch == '}' || ch == ':')
		return refuse(c, "ce n’est pas du JSON : virgule, crochet ou accolade en trop");
	if (c->list && c->number && !c->comma)
		return refuse(c, "ce n’est pas du JSON : il manque une virgule entre deux fiches");
	return add(c, ch) && follow(c, ch);
}

/* The first object ends with its line: JSON lines, where a bad line spoils only itself. */
static bool in_record(struct cutting *c, int ch)
{
	if (c->lines) {
		if (ch != '\n')
			return add(c, ch);
		return hand_over(c);
	}
	if (!add(c, ch) || !follow(c, ch))
		return false;
	/* numbers and words end only where the next thing begins */
	return c->depth > 0 || c->in_string || !strchr("{[\"", c->text.s[0]) || hand_over(c);
}

static bool take(struct cutting *c, int ch)
{
	bool ok;

	if (!c->lines && ends_here(c, ch) && !hand_over(c))
		return false;
	if (c->text.len)
		ok = in_record(c, ch);
	else if (c->lines)
		ok = is_space(ch) || add(c, ch);
	else
		ok = between_records(c, ch);
	if (ch == '\n') {
		c->lines |= c->number == 1 && !c->list && !c->text.len && c->start == c->line;
		c->line++;
	}
	return ok;
}

static bool finish(struct cutting *c)
{
	if (ferror(c->f))
		return err_set(c->err, ERR_DATA, "%s : lecture impossible : %s", c->name,
			       path_reason(errno));
	if (c->text.len && (c->lines || (c->depth == 0 && !c->in_string)))
		return hand_over(c);
	if (c->text.len)
		return refuse(c, "le fichier s’arrête au milieu d’une fiche. Le téléchargement est "
			      "sans doute incomplet : recommencez-le");
	if (c->list && !c->closed)
		return refuse(c, "le fichier s’arrête avant la fin de la liste. Le téléchargement "
			      "est sans doute incomplet : recommencez-le");
	return true;
}

bool json_cut_stream(FILE *f, const char *name, json_piece_fn *fn, void *ctx, struct err *err)
{
	struct cutting c = { .f = f, .name = name, .fn = fn, .ctx = ctx, .err = err, .line = 1 };
	bool ok = true;
	int ch;

	str_init(&c.text);
	while (ok && (ch = getc_unlocked(f)) != EOF)
		ok = take(&c, ch);
	ok = ok && finish(&c);
	str_done(&c.text);
	return ok;
}
