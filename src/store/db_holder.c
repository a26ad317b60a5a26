/*
 * Who holds a base.  Read from /proc/locks: to open the file once more would drop our own locks on it.
 * Nothing is found when the holder is on another computer, or where there is no /proc.
 */
#include "src/store/db_impl.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "aiguillage/date.h"

#define START_FIELD 22		/* of /proc/PID/stat, counted from 1; the name, field 2, may hold spaces */

/* The process that has a write lock on the file; 0: none that can be told. */
static int holder_of(const char *path)
{
	FILE *f = fopen("/proc/locks", "r");
	unsigned long long inode;
	char line[200], mode[16];
	struct stat st;
	int pid, found = 0;

	while (f && !found && stat(path, &st) == 0 && fgets(line, sizeof line, f))
		if (sscanf(line, "%*s POSIX %*s %15s %d %*x:%*x:%llu", mode, &pid, &inode) == 3 &&
		    strcmp(mode, "WRITE") == 0 && inode == st.st_ino && pid != getpid())
			found = pid;
	if (f)
		fclose(f);
	return found;
}

static bool read_line(const char *path, char *line, int size)
{
	FILE *f = fopen(path, "r");
	bool ok = f && fgets(line, size, f);

	if (f)
		fclose(f);
	return ok;
}

/* Minutes since the process began, -1 when nothing tells. */
static long age_of(int pid)
{
	char path[40], line[1000], *p;
	double up = 0, began = 0;

	snprintf(path, sizeof path, "/proc/%d/stat", pid);
	if (!read_line("/proc/uptime", line, sizeof line) || sscanf(line, "%lf", &up) != 1 ||
	    !read_line(path, line, sizeof line) || !(p = strrchr(line, ')')))
		return -1;
	for (int field = 2; p && field < START_FIELD; field++)
		p = strchr(p + 1, ' ');
	if (p)
		began = strtod(p, NULL) / (double)sysconf(_SC_CLK_TCK);
	return p && began <= up ? (long)((up - began) / 60) : -1;
}

void db_say_holder(const struct db *db, struct str *out)
{
	int pid = holder_of(db->path);
	long age = pid ? age_of(pid) : -1;

	if (!pid)
		return;
	str_addf(out, " (programme n° %d de cet ordinateur", pid);
	if (age >= 0) {
		int64_t since = clock_now() - age;

		str_add(out, ", lancé ");
		if (date_day_of(since) != clock_today()) {
			str_add(out, "le ");
			date_french(out, date_day_of(since), 0, date_of_day(clock_today()).year);
			str_addc(out, ' ');
		}
		str_add(out, "à ");
		date_french_time(out, date_minute_of(since));
	}
	str_addc(out, ')');
}
