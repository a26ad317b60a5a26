/* Reading La Coop's export of activities back. */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/coop.h"
#include "aiguillage/csv.h"
#include "aiguillage/date.h"
#include "aiguillage/intake.h"
#include "aiguillage/intern.h"
#include "aiguillage/journal_keep.h"
#include "aiguillage/journal_log.h"
#include "aiguillage/mem.h"
#include "aiguillage/personal.h"
#include "aiguillage/text.h"

#define ISSUES_TOLD 10
/* Who noted a row: whichever laptop reads it, so that no merge sees a change. */
#define AUTHOR "coop"
#define AUTHOR_NAME "La Coop"
#define WORDS_MAX 1000
#define PEOPLE_MAX 999
#define SHOWN_COLUMNS 60

struct reading {
	struct session *s;
	struct coop_report *r;
	struct entry e;
	struct str why;		/* why the row cannot be taken */
	struct intern same;	/* rows without an id, by what they say… */
	uint32_t *times;	/* … and how often each was met */
	size_t cap_times;
};

void coop_report_init(struct coop_report *r)
{
	*r = (struct coop_report){ .read = 0 };
	str_init(&r->issues);
}

void coop_report_done(struct coop_report *r)
{
	str_done(&r->issues);
}

void coop_say_report(const struct coop_report *r, bool dry_run, struct str *out)
{
	say_count(out, (int64_t)r->read, "ligne lue", "lignes lues");
	str_add(out, " : ");
	say_count(out, (int64_t)r->added, "accompagnement ajouté", "accompagnements ajoutés");
	str_addf(out, ", %zu déjà connu%s, %zu refusé%s%s\n", r->known, r->known < 2 ? "" : "s", r->refused,
		 r->refused < 2 ? "" : "s", dry_run ? ". Rien n’est changé." : ".");
	if (r->issues.len)
		str_addf(out, "%s\n%s", r->issues.s, r->refused > ISSUES_TOLD ? "…\n" : "");
}

static bool wrong(struct reading *rd, const char *column, const char *cell, const char *wanted)
{
	str_addf(&rd->why, "colonne « %s » : « ", column);
	text_cut(&rd->why, cell, SHOWN_COLUMNS);
	str_addf(&rd->why, " » %s", wanted);
	return false;
}

/* ---- cells ---- */

/* 24/11/2026, 2026-11-24, with or without an hour after it. */
static bool read_day(struct reading *rd, const char *column, const char *cell, int *day)
{
	char start[11];

	snprintf(start, sizeof start, "%.10s", cell);
	return date_parse_day(start, day) || date_read(start, clock_today(), DATE_PAST, day) ||
	       date_read(cell, clock_today(), DATE_PAST, day) ||
	       wrong(rd, column, cell, "n’est pas une date");
}

static bool read_number(struct reading *rd, int field, const char *column, const char *cell, long max)
{
	char *end;
	long n;
	int minutes;

	if (!*cell)
		return true;
	n = strtol(cell, &end, 10);
	if (*end && field == ACC_MINUTES && duration_read(cell, &minutes)) {
		n = minutes;
		end = "";
	}
	if (*end || n < 0 || n > max)
		return wrong(rd, column, cell, "n’est pas un nombre possible");
	if (n)
		entry_set_number(&rd->e, field, n);
	return true;
}

/* « 4 Féminin » → 4; a label alone counts for one. */
static const char *leading_count(const char *item, long *n)
{
	char *end;

	*n = strtol(item, &end, 10);
	if (end == item || *end != ' ' || *n < 1 || *n > PEOPLE_MAX) {
		*n = 1;
		return item;
	}
	return end + 1;
}

/* The labels of a list hold commas themselves: the longest label that the rest begins with wins. */
static const struct vocab_value *label_at(const struct vocab *v, enum vocab_genre genre,
					  const char *text, size_t *len)
{
	const struct vocab_value *best = NULL;

	*len = 0;
	for (size_t i = 0; i < vocab_count(v, genre); i++) {
		const struct vocab_value *x = vocab_at(v, genre, i);
		size_t n = strlen(x->label);

		if (n > *len && strncmp(text, x->label, n) == 0 &&
		    (!text[n] || strchr(",;|", text[n]))) {
			best = x;
			*len = n;
		}
	}
	return best;
}

/* The next item of a cell, without its separator. */
static size_t item_length(const char *text)
{
	return strcspn(text, ",;|\n");
}

