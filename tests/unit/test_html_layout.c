/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/html/layout.h"

#include <check.h>
#include <stdlib.h>

#include "support.h"

static struct arena arena;
static struct span_list spans;
static uint64_t labels[4096];
static size_t nlabels;

static void
setup(void)
{
	spans = (struct span_list){ 0 };
	nlabels = 0;
}

static void
teardown(void)
{
	arena_free(&arena);
}

static void
add(uint64_t first, uint64_t size)
{
	struct span s = { first, first + size - 1, (uint32_t)spans.n, 0 };

	span_add(&spans, &arena, &s);
	labels[nlabels++] = first;
}

static struct layout
made(void)
{
	span_sort(&spans);
	return layout_of(&spans, labels, nlabels, &arena);
}

/* What holds of every layout: in order, without holes, and addresses only go down. */
static void
check_order(const struct layout *l)
{
	double y = 0;

	for (size_t i = 0; i < l->n; i++) {
		const struct layout_piece *p = &l->v[i];

		ck_assert_uint_le(p->first, p->last);
		if (i)
			ck_assert_uint_eq(p->first, p[-1].last + 1);
		ck_assert_double_ge(p->y, y);
		ck_assert_double_gt(p->height, 0);
		ck_assert(p->covered || p->folded);
		y = p->y + p->height;
		ck_assert_double_ge(layout_y(l, p->first, false), p->y - 1e-6);
		ck_assert_double_le(layout_y(l, p->last, true), y + 1e-6);
	}
	ck_assert_double_eq_tol(l->height, y, 1e-6);
}

START_TEST(nothing_is_nothing)
{
	struct layout l = made();

	ck_assert_uint_eq(l.n, 0);
	ck_assert_double_eq(l.height, 0);
	ck_assert_double_eq(layout_y(&l, 5, false), 0);
}
END_TEST

START_TEST(a_gap_that_dwarfs_its_neighbours_is_folded)
{
	struct layout l;

	add(0x9000000, 0x1000);
	add(0x40000000, 0x1000);
	l = made();
	check_order(&l);
	ck_assert_uint_eq(l.n, 3);
	ck_assert(!l.v[0].folded && l.v[1].folded && !l.v[2].folded);
	ck_assert(!l.v[1].covered);
	ck_assert_uint_eq(l.v[1].first, 0x9001000);
	ck_assert_uint_eq(l.v[1].last, 0x3fffffff);
	ck_assert_double_eq(l.v[1].height, LAYOUT_FOLD);
	ck_assert_double_eq(layout_y(&l, 0x40000000, false), l.v[2].y);
}
END_TEST

START_TEST(neighbours_are_to_one_scale)
{
	struct layout l;
	double one, two;

	add(0x1000, 0x1000);
	add(0x2000, 0x2000); /* adjoins */
	add(0x8000, 0x1000); /* behind a gap of like size */
	l = made();
	check_order(&l);
	ck_assert_uint_eq(l.n, 1);
	one = layout_y(&l, 0x2000, false) - layout_y(&l, 0x1000, false);
	two = layout_y(&l, 0x3fff, true) - layout_y(&l, 0x2000, false);
	ck_assert_double_eq_tol(two, 2 * one, 1e-6);
	ck_assert_double_eq_tol(
		layout_y(&l, 0x8000, false) - layout_y(&l, 0x4000, false), 4 * one, 1e-6);
	ck_assert_double_ge(l.height, 3 * LAYOUT_LINE);
}
END_TEST

START_TEST(registers_beside_memory_keep_their_scale)
{
	struct layout l;

	add(0x3fff0000, 0x1000);
	add(0x3fff1000, 0xf000); /* up to where the memory begins */
	add(0x40000000, 0x40000000);
	l = made();
	check_order(&l);
	ck_assert_uint_eq(l.n, 2);
	ck_assert(!l.v[0].folded);
	ck_assert(l.v[1].folded && l.v[1].covered);
	ck_assert_uint_eq(l.v[1].first, 0x40000000);
	ck_assert_double_ge(l.v[1].y, l.v[0].y + l.v[0].height + LAYOUT_STEP - 1e-6);
	/* the registers are to be seen */
	ck_assert_double_ge(
		layout_y(&l, 0x3fff1000, false) - layout_y(&l, 0x3fff0000, false), 1);
}
END_TEST

/* What lies in another is no gap, and what overlaps is drawn where it is. */
START_TEST(overlaps_share_their_addresses)
{
	struct layout l;

	add(0x1000, 0x2000);
	add(0x2000, 0x2000);
	add(0x2800, 0x100);
	l = made();
	check_order(&l);
	ck_assert_uint_eq(l.n, 1);
	ck_assert_double_lt(layout_y(&l, 0x2000, false), layout_y(&l, 0x2fff, true));
	ck_assert_double_gt(layout_y(&l, 0x2800, false), layout_y(&l, 0x2000, false));
	ck_assert_double_lt(layout_y(&l, 0x28ff, true), layout_y(&l, 0x2fff, true));
}
END_TEST

START_TEST(the_last_address_is_one)
{
	struct layout l;

	add(0, 1);
	add(UINT64_MAX - 0xfff, 0x1000);
	l = made();
	check_order(&l);
	ck_assert_uint_eq(l.n, 3);
	ck_assert_uint_eq(l.v[2].last, UINT64_MAX);
	ck_assert_double_eq_tol(layout_y(&l, UINT64_MAX, true), l.height, 1e-6);
	spans = (struct span_list){ 0 };
	spans.n = 0;
	nlabels = 0;
	span_add(&spans, &arena, &(struct span){ 0, UINT64_MAX, 0, 0 });
	l = made();
	check_order(&l);
	ck_assert_uint_eq(l.n, 1);
	ck_assert_uint_eq(l.v[0].last, UINT64_MAX);
}
END_TEST

/* Every label has its line, whatever the scale: names are never on top of each other. */
START_TEST(there_is_room_for_every_label)
{
	struct layout l;
	size_t i;

	for (i = 0; i < 2000; i++)
		add(i * 0x40, 0x40);
	labels[nlabels++] = 0x10;       /* of a window, within the first */
	labels[nlabels++] = UINT64_MAX; /* of one behind it all: nowhere */
	l = made();
	check_order(&l);
	ck_assert_double_ge(l.height, 2001 * LAYOUT_LINE);
	ck_assert_double_le(l.height, 4010 * LAYOUT_LINE);
}
END_TEST

int
main(void)
{
	TCase *c = tcase_create("layout");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, nothing_is_nothing);
	tcase_add_test(c, a_gap_that_dwarfs_its_neighbours_is_folded);
	tcase_add_test(c, neighbours_are_to_one_scale);
	tcase_add_test(c, registers_beside_memory_keep_their_scale);
	tcase_add_test(c, overlaps_share_their_addresses);
	tcase_add_test(c, the_last_address_is_one);
	tcase_add_test(c, there_is_room_for_every_label);
	return run_tests(c);
}
