#include <string.h>

#include "aiguillage/date.h"
#include "src/cli/cli.h"
#include "src/cli/logged.h"

#define DAYS_MAX 365

enum {
	OPT_CAME = 1,
	OPT_FAILED,
	OPT_REASON,
	OPT_CONTACTED,
	OPT_SILENT,
	OPT_ABANDONED,
	OPT_AGAIN,
	OPT_DAYS,
	OPT_FORMAT,
};

static const struct arg_option options[] = {
	{ .id = OPT_CAME, .name = "venu", .help = "la personne est venue, ou a été aidée" },
	{ .id = OPT_FAILED, .name = "pas-venu", .help = "cela n’a pas abouti ; --motif dit pourquoi" },
	{ .id = OPT_REASON, .name = "motif", .value = "MOTIF",
	  .help = "pas venu (d’office), non joignable, trop loin, horaires, complet, payant…" },
	{ .id = OPT_CONTACTED, .name = "contact-pris", .help = "le contact est pris" },
	{ .id = OPT_SILENT, .name = "sans-nouvelle", .help = "plus de nouvelles" },
	{ .id = OPT_ABANDONED, .name = "abandon", .help = "la personne y renonce" },
	{ .id = OPT_AGAIN, .name = "relancer", .value = "JOURS", .help = "redemander dans tant de jours" },
	{ .id = OPT_DAYS, .name = "jours", .value = "N",
	  .help = "sans ID : aussi ce qui vient dans les N jours" },
	{ .id = OPT_FORMAT, .name = "format", .value = "FORMAT",
	  .help = "sans ID : table (pour lire), tsv ou json (pour un programme)" },
	{ .name = NULL },
};

static const struct {
	int id;
	enum referral_state state;
} outcomes[] = {
	{ OPT_CAME, STATE_CAME },	{ OPT_FAILED, STATE_FAILED },
	{ OPT_CONTACTED, STATE_CONTACTED }, { OPT_SILENT, STATE_SILENT },
	{ OPT_ABANDONED, STATE_CANCELLED },
};

struct follow_call {
	const char *id, *reason;
	int state;		/* or -1 */
	int again;		/* days, or 0 */
	int acts, days;
	enum format format;
};

static bool read_option(struct follow_call *w, struct args *a, int id, struct err *err)
{
	for (size_t i = 0; i < sizeof outcomes / sizeof *outcomes; i++) {
		if (outcomes[i].id != id)
			continue;
		w->state = (int)outcomes[i].state;
		w->acts++;
		return true;
	}
	switch (id) {
	case OPT_REASON:
		w->reason = a->value;
		return true;
	case OPT_AGAIN:
		w->acts++;
		return args_number(a, "relancer", 1, DAYS_MAX, &w->again, err);
	case OPT_DAYS:
		return args_number(a, "jours", 0, DAYS_MAX, &w->days, err);
	case OPT_FORMAT:
		return format_read(a, &w->format, err);
	default:
		return false;
	}
}

static bool read_args(struct follow_call *w, struct args *a, struct err *err)
{
	int id;

	while ((id = args_option(a, &w->id, err)) != ARGS_END)
		if (!read_option(w, a, id, err))
			return false;
	if (w->acts > 1)
		return err_set(err, ERR_USAGE, "Une seule suite à la fois : --venu, --pas-venu, "
			       "--relancer…");
	if (w->acts && !w->id)
		return err_set(err, ERR_USAGE, "Il manque l’orientation : aiguillage suivre ID …");
	if (w->id && !w->acts)
		return err_set(err, ERR_USAGE, "Dire la suite : --venu, --pas-venu, --relancer JOURS…");
	return !w->reason || w->state == STATE_FAILED ||
	       err_set(err, ERR_USAGE, "--motif va avec --pas-venu");
}

static bool follow(struct cmd_call *call, const struct follow_call *w, struct err *err)
{
	struct session *s = call->session;
	struct entry e;
	struct str reason;
	bool ok = true;

	str_init(&reason);
	if (w->state == STATE_FAILED)
		ok = log_read(s, KIND_REFERRAL, REF_REASON, w->reason ? w->reason : "non-presente",
			      &reason, err);
	ok = ok && (w->again ? log_postpone(s, w->id, w->again, err)
			     : log_become(s, w->id, (enum referral_state)w->state, reason.s, err));
	if (ok && log_find(s, w->id, &e, err)) {
		ok = logged_print(call, &(struct log_list){ .e = &e, .n = 1 }, FORMAT_TABLE, err);
		entry_done(&e);
	}
	if (ok && w->state == STATE_FAILED)
		say("Pour orienter ailleurs : aiguillage orienter OFFRE --apres %.8s", w->id);
	str_done(&reason);
	return ok;
}

static bool list(struct cmd_call *call, const struct follow_call *w, struct err *err)
{
	struct log_list l;
	bool ok = log_due(call->session, clock_today() + w->days, &l, err) &&
		  logged_print(call, &l, w->format, err);

	if (ok && !l.n && w->format == FORMAT_TABLE)
		str_add(&call->out, "Il n’y a personne à relancer.\n");
	log_list_done(&l);
	return ok;
}

static bool run(struct cmd_call *call, struct args *a, struct err *err)
{
	struct follow_call w = { .state = -1, .format = FORMAT_TABLE };

	return read_args(&w, a, err) && call_open(call, err) &&
	       (w.id ? follow(call, &w, err) : list(call, &w, err));
}

const struct cmd_entry cmd_follow = {
	.name = "suivre",
	.operands = "[ID]",
	.summary = "Voir qui relancer, et noter ce que sont devenues les orientations",
	.help = "Sans ID, les orientations à relancer, de la plus en retard à la plus récente, avec le "
		"téléphone du lieu. Avec ID (ses premiers caractères suffisent), la suite. Au bout "
		"de 30 jours sans rien, une orientation est « sans nouvelle ».\n"
		"\n"
		"Exemples :\n"
		"  aiguillage suivre\n"
		"  aiguillage suivre 3f9a2c1e --venu\n"
		"  aiguillage suivre 3f9a2c1e --pas-venu --motif 'trop loin'\n"
		"  aiguillage suivre 3f9a2c1e --relancer 7",
	.options = options,
	.run = run,
};
