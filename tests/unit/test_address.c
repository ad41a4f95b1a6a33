/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tree/address.h"

#include "support.h"
#include "tree/value.h"

static struct made made;
static struct addresses addresses;

static void
teardown(void)
{
	made_free(&made);
}

static void
load(void)
{
	make_load(&made);
	addresses = addresses_of(&made.tree, &made.arena);
}

static void
make_cells_of(uint32_t address, uint32_t size)
{
	make_cells(&made, "#address-cells", address);
	make_cells(&made, "#size-cells", size);
}

/* The CPU's address of one on the bus at @path; UINT64_MAX where there is none. */
static uint64_t
cpu(const char *path, uint64_t address)
{
	struct span s = { .first = address, .last = address }, out;

	return address_to_cpu(&addresses, at(&made, path), &s, &out) ? out.first
								     : UINT64_MAX;
}

START_TEST(the_root_is_the_cpu)
{
	make_start(&made);
	make_cells_of(1, 1);
	load();
	ck_assert_uint_eq(cpu("/", 0), 0);
	ck_assert_uint_eq(cpu("/", 0xffffffff), 0xffffffff);
	ck_assert_uint_eq(cpu("/", 0x100000000), UINT64_MAX);
	ck_assert(bus_is_mapped(&addresses, at(&made, "/")));
}
END_TEST

START_TEST(ranges_lead_on_or_not)
{
	make_start(&made);
	make_cells_of(2, 2);
	make_node(&made, "same"); /* empty: the addresses are the parent's */
	make_cells_of(2, 2);
	make_flag(&made, "ranges");
	make_node(&made, "dev");
	make_end(&made);
	make_end(&made);
	make_node(&made, "none"); /* absent: there is no way */
	make_cells_of(1, 1);
	make_node(&made, "bus"); /* nor for what is behind */
	make_cells_of(1, 1);
	make_flag(&made, "ranges");
	make_node(&made, "dev");
	make_end(&made);
	make_end(&made);
	make_end(&made);
	make_node(&made, "moved");
	make_cells_of(1, 1);
	make_cells(&made, "ranges", 0x0, 0x1, 0x80000000, 0x1000, 0x2000, 0x0, 0x4000,
		0x1000);
	make_node(&made, "inner"); /* two steps: 0x10 -> 0x110 -> 0x1_8000_0110 */
	make_cells_of(1, 1);
	make_cells(&made, "ranges", 0x0, 0x100, 0x80, 0x1000, 0x9000, 0x10);
	make_node(&made, "dev");
	make_end(&made);
	make_end(&made);
	make_end(&made);
	load();
	ck_assert_uint_eq(cpu("/same", 0x123456789), 0x123456789);
	ck_assert_uint_eq(cpu("/none", 0), UINT64_MAX);
	ck_assert(!bus_is_mapped(&addresses, at(&made, "/none")));
	ck_assert_uint_eq(cpu("/none/bus", 0), UINT64_MAX);
	ck_assert_uint_eq(cpu("/moved", 0), 0x180000000);
	ck_assert_uint_eq(cpu("/moved", 0xfff), 0x180000fff);
	ck_assert_uint_eq(cpu("/moved", 0x1000), UINT64_MAX);
	ck_assert_uint_eq(cpu("/moved", 0x2fff), 0x4fff);
	ck_assert_uint_eq(cpu("/moved", 0x3000), UINT64_MAX);
	ck_assert_uint_eq(cpu("/moved/inner", 0x10), 0x180000110);
	ck_assert_uint_eq(cpu("/moved/inner", 0x80), UINT64_MAX);
	/* a row that leads outside the parent's rows leads nowhere */
	ck_assert_uint_eq(cpu("/moved/inner", 0x1000), UINT64_MAX);
}
END_TEST

