/* From the CSV files of the shipped data to annuaire.db, all or nothing. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "aiguillage/index.h"
#include "aiguillage/mem.h"
#include "aiguillage/overlay.h"
#include "aiguillage/pack.h"
#include "aiguillage/path.h"
#include "src/core/shipped_impl.h"

#define ORIGIN "livre"
#define ORIGIN_TITLE "Annuaire livré avec Aiguillage"

/* ---- storing ---- */

static bool put_rows(struct directory *d, struct shipped *s, struct err *err)
{
	if (!directory_set_origin(d, ORIGIN, ORIGIN_TITLE, s->date, err))
		return false;
	for (size_t i = 0; i < s->n_places; i++) {
		if (!overlay_apply_place(d, &s->places[i], err) ||
		    !directory_put_place(d, &s->places[i], err))
			return false;
	}
	for (size_t i = 0; i < s->n_offers; i++) {
		if (!overlay_apply_offer(d, &s->offers[i], err) ||
		    !directory_put_offer(d, &s->offers[i], err))
			return false;
	}
	return directory_drop_stale(d, err);
}

bool blocks_put_communes(struct directory *d, const struct str *block, struct err *err)
{
	char stamp[20];

	snprintf(stamp, sizeof stamp, "%016llx",
		 (unsigned long long)hash_bytes(block->s, block->len, 1));
	return directory_put_block(d, BLOCK_COMMUNES, block->s, block->len, err) &&
	       directory_set_meta(d, META_COMMUNES, stamp, err);
}

/* Which communes the index is of. */
static bool note_communes(struct directory *d, struct err *err)
{
	char *communes = directory_get_meta(d, META_COMMUNES);
	bool ok = !communes || directory_set_meta(d, META_INDEX_COMMUNES, communes, err);

	free(communes);
	return ok;
}

bool blocks_put_made_index(struct directory *d, const struct str *block, struct err *err)
{
	return directory_put_block(d, BLOCK_INDEX, block->s, block->len, err) &&
	       note_communes(d, err);
}

bool blocks_put_index(struct directory *d, const struct gazetteer *g, const struct vocab *v,
		      struct err *err)
{
	struct block_writer w;
	bool ok;

	block_begin(&w, d, BLOCK_INDEX);
	ok = index_build(d, g, v, block_add, &w, err) && block_end(&w, err) &&
	     note_communes(d, err);
	block_done(&w);
	return ok;
}

/* A base of before has neither. */
bool blocks_agree(struct directory *d)
{
	char *communes = directory_get_meta(d, META_COMMUNES);
	char *index = directory_get_meta(d, META_INDEX_COMMUNES);
	bool agree = !communes ? !index : index && strcmp(communes, index) == 0;

	free(communes);
	free(index);
	return agree;
}

bool blocks_pack_communes(const char *data_dir, struct str *block, struct err *err)
{
	struct gazetteer_builder *b = gazetteer_builder_new();
	bool ok = gazetteer_read_files(b, data_dir, err);

	if (ok)
		gazetteer_pack(b, block);
	gazetteer_builder_free(b);
	return ok;
}

struct gazetteer *blocks_open_communes(const struct str *block, struct err *err)
{
	void *copy = xmalloc(block->len);

	memcpy(copy, block->s, block->len);
	return gazetteer_open(copy, block->len, err);
}

static bool store(struct directory *d, struct shipped *s, const struct str *communes,
		  const char *fingerprint, struct err *err)
{
	return put_rows(d, s, err) &&
	       blocks_put_communes(d, communes, err) && blocks_put_index(d, s->g, s->v, err) &&
	       directory_set_meta(d, META_FINGERPRINT, fingerprint, err);
}

/* The files are read and checked before anything is written. */
static bool load(struct directory *d, const char *data_dir, const struct vocab *v,
		 const char *fingerprint, struct err *err)
{
	struct shipped s = { .v = v };
	struct gazetteer *g = NULL;
	struct str communes;
	bool ok;

	str_init(&communes);
	if (blocks_pack_communes(data_dir, &communes, err))
		g = blocks_open_communes(&communes, err);
	s.g = g;
	ok = g && shipped_read(&s, data_dir, err) && store(d, &s, &communes, fingerprint, err);
	shipped_done(&s);
	gazetteer_free(g);
	str_done(&communes);
	return ok;
}

