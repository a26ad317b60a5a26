#include "src/cli/cli.h"

static bool run(struct cmd_call *call, struct args *a, struct err *err)
{
	int id = args_option(a, NULL, err);

	if (id == ARGS_WRONG || !call_open(call, err))
		return false;
	str_add(&call->out, "Version : " PACKAGE_VERSION "\n");
	return session_state(call->session, &call->out, err);
}

const struct cmd_entry cmd_state = {
	.name = "etat",
	.operands = "",
	.summary = "Dire où sont les bases, ce qu’elles contiennent et si elles sont saines",
	.help = "Une information par ligne. Le code de sortie est 4 quand quelque chose ne va "
		"pas ; le message dit quoi faire.",
	.run = run,
};
