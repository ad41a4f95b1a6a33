/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/span.h"

#include "support.h"

static struct arena arena;

static void
teardown(void)
{
	arena_free(&arena);
}

static void
add(struct span_list *list, uint64_t first, uint64_t last)
{
	struct span s = { .first = first, .last = last, .owner = (uint32_t)list->n };

	span_add(list, &arena, &s);
}

START_TEST(a_span_ends_where_its_numbers_do)
{
	static const struct {
		uint64_t first, size, limit;
		bool some;
		uint64_t last;
	} rows[] = {
		{ 0x1000, 0x1000, UINT64_MAX, true, 0x1fff },
		{ 0x1000, 1, UINT64_MAX, true, 0x1000 },
		{ 0x1000, 0, UINT64_MAX, false, 0 },
		{ 0xfffff000, 0x1000, UINT32_MAX, true, UINT32_MAX },
		{ 0xfffff000, 0x1001, UINT32_MAX, true, UINT32_MAX },
		{ 0, UINT64_MAX, UINT64_MAX, true, UINT64_MAX - 1 },
		{ 1, UINT64_MAX, UINT64_MAX, true, UINT64_MAX },
		{ 2, UINT64_MAX, UINT64_MAX, true, UINT64_MAX },
		{ UINT64_MAX, 1, UINT64_MAX, true, UINT64_MAX },
		{ UINT64_MAX, UINT64_MAX, UINT64_MAX, true, UINT64_MAX },
		{ 0, 5, 0, true, 0 },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct span s = { 0 };

		ck_assert_int_eq(span_set(&s, rows[i].first, rows[i].size, rows[i].limit),
			rows[i].some);
		if (!rows[i].some)
			continue;
		ck_assert_uint_eq(s.first, rows[i].first);
		ck_assert_uint_eq(s.last, rows[i].last);
	}
}
END_TEST

START_TEST(the_longer_of_two_comes_first)
{
	struct span_list list = { 0 };

	add(&list, 5, 6);
	add(&list, 5, 9);
	add(&list, 1, 2);
	add(&list, 5, 9);
	span_sort(&list);
	ck_assert_uint_eq(list.v[0].owner, 2);
	ck_assert_uint_eq(list.v[1].owner, 1);
	ck_assert_uint_eq(list.v[2].owner, 3);
	ck_assert_uint_eq(list.v[3].owner, 0);
}
END_TEST

START_TEST(nothing_has_no_overlaps)
{
	struct span_list none = { 0 }, out;
	struct span s = { .first = 0, .last = UINT64_MAX };
	size_t n = 42;

	span_sort(&none);
	span_merge(&none);
	ck_assert_uint_eq(none.n, 0);
	ck_assert_ptr_null(span_overlaps(&none, &arena, &n));
	ck_assert_uint_eq(n, 0);
	ck_assert_ptr_null(span_find(&none, 0));
	ck_assert_ptr_null(span_touches(&none, &s));
	ck_assert(!span_covers(&none, &s));
	out = span_subtract(&none, &none, &arena);
	ck_assert_uint_eq(out.n, 0);
}
END_TEST

START_TEST(the_end_of_all_numbers_is_no_beginning)
{
	struct span_list list = { 0 }, all = { 0 }, out;
	struct span s = { .first = UINT64_MAX, .last = UINT64_MAX };

	add(&list, 0, 0);
	add(&list, UINT64_MAX - 1, UINT64_MAX);
	add(&list, UINT64_MAX, UINT64_MAX);
	span_sort(&list);
	span_merge(&list);
	ck_assert_uint_eq(list.n, 2);
	ck_assert_uint_eq(list.v[1].last, UINT64_MAX);
	ck_assert(span_covers(&list, &s));
	add(&all, 0, UINT64_MAX);
	out = span_subtract(&all, &list, &arena);
	ck_assert_uint_eq(out.n, 1);
	ck_assert_uint_eq(out.v[0].first, 1);
	ck_assert_uint_eq(out.v[0].last, UINT64_MAX - 2);
	out = span_subtract(&list, &all, &arena);
	ck_assert_uint_eq(out.n, 0);
}
END_TEST

START_TEST(the_one_before_is_the_last_to_begin)
{
	struct span_list list = { 0 };

	add(&list, 10, 40);
	add(&list, 20, 25);
	span_sort(&list);
	ck_assert_ptr_null(span_before(&list, 9));
	ck_assert_uint_eq(span_before(&list, 10)->owner, 0);
	ck_assert_uint_eq(span_before(&list, 19)->owner, 0);
	ck_assert_uint_eq(span_before(&list, 20)->owner, 1);
	ck_assert_uint_eq(span_before(&list, UINT64_MAX)->owner, 1);
}
END_TEST

