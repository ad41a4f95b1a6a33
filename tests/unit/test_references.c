/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * References of a tree, by hand: Devicetree Specification 2.3.3, and how Linux's
 * __of_parse_phandle_with_args() and of_map_id() read lists and maps.
 */
#include "rules/ref/references.h"

#include "support.h"
#include "tree/value.h"

static struct made made;
static struct lint lint;

static void
teardown(void)
{
	made_free(&made);
}

/* A provider of one cell of each kind, phandle 1; one without any, phandle 2. */
static void
make_providers(void)
{
	make_node(&made, "one");
	make_cells(&made, "phandle", 1);
	make_cells(&made, "#clock-cells", 1);
	make_cells(&made, "#gpio-cells", 2);
	make_cells(&made, "#nvmem-cell-cells", 1);
	make_end(&made);
	make_node(&made, "none");
	make_cells(&made, "phandle", 2);
	make_end(&made);
}

static void
load(void)
{
	make_load(&made);
	lint = (struct lint){
		.tree = &made.tree, .arena = &made.arena, .scratch = &made.arena
	};
}

/* What is known of the property; fails where it is not read. */
static const struct ref_prop *
prop_of(const char *name)
{
	const struct ref_props *all = lint_ref_props(&lint);
	size_t i;

	for (i = 0; i < all->n; i++)
		if (!strcmp(prop_name(&made.tree, all->v[i].prop), name))
			return &all->v[i];
	ck_abort_msg("'%s' is not read", name);
}

static size_t
count_of(const char *name)
{
	const struct references *all = lint_references(&lint);
	size_t i, n = 0;

	for (i = 0; i < all->n; i++)
		n += !strcmp(prop_name(&made.tree, all->v[i].prop), name);
	return n;
}

START_TEST(lists_are_read_by_the_cells_of_each_node)
{
	const struct references *all;

	make_start(&made);
	make_providers();
	make_node(&made, "user");
	make_cells(&made, "clocks", 1, 7, 0, 1, 8);
	make_cells(&made, "reset-gpios", 1, 3, 0);
	make_cells(&made, "nvmem-cells", 2, 1, 9);
	make_cells(&made, "phy-handle", 2);
	make_cells(&made, "vcc-supply", 2);
	make_cells(&made, "pinctrl-12", 2, 2);
	make_end(&made);
	load();
	all = lint_references(&lint);
	ck_assert_uint_eq(count_of("clocks"), 2);
	ck_assert_uint_eq(prop_of("clocks")->entries, 3); /* one is left out */
	ck_assert_int_eq(prop_of("clocks")->fault, REF_READ);
	ck_assert_uint_eq(all->v[1].entry, 2);
	ck_assert_uint_eq(all->v[1].at, 3);
	ck_assert_uint_eq(all->v[1].nargs, 1);
	ck_assert_uint_eq(count_of("reset-gpios"), 1);
	ck_assert_uint_eq(count_of("nvmem-cells"), 2);
	ck_assert_uint_eq(count_of("phy-handle"), 1);
	ck_assert_uint_eq(count_of("vcc-supply"), 1);
	ck_assert_uint_eq(count_of("pinctrl-12"), 2);
}
END_TEST

START_TEST(what_cannot_be_read_says_why)
{
	static const struct {
		const char *name;
		enum ref_fault fault;
		uint32_t entries;
	} rows[] = {
		{ "clocks", REF_SHORT, 1 },
		{ "assigned-clocks", REF_UNKNOWN, 0 },
		{ "memory-region", REF_NOWHERE, 2 },
		{ "msi-map", REF_PARTIAL, 0 },
		{ "dmas", REF_NOWHERE, 0 },
	};
	size_t i;

	make_start(&made);
	make_providers();
	make_node(&made, "user");
	make_cells(&made, "clocks", 1, 7, 1);
	make_cells(&made, "assigned-clocks", 2, 7);
	make_cells(&made, "memory-region", 0x77, 2);
	make_cells(&made, "msi-map", 0, 1, 0);
	make_cells(&made, "dmas", 0x77, 1, 2);
	make_end(&made);
	load();
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		ck_assert_msg(prop_of(rows[i].name)->fault == rows[i].fault, "%s",
			rows[i].name);
		ck_assert_msg(prop_of(rows[i].name)->entries == rows[i].entries, "%s",
			rows[i].name);
	}
}
END_TEST

START_TEST(maps_are_rows_of_four)
{
	const struct references *all;

	make_start(&made);
	make_providers();
	make_node(&made, "pci");
	make_cells(&made, "msi-map", 0, 1, 0, 0x100, 0x100, 2, 0, 0x100);
	make_end(&made);
	load();
	all = lint_references(&lint);
	ck_assert_uint_eq(all->n, 2);
	ck_assert_uint_eq(all->v[0].at, 1);
	ck_assert_uint_eq(all->v[1].at, 5);
	ck_assert_uint_eq(all->v[1].entry, 1);
	ck_assert_uint_eq(all->v[1].to, node_id(&made.tree, at(&made, "/none")));
}
END_TEST

START_TEST(other_nodes_and_names_hold_none)
{
	make_start(&made);
	make_providers();
	make_node(&made, "hog");
	make_flag(&made, "gpio-hog");
	make_cells(&made, "gpios", 1, 0);
	make_end(&made);
	make_node(&made, "off");
	make_strings(&made, "status", "disabled");
	make_cells(&made, "phy-handle", 1);
	make_end(&made);
	make_node(&made, "user");
	make_cells(&made, "vendor,nr-gpios", 8);
	make_cells(&made, "cpu", 1);
	make_cells(&made, "pinctrl-names", 1);
	/* Linux's strcmp_suffix(): what ends in a suffix is longer than that */
	make_cells(&made, "-supply", 1);
	make_end(&made);
	make_node(&made, "__symbols__");
	make_strings(&made, "clocks", "/one");
	make_end(&made);
	load();
	ck_assert_uint_eq(lint_references(&lint)->n, 0);
}
END_TEST

int
main(void)
{
	TCase *c = tcase_create("references");

	tcase_add_checked_fixture(c, NULL, teardown);
	tcase_add_test(c, lists_are_read_by_the_cells_of_each_node);
	tcase_add_test(c, what_cannot_be_read_says_why);
	tcase_add_test(c, maps_are_rows_of_four);
	tcase_add_test(c, other_nodes_and_names_hold_none);
	return run_tests(c);
}
