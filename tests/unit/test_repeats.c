/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Repeats among keys, few and many: rules/dtc/dtc.h. Expected values: the definition, of
 * each key the nearest one before it that equals it.
 */
#include "rules/dtc/dtc.h"

#include "run.h"

enum { MOST = 200 };

static struct arena arena;
static struct lint lint = { .scratch = &arena };

static void
teardown(void)
{
	arena_free(&arena);
}

/* The keys are no longer than they say, for a sanitizer to see. */
static uint32_t *
repeats_of(const uint32_t *keys, uint32_t n)
{
	uint32_t *copy = malloc(n * sizeof(*copy)), *prev;

	ck_assert_ptr_nonnull(copy);
	memcpy(copy, keys, n * sizeof(*copy));
	prev = dtc_repeats(&lint, copy, n);
	free(copy);
	return prev;
}

START_TEST(each_key_has_the_nearest_that_equals_it)
{
	uint32_t keys[MOST], n, i, k;

	for (n = 1; n <= MOST; n++) {
		const uint32_t *prev;

		/* most stand several times, the first and the last among them */
		for (i = 0; i < n; i++)
			keys[i] = i * i % 31 + (i % 7 ? 0 : 1000 + i);
		keys[n - 1] = keys[0];
		prev = repeats_of(keys, n);
		ck_assert_msg(n == 1 ? !prev : prev != NULL, "of %u", n);
		for (i = 0; prev && i < n; i++) {
			uint32_t expected = UINT32_MAX;

			for (k = 0; k < i; k++)
				expected = keys[k] == keys[i] ? k : expected;
			ck_assert_msg(prev[i] == expected, "%u of %u: %u", i, n, prev[i]);
		}
	}
}
END_TEST

START_TEST(keys_that_differ_have_none)
{
	uint32_t keys[MOST + 1], n, i;

	for (n = 1; n <= MOST; n++) {
		for (i = 0; i < n; i++)
			keys[i] = i * 64;
		keys[n] = keys[0]; /* is none of them */
		ck_assert_msg(!dtc_repeats(&lint, keys, n), "of %u", n);
		ck_assert_msg(!repeats_of(keys, n), "of %u", n);
	}
}
END_TEST

int
main(void)
{
	TCase *c = tcase_create("repeats");

	tcase_add_checked_fixture(c, NULL, teardown);
	tcase_add_test(c, each_key_has_the_nearest_that_equals_it);
	tcase_add_test(c, keys_that_differ_have_none);
	return run_tests(c);
}
