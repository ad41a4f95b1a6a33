/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tree/tree.h"

#include <unistd.h>

#include "support.h"
#include "tree/value.h"

static struct made made;

static void
teardown(void)
{
	made_free(&made);
}

/* A small guest, the shape of what QEMU emits. */
static void
make_guest(void)
{
	static const char *const slots[] = { "virtio_mmio@a000000",
		"virtio_mmio@a000200" };

	make_start(&made);
	make_cells(&made, "#address-cells", 2);
	make_cells(&made, "#size-cells", 2);
	make_cells(&made, "interrupt-parent", 0x8001);
	make_node(&made, "intc@8000000");
	make_cells(&made, "phandle", 0x8001);
	make_cells(&made, "linux,phandle", 0x8001);
	make_flag(&made, "interrupt-controller");
	make_end(&made);
	for (uint32_t i = 0; i < 2; i++) {
		make_node(&made, slots[i]);
		make_strings(&made, "compatible", "virtio,mmio");
		make_cells(&made, "reg", 0, 0xa000000 + i * 0x200, 0, 0x200);
		make_end(&made);
	}
	make_node(&made, "soc");
	make_cells(&made, "#address-cells", 1);
	make_node(&made, "uart@9000000");
	make_cells(&made, "linux,phandle", 7);
	make_end(&made);
	make_end(&made);
	make_node(&made, "last");
	make_end(&made);
}

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

/* dtc writes the old formats: full paths as names, values aligned to 8 bytes. */
static size_t
compile_version(int version, uint8_t *out, size_t size)
{
	static const char command[] =
		"dtc -q -I dts -O dtb -V %d - <<'END'\n"
		"/dts-v1/;\n"
		"/ { #address-cells = <2>; #size-cells = <1>;\n"
		"bus@1000 { ranges; wide = [01 02 03 04 05 06 07 08 09]; \n"
		"dev@2000 { compatible = \"virtio,mmio\"; reg = <0 0x2000 0x200>;\n"
		"phandle = <3>; dma-coherent; }; }; after { }; };\n"
		"END\n";
	char text[sizeof(command) + 16];
	size_t n;
	FILE *f;

	snprintf(text, sizeof(text), command, version);
	f = popen(text, "r");
	ck_assert_ptr_nonnull(f);
	n = fread(out, 1, size, f);
	ck_assert_int_eq(pclose(f), 0);
	ck_assert_uint_lt(n, size);
	return n;
}

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

/* The load must fail, with these words in the message, at the offset (-1: any). */
static void
check_refused(const uint8_t *blob, size_t n, int64_t offset, const char *words)
{
	uint8_t *exact = malloc(n ? n : 1); /* so that sanitizers see the end */

	memcpy(exact, blob, n);
	ck_assert(!load_bytes(&made, exact, n));
	ck_assert_ptr_nonnull(made.fault.message);
	ck_assert_msg(strstr(made.fault.message, words) != NULL,
		"expected \"…%s…\", got \"%s\"", words, made.fault.message);
	if (offset >= 0)
		ck_assert_int_eq(made.fault.place.offset, offset);
	else
		ck_assert_int_ge(made.fault.place.offset, 0);
	tree_free(&made.tree);
	intern_free(&made.names);
	free(exact);
}

