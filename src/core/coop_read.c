/* Reading La Coop's export of activities back. */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/intake.h"
#include "aiguillage/intern.h"
#include "aiguillage/journal_keep.h"
#include "aiguillage/journal_log.h"
#include "aiguillage/journal_post.h"
#include "aiguillage/mem.h"
#include "aiguillage/text.h"
#include "src/core/coop_impl.h"

#define ISSUES_TOLD 10
#define ABOVE_MAX 100	/* rows before the titles: who exported, when, with which filters */
/* Who noted a row: whichever laptop reads it, so that no merge sees a change. */
#define AUTHOR "coop"
#define AUTHOR_NAME "La Coop"

struct reading {
	struct session *s;
	struct coop_report *r;
	struct entry e;		/* the last row's, and of those that go on telling of it */
	bool open;		/* there is one, not put yet */
	size_t above;		/* rows met before the titles */
	char **columns;		/* the titles, when they are not the first row of the file */
	size_t n_columns;
	bool titled;
	struct str flat;	/* the present row… */
	const char *cells[CSV_MAX_COLUMNS];	/* …each cell on one line */
	struct str why;		/* why the row cannot be taken */
	struct intern same;	/* rows without an id, by what they say… */
	uint32_t *times;	/* … and how often each was met */
	size_t cap_times;
};

void coop_report_init(struct coop_report *r)
{
	*r = (struct coop_report){ .read = 0 };
	str_init(&r->sheets);
	str_init(&r->issues);
}

void coop_report_done(struct coop_report *r)
{
	str_done(&r->sheets);
	str_done(&r->issues);
}

void coop_say_report(const struct coop_report *r, bool dry_run, struct str *out)
{
	say_count(out, (int64_t)r->read, "ligne lue", "lignes lues");
	str_add(out, " : ");
	say_count(out, (int64_t)r->added, "accompagnement ajouté", "accompagnements ajoutés");
	str_addf(out, ", %zu déjà connu%s, %zu refusé%s%s\n", r->known, r->known < 2 ? "" : "s", r->refused,
		 r->refused < 2 ? "" : "s", dry_run ? ". Rien n’est changé." : ".");
	if (r->joined) {
		say_count(out, (int64_t)r->joined, "ligne dit", "lignes disent");
		str_add(out, " une personne de plus d’une activité.\n");
	}
	str_add(out, r->sheets.s);
	if (r->issues.len)
		str_addf(out, "%s\n%s", r->issues.s, r->refused > ISSUES_TOLD ? "…\n" : "");
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

static bool flush(struct reading *rd, struct err *err)
{
	bool ok = !rd->open || put(rd, err);

	if (rd->open)
		entry_done(&rd->e);
	rd->open = false;
	return ok;
}

/* ---- titles ---- */

static bool not_coop(struct err *err)
{
	return err_set(err, ERR_DATA, "Ce n’est pas l’export « Activités » de La Coop : il lui manque les colonnes "
		       "« Date » et « Type »");
}

static bool are_titles(const char *const *cells, size_t n)
{
	bool date = false, type = false;

	for (size_t i = 0; i < n; i++) {
		date |= strcmp(cells[i], "Date") == 0;
		type |= strcmp(cells[i], "Type") == 0;
	}
	return date && type;
}

static struct csv_row flatten(struct reading *rd, const struct csv_row *given)
{
	struct csv_row r = *given;

	str_clear(&rd->flat);
	for (size_t i = 0; i < r.n; i++) {
		str_add(&rd->flat, given->cells[i]);
		str_addc(&rd->flat, '\0');
	}
	for (size_t at = 0; at < rd->flat.len; at++)
		if (rd->flat.s[at] == '\n')
			rd->flat.s[at] = ' ';
	for (size_t i = 0, at = 0; i < r.n; i++, at += strlen(rd->flat.s + at) + 1)
		rd->cells[i] = rd->flat.s + at;
	r.cells = rd->cells;
	return r;
}

/* Of the row that was met, when it is the one. */
static bool look_for_titles(struct reading *rd, const struct csv_row *r, struct err *err)
{
	if (!are_titles(r->cells, r->n))
		return ++rd->above <= ABOVE_MAX || not_coop(err);
	rd->columns = xcalloc(r->n, sizeof *rd->columns);
	for (; rd->n_columns < r->n; rd->n_columns++)
		rd->columns[rd->n_columns] = xstrdup(r->cells[rd->n_columns]);
	rd->titled = true;
	return true;
}

/* ---- rows ---- */

static bool take_entry(struct reading *rd, const struct csv_row *r, struct entry *e, struct err *err)
{
	long rank = 1, people;

	make_id(rd, r, e->id);
	if (!coop_share(r, &rank, &people) || rank == 1) {
		if (!flush(rd, err))
			return false;
		rd->e = *e;
		rd->open = true;
		return true;
	}
	if (rd->open && strcmp(rd->e.id, e->id) == 0) {
		coop_join(&rd->e, e);
		rd->r->joined++;
	} else {
		refuse(rd, r, "la ligne d’avant de la même activité n’est pas juste au-dessus");
	}
	entry_done(e);
	return true;
}

static bool take_row(void *ctx, const struct csv_row *given, struct err *err)
{
	struct reading *rd = ctx;
	struct csv_row r = flatten(rd, given);
	struct entry e;

	if (!rd->titled && are_titles(r.columns, r.n_columns))
		rd->titled = true;
	if (!rd->titled)
		return look_for_titles(rd, &r, err);
	if (rd->columns) {
		r.columns = (const char *const *)rd->columns;
		r.n_columns = rd->n_columns;
	}
	rd->r->read++;
	str_clear(&rd->why);
	entry_init(&e, KIND_ACCOMPANIMENT);
	if (coop_fill(rd->s->vocab, &r, csv_at(given, csv_column(&r, "Tags")), &e, &rd->why))
		return take_entry(rd, &r, &e, err);
	refuse(rd, &r, rd->why.s);
	entry_done(&e);
	return true;
}

static bool take_bad(void *ctx, const struct csv_row *where, const char *why, struct err *err)
{
	struct reading *rd = ctx;

	(void)err;
	if (!rd->titled && !are_titles(where->columns, where->n_columns))
		return true;
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
	char sep = in->book.sheet ? ',' : tab ? '\t' : semicolon ? ';' : ',';

	return csv_read_lines(in->stream, in->shown, sep, &to, rd, err) && flush(rd, err) &&
	       (rd->titled || !rd->above || not_coop(err)) &&
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
	if (in.book.others)
		str_addf(&r->sheets, "La feuille « %s » est lue, pas %s.\n", in.book.sheet, in.book.others);
	str_init(&rd.flat);
	str_init(&rd.why);
	intern_init(&rd.same);
	ok = journal_begin(s->journal, err);
	if (ok) {
		ok = journal_post_put(s->journal, AUTHOR, AUTHOR_NAME, err) && read_all(&rd, &in, err) &&
		     (dry_run || journal_commit(s->journal, err));
		if (!ok || dry_run)
			journal_rollback(s->journal);
	}
	if (rd.open)
		entry_done(&rd.e);
	for (size_t i = 0; i < rd.n_columns; i++)
		free(rd.columns[i]);
	free(rd.columns);
	str_done(&rd.flat);
	str_done(&rd.why);
	intern_done(&rd.same);
	free(rd.times);
	intake_close(&in);
	return ok;
}
