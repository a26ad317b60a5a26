/* The terminal layer, seen from outside through tests/tui/demo. */
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/lib/tap.h"
#include "tests/lib/vt.h"

/* newterm() that refuses leaks a little: not ours to report */
#define LIBRARY_LEAKS "ASAN_OPTIONS=detect_leaks=0"

static char demo[4096];

static struct vt *start(int rows, int cols, const char *const *env)
{
	const char *argv[] = { demo, NULL };

	return vt_start(&(struct vt_options){ argv, env, rows, cols });
}

static void test_typing(void)
{
	struct vt *v = start(24, 80, NULL);
	char many[201];

	see(v, "22 communes");
	see(v, "? Aide");
	see_cursor(v, "> Affoux");
	vt_keys(v, "EVEUX");
	see(v, "1 communes");
	see_cursor(v, "> Éveux");
	vt_keys(v, "<C-u>");
	see(v, "22 communes");
	vt_keys(v, "éveux");
	see(v, "1 communes");
	vt_keys(v, "<C-w>œu");
	see_row(v, ">", "Cœur-de-Bois");
	vt_keys(v, "<Left>r<Backspace><Home><Delete><End>");
	see(v, "Commune   u");
	memset(many, 'z', sizeof many - 1);
	many[200] = '\0';
	vt_keys(v, "<C-u>");
	vt_paste(v, many);
	see(v, "0 communes");
	vt_keys(v, "<C-u>");
	see(v, "22 communes");
	vt_paste(v, "tar\nare\r");
	see(v, "tar are");
	vt_keys(v, "<C-u>qQ");
	see(v, "Commune   qQ");
	vt_keys(v, "<F10>");
	is_int(vt_end(v), 0, "F10 leaves");
}

/* A burst of keys is searched a few times, not once a key. */
static void test_batch(void)
{
	struct vt *v = start(24, 80, NULL);
	char many[201];

	see(v, "1 recherches");
	memset(many, 'z', sizeof many - 1);
	many[200] = '\0';
	vt_bytes(v, many, 200);
	see(v, "0 communes");
	vt_keys(v, "<C-u>");
	see(v, "22 communes");
	vt_ok(v, vt_row_of(v, "0 recherches") < 0 && vt_row_of(v, "00 recherches") < 0,
	      "fewer than a hundred searches");
	vt_keys(v, "<C-q>");
	is_int(vt_end(v), 0, "Ctrl-Q leaves");
}

static void test_list(void)
{
	struct vt *v = start(14, 80, NULL);

	see_cursor(v, "> Affoux");
	vt_keys(v, "<Down><Down>");
	see_cursor(v, "> L’Arbresle");
	see_reverse(v, "L’Arbresle");
	ok(vt_wait_look(v, "Bibost", VT_COLOURED, true), "colours are used");
	vt_keys(v, "<End>");
	see_cursor(v, "> Yzeron");
	vt_keys(v, "<PageUp>");
	see_cursor(v, "> ");
	vt_keys(v, "<Home><Up>");
	see_cursor(v, "> Affoux");
	vt_click_on(v, "Bully", 5);
	see_cursor(v, "> Bully");
	vt_wheel(v, 5, 5, 1);
	see_cursor(v, "> Éveux");
	vt_click(v, 13, 24);
	see(v, "Des communes");
	vt_keys(v, "<Esc>");
	see_gone(v, "Des communes");
	ok(vt_wait_mouse(v, true), "the mouse is asked for");
	vt_keys(v, "<C-y>");
	ok(vt_wait_mouse(v, false), "Ctrl-Y leaves it to the terminal");
	see(v, "Souris pour le terminal");
	vt_keys(v, "<C-c>");
	see(v, "Quitter Aiguillage ?");
	see_cursor(v, "> Non");
	vt_keys(v, "<Enter>");
	see_gone(v, "Quitter Aiguillage ?");
	vt_keys(v, "<Esc>");
	see(v, "Quitter Aiguillage ?");
	vt_paste(v, "oui");
	vt_keys(v, "<Down><Enter>");
	is_int(vt_end(v), 0, "Esc, then yes, leaves");
}