/* Header fields of a sound tree, overwritten. */
static const struct {
	uint32_t field; /* byte offset in the header (5.2) */
	uint32_t value;
	int64_t offset;
	const char *words;
} headers[] = {
	{ 0, 0xd00dfeee, 0, "begins with 0xd00dfeee, expected the magic number" },
	{ 0, 0xedfe0dd0, 0, "begins with 0xedfe0dd0, expected the magic number" },
	{ 4, 0xffffffff, -1, "totalsize" },
	{ 4, 0x7fffffff, -1, "totalsize" },
	{ 4, 0, -1, "outside the file" },
	{ 4, 39, -1, "outside the file" },
	{ 8, 0xfffffffc, 8, "off_dt_struct 0xfffffffc" },
	{ 8, 0x100000, 8, "off_dt_struct 0x100000" },
	{ 8, 0, 8, "off_dt_struct 0x0" },
	{ 12, 0xffffffff, 8, "off_dt_strings 0xffffffff" },
	{ 12, 0x100000, 8, "off_dt_strings 0x100000" },
	{ 16, 0xfffffff8, 8, "off_mem_rsvmap 0xfffffff8" },
	{ 16, 0x100000, 8, "off_mem_rsvmap 0x100000" },
	{ 20, 0, 20, "version 0" },
	{ 20, 1, 20, "version 1" },
	{ 24, 18, 20, "back to 18" },
	{ 24, 0xffffffff, 20, "back to 4294967295" },
	{ 32, 0xffffffff, 8, "outside the file" },
	{ 32, 0x100000, 8, "outside the file" },
	{ 36, 0xffffffff, 8, "outside the file" },
	{ 36, 0x100000, 8, "outside the file" },
};

static void
put32(uint8_t *p, uint32_t v)
{
	fdt32_t be = cpu_to_fdt32(v);

	memcpy(p, &be, 4);
}

START_TEST(bad_headers_are_refused)
{
	size_t n;

	make_guest();
	make_finish(&made);
	n = fdt_totalsize(made.blob);
	put32(made.blob + headers[_i].field, headers[_i].value);
	check_refused(made.blob, n, headers[_i].offset, headers[_i].words);
}
END_TEST

START_TEST(version_1_is_refused)
{
	size_t n;

	made = (struct made){ .blob = malloc(MAKE_SIZE) };
	n = compile_version(1, made.blob, MAKE_SIZE);
	check_refused(made.blob, n, 20, "version 1");
}
END_TEST

START_TEST(every_truncation_is_refused)
{
	size_t n;

	make_guest();
	make_finish(&made);
	n = fdt_totalsize(made.blob);
	check_refused(made.blob, 0, 0, "empty");
	for (size_t i = 1; i < 4; i++)
		check_refused(made.blob, i, (int64_t)i, "truncated");
	for (size_t i = 4; i < n; i++)
		check_refused(made.blob, i, (int64_t)i, "truncated");
	for (size_t i = 40; i < n; i++) { /* the header says so too */
		put32(made.blob + 4, (uint32_t)i);
		check_refused(made.blob, i, -1, "");
	}
}
END_TEST

/* Structure blocks by hand: tokens and other words, names as 4 bytes ("ab\0\0"). */
enum {
	B = FDT_BEGIN_NODE,
	E = FDT_END_NODE,
	P = FDT_PROP,
	Z = FDT_END,
	NAME_A = 0x61000000,
	NAME_AB = 0x61620000,
	NAME_SLASH = 0x612f6200,
	NAME_OPEN = 0x61616161,
};

static size_t
make_by_hand(const uint32_t *words, size_t n, const char *strings, size_t nstrings)
{
	size_t at_struct = 40 + 16, at_strings = at_struct + n * 4;
	uint32_t header[] = { FDT_MAGIC, (uint32_t)(at_strings + nstrings),
		(uint32_t)at_struct, (uint32_t)at_strings, 40, 17, 16, 0,
		(uint32_t)nstrings, (uint32_t)n * 4 };

	made = (struct made){ .blob = calloc(1, at_strings + nstrings) };
	for (size_t i = 0; i < 10; i++)
		put32(made.blob + i * 4, header[i]);
	for (size_t i = 0; i < n; i++)
		put32(made.blob + at_struct + i * 4, words[i]);
	memcpy(made.blob + at_strings, strings, nstrings);
	return at_strings + nstrings;
}

#define STRUCT_AT 56

