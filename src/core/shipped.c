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

bool blocks_put_index(struct directory *d, const struct gazetteer *g, const struct vocab *v,
		      struct err *err)
{
	struct str block;
	bool ok;

	str_init(&block);
	ok = index_build(d, g, v, &block, err) &&
	     directory_put_block(d, BLOCK_INDEX, block.s, block.len, err);
	str_done(&block);
	return ok;
}

bool blocks_rebuild_index(struct directory *d, const struct gazetteer *g, const struct vocab *v,
			  struct err *err)
{
	if (!directory_begin(d, err))
		return false;
	if (blocks_put_index(d, g, v, err) && directory_commit(d, err))
		return true;
	directory_rollback(d);
	return false;
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
	       directory_put_block(d, BLOCK_COMMUNES, communes->s, communes->len, err) &&
	       blocks_put_index(d, s->g, s->v, err) &&
	       directory_set_meta(d, META_FINGERPRINT, fingerprint, err);
}

/* The files are read and checked before anything is written. */
bool shipped_load(struct directory *d, const char *data_dir, const struct vocab *v,
		  struct err *err)
{
	struct shipped s = { .v = v };
	struct gazetteer *g = NULL;
	struct str communes;
	char *fingerprint = shipped_fingerprint(data_dir, err);
	bool ok = false, begun = false;

	str_init(&communes);
	if (fingerprint && blocks_pack_communes(data_dir, &communes, err))
		g = blocks_open_communes(&communes, err);
	s.g = g;
	if (g && shipped_read(&s, data_dir, err)) {
		begun = directory_begin(d, err);
		ok = begun && store(d, &s, &communes, fingerprint, err) &&
		     directory_commit(d, err);
	}
	if (begun && !ok)
		directory_rollback(d);
	shipped_done(&s);
	gazetteer_free(g);
	str_done(&communes);
	free(fingerprint);
	return ok;
}

/* ---- has it changed? ---- */

/* Files that a hand may edit are compared by content, the two big ones by size and date. */
#define READ_AT_MOST (512 * 1024)

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
	struct stat st;
	bool ok = true;

	if (!f)
		return missing(path, err);
	if (fstat(fileno(f), &st) == 0 && st.st_size > READ_AT_MOST) {
		int64_t facts[] = { st.st_size, st.st_mtim.tv_sec, st.st_mtim.tv_nsec };

		*hash = hash_bytes(facts, sizeof facts, *hash);
	} else {
		ok = hash_content(path, f, hash, err);
	}
	fclose(f);
	return ok;
}

char *shipped_fingerprint(const char *data_dir, struct err *err)
{
	static const char *const files[] = {
		"annuaire/lieux.csv", "annuaire/offres.csv", "communes.csv",
		"communes_anciennes.csv", "communes_alias.csv", "departements.csv",
		"secteur.csv", "vocabulaire.csv", "vocabulaire_journal.csv",
	};
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
