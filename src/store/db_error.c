/* From what SQLite and the system answer to what the counsellor reads. */
#include "src/store/db_impl.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>

#include "aiguillage/path.h"
#include "aiguillage/text.h"

static enum db_fault fault_of_errno(int errnum)
{
	switch (errnum) {
	case ENOSPC:
	case EDQUOT:
	case EFBIG:
		return DB_FULL;
	case EACCES:
	case EPERM:
	case EROFS:
		return DB_READONLY;
	case ENOENT:
		return DB_MISSING;
	default:
		return DB_OTHER;
	}
}

static enum db_fault fault_of(int rc, int errnum)
{
	if (rc == SQLITE_CANTOPEN_SYMLINK)
		return DB_REFUSED;
	switch (rc & 0xFF) {
	case SQLITE_FULL:
		return DB_FULL;
	case SQLITE_READONLY:
	case SQLITE_PERM:
		return DB_READONLY;
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
	case SQLITE_PROTOCOL:
		return DB_BUSY;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return DB_DAMAGED;
	case SQLITE_CANTOPEN:
	case SQLITE_IOERR:
		return fault_of_errno(errnum);
	default:
		return DB_OTHER;
	}
}

/* A hostile base may have hostile names. */
static void set_detail(struct db *db, const char *text)
{
	char *clean = text_cleaned(text, TEXT_ONE_LINE);

	snprintf(db->detail, sizeof db->detail, "%s", clean);
	db->detail[utf8_valid_prefix(db->detail, strlen(db->detail))] = '\0';
	free(clean);
}

/* What SQLite says in English of the damages that are met for true. */
static const char *french_of(int rc)
{
	switch (rc & 0xFF) {
	case SQLITE_NOTADB:
		return "ce n’est pas une base de données";
	case SQLITE_CORRUPT:
		return "son contenu est incohérent";
	default:
		return NULL;
	}
}

void db_note(struct db *db, int rc)
{
	db->rc = rc;
	db->errnum = sqlite3_system_errno(db->conn);
	/* a failed COMMIT leaves it in the file only */
	if (!db->errnum && (rc & 0xFF) == SQLITE_IOERR)
		sqlite3_file_control(db->conn, "main", SQLITE_FCNTL_LAST_ERRNO, &db->errnum);
	db->fault = fault_of(rc, db->errnum);
	db->damaged |= db->fault == DB_DAMAGED;
	set_detail(db, french_of(rc) ? french_of(rc) : sqlite3_errmsg(db->conn));
}

static bool say_full(const struct db *db, struct err *err)
{
	const char *reason = path_reason(db->errnum ? db->errnum : ENOSPC);
	struct statvfs fs;

	if (statvfs(db->path, &fs) != 0)
		return err_set(err, ERR_BASE, "Impossible d’écrire dans %s : %s. Rien n’a été changé. "
			       "Libérez de la place, puis recommencez", db->shown, reason);
	return err_set(err, ERR_BASE, "Impossible d’écrire dans %s : %s (il y reste %llu Mo). Rien "
		       "n’a été changé. Libérez de la place, puis recommencez", db->shown, reason,
		       (unsigned long long)fs.f_bavail * fs.f_frsize / 1000000);
}

/* What the disk was asked when it failed. */
static const char *disk_act(int rc)
{
	switch (rc) {
	case SQLITE_IOERR_READ:
	case SQLITE_IOERR_SHORT_READ:
		return "de lire";
	case SQLITE_IOERR_WRITE:
	case SQLITE_IOERR_TRUNCATE:
		return "d’écrire";
	case SQLITE_IOERR_FSYNC:
	case SQLITE_IOERR_DIR_FSYNC:
		return "de garantir l’écriture de";
	case SQLITE_IOERR_DELETE:
		return "d’effacer le fichier provisoire de";
	default:
		return "de lire ou d’écrire";
	}
}

static bool say_other(const struct db *db, struct err *err)
{
	switch (db->rc & 0xFF) {
	case SQLITE_OK:		/* one of our own */
		return err_set(err, ERR_BASE, "%s %s", db->shown, db->detail);
	case SQLITE_CONSTRAINT:
		return err_set(err, ERR_DATA, "Une valeur ne peut pas être gardée dans %s (%s)",
			       db->shown, db->detail);
	case SQLITE_NOMEM:
		return err_set(err, ERR_BASE, "La mémoire de l’ordinateur est pleine : impossible "
			       "d’utiliser %s. Fermez d’autres programmes, puis recommencez",
			       db->shown);
	case SQLITE_CANTOPEN:
	case SQLITE_IOERR:
		if (db->errnum)
			return err_set(err, ERR_BASE, "Impossible de lire ou d’écrire %s : %s. Vérifiez "
				       "le disque, puis recommencez", db->shown,
				       path_reason(db->errnum));
		return err_set(err, ERR_BASE, "Impossible %s %s : le disque ne répond pas comme il "
			       "faut. Vérifiez-le (clé bien branchée, place libre), puis "
			       "recommencez", disk_act(db->rc), db->shown);
	default:
		return err_set(err, ERR_BASE, "Erreur inattendue de %s (%s). Recommencez ; si cela "
			       "dure, signalez ce message", db->shown, db->detail);
	}
}

static bool say_busy(const struct db *db, struct err *err)
{
	struct str who;

	if (db->name && !db->asked)
		return err_set(err, ERR_BASE, "%s est en cours de mise à jour ; réessayez dans un instant",
			       db->name);
	str_init(&who);
	db_say_holder(db, &who);
	err_set(err, ERR_BASE, "Un autre Aiguillage%s est en train d’écrire dans %s. Attendez qu’il ait fini "
		"ou fermez-le, puis recommencez", who.s, db->shown);
	str_done(&who);
	return false;
}

bool db_say(const struct db *db, struct err *err)
{
	switch (db->fault) {
	case DB_MISSING:
		return err_set(err, ERR_BASE, "%s n’existe pas", db->shown);
	case DB_REFUSED:
	case DB_NEWER:
		return err_set(err, ERR_BASE, "%s %s", db->shown, db->detail);
	case DB_DAMAGED:
		return err_set(err, ERR_BASE, "%s est abîmé (%s)%s%s", db->shown, db->detail,
			       db->cure ? ". " : "", db->cure ? db->cure : "");
	case DB_READONLY:
		return err_set(err, ERR_BASE, "Impossible d’écrire dans %s : le fichier, son dossier "
			       "ou le disque est en lecture seule. On peut seulement consulter",
			       db->shown);
	case DB_BUSY:
		return say_busy(db, err);
	case DB_FULL:
		return say_full(db, err);
	default:
		return say_other(db, err);
	}
}

bool db_fail(struct db *db, enum db_fault fault, const char *detail, struct err *err)
{
	db->fault = fault;
	db->damaged |= fault == DB_DAMAGED;
	db->rc = SQLITE_OK;
	db->errnum = 0;
	set_detail(db, detail);
	return db_say(db, err);
}