static void test_picker(void)
{
	struct vt *v = start(24, 80, NULL);

	vt_keys(v, "<C-f>");
	see(v, "[ ] Affoux");
	see_cursor(v, "> [ ] Affoux");
	vt_keys(v, "pou");
	see_cursor(v, "> [ ] Poule-les-Écharmeaux");
	see_row(v, "Poule", " 12 ");
	vt_keys(v, "<Enter>");
	see(v, "choix : Poule-les-Écharmeaux");
	vt_keys(v, "<C-f>premi<Space>");
	see(v, "[x] Affoux");
	vt_keys(v, "<C-u>bully<Space><Enter>");
	see(v, "choix : Affoux Bully");
	vt_keys(v, "<C-f>zzz");
	see(v, "Rien ne commence ainsi");
	vt_keys(v, "<Esc>");
	see_gone(v, "Filtrer");
	see(v, "choix : Affoux Bully");
	vt_keys(v, "<C-q>");
	is_int(vt_end(v), 0, "end");
}

static void test_sizes(void)
{
	struct vt *v = start(10, 40, NULL);

	see(v, "? Aide");
	vt_resize(v, 9, 40);
	see(v, "Fenêtre trop petite");
	vt_keys(v, "abc");
	vt_resize(v, 24, 39);
	see(v, "Fenêtre trop petite");
	vt_resize(v, 1, 1);
	vt_resize(v, 60, 200);
	see(v, "22 communes");
	for (int i = 0; i < 100; i++)
		vt_resize(v, 10 + i % 30, 40 + i % 70);
	vt_resize(v, 17, 73);
	ok(vt_wait_at(v, -1, "? Aide"), "the key bar is on the last line after 100 resizes");
	see(v, "22 communes");
	vt_keys(v, "<C-q>");
	is_int(vt_end(v), 0, "end");
}

static void test_terminals(void)
{
	static const char *const no_color[] = { "NO_COLOR=1", NULL };
	static const char *const vt100[] = { "TERM=vt100", NULL };
	static const char *const console[] = { "TERM=linux", NULL };
	static const char *const c_locale[] = { "LC_ALL=C", NULL };
	static const char *const missing[] = { "LC_ALL=xx_XX.UTF-8", NULL };
	static const char *const unset[] = { "LC_ALL", "LC_CTYPE", "LANG", NULL };
	static const struct {
		const char *const *env;
		bool coloured, ascii;
	} cases[] = {
		{ no_color, false, false }, { vt100, false, false },  { console, true, false },
		{ c_locale, true, true },   { missing, true, false }, { unset, true, false },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct vt *v = start(24, 80, cases[i].env);
		const char *name = cases[i].env[0];

		see(v, "22 communes");
		vt_keys(v, "<Down>");
		see_cursor(v, "> Amplepuis");
		ok(vt_wait_look(v, "Bibost", VT_COLOURED, cases[i].coloured), "%s: colours", name);
		see_reverse(v, "Amplepuis");
		is_int(vt_all_ascii(v), cases[i].ascii, "%s: only ASCII", name);
		vt_keys(v, "éveu");
		see(v, "1 communes");
		see_row(v, ">", cases[i].ascii ? "Eveux" : "Éveux");
		vt_keys(v, "<F10>");
		is_int(vt_end(v), 0, "%s: end", name);
	}
}

static void test_refusals(void)
{
	static const char *const unknown[] = { "TERM=inconnu", LIBRARY_LEAKS, NULL };
	static const char *const dumb[] = { "TERM=dumb", LIBRARY_LEAKS, NULL };
	static const char *const none[] = { "TERM", NULL };
	struct vt *v = start(24, 80, unknown);
	int status;
	pid_t pid;

	see(v, "« inconnu » est inconnu");
	is_int(vt_end(v), 2, "an unknown terminal");
	v = start(24, 80, dumb);
	see(v, "« dumb » est inconnu ou trop simple");
	is_int(vt_end(v), 2, "a terminal without cursor movement");
	v = start(24, 80, none);
	see(v, "TERM vide");
	is_int(vt_end(v), 2, "no TERM");
	pid = fork();
	if (pid == 0) {
		int null = open("/dev/null", O_RDWR);

		dup2(null, 0);
		dup2(null, 1);
		dup2(null, 2);
		execl(demo, demo, (char *)NULL);
		_exit(127);
	}
	waitpid(pid, &status, 0);
	ok(WIFEXITED(status) && WEXITSTATUS(status) == 2, "no terminal at all");
}

