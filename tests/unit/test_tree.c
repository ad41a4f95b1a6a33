/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tree/value.h"
#include "tree_made.h"

/* Everything libfdt says of the blob, the model must say. */
static void
compare_with_libfdt(const uint8_t *blob)
{
	const struct tree *t = &made.tree;
	const struct node *n = t->nodes;
	int depth = 0, offset = 0;

	for (; offset >= 0 && depth >= 0; offset = fdt_next_node(blob, offset, &depth)) {
		const struct prop *p = t->props + n->first_prop;
		int prop, len;
		char path[4096];

		ck_assert_uint_lt(node_id(t, n), t->nnodes);
		ck_assert_uint_eq(n->depth, (uint32_t)depth);
		ck_assert_uint_eq(n->offset, fdt_off_dt_struct(blob) + (uint32_t)offset);
		must(fdt_get_path(blob, offset, path, sizeof(path)));
		ck_assert_str_eq(node_path(t, n, &made.arena), path);
		ck_assert_ptr_eq(tree_find(t, path), n);
		ck_assert_uint_eq(n->phandle, fdt_get_phandle(blob, offset));
		fdt_for_each_property_offset(prop, blob, offset)
		{
			const char *name;
			const uint8_t *data = fdt_getprop_by_offset(
				blob, prop, &name, &len);

			ck_assert_str_eq(prop_name(t, p), name);
			ck_assert_ptr_eq(p->data, data);
			ck_assert_uint_eq(p->len, (uint32_t)len);
			ck_assert_uint_eq(p->offset, (uint32_t)(data - blob));
			ck_assert_uint_eq(p->node, node_id(t, n));
			ck_assert_ptr_eq(node_prop(t, n, p->name), p);
			p++;
		}
		ck_assert_uint_eq(n->nprops, (uint32_t)(p - t->props) - n->first_prop);
		n++;
	}
	ck_assert_uint_eq(node_id(t, n), t->nnodes);
}

START_TEST(model_says_what_libfdt_says)
{
	make_guest();
	make_load(&made);
	compare_with_libfdt(made.blob);
	ck_assert_uint_eq(made.tree.nnodes, 7);
	ck_assert_uint_eq(made.tree.version, 17);
	ck_assert(!made.tree.overlay);
}
END_TEST

START_TEST(links_lead_from_node_to_node)
{
	const struct tree *t = &made.tree;
	const char *const children[] = { "intc@8000000", "virtio_mmio@a000000",
		"virtio_mmio@a000200", "soc", "last" };
	uint32_t i = 0;

	make_guest();
	make_load(&made);
	node_for_each_child (t, t->nodes, child) {
		ck_assert_str_eq(node_name(t, child), children[i++]);
		ck_assert_ptr_eq(node_parent(t, child), t->nodes);
	}
	ck_assert_uint_eq(i, 5);
	ck_assert_ptr_null(node_parent(t, t->nodes));
	ck_assert_uint_eq(t->nodes->end, t->nnodes);
	ck_assert_uint_eq(
		at(&made, "/soc")->end, node_id(t, at(&made, "/soc/uart@9000000")) + 1);
	ck_assert_uint_eq(at(&made, "/last")->first_child, NODE_NONE);
	ck_assert_uint_eq(at(&made, "/last")->next_sibling, NODE_NONE);
	ck_assert_ptr_null(tree_node(t, NODE_NONE));
}
END_TEST

START_TEST(cells_are_the_parents_word_or_the_default)
{
	make_guest();
	make_load(&made);
	ck_assert_uint_eq(made.tree.nodes->address_cells, 2);
	ck_assert_uint_eq(made.tree.nodes->size_cells, 2);
	ck_assert_uint_eq(at(&made, "/soc")->address_cells, 1);
	ck_assert_uint_eq(at(&made, "/soc")->size_cells, 1); /* not inherited (2.3.5) */
	ck_assert_uint_eq(at(&made, "/last")->address_cells, 2);
}
END_TEST

