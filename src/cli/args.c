#include "src/cli/args.h"

#include <stdlib.h>
#include <string.h>

#include "aiguillage/fold.h"
#include "aiguillage/mem.h"
#include "aiguillage/text.h"

#define SHOWN_COLS 60	/* of an argument quoted in a message */
#define NAMES_MAX 40

const struct arg_option global_options[] = {
	{ .id = GLOBAL_BASE, .name = "base", .value = "DOSSIER", .raw = true,
	  .help = "dossier des deux bases (sinon AIGUILLAGE_BASE, sinon "
		  "~/.local/share/aiguillage)" },
	{ .id = GLOBAL_NO_MOUSE, .name = "sans-souris",
	  .help = "laisser la souris au terminal" },
	{ .id = GLOBAL_OPEN, .name = "avec-phrase",
	  .help = "demander la phrase du journal, pour lire ses textes et ses codes" },
	{ .id = GLOBAL_HELP, .name = "help", .help = "montrer cette aide" },
	{ .id = GLOBAL_VERSION, .name = "version", .help = "montrer la version" },
	{ .name = NULL },
};

void args_init(struct args *a, int argc, char **argv, int i, const struct arg_option *own)
{
	*a = (struct args){ .argc = argc, .argv = argv, .i = i, .own = own };
}

void args_done(struct args *a)
{
	for (size_t i = 0; i < a->n_kept; i++)
		free(a->kept[i]);
	free(a->kept);
	a->kept = NULL;
	a->n_kept = a->cap_kept = 0;
}

static const char *keep_clean(struct args *a, const char *s)
{
	a->kept = mem_grow(a->kept, a->n_kept, &a->cap_kept, sizeof *a->kept);
	return a->kept[a->n_kept++] = text_cleaned(s, TEXT_ONE_LINE);
}

struct quoted quote(const char *text)
{
	char *clean = text_cleaned(text, TEXT_ONE_LINE);
	struct quoted q;
	struct str b;
	size_t n;

	str_init(&b);
	text_cut(&b, clean, SHOWN_COLS);
	n = utf8_valid_prefix(b.s, b.len < sizeof q.s ? b.len : sizeof q.s - 1);
	memcpy(q.s, b.s, n);
	q.s[n] = '\0';
	str_done(&b);
	free(clean);
	return q;
}

static const struct arg_option *find_option(const struct arg_option *table, const char *name,
					    size_t len)
{
	for (; table && table->name; table++) {
		if (strlen(table->name) == len && memcmp(table->name, name, len) == 0)
			return table;
	}
	return NULL;
}

const char *nearest_name(const char *typed, const char *const *names)
{
	char *key = folded(typed);
	const char *best = NULL;
	int least = 3;

	for (; *names; names++) {
		char *name = folded(*names);
		size_t n = strlen(name), k = strlen(key);
		int d = fold_distance(key, k, name, n, 2);

		if (k >= 2 && strncmp(name, key, k) == 0)
			d = 1;
		if (d < least && (size_t)d < n) {
			least = d;
			best = *names;
		}
		free(name);
	}
	free(key);
	return best;
}

/* In the command's tables, else in the global one. */
static const struct arg_option *find_any(const struct args *a, const char *name, size_t len,
					 bool *global)
{
	const struct arg_option *o = find_option(a->own, name, len);

	if (!o)
		o = find_option(a->shared, name, len);
	*global = !o;
	/* what a French speaker types first */
	if (!o && len == 4 && memcmp(name, "aide", len) == 0)
		return find_option(global_options, "help", len);
	return o ? o : find_option(global_options, name, len);
}

static bool unknown_option(const struct args *a, const char *word, struct err *err)
{
	const struct arg_option *const tables[] = { a->own, a->shared, global_options };
	const char *names[NAMES_MAX + 1], *like;
	size_t n = 0;
	char *name = xstrndup(word, strcspn(word, "="));

	for (size_t t = 0; t < ARRAY_SIZE(tables); t++) {
		for (const struct arg_option *o = tables[t]; o && o->name && n < NAMES_MAX; o++)
			names[n++] = o->name;
	}
	names[n] = NULL;
	like = nearest_name(name, names);
	if (like)
		err_set(err, ERR_USAGE, "Option inconnue : %s. Vouliez-vous dire --%s ?",
			quote(name).s, like);
	else
		err_set(err, ERR_USAGE, "Option inconnue : %s. --help donne la liste",
			quote(name).s);
	free(name);
	return false;
}