/* The strings block is "x\0#address-cells\0open", the last without its NUL. */
static const struct {
	uint32_t words[16];
	size_t n;
	int64_t offset; /* from the start of the structure block, in words; -1: any */
	const char *words_of_fault;
} structs[] = {
	{ { Z }, 1, 0, "no root node" },
	{ { E, Z }, 2, 0, "without a node to end" },
	{ { P, 0, 0, Z }, 4, 0, "outside any node" },
	{ { B, 0, Z }, 3, 2, "node / is not ended" },
	{ { B, 0, B, NAME_A, E, Z }, 6, 5, "node / is not ended" },
	{ { B, 0, B, NAME_A, Z }, 5, 4, "node /a is not ended" },
	{ { B, 0, E, E, Z }, 5, 3, "without a node to end" },
	{ { B, 0, E, B, NAME_A, E, Z }, 7, 3, "second root" },
	{ { B, 0, E, FDT_NOP, Z }, 5, 3, "FDT_NOP behind the root" },
	{ { B, NAME_A, E, Z }, 4, 0, "root node with a name" },
	{ { B, 0, E }, 3, -1, "" },
	{ { B, 0, E, 3 }, 4, -1, "" },
	{ { B, 0 }, 2, -1, "" },
	{ { B, NAME_OPEN }, 2, -1, "" },
	{ { B }, 1, -1, "" },
	{ { B, 0, 5, E, Z }, 5, -1, "" },
	{ { B, 0, 0xffffffff, E, Z }, 5, -1, "" },
	{ { B, 0, P, 0, 0 }, 5, -1, "" },
	/* lengths past the end, those that overflow, and one that libfdt 1.6 loops on */
	{ { B, 0, P, 12, 0, E, Z }, 7, 2, "0xc bytes" },
	{ { B, 0, P, 0x7fffffff, 0, E, Z }, 7, 2, "0x7fffffff bytes" },
	{ { B, 0, P, 0x80000000, 0, E, Z }, 7, 2, "0x80000000 bytes" },
	{ { B, 0, P, 0xfffffff0, 0, E, Z }, 7, 2, "0xfffffff0 bytes" },
	{ { B, 0, P, 0xfffffff4, 0, E, Z }, 7, 2, "0xfffffff4 bytes" },
	{ { B, 0, P, 0xfffffff8, 0, E, Z }, 7, 2, "0xfffffff8 bytes" },
	{ { B, 0, P, 0xffffffff, 0, E, Z }, 7, 2, "0xffffffff bytes" },
	{ { B, 0, P, 4, 0, E, Z }, 7, -1, "" },
	{ { B, 0, P, 0, 0xffffffff, E, Z }, 7, 2, "outside the strings block" },
	{ { B, 0, P, 0, 0x1000, E, Z }, 7, 2, "outside the strings block" },
	{ { B, 0, P, 0, 17, E, Z }, 7, 2, "outside the strings block" }, /* no NUL */
	{ { B, 0, P, 0, 1, E, Z }, 7, 2, "empty" },
	{ { B, 0, B, 0, E, E, Z }, 7, 2, "empty name" },
	{ { B, 0, B, NAME_SLASH, E, E, Z }, 7, 2, "'/'" },
	{ { B, 0, B, NAME_A, E, P, 0, 0, E, Z }, 10, 5, "behind a subnode of /" },
	{ { B, 0, P, 4, 2, 0xffffffff, E, Z }, 8, 5, "<0xffffffff> in node /" },
	{ { B, 0, P, 4, 2, 0x100, E, Z }, 8, 5, "expected at most 255" },
	{ { B, 0, B, NAME_AB, P, 4, 2, 0xffffffff, E, E, Z }, 11, 7, "node /ab" },
};

START_TEST(bad_structures_are_refused)
{
	static const char strings[] = "x\0#address-cells\0open";
	int64_t offset = structs[_i].offset;
	size_t n = make_by_hand(
		structs[_i].words, structs[_i].n, strings, sizeof(strings) - 1);

	check_refused(made.blob, n, offset < 0 ? -1 : STRUCT_AT + 4 * offset,
		structs[_i].words_of_fault);
}
END_TEST

/* As many as are read, and one more: a name can be the end of another. */
START_TEST(long_names_are_refused)
{
	static const uint32_t good[] = { B, 0, P, 0, 1, E, Z };
	static const uint32_t bad[] = { B, 0, P, 0, 0, E, Z };
	static char strings[1024 + 2];
	size_t n;

	memset(strings, 'x', sizeof(strings) - 1);
	n = make_by_hand(bad, 7, strings, sizeof(strings));
	check_refused(made.blob, n, STRUCT_AT + 8, "longer than 1024 bytes");
	made_free(&made);
	n = make_by_hand(good, 7, strings, sizeof(strings));
	ck_assert_msg(load_bytes(&made, made.blob, n), "%s", made.fault.message);
	ck_assert_uint_eq(strlen(prop_name(&made.tree, made.tree.props)), 1024);
}
END_TEST