START_TEST(paths_are_found)
{
	const struct tree *t = &made.tree;

	make_guest();
	make_load(&made);
	ck_assert_ptr_eq(tree_find(t, "/"), t->nodes);
	ck_assert_ptr_eq(tree_find(t, "/soc/"), at(&made, "/soc"));
	ck_assert_ptr_eq(tree_find(t, "/soc/uart"), at(&made, "/soc/uart@9000000"));
	ck_assert_ptr_null(tree_find(t, "/virtio_mmio")); /* two of them */
	ck_assert_ptr_null(tree_find(t, "/virtio_mmio@a000400"));
	ck_assert_ptr_null(tree_find(t, "/soc/uart@9000000/deeper"));
	ck_assert_ptr_null(tree_find(t, "soc"));
	ck_assert_ptr_null(tree_find(t, ""));
	ck_assert_ptr_null(tree_find(t, "/sock"));
	ck_assert_str_eq(node_unit_address(t, at(&made, "/soc/uart")), "9000000");
	ck_assert_ptr_null(node_unit_address(t, at(&made, "/soc")));
	ck_assert_ptr_eq(node_child(t, t->nodes, "soc", 3), at(&made, "/soc"));
	ck_assert_ptr_null(node_child(t, t->nodes, "so", 2));
}
END_TEST

START_TEST(phandles_are_found)
{
	const struct tree *t = &made.tree;

	make_start(&made);
	for (uint32_t i = 0; i < 4; i++) {
		static const uint32_t values[] = { 5, 5, 0, UINT32_MAX };
		char name[] = { 'n', (char)('0' + i), '\0' };

		make_node(&made, name);
		make_cells(&made, "phandle", values[i]);
		make_end(&made);
	}
	make_node(&made, "short");
	make_bytes(&made, "phandle", "\0\6", 2);
	make_end(&made);
	make_node(&made, "old");
	make_cells(&made, "linux,phandle", 8);
	make_end(&made);
	make_load(&made);
	ck_assert_ptr_eq(tree_phandle(t, 5), at(&made, "/n0"));
	ck_assert_ptr_eq(tree_phandle(t, 8), at(&made, "/old"));
	ck_assert_ptr_null(tree_phandle(t, 0));
	ck_assert_ptr_null(tree_phandle(t, UINT32_MAX));
	ck_assert_ptr_null(tree_phandle(t, 6));
	ck_assert_uint_eq(at(&made, "/short")->phandle, 0);
}
END_TEST

START_TEST(reservations_are_read)
{
	uint8_t *b = malloc(4096);

	made = (struct made){ .blob = b };
	must(fdt_create(b, 4096));
	must(fdt_add_reservemap_entry(b, 0x80000000, 0x1000));
	must(fdt_add_reservemap_entry(b, 0x123456789abcdef0, 1));
	must(fdt_finish_reservemap(b));
	must(fdt_begin_node(b, ""));
	make_load(&made);
	ck_assert_uint_eq(made.tree.nreserves, 2);
	ck_assert_uint_eq(made.tree.reserves[0].address, 0x80000000);
	ck_assert_uint_eq(made.tree.reserves[0].size, 0x1000);
	ck_assert_uint_eq(made.tree.reserves[1].address, 0x123456789abcdef0);
	ck_assert_uint_eq(made.tree.reserves[1].size, 1);
}
END_TEST

START_TEST(overlays_are_known)
{
	make_start(&made);
	make_node(&made, "fragment@0");
	make_cells(&made, "target", UINT32_MAX);
	make_node(&made, "__overlay__");
	make_node(&made, "dev");
	make_end(&made);
	make_end(&made);
	make_end(&made);
	make_load(&made);
	ck_assert(made.tree.overlay);
	compare_with_libfdt(made.blob);
}
END_TEST