/* The tests of endings run the program under a shell, which tells what it finds after it. */
static struct vt *start_shell(void)
{
	static const char *const env[] = { "PS1=invite> ", "ENV", NULL };
	static const char *const argv[] = { "/bin/sh", "-i", NULL };
	struct vt *v = vt_start(&(struct vt_options){ argv, env, 24, 80 });

	see(v, "invite>");
	return v;
}

static void run_demo(struct vt *v)
{
	vt_keys(v, demo);
	vt_keys(v, "; echo statut $?<Enter>");
	see(v, "22 communes");
}

static void test_endings(void)
{
	struct vt *v = start_shell();

	run_demo(v);
	vt_keys(v, "<C-d>");
	see(v, "statut 139");
	ok(vt_is_restored(v), "the terminal is restored after a crash");
	run_demo(v);
	vt_keys(v, "<C-e>");
	see(v, "statut 3");
	ok(vt_is_restored(v), "the terminal is restored after exit()");
	vt_free(v);

	v = start(24, 80, NULL);
	see(v, "22 communes");
	kill(vt_pid(v), SIGTERM);
	is_int(vt_end(v), 0, "SIGTERM ends it cleanly");
	v = start(24, 80, NULL);
	see(v, "22 communes");
	kill(vt_pid(v), SIGINT);
	see(v, "Quitter Aiguillage ?");
	vt_hang_up(v);
	is_int(vt_end(v), 0, "a hang-up ends it");
	v = start(24, 80, NULL);
	see(v, "22 communes");
	kill(vt_pid(v), SIGABRT);
	ok(vt_wait_exit(v), "SIGABRT ends it");
	vt_free(v);
}

/* nohup: the hang-up is ignored, the end of the terminal is found by reading. */
static void test_ignored_hang_up(void)
{
	struct vt *v;

	signal(SIGHUP, SIG_IGN);
	{
		char command[4200];
		const char *argv[] = { "/bin/sh", "-c", command, NULL };

		snprintf(command, sizeof command, "trap '' HUP; exec %s", demo);
		v = vt_start(&(struct vt_options){ argv, NULL, 24, 80 });
	}
	signal(SIGHUP, SIG_DFL);
	see(v, "22 communes");
	vt_hang_up(v);
	is_int(vt_end(v), 0, "the end of the terminal is noticed when SIGHUP is ignored");
}

static void test_suspend(void)
{
	struct vt *v = start_shell();

	run_demo(v);
	vt_keys(v, "bu");
	see(v, "1 communes");
	vt_keys(v, "<C-z>");
	see(v, "Aiguillage attend. Pour y revenir : tapez fg, puis Entrée.");
	see(v, "Stopped");
	ok(vt_is_restored(v), "Ctrl-Z gives the terminal back");
	vt_resize(v, 20, 70);
	vt_keys(v, "<C-u>fg<Enter>");
	see(v, "1 communes");
	ok(vt_wait_at(v, -1, "? Aide"), "at the new size");
	vt_keys(v, "<C-u>");
	see(v, "22 communes");
	vt_keys(v, "<C-q>");
	see(v, "invite>");
	ok(vt_is_restored(v), "and back for good");
	vt_free(v);
}

int main(void)
{
	const char *build = getenv("BUILDDIR");

	snprintf(demo, sizeof demo, "%s/tests/tui/demo", build ? build : ".");
	test_typing();
	test_batch();
	test_list();
	test_picker();
	test_sizes();
	test_terminals();
	test_refusals();
	test_endings();
	test_ignored_hang_up();
	test_suspend();
	return done_testing();
}