START_TEST(rows_that_adjoin_are_one_window)
{
	struct span s = { .first = 0x800, .last = 0x17ff, .owner = 7, .entry = 3 }, out;

	make_start(&made);
	make_cells_of(1, 1);
	make_node(&made, "bus");
	make_cells_of(1, 1);
	/* out of order; the first two in line, the third not; the fourth within */
	make_cells(&made, "ranges", 0x1000, 0x41000, 0x1000, 0x0, 0x40000, 0x1000, 0x2000,
		0x90000, 0x1000, 0x400, 0x40400, 0x100);
	make_node(&made, "dev");
	make_end(&made);
	make_end(&made);
	load();
	ck_assert(address_to_cpu(&addresses, at(&made, "/bus"), &s, &out));
	ck_assert_uint_eq(out.first, 0x40800);
	ck_assert_uint_eq(out.last, 0x417ff);
	ck_assert_uint_eq(out.owner, 7);
	ck_assert_uint_eq(out.entry, 3);
	s.last = 0x2fff; /* cut off where the window ends */
	ck_assert(address_to_cpu(&addresses, at(&made, "/bus"), &s, &out));
	ck_assert_uint_eq(out.last, 0x41fff);
	ck_assert_uint_eq(cpu("/bus", 0x2000), 0x90000);
}
END_TEST

/* of_translate_one() takes the first row that holds the address. */
START_TEST(where_rows_overlap_the_first_holds)
{
	make_start(&made);
	make_cells_of(1, 1);
	make_node(&made, "bus");
	make_cells_of(1, 1);
	make_cells(&made, "ranges", 0x7c000000, 0xfc000000, 0x1000000, 0x0, 0x10000000,
		0x80000000, 0x7c800000, 0xe0000000, 0x1000000);
	make_node(&made, "device");
	make_end(&made);
	make_end(&made);
	load();
	ck_assert_uint_eq(cpu("/bus", 0x7c000000), 0xfc000000);
	ck_assert_uint_eq(cpu("/bus", 0x7cffffff), 0xfcffffff);
	ck_assert_uint_eq(cpu("/bus", 0x7d000000), 0x8d000000);
	ck_assert_uint_eq(cpu("/bus", 0x1000), 0x10001000);
	ck_assert_uint_eq(cpu("/bus", 0x7bffffff), 0x8bffffff);
	ck_assert_uint_eq(cpu("/bus", 0x80000000), UINT64_MAX);
}
END_TEST

START_TEST(the_last_addresses_do_not_wrap)
{
	make_start(&made);
	make_cells_of(2, 2);
	make_node(&made, "bus");
	make_cells_of(2, 2);
	make_cells(&made, "ranges", 0, 0, 0xffffffff, 0xfffff000, 0, 0x2000, 0xffffffff,
		0xfffff000, 0, 0x5000, 0xffffffff, 0xffffffff);
	make_node(&made, "dev");
	make_end(&made);
	make_end(&made);
	load();
	ck_assert_uint_eq(cpu("/bus", 0xfff), 0xffffffffffffffff);
	ck_assert_uint_eq(cpu("/bus", 0x1000), UINT64_MAX); /* would be 0 */
	ck_assert_uint_eq(cpu("/bus", 0xfffffffffffff000), 0x5000);
	ck_assert_uint_eq(cpu("/bus", 0xffffffffffffffff), 0x5fff);
}
END_TEST