static const struct vocab_value *take_value(struct reading *rd, const enum vocab_genre *genres,
					    size_t n_genres, const char *text, size_t *len,
					    enum vocab_genre *genre)
{
	for (size_t g = 0; g < n_genres; g++) {
		const struct vocab_value *x = label_at(rd->s->vocab, genres[g], text, len);

		*genre = genres[g];
		if (x)
			return x;
	}
	*len = item_length(text);
	for (size_t g = 0; g < n_genres; g++) {
		char *item = xstrndup(text, *len);
		const struct vocab_value *x = vocab_find(rd->s->vocab, genres[g], item);

		free(item);
		*genre = genres[g];
		if (x)
			return x;
	}
	return NULL;
}

static const char *skip_separators(const char *text)
{
	return text + strspn(text, ",;| \n");
}

/* Codes of a list of labels; `second`, unless -1, receives those of another genre. */
struct target {
	enum vocab_genre genres[2];
	int fields[2];
	size_t n;
	bool counts;
};

static bool read_values(struct reading *rd, const char *column, const char *cell,
			const struct target *t)
{
	struct str codes[2];
	bool ok = true;

	str_init(&codes[0]);
	str_init(&codes[1]);
	for (const char *at = skip_separators(cell); ok && *at;) {
		long count = 1;
		const char *item = at;
		enum vocab_genre genre;
		size_t len, to;
		const struct vocab_value *x = take_value(rd, t->genres, t->n, item, &len, &genre);

		if (!x && t->counts) {	/* « 70 ans et plus » begins with a number too */
			item = leading_count(at, &count);
			x = take_value(rd, t->genres, t->n, item, &len, &genre);
		}
		to = t->n > 1 && genre == t->genres[1];

		if (!x)
			ok = wrong(rd, column, cell, "n’est pas une valeur de La Coop");
		else if (t->counts && item == at && strcmp(x->code, "nc") == 0)
			;	/* what is not told stays empty */
		else if (t->counts)
			counts_add(&codes[to], x->code, count);
		else
			str_join(&codes[to], "|", x->code);
		at = skip_separators(item + len);
	}
	for (size_t i = 0; ok && i < t->n; i++)
		entry_set(&rd->e, t->fields[i], codes[i].s);
	str_done(&codes[0]);
	str_done(&codes[1]);
	return ok;
}

static bool read_words(struct reading *rd, int field, const char *column, const char *cell)
{
	if (personal_find(cell)) {
		str_addf(&rd->why, "colonne « %s » : le texte contient %s, qui n’est jamais noté", column,
			 personal_name(personal_find(cell)));
		return false;
	}
	if (strlen(cell) > WORDS_MAX)
		return wrong(rd, column, cell, "est trop long");
	entry_set(&rd->e, field, cell);
	return true;
}

/* ---- a row ---- */

static const struct {
	const char *column;
	struct target to;
} listed[] = {
	{ "Type", { { VOCAB_ACTIVITY }, { ACC_ACTIVITY }, 1, false } },
	{ "Canaux d’accompagnement", { { VOCAB_CHANNEL }, { ACC_CHANNEL }, 1, false } },
	{ "Matériel numérique utilisé", { { VOCAB_EQUIPMENT }, { ACC_EQUIPMENT }, 1, false } },
	{ "Thématique(s) d’accompagnement",
	  { { VOCAB_THEME, VOCAB_PROCEDURE }, { ACC_THEMES, ACC_PROCEDURES }, 2, false } },
	{ "Niveau d’autonomie (ou de l’atelier)",
	  { { VOCAB_AUTONOMY, VOCAB_LEVEL }, { ACC_AUTONOMY, ACC_LEVEL }, 2, false } },
	{ "Bénéficiaire réorienté", { { VOCAB_YES_NO }, { ACC_REFERRED }, 1, false } },
	{ "Structure de redirection", { { VOCAB_REDIRECTION }, { ACC_REDIRECTION }, 1, false } },
	{ "Genre du bénéficiaire", { { VOCAB_GENDER }, { ACC_GENDERS }, 1, true } },
	{ "Tranche d’âge du bénéficiaire", { { VOCAB_AGE }, { ACC_AGES }, 1, true } },
	{ "Statut du bénéficiaire", { { VOCAB_SITUATION }, { ACC_SITUATIONS }, 1, true } },
};

