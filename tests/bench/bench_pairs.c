/*
 * Two commands, one after the other, several rounds: processor time and memory.
 *
 *	bench_pairs ROUNDS BEFORE OURS THEIRS
 *
 * The three are shell commands; BEFORE runs before each of the two, untimed (« : » for nothing).
 * Each command is replaced by its last program, so that the shell hardly counts.  Prints, tab
 * separated: median processor seconds of OURS, of THEIRS, the median of the ratios of the rounds,
 * and the peaks of memory in MB.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MAX_ROUNDS = 99 };

struct cost {
	double seconds, mb;
};

static void die(const char *what)
{
	fprintf(stderr, "bench_pairs: %s\n", what);
	exit(1);
}

static double of_time(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

static struct cost run(const char *command)
{
	struct rusage u;
	int status;
	pid_t pid = fork();

	if (pid < 0)
		die("fork");
	if (pid == 0) {
		if (!freopen("/dev/null", "w", stdout))
			_exit(126);
		execl("/bin/sh", "sh", "-c", command, (char *)NULL);
		_exit(127);
	}
	if (wait4(pid, &status, 0, &u) != pid)
		die("wait");
	if (!WIFEXITED(status) || WEXITSTATUS(status) > 1)	/* 1: nothing was found */
		die(command);
	return (struct cost){ of_time(u.ru_utime) + of_time(u.ru_stime),
			      (double)u.ru_maxrss / 1024 };
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double median(double *values, int n)
{
	qsort(values, (size_t)n, sizeof *values, by_value);
	return n % 2 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}

int main(int argc, char **argv)
{
	double ours[MAX_ROUNDS], theirs[MAX_ROUNDS], ratio[MAX_ROUNDS], mb[2] = { 0 };
	int n = argc == 5 ? atoi(argv[1]) : 0;

	if (n < 1 || n > MAX_ROUNDS)
		die("ROUNDS BEFORE OURS THEIRS");
	for (int i = 0; i < n; i++) {
		struct cost a, b;

		run(argv[2]);
		a = run(argv[3]);
		run(argv[2]);
		b = run(argv[4]);
		ours[i] = a.seconds;
		theirs[i] = b.seconds;
		ratio[i] = a.seconds / b.seconds;
		mb[0] = a.mb > mb[0] ? a.mb : mb[0];
		mb[1] = b.mb > mb[1] ? b.mb : mb[1];
	}
	printf("%.4f\t%.4f\t%.3f\t%.1f\t%.1f\n", median(ours, n), median(theirs, n),
	       median(ratio, n), mb[0], mb[1]);
	return 0;
}