START_TEST(hand_made_trees_are_read_too)
{
	/* that the cases above fail for their own fault, not for the way they are made */
	static const uint32_t words[] = { FDT_NOP, B, 0, P, 4, 2, 255, B, NAME_A, P, 0, 0,
		FDT_NOP, E, E, Z };
	static const char strings[] = "x\0#address-cells";
	size_t n = make_by_hand(words, 16, strings, sizeof(strings));

	ck_assert_msg(load_bytes(&made, made.blob, n), "%s", made.fault.message);
	ck_assert_uint_eq(made.tree.nnodes, 2);
	ck_assert_uint_eq(made.tree.nodes->address_cells, 255);
	ck_assert_str_eq(prop_name(&made.tree, made.tree.props + 1), "x");
}
END_TEST

START_TEST(reservations_without_an_end_are_refused)
{
	static const uint32_t words[] = { B, 0, E, Z };
	size_t n = make_by_hand(words, 4, "x", 2);

	for (size_t i = 40; i < n; i++)
		made.blob[i] = 0xa5;
	put32(made.blob + 16, (uint32_t)n / 8 * 8);
	check_refused(made.blob, n, -1, "");
}
END_TEST

/* A chain of @levels nodes below the root. */
static size_t
make_deep(uint32_t levels)
{
	size_t n = 0, words_n = (size_t)levels * 3 + 4, size;
	uint32_t *words = calloc(words_n, sizeof(*words));

	words[n++] = B;
	words[n++] = 0;
	for (uint32_t i = 0; i < levels; i++) {
		words[n++] = B;
		words[n++] = NAME_A;
	}
	for (uint32_t i = 0; i <= levels; i++)
		words[n++] = E;
	words[n++] = Z;
	ck_assert_uint_eq(n, words_n);
	size = make_by_hand(words, n, "x", 2);
	free(words);
	return size;
}

START_TEST(nesting_is_read_up_to_the_limit)
{
	size_t n = make_deep(TREE_DEPTH_MAX);

	ck_assert_msg(load_bytes(&made, made.blob, n), "%s", made.fault.message);
	ck_assert_uint_eq(made.tree.nnodes, TREE_DEPTH_MAX + 1);
	ck_assert_uint_eq(strlen(node_path(&made.tree, made.tree.nodes + TREE_DEPTH_MAX,
				  &made.arena)),
		2 * TREE_DEPTH_MAX);
}
END_TEST

START_TEST(nesting_beyond_the_limit_is_refused)
{
	static const uint32_t levels[] = { TREE_DEPTH_MAX + 1, 10000, 1000000 };
	size_t n = make_deep(levels[_i]);

	check_refused(made.blob, n, STRUCT_AT + 8 * (TREE_DEPTH_MAX + 1), "deeper than");
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

#define COUNT(table) (int)(sizeof(table) / sizeof(*(table)))

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
	tcase_add_loop_test(c, bad_headers_are_refused, 0, COUNT(headers));
	tcase_add_test(c, version_1_is_refused);
	tcase_add_test(c, every_truncation_is_refused);
	tcase_add_loop_test(c, bad_structures_are_refused, 0, COUNT(structs));
	tcase_add_test(c, long_names_are_refused);
	tcase_add_test(c, hand_made_trees_are_read_too);
	tcase_add_test(c, reservations_without_an_end_are_refused);
	tcase_add_test(c, nesting_is_read_up_to_the_limit);
	tcase_add_loop_test(c, nesting_beyond_the_limit_is_refused, 0, 3);
	tcase_add_test(c, properties_of_wide_nodes_are_found);
	tcase_add_test(c, cells_that_are_no_number_leave_the_default);
	return run_tests(c);
}
