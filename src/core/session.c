#include "aiguillage/session.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/log.h"
#include "aiguillage/mem.h"
#include "aiguillage/overlay.h"
#include "aiguillage/path.h"
#include "src/core/session_impl.h"
#include "src/core/shipped_impl.h"

#define SCHOOL_MAX (1024 * 1024)

/* ---- the files ---- */

char *session_data_dir(const char *option)
{
	const char *env = getenv("AIGUILLAGE_DATA");

	if (option && *option)
		return xstrdup(option);
	return xstrdup(env && *env ? env : PKGDATADIR);
}

bool session_read_school(struct school_holidays *sh, const char *path, struct err *err)
{
	char *text = xcalloc(SCHOOL_MAX + 1, 1), *shown = path_shown(path);
	FILE *f = fopen(path, "rb");
	size_t n = f ? fread(text, 1, SCHOOL_MAX, f) : 0;
	bool ok;

	*sh = (struct school_holidays){ .first = 1, .last = 0 };
	if (!f || ferror(f))
		ok = err_set(err, ERR_BASE, "Le fichier de vacances scolaires %s ne peut pas être "
			     "lu : %s", shown, path_reason(errno));
	else if (memchr(text, '\0', n))
		ok = err_set(err, ERR_DATA, "%s n’est pas un fichier de vacances scolaires", shown);
	else
		ok = school_holidays_parse(sh, text, err);
	if (f)
		fclose(f);
	free(shown);
	free(text);
	return ok;
}

static bool read_files(struct session *s, struct err *err)
{
	char *school = path_join(s->data_dir, "vacances.tsv");
	bool ok;

	s->vocab = vocab_read(s->data_dir, err);
	s->rail = s->vocab ? rail_read(s->data_dir, err) : NULL;
	ok = s->rail && session_read_school(&s->school, school, err);
	free(school);
	return ok;
}

/* ---- the directory ---- */

static void notice(struct session *s, const char *text)
{
	struct str b;

	str_init(&b);
	str_add(&b, s->notice);
	str_join(&b, "\n", text);
	free(s->notice);
	s->notice = str_steal(&b);
	str_done(&b);
}

bool session_counts(struct session *s, int64_t *places, int64_t *offers, struct err *err)
{
	struct directory_origin *o;
	size_t n;

	*places = *offers = 0;
	if (!directory_origins(s->directory, &o, &n, err))
		return false;
	for (size_t i = 0; i < n; i++) {
		*places += o[i].places;
		*offers += o[i].offers;
	}
	directory_origins_free(o, n);
	return true;
}

static bool open_directory(struct session *s, struct err *err)
{
	char *path = path_join(s->base_dir, "annuaire.db"), *aside = NULL;
	bool ok = directory_open(&s->directory, path, DIRECTORY_CREATE, &aside, err);

	if (ok && aside) {
		char *shown = path_shown(aside);
		struct str b;

		str_init(&b);
		str_addf(&b, "L’annuaire était abîmé : il est mis de côté (%s) et refait à partir "
			 "des données livrées. Le journal n’est pas touché.", shown);
		notice(s, b.s);
		str_done(&b);
		free(shown);
	}
	free(aside);
	free(path);
	return ok;
}

/* An annuaire that exists is worth more than a file that somebody just broke. */
static bool keep_old(struct session *s, struct err *why)
{
	struct str b;

	str_init(&b);
	str_addf(&b, "Les données livrées ont changé mais ne peuvent pas être reprises : %s. "
		 "L’annuaire reste ce qu’il était.", why->msg);
	notice(s, b.s);
	str_done(&b);
	err_clear(why);
	return true;
}

enum prepared {
	PREPARED_NOT,
	PREPARED_NEW,
	PREPARED_AGAIN,
};

/* True when the directory holds the shipped data as they are now, or the best we can have. */
static bool fill_directory(struct session *s, enum prepared *prepared, struct err *err)
{
	char *now = shipped_fingerprint(s->data_dir, err);
	bool ok = now != NULL;

	s->fingerprint = directory_get_meta(s->directory, META_FINGERPRINT);
	if (ok && (!s->fingerprint || strcmp(s->fingerprint, now) != 0)) {
		ok = shipped_load(s->directory, s->data_dir, s->vocab, err);
		if (ok) {
			*prepared = s->fingerprint ? PREPARED_AGAIN : PREPARED_NEW;
			free(s->fingerprint);
			s->fingerprint = now;
			return true;
		}
	}
	if (!ok && s->fingerprint)
		ok = keep_old(s, err);
	free(now);
	return ok;
}

static bool say_prepared(struct session *s, enum prepared prepared, struct err *err)
{
	int64_t places, offers;
	struct str b;
	bool ok;

	if (prepared == PREPARED_NOT)
		return true;
	ok = session_counts(s, &places, &offers, err);
	str_init(&b);
	str_add(&b, prepared == PREPARED_NEW ? "Annuaire préparé : " :
						   "Annuaire mis à jour : ");
	say_count(&b, places, "lieu", "lieux");
	str_add(&b, ", ");
	say_count(&b, offers, "offre", "offres");
	str_add(&b, ", ");
	say_count(&b, (int64_t)gazetteer_count(s->gazetteer), "commune", "communes");
	if (ok)
		notice(s, b.s);
	str_done(&b);
	return ok;
}

/* ---- the blocks ---- */

static struct gazetteer *read_communes(struct session *s)
{
	struct err ignored = ERR_INIT;
	void *blob;
	size_t n;

	if (!directory_get_block(s->directory, BLOCK_COMMUNES, &blob, &n, &ignored))
		return NULL;
	return gazetteer_open(blob, n, &ignored);
}