static const struct {
	const char *column;
	int field;
} texts[] = {
	{ "Nom du lieu", ACC_PLACE }, { "Adresse", ACC_ADDRESS }, { "Commune", ACC_PLACE_COMMUNE },
	{ "Code postal", ACC_POSTCODE }, { "Code Insee", ACC_PLACE_INSEE },
	{ "Nom de l’atelier", ACC_TITLE }, { "Commune du bénéficiaire", ACC_COMMUNE },
	{ "Code Insee du bénéficiaire", ACC_INSEE },
};

/* A column, with either apostrophe in its name. */
static const char *cell_of(const struct csv_row *r, const char *column)
{
	const char *cell = csv_get(r, column);
	struct str straight;
	const char *at;

	if (*cell || !strstr(column, "’"))
		return cell;
	str_init(&straight);
	while ((at = strstr(column, "’"))) {
		str_addn(&straight, column, (size_t)(at - column));
		str_addc(&straight, '\'');
		column = at + strlen("’");
	}
	str_add(&straight, column);
	cell = csv_get(r, straight.s);
	str_done(&straight);
	return cell;
}

/* Rows that say the same are told apart by their rank, which is the same at the next reading. */
static void add_rank(struct reading *rd, char id[ENTRY_ID_LEN])
{
	size_t known = rd->same.n;
	uint32_t k = intern_add(&rd->same, id, strlen(id));
	unsigned char hash[16];
	crypto_generichash_state h;

	if (k == known) {
		rd->times = mem_grow(rd->times, k, &rd->cap_times, sizeof *rd->times);
		rd->times[k] = 1;
		return;
	}
	rd->times[k]++;
	crypto_generichash_init(&h, NULL, 0, sizeof hash);
	crypto_generichash_update(&h, (const unsigned char *)id, strlen(id) + 1);
	crypto_generichash_update(&h, (const unsigned char *)&rd->times[k], sizeof rd->times[k]);
	crypto_generichash_final(&h, hash, sizeof hash);
	sodium_bin2hex(id, ENTRY_ID_LEN, hash, sizeof hash);
}

/* Ours back again; La Coop's own; or what the row says, when it has none. */
static void make_id(struct reading *rd, const struct csv_row *r, char id[ENTRY_ID_LEN])
{
	const char *given = csv_get(r, "ID CRA");
	unsigned char hash[16];
	crypto_generichash_state h;

	if (strlen(given) == ENTRY_ID_LEN - 1 && strspn(given, "0123456789abcdef") == ENTRY_ID_LEN - 1) {
		strcpy(id, given);
		return;
	}
	crypto_generichash_init(&h, NULL, 0, sizeof hash);
	crypto_generichash_update(&h, (const unsigned char *)"coop", 5);
	crypto_generichash_update(&h, (const unsigned char *)given, strlen(given) + 1);
	for (size_t i = 0; !*given && i < r->n; i++)
		crypto_generichash_update(&h, (const unsigned char *)r->cells[i], strlen(r->cells[i]) + 1);
	crypto_generichash_final(&h, hash, sizeof hash);
	sodium_bin2hex(id, ENTRY_ID_LEN, hash, sizeof hash);
	if (!*given)
		add_rank(rd, id);
}

/* The apostrophe that our own CSV puts before what looks like a formula. */
static const char *unguarded(const char *cell)
{
	return cell[0] == '\'' && cell[1] && strchr("=+-@", cell[1]) ? cell + 1 : cell;
}

static void add_tags(struct entry *e, const char *cell)
{
	struct str tags;

	str_init(&tags);
	for (const char *at = skip_separators(cell); *at;) {
		size_t n = item_length(at);
		char *tag = xstrndup(at, n);

		str_join(&tags, "|", tag);
		free(tag);
		at = skip_separators(at + n);
	}
	entry_set(e, ACC_TAGS, tags.s);
	str_done(&tags);
}

static bool fill(struct reading *rd, const struct csv_row *r)
{
	const char *day = csv_get(r, "Date");
	int n = 0;

	if (!read_day(rd, "Date", day, &n))
		return false;
	entry_set_day(&rd->e, ACC_DAY, n);
	for (size_t i = 0; i < ARRAY_SIZE(listed); i++)
		if (!read_values(rd, listed[i].column, cell_of(r, listed[i].column), &listed[i].to))
			return false;
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
		if (!read_words(rd, texts[i].field, texts[i].column, unguarded(cell_of(r, texts[i].column))))
			return false;
	if (strlen(csv_get(r, "Tags")) > WORDS_MAX)
		return wrong(rd, "Tags", csv_get(r, "Tags"), "est trop long");
	add_tags(&rd->e, csv_get(r, "Tags"));
	return read_number(rd, ACC_PEOPLE, "Participants", csv_get(r, "Participants"), PEOPLE_MAX) &&
	       read_number(rd, ACC_MINUTES, "Durée (min)", csv_get(r, "Durée (min)"), 1439) &&
	       read_words(rd, ACC_PROCEDURE, "Nom de la démarche administrative",
			  csv_get(r, "Nom de la démarche administrative")) &&
	       read_words(rd, ACC_NOTE, "Notes supplémentaires", csv_get(r, "Notes supplémentaires"));
}

