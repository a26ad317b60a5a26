/*
 * What one sees, and when: programs in a pseudo-terminal of 80 × 24.
 *
 *	bench_paint first ROUNDS OURS THEIRS		from the start to the last byte of the first screen
 *	bench_paint keys ROUNDS SETUP KEYS OURS THEIRS	from a key to the last byte of what it paints
 *
 * OURS and THEIRS are shell commands, measured in turn.  A screen is painted when nothing more
 * comes for a while; the while is not counted.  SETUP is typed first, KEYS is typed key by key
 * then erased by as many Backspace; « ^I » is Tab. Prints, tab separated, for each of the two:
 * median of the milliseconds on the wall, median of those of the processor, bytes sent to the
 * terminal (median), peak memory in MB.
 */
#include <errno.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { FIRST_QUIET_MS = 150, KEY_QUIET_MS = 40, PATIENCE_MS = 20000, MAX = 20000 };

struct series {
	double wall[MAX], cpu[MAX], bytes[MAX], mb;
	int n;
};

struct program {
	const char *command;
	pid_t pid;
	int fd;
	struct series *s;
};

static void die(const char *what)
{
	fprintf(stderr, "bench_paint: %s\n", what);
	exit(1);
}

static double now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* Of the processor, by the scheduler's own count: nanoseconds. */
static double cpu_ms(pid_t pid)
{
	char path[64];
	unsigned long long ns = 0;
	FILE *f;

	snprintf(path, sizeof path, "/proc/%d/schedstat", (int)pid);
	f = fopen(path, "r");
	if (!f || fscanf(f, "%llu", &ns) != 1)
		ns = 0;
	if (f)
		fclose(f);
	return (double)ns / 1e6;
}

static double peak_mb(pid_t pid)
{
	char line[256];
	long kb = 0;
	FILE *f;

	snprintf(line, sizeof line, "/proc/%d/status", (int)pid);
	f = fopen(line, "r");
	while (f && fgets(line, sizeof line, f))
		if (sscanf(line, "VmHWM: %ld", &kb) == 1)
			break;
	if (f)
		fclose(f);
	return (double)kb / 1024;
}

static void start(struct program *p)
{
	struct winsize size = { .ws_row = 24, .ws_col = 80 };

	p->pid = forkpty(&p->fd, NULL, NULL, &size);
	if (p->pid < 0)
		die("forkpty");
	if (p->pid == 0) {
		char command[8192];

		setenv("TERM", "xterm-256color", 1);
		snprintf(command, sizeof command, "exec %s", p->command);
		execl("/bin/sh", "sh", "-c", command, (char *)NULL);
		_exit(127);
	}
}

static void stop(struct program *p)
{
	double mb = peak_mb(p->pid);

	if (mb > p->s->mb)
		p->s->mb = mb;
	kill(p->pid, SIGHUP);
	close(p->fd);
	for (int i = 0; i < 100 && waitpid(p->pid, NULL, WNOHANG) == 0; i++)
		usleep(10000);
	if (waitpid(p->pid, NULL, WNOHANG) == 0) {
		kill(p->pid, SIGKILL);
		waitpid(p->pid, NULL, 0);
	}
}

/* Reads until it is quiet; the moment of the last byte, and how many there were. */
static double drain(struct program *p, int quiet_ms, size_t *bytes)
{
	struct pollfd fd = { .fd = p->fd, .events = POLLIN };
	double last = now_ms(), begin = last;
	char buf[65536];

	*bytes = 0;
	for (;;) {
		int wait = *bytes ? quiet_ms : PATIENCE_MS;
		ssize_t n;

		if (poll(&fd, 1, wait) <= 0)
			return last;
		n = read(p->fd, buf, sizeof buf);
		if (n <= 0 || now_ms() - begin > PATIENCE_MS)
			die(p->command);	/* it left, or never rests */
		last = now_ms();
		*bytes += (size_t)n;
	}
}

static void note(struct program *p, double wall, double cpu, size_t bytes)
{
	struct series *s = p->s;

	if (s->n == MAX)
		die("too many rounds");
	s->wall[s->n] = wall;
	s->cpu[s->n] = cpu;
	s->bytes[s->n++] = (double)bytes;
}

static void first(struct program *p, int rounds)
{
	for (int i = 0; i < 2 * rounds; i++) {
		struct program *one = &p[i % 2];
		double begin = now_ms(), end;
		size_t bytes;

		start(one);
		end = drain(one, FIRST_QUIET_MS, &bytes);
		note(one, end - begin, cpu_ms(one->pid), bytes);
		stop(one);
	}
}

static void send_keys(struct program *p, const char *keys, size_t n)
{
	if (write(p->fd, keys, n) != (ssize_t)n)
		die("write");
}

static void press(struct program *p, const char *key)
{
	double cpu = cpu_ms(p->pid), begin = now_ms(), end;
	size_t bytes;

	send_keys(p, key, 1);
	end = drain(p, KEY_QUIET_MS, &bytes);
	note(p, end - begin, cpu_ms(p->pid) - cpu, bytes);
}

static void type_setup(struct program *p, const char *setup)
{
	size_t bytes;

	for (; *setup; setup++) {
		bool tab = strncmp(setup, "^I", 2) == 0;

		send_keys(p, tab ? "\t" : setup, 1);
		setup += tab;
		drain(p, KEY_QUIET_MS, &bytes);
	}
}

static void keys(struct program *p, int rounds, const char *setup, const char *typed)
{
	size_t bytes;

	for (int i = 0; i < 2; i++) {
		start(&p[i]);
		drain(&p[i], FIRST_QUIET_MS, &bytes);
		type_setup(&p[i], setup);
	}
	for (int round = 0; round < rounds; round++) {
		for (const char *key = typed; *key; key++)
			for (int i = 0; i < 2; i++)
				press(&p[i], key);
		for (const char *key = typed; *key; key++)
			for (int i = 0; i < 2; i++)
				press(&p[i], "\x7f");
	}
	for (int i = 0; i < 2; i++)
		stop(&p[i]);
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double median(double *values, int n)
{
	qsort(values, (size_t)n, sizeof *values, by_value);
	return values[n / 2];
}

int main(int argc, char **argv)
{
	static struct series series[2];
	struct program p[2];

	if ((argc == 5 && strcmp(argv[1], "first") == 0) ||
	    (argc == 7 && strcmp(argv[1], "keys") == 0)) {
		p[0] = (struct program){ .command = argv[argc - 2], .s = &series[0] };
		p[1] = (struct program){ .command = argv[argc - 1], .s = &series[1] };
	} else {
		die("first ROUNDS OURS THEIRS | keys ROUNDS SETUP KEYS OURS THEIRS");
	}
	if (argc == 5)
		first(p, atoi(argv[2]));
	else
		keys(p, atoi(argv[2]), argv[3], argv[4]);
	for (int i = 0; i < 2; i++)
		printf("%.2f\t%.2f\t%.0f\t%.1f%c", median(series[i].wall, series[i].n),
		       median(series[i].cpu, series[i].n), median(series[i].bytes, series[i].n),
		       series[i].mb, i ? '\n' : '\t');
	return 0;
}