/* The value that follows the option, or its part after `=`. */
static bool take_value(struct args *a, const struct arg_option *o, const char *equals,
		       struct err *err)
{
	const char *value = equals ? equals + 1 : NULL;

	if (!o->value) {
		a->value = NULL;
		return !equals ||
		       err_set(err, ERR_USAGE, "L’option --%s ne prend pas de valeur", o->name);
	}
	if (o->optional && !value) {
		if (a->i < a->argc && a->argv[a->i][0] >= '0' && a->argv[a->i][0] <= '9' &&
		    !a->argv[a->i][strspn(a->argv[a->i], "0123456789-/")])
			value = a->argv[a->i++];
		a->value = value ? keep_clean(a, value) : NULL;
		return true;
	}
	if (!value && a->i < a->argc) {
		const char *next = a->argv[a->i];
		const char *name = strncmp(next, "--", 2) == 0 ? next + 2 : "";
		size_t len = strcspn(name, "=");
		bool global;

		if (!find_any(a, name, len, &global))
			value = a->argv[a->i++];
	}
	if (!value)
		return err_set(err, ERR_USAGE, "L’option --%s attend une valeur : --%s %s", o->name,
			       o->name, o->value);
	a->value = o->raw ? value : keep_clean(a, value);
	if (!*a->value)
		return err_set(err, ERR_USAGE, "L’option --%s a une valeur vide", o->name);
	return true;
}

/* True when it was a global one and reading goes on. */
static bool take_global(struct args *a, const struct arg_option *o)
{
	switch (o->id) {
	case GLOBAL_BASE:
		if (a->where)
			a->where->base = a->value;
		return true;
	case GLOBAL_OPEN:
		if (a->where)
			a->where->open_texts = true;
		return true;
	case GLOBAL_NO_MOUSE:
		a->no_mouse = true;
		return true;
	case GLOBAL_VERSION:
		a->version = true;
		return false;
	default:
		a->help = true;
		return false;
	}
}

static int take_option(struct args *a, const char *word, struct err *err)
{
	const char *name = word + 2, *equals = strchr(name, '=');
	size_t len = equals ? (size_t)(equals - name) : strlen(name);
	bool global;
	const struct arg_option *o = find_any(a, name, len, &global);

	if (!o) {
		unknown_option(a, word, err);
		return ARGS_WRONG;
	}
	if (!take_value(a, o, equals, err))
		return ARGS_WRONG;
	if (!global)
		return o->id;
	return take_global(a, o) ? GLOBAL_BASE : ARGS_WRONG;
}

int args_next(struct args *a, struct err *err)
{
	while (a->i < a->argc) {
		const char *word = a->argv[a->i++];
		int id;

		if (a->operands_only || word[0] != '-' || !word[1]) {
			a->value = keep_clean(a, word);
			return ARGS_OPERAND;
		}
		if (strcmp(word, "--") == 0) {
			a->operands_only = true;
			continue;
		}
		if (strcmp(word, "-h") == 0)
			word = "--help";
		if (word[1] != '-') {
			unknown_option(a, word, err);
			return ARGS_WRONG;
		}
		id = take_option(a, word, err);
		if (id != GLOBAL_BASE)
			return id;
	}
	return ARGS_END;
}

int args_option(struct args *a, const char **operand, struct err *err)
{
	int id;

	while ((id = args_next(a, err)) == ARGS_OPERAND) {
		if (!operand || *operand) {
			args_unexpected(a, err);
			return ARGS_WRONG;
		}
		*operand = a->value;
	}
	return id;
}

bool args_unexpected(const struct args *a, struct err *err)
{
	return err_set(err, ERR_USAGE, "« %s » n’est pas attendu ici. --help montre l’usage",
		       quote(a->value).s);
}

bool args_number(const struct args *a, const char *option, int lo, int hi, int *n,
		 struct err *err)
{
	char *end;
	long v = strtol(a->value, &end, 10);

	if (a->value[0] >= '0' && a->value[0] <= '9' && !*end && v >= lo && v <= hi) {
		*n = (int)v;
		return true;
	}
	return err_set(err, ERR_USAGE, "--%s attend un nombre entier de %d à %d, pas « %s »",
		       option, lo, hi, quote(a->value).s);
}
