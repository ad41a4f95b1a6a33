/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tree/value.h"

#include "support.h"

static struct made made;

static void
teardown(void)
{
	made_free(&made);
}

static const struct prop *
prop_of(const char *path, const char *name)
{
	const struct prop *p = node_prop(&made.tree, at(&made, path),
		intern_find(&made.names, name, strlen(name)));

	ck_assert_msg(p != NULL, "no %s in %s", name, path);
	return p;
}

START_TEST(numbers_are_whole_or_not_there)
{
	const struct prop *p;
	uint64_t n = 42;

	make_start(&made);
	make_cells(&made, "cells", 0x11223344, 0x55667788, 1, 0);
	make_bytes(&made, "odd", "\0\0\0\1\0\0", 6);
	make_flag(&made, "empty");
	make_load(&made);
	p = prop_of("/", "cells");
	ck_assert_uint_eq(prop_ncells(p), 4);
	ck_assert(prop_number(p, 0, 1, &n));
	ck_assert_uint_eq(n, 0x11223344);
	ck_assert(prop_number(p, 0, 2, &n));
	ck_assert_uint_eq(n, 0x1122334455667788u);
	ck_assert(prop_number(p, 4, 0, &n)); /* no cells are a number: 0 */
	ck_assert_uint_eq(n, 0);
	n = 42;
	ck_assert(!prop_number(p, 3, 2, &n));
	ck_assert(!prop_number(p, 5, 0, &n));
	ck_assert(!prop_number(p, UINT32_MAX, 1, &n));
	ck_assert(!prop_number(p, 1, UINT32_MAX, &n));
	ck_assert_uint_eq(n, 42);
	/* three cells fit where the first is 0 only */
	ck_assert(!prop_number(p, 0, 3, &n));
	ck_assert(!prop_number(p, 1, 3, &n));
	p = prop_of("/", "odd");
	ck_assert_uint_eq(prop_ncells(p), 1);
	ck_assert(prop_number(p, 0, 1, &n));
	ck_assert_uint_eq(n, 1);
	ck_assert(!prop_number(p, 0, 2, &n));
	ck_assert(!prop_number(prop_of("/", "empty"), 0, 1, &n));
}
END_TEST

START_TEST(wide_numbers_fit_where_they_can)
{
	uint64_t n;

	make_start(&made);
	make_cells(&made, "pci", 0, 0x80, 0x1000);
	make_load(&made);
	ck_assert(prop_number(prop_of("/", "pci"), 0, 3, &n));
	ck_assert_uint_eq(n, 0x8000001000u);
}
END_TEST

START_TEST(strings_come_one_by_one)
{
	static const struct {
		const char *bytes;
		size_t n;
		bool whole;
		const char *strings[4];
	} rows[] = {
		{ "virtio,mmio", 12, true, { "virtio,mmio" } },
		{ "a\0bc\0d", 7, true, { "a", "bc", "d" } },
		{ "", 1, true, { "" } },
		{ "a\0", 3, true, { "a", "" } },
		{ "", 0, false, { NULL } },
		{ "abc", 3, false, { NULL } },
		{ "ab\0cd", 5, false, { "ab" } },
	};

	make_start(&made);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		char name[] = { 'p', (char)('0' + i), '\0' };

		make_bytes(&made, name, rows[i].bytes, rows[i].n);
	}
	make_load(&made);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		char name[] = { 'p', (char)('0' + i), '\0' };
		const struct prop *p = prop_of("/", name);
		size_t k = 0;

		ck_assert_int_eq(prop_is_strings(p), rows[i].whole);
		prop_for_each_string(p, s) ck_assert_str_eq(s, rows[i].strings[k++]);
		ck_assert_ptr_null(rows[i].strings[k]);
	}
	ck_assert(prop_has_string(prop_of("/", "p1"), "bc"));
	ck_assert(!prop_has_string(prop_of("/", "p1"), "b"));
	ck_assert(!prop_has_string(prop_of("/", "p5"), "abc"));
	ck_assert(!prop_has_string(NULL, "abc"));
}
END_TEST