static void refuse(struct reading *rd, const struct csv_row *r, const char *why)
{
	if (rd->r->refused++ < ISSUES_TOLD)
		str_addf(&rd->r->issues, "%sligne %zu : %s", rd->r->issues.len ? "\n" : "", r->line, why);
}

static bool put(struct reading *rd, struct err *err)
{
	struct journal *j = rd->s->journal;
	struct entry known;
	char id[ENTRY_ID_LEN];
	bool there;

	strcpy(id, rd->e.id);
	there = journal_log_get(j, KIND_ACCOMPANIMENT, id, &known, err);
	entry_done(&known);
	if (err->kind)
		return false;
	if (there || journal_log_erased(j, id, "", err)) {
		rd->r->known++;
		return true;
	}
	if (err->kind)
		return false;
	/* the same row read on two laptops is the same version of the same record */
	rd->e.revision = 1;
	strcpy(rd->e.author, AUTHOR);
	snprintf(rd->e.made, sizeof rd->e.made, "%s", entry_get(&rd->e, ACC_DAY));
	snprintf(rd->e.changed, sizeof rd->e.changed, "%s", entry_get(&rd->e, ACC_DAY));
	rd->r->added++;
	return journal_log_put(j, &rd->e, err);
}

static bool take_row(void *ctx, const struct csv_row *r, struct err *err)
{
	struct reading *rd = ctx;
	bool ok = true;

	if (r->row == 1 && (csv_column(r, "Date") < 0 || csv_column(r, "Type") < 0))
		return err_set(err, ERR_DATA, "Ce n’est pas l’export « Activités » de La Coop : il lui manque "
			       "les colonnes « Date » et « Type ». Un fichier XLSX s’enregistre d’abord en CSV "
			       "avec un tableur");
	rd->r->read++;
	str_clear(&rd->why);
	entry_init(&rd->e, KIND_ACCOMPANIMENT);
	if (fill(rd, r)) {
		make_id(rd, r, rd->e.id);
		ok = put(rd, err);
	} else {
		refuse(rd, r, rd->why.s);
	}
	entry_done(&rd->e);
	return ok;
}

static bool take_bad(void *ctx, const struct csv_row *where, const char *why, struct err *err)
{
	struct reading *rd = ctx;

	(void)err;
	rd->r->read++;
	refuse(rd, where, why);
	return true;
}

static bool read_all(struct reading *rd, struct intake *in, struct err *err)
{
	static const struct csv_handlers to = { take_row, take_bad };
	size_t end = strcspn(in->head.s, "\n");
	const char *semicolon = memchr(in->head.s, ';', end);
	const char *tab = memchr(in->head.s, '\t', end);
	char sep = tab ? '\t' : semicolon ? ';' : ',';

	return csv_read_mended(in->stream, in->shown, sep, &to, rd, err) &&
	       (rd->r->read || err_set(err, ERR_DATA, "%s n’a aucune ligne sous ses titres : ce n’est pas un export "
				       "d’activités de La Coop", in->shown));
}

bool coop_import(struct session *s, const char *path, bool dry_run, struct coop_report *r,
		 struct err *err)
{
	struct reading rd = { .s = s, .r = r };
	struct intake in;
	bool ok;

	if (!intake_open(&in, path, err))
		return false;
	str_init(&rd.why);
	intern_init(&rd.same);
	ok = journal_begin(s->journal, err);
	if (ok) {
		ok = journal_post_put(s->journal, AUTHOR, AUTHOR_NAME, err) && read_all(&rd, &in, err) &&
		     (dry_run || journal_commit(s->journal, err));
		if (!ok || dry_run)
			journal_rollback(s->journal);
	}
	str_done(&rd.why);
	intern_done(&rd.same);
	free(rd.times);
	intake_close(&in);
	return ok;
}
