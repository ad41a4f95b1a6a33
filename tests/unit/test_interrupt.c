/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tree/interrupt.h"

#include "support.h"

static struct made made;
static uint32_t *parents;
static struct interrupts all;

static void
teardown(void)
{
	made_free(&made);
}

static void
load(void)
{
	bool *absent;

	make_load(&made);
	parents = interrupt_parents(&made.tree, &made.arena);
	absent = arena_array(&made.arena, bool, made.tree.nnodes);
	tree_for_each_node (&made.tree, n)
		absent[node_id(&made.tree, n)] = !strcmp(
			node_name(&made.tree, n), "absent");
	all = interrupts_of(&made.tree, absent, &made.arena);
}

/* A controller of @cells cells with a phandle, left open. */
static void
make_controller(const char *name, uint32_t phandle, uint32_t cells)
{
	make_node(&made, name);
	make_cells(&made, "phandle", phandle);
	make_cells(&made, "#interrupt-cells", cells);
	make_flag(&made, "interrupt-controller");
}

static void
make_device(const char *name, uint32_t parent)
{
	make_node(&made, name);
	if (parent)
		make_cells(&made, "interrupt-parent", parent);
}

/* The node that the interrupts of the one at @path go to; "" for none. */
static const char *
parent_of(const char *path)
{
	uint32_t id = parents[node_id(&made.tree, at(&made, path))];

	return id == NODE_NONE ? "" : node_name(&made.tree, &made.tree.nodes[id]);
}

START_TEST(the_parent_is_found_as_linux_does)
{
	make_start(&made);
	make_cells(&made, "interrupt-parent", 1);
	make_controller("gic", 1, 3);
	make_end(&made);
	make_device("inherits", 0);
	make_device("deep", 0);
	make_end(&made);
	make_end(&made);
	make_controller("expander", 2, 2); /* a controller's children are its own */
	make_device("child", 0);
	make_end(&made);
	make_device("elsewhere", 1);
	make_end(&made);
	make_end(&made);
	make_device("own", 2);
	make_device("below", 0);
	make_end(&made);
	make_end(&made);
	make_node(&made, "bus"); /* named, but no controller: on from there */
	make_cells(&made, "phandle", 3);
	make_cells(&made, "interrupt-parent", 2);
	make_end(&made);
	make_device("by-way", 3);
	make_end(&made);
	make_device("lost", 99);
	make_device("below-lost", 0);
	make_end(&made);
	make_end(&made);
	load();
	ck_assert_str_eq(parent_of("/inherits"), "gic");
	ck_assert_str_eq(parent_of("/inherits/deep"), "gic");
	ck_assert_str_eq(parent_of("/gic"), "gic");
	ck_assert_str_eq(parent_of("/expander"), "gic");
	ck_assert_str_eq(parent_of("/expander/child"), "expander");
	ck_assert_str_eq(parent_of("/expander/elsewhere"), "gic");
	ck_assert_str_eq(parent_of("/own"), "expander");
	ck_assert_str_eq(parent_of("/own/below"), "expander");
	ck_assert_str_eq(parent_of("/by-way"), "expander");
	ck_assert_str_eq(parent_of("/lost"), "");
	ck_assert_str_eq(parent_of("/lost/below-lost"), "");
}
END_TEST

START_TEST(a_circle_has_no_parent)
{
	make_start(&made);
	make_node(&made, "a");
	make_cells(&made, "phandle", 1);
	make_cells(&made, "interrupt-parent", 2);
	make_node(&made, "child");
	make_end(&made);
	make_end(&made);
	make_node(&made, "b");
	make_cells(&made, "phandle", 2);
	make_cells(&made, "interrupt-parent", 3);
	make_end(&made);
	make_node(&made, "c");
	make_cells(&made, "phandle", 3);
	make_cells(&made, "interrupt-parent", 2);
	make_end(&made);
	make_node(&made, "self");
	make_cells(&made, "phandle", 4);
	make_cells(&made, "interrupt-parent", 4);
	make_end(&made);
	load();
	ck_assert_str_eq(parent_of("/a"), "");
	ck_assert_str_eq(parent_of("/a/child"), "");
	ck_assert_str_eq(parent_of("/c"), "");
	ck_assert_str_eq(parent_of("/self"), "");
	ck_assert_str_eq(parent_of("/"), "");
}
END_TEST

/* Specifier @i: of which node, for which, which entry, and its first cell. */
static void
expect(size_t i, const char *node, const char *controller, uint32_t entry, uint32_t cell)
{
	const struct interrupt *irq = &all.v[i];

	ck_assert_uint_lt(i, all.n);
	ck_assert_str_eq(node_name(&made.tree, &made.tree.nodes[irq->node]), node);
	ck_assert_str_eq(
		node_name(&made.tree, &made.tree.nodes[irq->controller]), controller);
	ck_assert_uint_eq(irq->entry, entry);
	ck_assert_uint_eq(
		fdt32_ld((const fdt32_t *)(const void *)irq->prop->data + irq->at), cell);
}