START_TEST(compatible_is_a_list)
{
	make_start(&made);
	make_node(&made, "dev");
	make_strings(&made, "compatible", "acme,virtio\0virtio,mmio");
	make_end(&made);
	make_node(&made, "near");
	make_strings(&made, "compatible", "virtio,mmio2");
	make_end(&made);
	make_node(&made, "none");
	make_end(&made);
	make_load(&made);
	ck_assert(node_is_compatible(&made.tree, at(&made, "/dev"), "virtio,mmio"));
	ck_assert(!node_is_compatible(&made.tree, at(&made, "/near"), "virtio,mmio"));
	ck_assert(!node_is_compatible(&made.tree, at(&made, "/none"), "virtio,mmio"));
}
END_TEST

/* A bus with these cells (-1: not given) and a device with three cells of reg. */
static void
make_bus(int address_cells, int size_cells)
{
	make_start(&made);
	make_node(&made, "bus");
	if (address_cells >= 0)
		make_cells(&made, "#address-cells", (uint32_t)address_cells);
	if (size_cells >= 0)
		make_cells(&made, "#size-cells", (uint32_t)size_cells);
	make_node(&made, "dev");
	make_cells(&made, "reg", 1, 2, 3);
	make_end(&made);
	make_end(&made);
	make_load(&made);
}

static const struct {
	int address_cells, size_cells;
	uint32_t index;
	bool ok;
	uint64_t address, size;
} regs[] = {
	{ -1, -1, 0, true, 0x100000002, 3 }, /* 2 and 1 where not given (2.3.5) */
	{ -1, -1, 1, false, 0, 0 },
	{ 1, 0, 0, true, 1, 0 },
	{ 1, 0, 2, true, 3, 0 },
	{ 1, 0, 3, false, 0, 0 },
	{ 1, 1, 0, true, 1, 2 },
	{ 1, 1, 1, false, 0, 0 },
	{ 1, 2, 0, true, 1, 0x200000003 },
	{ 2, 2, 0, false, 0, 0 },
	{ 3, 0, 0, false, 0, 0 }, /* 96 bits that do not fit */
	{ 255, 255, UINT32_MAX, false, 0, 0 },
	{ 1, 1, UINT32_MAX, false, 0, 0 },
};

START_TEST(reg_goes_by_the_parents_cells)
{
	uint64_t address = 0, size = 0;

	make_bus(regs[_i].address_cells, regs[_i].size_cells);
	ck_assert_int_eq(node_reg(&made.tree, at(&made, "/bus/dev"), regs[_i].index,
				 &address, &size),
		regs[_i].ok);
	if (regs[_i].ok) {
		ck_assert_uint_eq(address, regs[_i].address);
		ck_assert_uint_eq(size, regs[_i].size);
	}
}
END_TEST

START_TEST(root_and_bare_nodes_have_no_reg)
{
	uint64_t a, s;

	make_start(&made);
	make_cells(&made, "reg", 1, 2, 3, 4);
	make_node(&made, "dev");
	make_end(&made);
	make_load(&made);
	ck_assert(!node_reg(&made.tree, at(&made, "/"), 0, &a, &s));
	ck_assert(!node_reg(&made.tree, at(&made, "/dev"), 0, &a, &s));
}
END_TEST

/* of_device_is_available(): absent, "okay" or "ok" */
static const struct {
	const char *bytes;
	size_t n;
	bool okay;
} statuses[] = {
	{ "okay", 5, true },
	{ "ok", 3, true },
	{ "disabled", 9, false },
	{ "reserved", 9, false },
	{ "fail", 5, false },
	{ "fail-sss", 9, false },
	{ "OKAY", 5, false },
	{ "okay\0disabled", 14, true },
	{ "", 1, false },
	{ NULL, 0, false },
};

START_TEST(status_says_whether_a_device_is_there)
{
	make_start(&made);
	make_node(&made, "bus");
	make_bytes(&made, "status", statuses[_i].bytes, statuses[_i].n);
	make_node(&made, "dev");
	make_end(&made);
	make_end(&made);
	make_node(&made, "free");
	make_end(&made);
	make_load(&made);
	ck_assert_int_eq(
		node_status_okay(&made.tree, at(&made, "/bus")), statuses[_i].okay);
	ck_assert(node_status_okay(&made.tree, at(&made, "/bus/dev")));
	ck_assert_ptr_eq(node_disabled_by(&made.tree, at(&made, "/bus/dev")),
		statuses[_i].okay ? NULL : at(&made, "/bus"));
	ck_assert_ptr_eq(node_disabled_by(&made.tree, at(&made, "/bus")),
		statuses[_i].okay ? NULL : at(&made, "/bus"));
	ck_assert_ptr_null(node_disabled_by(&made.tree, at(&made, "/free")));
}
END_TEST