static bool is_loaded(struct directory *d, const char *fingerprint)
{
	char *present = directory_get_meta(d, META_FINGERPRINT);
	bool is = present && strcmp(present, fingerprint) == 0;

	free(present);
	return is;
}

/* Two first starts at once: the second waits for the first, then finds all done. */
bool shipped_load_once(struct directory *d, const char *data_dir, const struct vocab *v,
		       const char *fingerprint, bool *loaded, struct err *err)
{
	*loaded = false;
	if (!directory_begin(d, err))
		return false;
	if (is_loaded(d, fingerprint)) {
		directory_rollback(d);
		return true;
	}
	*loaded = load(d, data_dir, v, fingerprint, err) && directory_commit(d, err);
	if (!*loaded)
		directory_rollback(d);
	return *loaded;
}

bool shipped_load(struct directory *d, const char *data_dir, const struct vocab *v,
		  struct err *err)
{
	char *fingerprint = shipped_fingerprint(data_dir, err);
	bool begun = fingerprint && directory_begin(d, err);
	bool ok = begun && load(d, data_dir, v, fingerprint, err) && directory_commit(d, err);

	if (begun && !ok)
		directory_rollback(d);
	free(fingerprint);
	return ok;
}

/* ---- has it changed? ---- */

static const char *const files[] = {
	"annuaire/lieux.csv",	 "annuaire/offres.csv", "communes.csv", "communes_anciennes.csv",
	"communes_alias.csv",	 "departements.csv",	"secteur.csv",	"vocabulaire.csv",
	"vocabulaire_journal.csv",
};

/* The time of the last change of state is not one that a copy brings along. */
char *shipped_stamp(const char *data_dir)
{
	uint64_t hash = 1;
	struct stat st;
	struct str b;
	bool ok = true;

	for (size_t i = 0; ok && i < ARRAY_SIZE(files); i++) {
		char *path = path_join(data_dir, files[i]);

		ok = stat(path, &st) == 0;
		if (ok) {
			int64_t facts[] = { st.st_size, (int64_t)st.st_ino,
					    st.st_mtim.tv_sec, st.st_mtim.tv_nsec,
					    st.st_ctim.tv_sec, st.st_ctim.tv_nsec };

			hash = hash_bytes(facts, sizeof facts, hash);
		}
		free(path);
	}
	if (!ok)
		return NULL;
	str_init(&b);
	str_addf(&b, "%016llx", (unsigned long long)hash);
	return b.s;
}

static bool hash_content(const char *path, FILE *f, uint64_t *hash, struct err *err)
{
	char buf[16384];
	size_t n;

	while ((n = fread(buf, 1, sizeof buf, f)) > 0)
		*hash = hash_bytes(buf, n, *hash);
	if (ferror(f)) {
		char *shown = path_shown(path);

		err_set(err, ERR_BASE, "Le fichier %s ne peut pas être lu : %s", shown,
			path_reason(errno));
		free(shown);
		return false;
	}
	return true;
}

static bool missing(const char *path, struct err *err)
{
	char *shown = path_shown(path);

	err_set(err, ERR_BASE, "Le fichier %s, livré avec Aiguillage, ne peut pas être lu : %s. "
		"Réinstaller Aiguillage, ou indiquer le dossier des données par AIGUILLAGE_DATA",
		shown, path_reason(errno));
	free(shown);
	return false;
}

static bool hash_file(const char *path, uint64_t *hash, struct err *err)
{
	FILE *f = fopen(path, "rb");
	bool ok;

	if (!f)
		return missing(path, err);
	ok = hash_content(path, f, hash, err);
	fclose(f);
	return ok;
}

char *shipped_fingerprint(const char *data_dir, struct err *err)
{
	uint64_t hash = 1;
	bool ok = true;
	struct str b;
	char *fingerprint;

	for (size_t i = 0; ok && i < ARRAY_SIZE(files); i++) {
		char *path = path_join(data_dir, files[i]);

		ok = hash_file(path, &hash, err);
		free(path);
	}
	if (!ok)
		return NULL;
	str_init(&b);
	str_addf(&b, "%016llx", (unsigned long long)hash);
	fingerprint = str_steal(&b);
	str_done(&b);
	return fingerprint;
}