static struct index *read_index(struct session *s)
{
	struct err ignored = ERR_INIT;
	struct index *x;
	void *blob;
	size_t n;

	if (!directory_get_block(s->directory, BLOCK_INDEX, &blob, &n, &ignored))
		return NULL;
	x = index_open(blob, n, &ignored);
	if (x && s->gazetteer && !index_fits(x, s->gazetteer)) {
		index_free(x);
		x = NULL;
	}
	return x;
}

static bool store_communes(struct session *s, const struct str *block, struct err *err)
{
	if (!directory_begin(s->directory, err))
		return false;
	if (directory_put_block(s->directory, BLOCK_COMMUNES, block->s, block->len, err) &&
	    directory_commit(s->directory, err))
		return true;
	directory_rollback(s->directory);
	return false;
}

static bool repair_communes(struct session *s, struct err *err)
{
	struct str block;
	bool ok;

	str_init(&block);
	ok = blocks_pack_communes(s->data_dir, &block, err) && store_communes(s, &block, err);
	if (ok)
		s->gazetteer = blocks_open_communes(&block, err);
	str_done(&block);
	return ok && s->gazetteer;
}

static bool repair_index(struct session *s, struct err *err)
{
	if (!blocks_rebuild_index(s->directory, s->gazetteer, s->vocab, err))
		return false;
	s->index = read_index(s);
	return s->index || err_set(err, ERR_BASE, "L’index de l’annuaire vient d’être refait et ne "
				   "peut pas être relu. Vérifier le disque");
}

/* The commune numbers of the index are those of the gazetteer: they are repaired together. */
static bool open_blocks(struct session *s, struct err *err)
{
	bool repaired = false;

	s->gazetteer = read_communes(s);
	if (!s->gazetteer) {
		repaired = true;
		if (!repair_communes(s, err))
			return false;
	}
	s->index = repaired ? NULL : read_index(s);
	if (!s->index) {
		repaired = true;
		if (!repair_index(s, err))
			return false;
	}
	if (repaired)
		notice(s, "L’index de l’annuaire manquait ou était abîmé : il est refait.");
	s->generation = directory_generation(s->directory);
	return true;
}

bool session_refresh(struct session *s, struct err *err)
{
	int64_t now = directory_generation(s->directory);
	char *fingerprint;
	struct gazetteer *g = NULL;
	struct index *x;

	if (now == s->generation)
		return false;
	fingerprint = directory_get_meta(s->directory, META_FINGERPRINT);
	if (fingerprint && strcmp(fingerprint, s->fingerprint) != 0)
		g = read_communes(s);
	x = read_index(s);
	/* Another change in between: the next call reads it. */
	if (!x || directory_generation(s->directory) != now) {
		index_free(x);
		gazetteer_free(g);
		free(fingerprint);
		return x ? false : err_set(err, ERR_BASE, "L’annuaire a changé mais son index ne "
					   "peut pas être lu. Quitter et relancer Aiguillage");
	}
	if (g) {
		gazetteer_free(s->gazetteer);
		s->gazetteer = g;
		free(s->fingerprint);
		s->fingerprint = fingerprint;
	} else {
		free(fingerprint);
	}
	index_free(s->index);
	s->index = x;
	s->generation = now;
	return true;
}

/* ---- opening ---- */

static bool open_journal(struct session *s, struct err *err)
{
	char *path = path_join(s->base_dir, "journal.db");
	bool ok = journal_open(&s->journal, path, err);

	free(path);
	if (ok && *journal_notice(s->journal))
		notice(s, journal_notice(s->journal));
	return ok;
}

/* What the journal says and the directory does not show yet: a crash, a rebuild, an older copy. */
static bool follow_journal(struct session *s, struct err *err)
{
	struct err mine = ERR_INIT;
	struct str b;

	if (overlay_sync(s, &mine)) {
		session_refresh(s, &mine);
		return !mine.kind || err_set(err, mine.kind, "%s", mine.msg);
	}
	str_init(&b);
	str_addf(&b, "Vos dernières corrections sont gardées, mais l’annuaire ne les montre pas "
		 "encore : %s.", mine.msg);
	notice(s, b.s);
	str_done(&b);
	return true;
}

static bool open_all(struct session *s, const struct session_options *o, struct err *err)
{
	enum prepared prepared = PREPARED_NOT;

	s->base_dir = path_base_dir(o->base, err);
	s->data_dir = session_data_dir(o->data);
	return s->base_dir && path_make_private(s->base_dir, err) && read_files(s, err) &&
	       open_directory(s, err) && fill_directory(s, &prepared, err) && open_blocks(s, err) &&
	       say_prepared(s, prepared, err) && open_journal(s, err) && follow_journal(s, err);
}

bool session_open(struct session **out, const struct session_options *o, struct err *err)
{
	struct session *s = xcalloc(1, sizeof *s);

	s->notice = xstrdup("");
	if (!open_all(s, o, err)) {
		session_close(s);
		return false;
	}
	*out = s;
	return true;
}

void session_close(struct session *s)
{
	if (!s)
		return;
	overlay_history_free(s);
	log_history_free(s);
	index_free(s->index);
	gazetteer_free(s->gazetteer);
	journal_close(s->journal);
	directory_close(s->directory);
	school_holidays_done(&s->school);
	rail_free(s->rail);
	vocab_free(s->vocab);
	free(s->fingerprint);
	free(s->notice);
	free(s->late);
	free(s->base_dir);
	free(s->data_dir);
	free(s);
}

const char *session_notice(const struct session *s)
{
	return s->notice;
}