/* /bus with 1+1 cells below a root with 2+2, and these `ranges`; n 0: empty. */
static void
make_ranges(const uint32_t *cells, size_t n, bool given)
{
	make_start(&made);
	make_cells(&made, "#address-cells", 2);
	make_cells(&made, "#size-cells", 2);
	make_node(&made, "bus");
	make_cells(&made, "#address-cells", 1);
	make_cells(&made, "#size-cells", 1);
	if (given)
		make_cells_array(&made, "ranges", cells, n);
	make_node(&made, "dev");
	make_end(&made);
	make_end(&made);
	make_load(&made);
}

static const struct {
	uint32_t cells[8];
	size_t n;
	bool given;
	uint64_t address;
	bool ok;
	uint64_t expected;
} translations[] = {
	{ { 0 }, 0, true, 0x1234, true, 0x1234 }, /* empty: one to one */
	{ { 0 }, 0, false, 0x1234, false, 0 },    /* absent: no way (2.3.8) */
	{ { 0x1000, 0x4, 0x80000000, 0x100 }, 4, true, 0x1004, true, 0x480000004 },
	{ { 0x1000, 0x4, 0x80000000, 0x100 }, 4, true, 0x1000, true, 0x480000000 },
	{ { 0x1000, 0x4, 0x80000000, 0x100 }, 4, true, 0x10ff, true, 0x4800000ff },
	{ { 0x1000, 0x4, 0x80000000, 0x100 }, 4, true, 0x1100, false, 0 },
	{ { 0x1000, 0x4, 0x80000000, 0x100 }, 4, true, 0xfff, false, 0 },
	{ { 0, 0, 0, 0x10, 0x1000, 1, 0, 0x10 }, 8, true, 0x1001, true, 0x100000001 },
	/* a last row that is not whole is none */
	{ { 0, 0, 0, 0x10, 0x1000, 1, 0 }, 7, true, 0x1001, false, 0 },
	/* an address past the end of 64 bits is none */
	{ { 0, 0xffffffff, 0xffffff00, 0x1000 }, 4, true, 0x100, false, 0 },
};

START_TEST(addresses_go_up_by_ranges)
{
	uint64_t out = 0;

	make_ranges(translations[_i].cells, translations[_i].n, translations[_i].given);
	ck_assert_int_eq(node_translate(&made.tree, at(&made, "/bus/dev"),
				 translations[_i].address, &out),
		translations[_i].ok);
	if (translations[_i].ok)
		ck_assert_uint_eq(out, translations[_i].expected);
}
END_TEST

START_TEST(addresses_at_the_root_are_their_own)
{
	uint64_t out = 0;

	make_ranges(NULL, 0, false);
	ck_assert(node_translate(&made.tree, at(&made, "/bus"), 0xa003e00, &out));
	ck_assert_uint_eq(out, 0xa003e00);
}
END_TEST

#define COUNT(table) (int)(sizeof(table) / sizeof(*(table)))

int
main(void)
{
	TCase *c = tcase_create("value");

	tcase_add_checked_fixture(c, NULL, teardown);
	tcase_add_test(c, numbers_are_whole_or_not_there);
	tcase_add_test(c, wide_numbers_fit_where_they_can);
	tcase_add_test(c, strings_come_one_by_one);
	tcase_add_test(c, compatible_is_a_list);
	tcase_add_loop_test(c, reg_goes_by_the_parents_cells, 0, COUNT(regs));
	tcase_add_test(c, root_and_bare_nodes_have_no_reg);
	tcase_add_loop_test(c, status_says_whether_a_device_is_there, 0, COUNT(statuses));
	tcase_add_loop_test(c, addresses_go_up_by_ranges, 0, COUNT(translations));
	tcase_add_test(c, addresses_at_the_root_are_their_own);
	return run_tests(c);
}