START_TEST(overlaps_are_told_apart)
{
	/* a bus and what is in it; two that cross; one of the same size */
	struct span_list list = { 0 };
	const struct span_overlap *o;
	size_t n;

	add(&list, 0x0, 0xff);
	add(&list, 0x10, 0x2f);
	add(&list, 0x20, 0x3f);
	add(&list, 0x80, 0x8f);
	add(&list, 0x80, 0x8f);
	add(&list, 0x100, 0x1ff);
	span_sort(&list);
	o = span_overlaps(&list, &arena, &n);
	ck_assert_uint_eq(n, 4);
	ck_assert_uint_eq(o[0].a->owner, 0);
	ck_assert_uint_eq(o[0].b->owner, 1);
	ck_assert(!o[0].crossing);
	ck_assert_uint_eq(o[1].a->owner, 1);
	ck_assert_uint_eq(o[1].b->owner, 2);
	ck_assert(o[1].crossing);
	ck_assert_uint_eq(o[2].a->owner, 0);
	ck_assert_uint_eq(o[2].b->owner, 3);
	ck_assert(!o[2].crossing);
	ck_assert_uint_eq(o[3].a->owner, 3);
	ck_assert_uint_eq(o[3].b->owner, 4);
	ck_assert(!o[3].crossing);
}
END_TEST

/* Numbers below this, in the tests that try every one. */
enum { NUMBERS = 64, LISTS = 1000 };

static uint32_t
next_random(uint32_t *state)
{
	*state = *state * 1664525u + 1013904223u;
	return *state >> 16;
}

static struct span_list
random_list(uint32_t *state)
{
	struct span_list list = { 0 };
	uint32_t n = next_random(state) % 9;

	while (n--) {
		uint64_t first = next_random(state) % NUMBERS;

		add(&list, first, first + next_random(state) % (NUMBERS - first));
	}
	span_sort(&list);
	return list;
}

static bool
holds(const struct span_list *list, uint64_t number)
{
	for (size_t i = 0; i < list->n; i++)
		if (list->v[i].first <= number && list->v[i].last >= number)
			return true;
	return false;
}

static bool
cross(const struct span *a, const struct span *b)
{
	return a->first < b->first && b->first <= a->last && a->last < b->last;
}

static bool
overlap(const struct span *a, const struct span *b)
{
	return a->first <= b->last && b->first <= a->last;
}

START_TEST(overlaps_are_found_as_by_trying_all_pairs)
{
	uint32_t state = 1;

	for (int i = 0; i < LISTS; i++) {
		struct span_list list = random_list(&state);
		size_t n, overlaps = 0, crossings = 0, found = 0;
		const struct span_overlap *o = span_overlaps(&list, &arena, &n);

		for (size_t a = 0; a < list.n; a++)
			for (size_t b = a + 1; b < list.n; b++) {
				overlaps += overlap(&list.v[a], &list.v[b]);
				crossings += cross(&list.v[a], &list.v[b]);
			}
		ck_assert_int_eq(n > 0, overlaps > 0);
		ck_assert_uint_le(n, list.n);
		for (size_t k = 0; k < n; k++) {
			ck_assert(o[k].a < o[k].b);
			ck_assert(overlap(o[k].a, o[k].b));
			ck_assert_int_eq(o[k].crossing, cross(o[k].a, o[k].b));
			found += o[k].crossing;
		}
		ck_assert_int_eq(found > 0, crossings > 0);
	}
}
END_TEST

START_TEST(sets_are_as_number_by_number)
{
	uint32_t state = 2;

	for (int i = 0; i < LISTS; i++) {
		struct span_list a = random_list(&state), b = random_list(&state);
		struct span_list ma = { 0 }, mb = { 0 }, less;
		uint64_t first = next_random(&state) % NUMBERS;
		struct span s = { .first = first,
			.last = first + next_random(&state) % (NUMBERS - first) };
		size_t in = 0;

		span_add_all(&ma, &arena, &a);
		span_add_all(&mb, &arena, &b);
		span_merge(&ma);
		span_merge(&mb);
		less = span_subtract(&ma, &mb, &arena);
		for (size_t k = 1; k < ma.n; k++)
			ck_assert_uint_gt(ma.v[k].first, ma.v[k - 1].last + 1);
		for (uint64_t number = 0; number < NUMBERS; number++) {
			ck_assert_int_eq(holds(&ma, number), holds(&a, number));
			ck_assert_int_eq(
				span_find(&ma, number) != NULL, holds(&a, number));
			ck_assert_int_eq(holds(&less, number),
				holds(&a, number) && !holds(&b, number));
			in += number >= s.first && number <= s.last && holds(&a, number);
		}
		ck_assert_int_eq(span_touches(&ma, &s) != NULL, in > 0);
		ck_assert_int_eq(span_covers(&ma, &s), in == s.last - s.first + 1);
	}
}
END_TEST

int
main(void)
{
	TCase *c = tcase_create("span");

	tcase_add_checked_fixture(c, NULL, teardown);
	tcase_add_test(c, a_span_ends_where_its_numbers_do);
	tcase_add_test(c, the_longer_of_two_comes_first);
	tcase_add_test(c, nothing_has_no_overlaps);
	tcase_add_test(c, the_end_of_all_numbers_is_no_beginning);
	tcase_add_test(c, the_one_before_is_the_last_to_begin);
	tcase_add_test(c, overlaps_are_told_apart);
	tcase_add_test(c, overlaps_are_found_as_by_trying_all_pairs);
	tcase_add_test(c, sets_are_as_number_by_number);
	return run_tests(c);
}