START_TEST(interrupts_are_cut_by_the_parents_cells)
{
	make_start(&made);
	make_cells(&made, "interrupt-parent", 1);
	make_controller("gic", 1, 3);
	make_end(&made);
	make_device("dev", 0);
	make_cells(&made, "interrupts", 0, 1, 4, 1, 9, 8, 0, 7); /* the last is torn */
	make_end(&made);
	make_device("absent", 0);
	make_cells(&made, "interrupts", 0, 2, 4);
	make_end(&made);
	make_device("lost", 42);
	make_cells(&made, "interrupts", 0, 3, 4);
	make_end(&made);
	load();
	ck_assert_uint_eq(all.n, 2);
	expect(0, "dev", "gic", 0, 0);
	expect(1, "dev", "gic", 1, 1);
	ck_assert_uint_eq(all.v[1].at, 3);
	ck_assert_uint_eq(all.v[1].ncells, 3);
}
END_TEST

START_TEST(extended_goes_before_plain)
{
	make_start(&made);
	make_cells(&made, "interrupt-parent", 1);
	make_controller("gic", 1, 3);
	make_end(&made);
	make_controller("gpio", 2, 2);
	make_end(&made);
	make_controller("none", 3, 0);
	make_end(&made);
	make_device("dev", 0);
	make_cells(&made, "interrupts", 0, 1, 4);
	/* one of each, an empty entry, one of no cells, one that is nobody's */
	make_cells(&made, "interrupts-extended", 1, 0, 5, 4, 2, 6, 8, 0, 3, 1, 1, 7, 4,
		99, 1, 0, 8, 4);
	make_end(&made);
	load();
	ck_assert_uint_eq(all.n, 3);
	expect(0, "dev", "gic", 0, 0);
	expect(1, "dev", "gpio", 1, 6);
	expect(2, "dev", "gic", 4, 1);
}
END_TEST

START_TEST(maps_give_the_parents_side)
{
	make_start(&made);
	make_controller("gic", 1, 3);
	make_cells(&made, "#address-cells", 2);
	make_end(&made);
	make_controller("plic", 2, 1); /* no #address-cells: 0 in a map */
	make_end(&made);
	make_node(&made, "pcie");
	make_cells(&made, "#address-cells", 3);
	make_cells(&made, "#interrupt-cells", 1);
	make_cells(&made, "interrupt-map", 0, 0, 0, 1, 1, 0xa, 0xb, 0, 3, 4, 0x800, 0, 0,
		1, 2, 77, 0, 0, 0, 2, 1, 0xa, 0xb, 0, 4);
	make_end(&made);
	make_node(&made, "extirq"); /* what is a controller itself has its own way */
	make_cells(&made, "#address-cells", 0);
	make_cells(&made, "#interrupt-cells", 2);
	make_flag(&made, "interrupt-controller");
	make_cells(&made, "interrupt-map", 0, 0, 1, 0, 0, 0, 1, 4);
	make_end(&made);
	load();
	ck_assert_uint_eq(all.n, 2);
	expect(0, "pcie", "gic", 0, 0);
	ck_assert_uint_eq(all.v[0].at, 7);
	expect(1, "pcie", "plic", 1, 77);
}
END_TEST

START_TEST(counts_that_cannot_be_are_passed_over)
{
	make_start(&made);
	make_controller("huge", 1, UINT32_MAX);
	make_cells(&made, "#address-cells", 255);
	make_end(&made);
	make_device("dev", 1);
	make_cells(&made, "interrupts", 1, 2, 3);
	make_end(&made);
	make_device("ext", 0);
	make_cells(&made, "interrupts-extended", 1, 2, 3);
	make_end(&made);
	make_node(&made, "map");
	make_cells(&made, "#address-cells", 255);
	make_cells(&made, "#interrupt-cells", UINT32_MAX);
	make_cells(&made, "interrupt-map", 1, 1, 1, 1);
	make_end(&made);
	make_node(&made, "map2");
	make_cells(&made, "#address-cells", 0);
	make_cells(&made, "#interrupt-cells", 0);
	make_cells(&made, "interrupt-map", 1, 1, 1, 1);
	make_end(&made);
	load();
	ck_assert_uint_eq(all.n, 0);
}
END_TEST

int
main(void)
{
	TCase *c = tcase_create("interrupt");

	tcase_add_checked_fixture(c, NULL, teardown);
	tcase_add_test(c, the_parent_is_found_as_linux_does);
	tcase_add_test(c, a_circle_has_no_parent);
	tcase_add_test(c, interrupts_are_cut_by_the_parents_cells);
	tcase_add_test(c, extended_goes_before_plain);
	tcase_add_test(c, maps_give_the_parents_side);
	tcase_add_test(c, counts_that_cannot_be_are_passed_over);
	return run_tests(c);
}