START_TEST(padding_of_any_size_is_passed_over)
{
	/* inside totalsize, as QEMU pads to 1 MiB, and behind it */
	static const size_t inside[] = { 0, 1, 4096, 1048576 },
			    behind[] = { 0, 1, 3, 77777 };
	size_t i = (size_t)_i / 4, k = (size_t)_i % 4, n;
	uint8_t *padded;

	make_guest();
	make_finish(&made);
	n = fdt_totalsize(made.blob) + inside[i];
	padded = calloc(1, n + behind[k]);
	must(fdt_open_into(made.blob, padded, (int)n));
	memset(padded + n, 0xa5, behind[k]);
	free(made.blob);
	made.blob = padded;
	ck_assert_msg(load_bytes(&made, padded, n + behind[k]), "%s", made.fault.message);
	ck_assert_uint_eq(made.tree.nnodes, 7);
	compare_with_libfdt(padded);
}
END_TEST

START_TEST(padding_need_not_be_read)
{
	size_t n, need;
	uint8_t *padded;

	make_guest();
	make_finish(&made);
	n = fdt_totalsize(made.blob);
	padded = calloc(1, n + 100000);
	must(fdt_open_into(made.blob, padded, (int)n + 100000));
	free(made.blob);
	made.blob = padded;
	need = tree_extent(padded, 16384);
	ck_assert_uint_ge(need, fdt_off_dt_struct(padded) + fdt_size_dt_struct(padded));
	ck_assert_uint_ge(need, fdt_off_dt_strings(padded) + fdt_size_dt_strings(padded));
	ck_assert_uint_le(need, n);
	memset(padded + need, 0xa5, n + 100000 - need);
	ck_assert(load_bytes(&made, padded, n + 100000));
	ck_assert_uint_eq(made.tree.nnodes, 7);
	/* where the head does not tell, everything is needed */
	ck_assert_uint_eq(tree_extent(padded, 0), SIZE_MAX);
	ck_assert_uint_eq(tree_extent(padded, 39), SIZE_MAX);
	ck_assert_uint_eq(tree_extent(padded, 48), SIZE_MAX);
	must(fdt_add_mem_rsv(padded, 1, 1));
	fdt_set_version(padded, 16);
	ck_assert_uint_eq(tree_extent(padded, 16384), SIZE_MAX);
	fdt_set_version(padded, 17);
	fdt_set_off_mem_rsvmap(padded, 0xfffffff8);
	ck_assert_uint_eq(tree_extent(padded, 16384), SIZE_MAX);
	fdt_set_magic(padded, 0);
	ck_assert_uint_eq(tree_extent(padded, 16384), SIZE_MAX);
}
END_TEST

START_TEST(nops_are_passed_over)
{
	int offset;

	make_guest();
	make_finish(&made);
	offset = fdt_path_offset(made.blob, "/virtio_mmio@a000000");
	must(offset);
	must(fdt_nop_property(made.blob, offset, "compatible"));
	must(fdt_nop_node(made.blob, fdt_path_offset(made.blob, "/soc")));
	ck_assert(load_bytes(&made, made.blob, fdt_totalsize(made.blob)));
	ck_assert_uint_eq(made.tree.nnodes, 5);
	compare_with_libfdt(made.blob);
}
END_TEST

