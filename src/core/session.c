#include "aiguillage/session.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/log.h"
#include "aiguillage/group.h"
#include "aiguillage/mem.h"
#include "aiguillage/overlay.h"
#include "aiguillage/pack.h"
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

/* ---- the directory ---- */

void session_tell(struct session *s, const char *text)
{
	struct str b;

	str_init(&b);
	str_add(&b, s->notice);
	str_join(&b, "\n", text);
	free(s->notice);
	s->notice = str_steal(&b);
	str_done(&b);
}

/* What one file brings is not worth a start: it is told, and done without. */
static void do_without(struct session *s, struct err *why, const char *then)
{
	struct str b;

	str_init(&b);
	str_addf(&b, "%s. %s", why->msg, then);
	session_tell(s, b.s);
	str_done(&b);
	err_clear(why);
}

static bool read_files(struct session *s, struct err *err)
{
	char *school = path_join(s->data_dir, "vacances.tsv");
	struct err mine = ERR_INIT;

	s->vocab = vocab_read(s->data_dir, err);
	if (s->vocab && *vocab_notice(s->vocab))
		session_tell(s, vocab_notice(s->vocab));
	s->rail = s->vocab ? rail_read(s->data_dir, &mine) : NULL;
	if (s->vocab && !s->rail) {
		do_without(s, &mine, "En attendant qu’il soit réparé, aucun trajet en train n’est "
			   "proposé");
		s->rail = rail_none();
	}
	if (s->vocab && !session_read_school(&s->school, school, &mine))
		do_without(s, &mine, "En attendant qu’il soit réparé, les vacances scolaires sont "
			   "ignorées");
	free(school);
	return s->vocab;
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

static void tell_unwritten(struct session *s)
{
	struct str b;

	if (!*directory_notice(s->directory))
		return;
	str_init(&b);
	str_addf(&b, "%s.", directory_notice(s->directory));
	session_tell(s, b.s);
	str_done(&b);
}

static bool open_directory(struct session *s, struct err *err)
{
	char *path = path_join(s->base_dir, "annuaire.db"), *aside = NULL;
	bool ok = directory_open(&s->directory, path, DIRECTORY_CREATE, &aside, err);

	if (ok) {
		directory_patience(s->directory, true);
		tell_unwritten(s);
	}
	if (ok && aside) {
		char *shown = path_shown(aside);
		struct str b;

		str_init(&b);
		str_addf(&b, "L’annuaire était abîmé : il est mis de côté (%s) et refait à partir "
			 "des données livrées. Le journal n’est pas touché.", shown);
		session_tell(s, b.s);
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
	session_tell(s, b.s);
	str_done(&b);
	err_clear(why);
	return true;
}

enum prepared {
	PREPARED_NOT,
	PREPARED_NEW,
	PREPARED_AGAIN,
};

static bool load_shipped(struct session *s, const char *now, enum prepared *prepared,
			 struct err *err)
{
	bool loaded;

	if (!shipped_load_once(s->directory, s->data_dir, s->vocab, now, &loaded, err))
		return false;
	if (loaded)
		*prepared = s->fingerprint ? PREPARED_AGAIN : PREPARED_NEW;
	free(s->fingerprint);
	s->fingerprint = xstrdup(now);
	return true;
}

/* So that the next start does not read the files; without it, it only lasts longer. */
static void remember_stamp(struct session *s, const char *stamp)
{
	struct err ignored = ERR_INIT;

	if (!stamp || directory_readonly(s->directory) || !directory_begin(s->directory, &ignored))
		return;
	if (!directory_set_meta(s->directory, META_FILES, stamp, &ignored) ||
	    !directory_commit(s->directory, &ignored))
		directory_rollback(s->directory);
}

/* True when the directory holds the shipped data as they are now, or the best we can have. */
static bool follow_files(struct session *s, const char *stamp, enum prepared *prepared,
			 struct err *err)
{
	char *now = shipped_fingerprint(s->data_dir, err);
	bool ok = now != NULL;

	if (ok && (!s->fingerprint || strcmp(s->fingerprint, now) != 0))
		ok = load_shipped(s, now, prepared, err);
	free(now);
	if (ok)
		remember_stamp(s, stamp);
	else if (s->fingerprint)
		ok = keep_old(s, err);
	return ok;
}

static bool fill_directory(struct session *s, enum prepared *prepared, struct err *err)
{
	char *stamp = shipped_stamp(s->data_dir);
	char *then = directory_get_meta(s->directory, META_FILES);
	bool ok = true;

	s->fingerprint = directory_get_meta(s->directory, META_FINGERPRINT);
	if (!s->fingerprint || !stamp || !then || strcmp(stamp, then) != 0)
		ok = follow_files(s, stamp, prepared, err);
	free(stamp);
	free(then);
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
		session_tell(s, b.s);
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

/* NULL too when it was made with another gazetteer than g. */
static struct index *read_index(struct session *s, const struct gazetteer *g)
{
	struct err ignored = ERR_INIT;
	struct index *x;
	void *blob;
	size_t n;

	if (!directory_get_block(s->directory, BLOCK_INDEX, &blob, &n, &ignored))
		return NULL;
	x = index_open(blob, n, &ignored);
	if (x && !index_fits(x, g)) {
		index_free(x);
		x = NULL;
	}
	return x;
}

/* Made again, and put when the directory can be written: else it serves from memory. */
struct repair {
	struct str communes, index;
	bool begun, put;
};

static bool open_made(struct session *s, const struct str *block, struct err *err)
{
	void *copy = xmalloc(block->len);

	memcpy(copy, block->s, block->len);
	s->index = index_open(copy, block->len, err);
	return s->index;
}

static bool hold(void *ctx, const void *bytes, size_t n, struct err *err)
{
	(void)err;
	str_addn(ctx, bytes, n);
	return true;
}

static bool make_blocks(struct session *s, struct repair *r, struct err *err)
{
	if (!s->gazetteer) {
		if (!blocks_pack_communes(s->data_dir, &r->communes, err))
			return false;
		s->gazetteer = blocks_open_communes(&r->communes, err);
	}
	return s->gazetteer && index_build(s->directory, s->gazetteer, s->vocab, hold, &r->index, err) &&
	       open_made(s, &r->index, err);
}

static void put_blocks(struct session *s, struct repair *r)
{
	struct err ignored = ERR_INIT;

	r->put = (!r->communes.len || blocks_put_communes(s->directory, &r->communes, &ignored)) &&
		 blocks_put_made_index(s->directory, &r->index, &ignored) &&
		 directory_commit(s->directory, &ignored);
	if (!r->put)
		directory_rollback(s->directory);
}

/* Another version of Aiguillage made them: nothing is damaged. */
static bool are_sound(struct session *s)
{
	static const char *const names[] = { BLOCK_COMMUNES, BLOCK_INDEX };
	struct err ignored = ERR_INIT;
	bool sound = true;

	for (size_t i = 0; sound && i < ARRAY_SIZE(names); i++) {
		void *blob = NULL;
		size_t n;

		sound = directory_get_block(s->directory, names[i], &blob, &n, &ignored) &&
			pack_is_sound(blob, n);
		free(blob);
	}
	return sound;
}

static const char *say_repaired(bool sound, bool put)
{
	if (sound)
		return put ? "L’index de l’annuaire est refait pour cette version d’Aiguillage." :
			     "L’index de l’annuaire est d’une autre version, et l’annuaire ne peut pas être "
			     "écrit : l’index est refait en mémoire, à chaque lancement.";
	return put ? "L’index de l’annuaire manquait ou était abîmé : il est refait." :
		     "L’index de l’annuaire manque ou est abîmé, et l’annuaire ne peut pas être écrit : "
		     "l’index est refait en mémoire, à chaque lancement.";
}

/* The commune numbers of the index are those of the gazetteer: they are repaired together. */
static bool repair_blocks(struct session *s, struct err *err)
{
	struct err ignored = ERR_INIT;
	struct repair r = { 0 };
	bool ok, sound;

	str_init(&r.communes);
	str_init(&r.index);
	r.begun = !directory_readonly(s->directory) && directory_begin(s->directory, &ignored);
	if (!r.begun)	/* what it is made from must be of one moment */
		directory_hold(s->directory);
	sound = are_sound(s);
	ok = make_blocks(s, &r, err);
	if (!r.begun)
		directory_release(s->directory);
	else if (ok)
		put_blocks(s, &r);
	else
		directory_rollback(s->directory);
	if (ok)
		session_tell(s, say_repaired(sound, r.put));
	str_done(&r.communes);
	str_done(&r.index);
	return ok;
}

static bool open_blocks(struct session *s, struct err *err)
{
	s->gazetteer = read_communes(s);
	s->index = s->gazetteer && blocks_agree(s->directory) ? read_index(s, s->gazetteer) : NULL;
	if (!s->index && !repair_blocks(s, err))
		return false;
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
	x = read_index(s, g ? g : s->gazetteer);
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
	if (ok)
		journal_patience(s->journal, true);
	if (ok && *journal_notice(s->journal))
		session_tell(s, journal_notice(s->journal));
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
	session_tell(s, b.s);
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
	/* another program that starts too may have been making the directory */
	directory_patience(s->directory, false);
	journal_patience(s->journal, false);
	*out = s;
	return true;
}

void session_close(struct session *s)
{
	if (!s)
		return;
	overlay_history_free(s);
	log_history_free(s);
	group_history_free(s);
	log_carry(s, NULL);
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
