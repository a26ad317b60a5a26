#include "aiguillage/protect.h"

#include <stdlib.h>
#include <unistd.h>

#include "aiguillage/date.h"
#include "aiguillage/journal_keep.h"
#include "aiguillage/journal_overlay.h"
#include "aiguillage/log.h"
#include "aiguillage/overlay.h"
#include "src/core/keep_impl.h"

#define SETTING_ASKED "phrase_demandee"

/* What acts kept of before: texts in clear, or sealed ones that say another thing once opened. */
static void forget_acts(struct session *s)
{
	log_history_free(s);
	overlay_history_free(s);
	log_carry(s, NULL);
}

/* ---- setting ---- */

static bool put_phrase(void *ctx, struct journal *j, struct err *err)
{
	return journal_protect(j, ctx, err);
}

static bool protect(struct session *s, struct journal_wraps *w, struct str *doubts, struct err *err)
{
	bool fresh = w->key != NULL, ok;
	char *copy = keep_safety_copy(s, err);

	ok = copy && keep_mend(s, put_phrase, w, 0, doubts, err);
	if (ok)
		keep_drop_safety(s, copy);
	else if (copy)
		unlink(copy);
	/* sheets that were kept bear codes, in clear */
	if (ok && fresh)
		keep_drop_sheets(s, doubts);
	free(copy);
	return ok;
}

bool protect_set(struct session *s, const char *phrase, enum secret_cost cost, struct str *code,
		 struct str *doubts, struct err *err)
{
	struct journal_wraps w;
	bool ok;

	/* drawn first: what cannot be shown must not be asked for later */
	ok = secret_code_draw(code, err);
	if (!ok)
		return false;
	ok = journal_wrap(s->journal, phrase, code->s, cost, &w, err) && protect(s, &w, doubts, err);
	journal_wraps_done(&w);
	if (ok)
		forget_acts(s);
	else
		secret_wipe(code);
	return ok;
}

/* ---- taking off ---- */

static bool mark(struct session *s, struct err *err)
{
	if (!journal_begin(s->journal, err))
		return false;
	if (journal_set_setting(s->journal, KEEP_SETTING_COPIES, "effacer", err) &&
	    journal_commit(s->journal, err))
		return true;
	journal_rollback(s->journal);
	return false;
}

static bool unprotect(struct session *s, struct err *err)
{
	if (!journal_begin(s->journal, err))
		return false;
	if (journal_unprotect(s->journal, err) &&
	    journal_set_setting(s->journal, KEEP_SETTING_COPIES, "", err) && journal_commit(s->journal, err))
		return true;
	journal_rollback(s->journal);
	return false;
}

/*
 * The copies first: they can only be opened while the journal still has its key.  When all is cut in
 * between, the mark makes the next start seal them again.
 */
bool protect_remove(struct session *s, struct str *doubts, struct err *err)
{
	struct err ignored = ERR_INIT;

	if (!journal_must_open(s->journal, err) || !mark(s, err))
		return false;
	keep_open_copies(s, doubts);
	if (!unprotect(s, err)) {
		str_clear(doubts);
		keep_mend_copies(s, 0, doubts);
		return false;
	}
	protect_lock(s);
	journal_compact(s->journal, &ignored);
	return true;
}

/* ---- opening ---- */

bool protect_unlock(struct session *s, const char *phrase, struct err *err)
{
	if (!journal_unlock(s->journal, phrase, err))
		return false;
	forget_acts(s);
	return true;
}

void protect_lock(struct session *s)
{
	journal_lock(s->journal);
	forget_acts(s);
}

bool protect_need(struct session *s, struct err *err)
{
	if (journal_lock_state(s->journal) != JOURNAL_LOCKED)
		return true;
	return s->ask_phrase ? s->ask_phrase(s, err) : journal_must_open(s->journal, err);
}

/* ---- what is said ---- */

void protect_explain(struct str *out)
{
	str_add(out, "Une phrase peut protéger ce que vous notez des personnes : les textes libres, les codes, "
		"vos notes privées et les saisies commencées. Si l’ordinateur est volé ou prêté, personne "
		"ne peut les lire sans elle. Le reste se lit toujours : dates, communes, âges, besoins, lieux, tags, "
		"noms d’ateliers.\n"
		"\n"
		"On continue de noter sans la taper. Elle est demandée pour relire un texte, retrouver un code ou "
		"imprimer une fiche déjà notée ; le journal se referme de lui-même après 15 minutes.\n"
		"\n"
		"ATTENTION : personne ne peut retrouver cette phrase, ni nous, ni un service informatique. Un code de "
		"secours est donné une seule fois, à imprimer et à ranger loin de l’ordinateur. Sans la phrase et "
		"sans ce code, les textes et les codes sont perdus pour toujours ; les nombres restent.\n");
}

void protect_code_sheet(const char *code, struct str *out)
{
	str_add(out, "AIGUILLAGE : CODE DE SECOURS DU JOURNAL\n\nFait le ");
	date_french(out, clock_today(), DATE_ALWAYS_YEAR, 0);
	str_addf(out, ".\n\n      %s\n\n"
		 "Ce code ouvre le journal à la place de la phrase, et permet d’en choisir une autre. Il "
		 "remplace les codes imprimés avant, à détruire.\n\n"
		 "Rangez cette feuille loin de l’ordinateur, dans un endroit fermé. Qui la trouve avec "
		 "l’ordinateur peut tout lire. Sans elle et sans la phrase, rien ne peut être relu.\n",
		 code);
}

/* ---- the question of the first days ---- */

bool protect_to_ask(struct session *s)
{
	char *asked;
	bool is;

	if (journal_readonly(s->journal) || journal_lock_state(s->journal) != JOURNAL_PLAIN)
		return false;
	asked = journal_get_setting(s->journal, SETTING_ASKED);
	is = !asked;
	free(asked);
	return is;
}

void protect_asked(struct session *s)
{
	struct err ignored = ERR_INIT;

	journal_set_setting(s->journal, SETTING_ASKED, "oui", &ignored);
}
