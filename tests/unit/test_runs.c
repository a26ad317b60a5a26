#include "aiguillage/runs.h"
#include "tests/lib/tap.h"

static void test_numbers(void)
{
	static const int64_t rows[] = { 3, 4, 5, 9, 12, 13, INT64_MAX - 9 };
	struct runs r = { 0 };
	int wrong = 0;

	ok(runs_ok(&r) && runs_rank(&r, 1) == 0, "nothing");
	for (size_t i = 0; i < 7; i++)
		runs_add(&r, rows[i]);
	is_int((int64_t)r.n, 4, "four runs");
	is_int(r.count, 7, "of seven numbers");
	ok(runs_ok(&r), "that may be used");
	for (uint32_t i = 0; i < 7; i++)
		wrong += runs_at(&r, i) != rows[i] || runs_rank(&r, rows[i]) != i;
	is_int(wrong, 0, "each has its rank, each rank its number");
	static const int64_t absent[] = { INT64_MIN, -1, 0, 2, 6, 8, 10, 11, 14, INT64_MAX };
	for (size_t i = 0; i < 10; i++)
		wrong += runs_rank(&r, absent[i]) != 7;
	is_int(wrong, 0, "what is not there has none");
	runs_done(&r);
}

static void test_one_run(void)
{
	struct runs r = { 0 };

	for (int64_t i = 0; i < 100000; i++)
		runs_add(&r, i + 17);
	is_int((int64_t)r.n, 1, "a hundred thousand in one run");
	is_int(runs_at(&r, 99999), 100016, "the last");
	is_int(runs_rank(&r, 100017), 100000, "none after it");
	runs_done(&r);
}

static void test_refusals(void)
{
	static const struct {
		uint32_t rank[2];
		int64_t number[2];
		uint32_t count;
		const char *what;
	} bad[] = {
		{ { 1, 2 }, { 5, 9 }, 4, "a first rank that is not 0" },
		{ { 0, 0 }, { 5, 9 }, 4, "an empty run" },
		{ { 0, 4 }, { 5, 9 }, 4, "a rank beyond the count" },
		{ { 0, 2 }, { 9, 5 }, 4, "numbers that go back" },
		{ { 0, 3 }, { 5, 7 }, 4, "runs that overlap" },
		{ { 0, 2 }, { 5, INT64_MAX - 1 }, 4, "numbers past the last one" },
	};
	struct runs none = { .count = 3 };

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct runs r = {
			.rank = (uint32_t *)bad[i].rank, .number = (int64_t *)bad[i].number,
			.n = 2, .count = bad[i].count,
		};

		ok(!runs_ok(&r), "%s", bad[i].what);
	}
	ok(!runs_ok(&none), "numbers without a run");
}

int main(void)
{
	test_numbers();
	test_one_run();
	test_refusals();
	return done_testing();
}