START_TEST(old_formats_are_read)
{
	static const int versions[] = { 2, 3, 16, 17 };
	const struct node *dev;
	const struct prop *p;
	uint64_t address, size;
	size_t n;

	made = (struct made){ .blob = malloc(MAKE_SIZE) };
	n = compile_version(versions[_i], made.blob, MAKE_SIZE);
	ck_assert_uint_eq(fdt_version(made.blob), (uint32_t)versions[_i]);
	ck_assert_msg(load_bytes(&made, made.blob, n), "%s", made.fault.message);
	ck_assert_uint_eq(made.tree.version, (uint32_t)versions[_i]);
	ck_assert_uint_eq(made.tree.nnodes, 4);
	dev = at(&made, "/bus@1000/dev@2000");
	ck_assert(node_is_compatible(&made.tree, dev, "virtio,mmio"));
	ck_assert(node_has(&made.tree, dev, NAME_dma_coherent));
	ck_assert_uint_eq(dev->phandle, 3);
	ck_assert(node_reg(&made.tree, dev, 0, &address, &size));
	ck_assert_uint_eq(address, 0x2000);
	p = node_prop(
		&made.tree, at(&made, "/bus@1000"), intern_find(&made.names, "wide", 4));
	ck_assert_ptr_nonnull(p);
	ck_assert_uint_eq(p->len, 9);
	ck_assert_mem_eq(p->data, "\1\2\3\4\5\6\7\10\11", 9);
	ck_assert_uint_eq(p->offset, (uint32_t)(p->data - made.blob));
}
END_TEST

START_TEST(cells_that_are_no_number_leave_the_default)
{
	make_start(&made);
	make_bytes(&made, "#address-cells", "\0\1", 2);
	make_cells(&made, "#size-cells", 1, 3);
	make_load(&made);
	ck_assert_uint_eq(made.tree.nodes->address_cells, 2);
	ck_assert_uint_eq(made.tree.nodes->size_cells, 1);
}
END_TEST

/* Look-ups in a node of many properties go by an index; the first of two is found. */
START_TEST(properties_of_wide_nodes_are_found)
{
	enum { WIDE = 500 };
	const struct node *n;
	const struct prop *p;
	char name[16];
	uint32_t i;

	make_start(&made);
	make_cells(&made, "reg", WIDE);
	make_node(&made, "wide");
	for (i = 0; i < WIDE; i++) {
		snprintf(name, sizeof(name), "p%u", i);
		make_cells(&made, name, i);
	}
	make_cells(&made, "reg", 1);
	make_cells(&made, "reg", 2);
	make_end(&made);
	make_node(&made, "narrow");
	make_cells(&made, "p1", WIDE);
	make_end(&made);
	make_load(&made);
	n = at(&made, "/wide");
	for (i = 0; i < WIDE; i++) {
		snprintf(name, sizeof(name), "p%u", i);
		p = node_prop(
			&made.tree, n, intern_find(&made.names, name, strlen(name)));
		ck_assert_ptr_nonnull(p);
		ck_assert_uint_eq(prop_cell(p, 0), i);
	}
	ck_assert_uint_eq(prop_cell(node_prop(&made.tree, n, NAME_reg), 0), 1);
	ck_assert_ptr_null(node_prop(&made.tree, n, NAME_ranges));
	ck_assert_ptr_null(node_prop(&made.tree, n, ATOM_NONE));
	ck_assert_uint_eq(
		prop_cell(node_prop(&made.tree, made.tree.nodes, NAME_reg), 0), WIDE);
}
END_TEST

int
main(void)
{
	TCase *c = tcase_create("tree");

	tcase_add_checked_fixture(c, NULL, teardown);
	tcase_add_test(c, model_says_what_libfdt_says);
	tcase_add_test(c, links_lead_from_node_to_node);
	tcase_add_test(c, cells_are_the_parents_word_or_the_default);
	tcase_add_test(c, paths_are_found);
	tcase_add_test(c, phandles_are_found);
	tcase_add_test(c, reservations_are_read);
	tcase_add_test(c, overlays_are_known);
	tcase_add_loop_test(c, padding_of_any_size_is_passed_over, 0, 16);
	tcase_add_test(c, padding_need_not_be_read);
	tcase_add_test(c, nops_are_passed_over);
	tcase_add_loop_test(c, old_formats_are_read, 0, 4);
	tcase_add_test(c, properties_of_wide_nodes_are_found);
	tcase_add_test(c, cells_that_are_no_number_leave_the_default);
	return run_tests(c);
}