START_TEST(what_is_no_number_is_no_window)
{
	make_start(&made);
	make_cells_of(2, 2);
	make_node(&made, "pci"); /* phys.hi is no part of an address */
	make_cells_of(3, 2);
	make_cells(&made, "ranges", 0x2000000, 0, 0x10000000, 0, 0x10000000, 0, 0x1000);
	make_node(&made, "dev");
	make_end(&made);
	make_end(&made);
	make_node(&made, "torn"); /* not whole rows */
	make_cells_of(1, 1);
	make_cells(&made, "ranges", 0, 0, 0, 0x1000, 0);
	make_node(&made, "dev");
	make_end(&made);
	make_end(&made);
	make_node(&made, "empty"); /* rows of no size */
	make_cells_of(1, 1);
	make_cells(&made, "ranges", 0, 0, 0, 0);
	make_node(&made, "dev");
	make_end(&made);
	make_end(&made);
	make_node(&made, "zero"); /* no cells at all */
	make_cells_of(0, 0);
	make_cells(&made, "ranges", 0, 0);
	make_node(&made, "dev");
	make_end(&made);
	make_end(&made);
	load();
	ck_assert(!bus_is_mapped(&addresses, at(&made, "/pci")));
	ck_assert(!bus_is_mapped(&addresses, at(&made, "/torn")));
	ck_assert(!bus_is_mapped(&addresses, at(&made, "/empty")));
	ck_assert(!bus_is_mapped(&addresses, at(&made, "/zero")));
}
END_TEST

/* node_translate() goes another way to the same end. */
START_TEST(agrees_with_a_walk_to_the_root)
{
	uint64_t walked;

	make_start(&made);
	make_cells_of(1, 1);
	make_node(&made, "a");
	make_cells_of(1, 1);
	make_cells(&made, "ranges", 0x0, 0x10000, 0x800, 0x1000, 0x20000, 0x1000, 0x800,
		0x30000, 0x100);
	make_node(&made, "b");
	make_cells_of(1, 1);
	make_cells(&made, "ranges", 0x0, 0x400, 0x400, 0x400, 0x800, 0x80, 0x600, 0x1000,
		0x800);
	make_node(&made, "dev");
	make_end(&made);
	make_end(&made);
	make_end(&made);
	load();
	for (uint64_t address = 0; address < 0x1400; address += 0x10) {
		bool there = node_translate(
			&made.tree, at(&made, "/a/b/dev"), address, &walked);

		ck_assert_uint_eq(cpu("/a/b", address), there ? walked : UINT64_MAX);
	}
}
END_TEST

START_TEST(absent_is_what_no_driver_sees)
{
	static const struct {
		const char *path;
		bool absent;
	} rows[] = {
		{ "/", false },
		{ "/off", true },
		{ "/off/child", true },
		{ "/on", false },
		{ "/on/reserved", true },
		{ "/on/failed", true },
		{ "/__symbols__", true },
		{ "/__local_fixups__/on", true },
		{ "/on/__symbols__", false },
	};

	make_start(&made);
	make_node(&made, "off");
	make_strings(&made, "status", "disabled");
	make_node(&made, "child");
	make_strings(&made, "status", "okay");
	make_end(&made);
	make_end(&made);
	make_node(&made, "on");
	make_strings(&made, "status", "ok");
	make_node(&made, "reserved");
	make_strings(&made, "status", "reserved");
	make_end(&made);
	make_node(&made, "failed");
	make_strings(&made, "status", "fail-sss");
	make_end(&made);
	make_node(&made, "__symbols__");
	make_end(&made);
	make_end(&made);
	make_node(&made, "__symbols__");
	make_end(&made);
	make_node(&made, "__local_fixups__");
	make_node(&made, "on");
	make_end(&made);
	make_end(&made);
	load();
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		ck_assert_msg(node_is_absent(&addresses, at(&made, rows[i].path))
				      == rows[i].absent,
			"%s", rows[i].path);
}
END_TEST

int
main(void)
{
	TCase *c = tcase_create("address");

	tcase_add_checked_fixture(c, NULL, teardown);
	tcase_add_test(c, the_root_is_the_cpu);
	tcase_add_test(c, ranges_lead_on_or_not);
	tcase_add_test(c, rows_that_adjoin_are_one_window);
	tcase_add_test(c, where_rows_overlap_the_first_holds);
	tcase_add_test(c, the_last_addresses_do_not_wrap);
	tcase_add_test(c, what_is_no_number_is_no_window);
	tcase_add_test(c, agrees_with_a_walk_to_the_root);
	tcase_add_test(c, absent_is_what_no_driver_sees);
	return run_tests(c);
}
