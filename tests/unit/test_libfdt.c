/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Trees by chance, written and then edited with libfdt, which leaves FDT_NOPs in them: what
 * the model says of nodes, properties, paths, phandles and cells is what libfdt says.
 */
#include "support.h"

enum { TREES = 300, NODES = 40, PROPS = 8, EDITS = 12, PHANDLES = 30, SIZE = 64 * 1024 };

static const char *const names[] = { "compatible", "reg", "ranges", "phandle",
	"linux,phandle", "#address-cells", "#size-cells", "status", "a", "b-names", "x,y",
	"a-name-that-is-longer-than-thirty-one-characters", "reg-names", "s", "us",
	"atus" };
enum { NAMES = sizeof(names) / sizeof(*names) };

static uint64_t state;

static uint32_t
draw(uint32_t below)
{
	/* the constants of Knuth's MMIX */
	state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t)(state >> 33) % below;
}

static int
random_value(const char *name, uint8_t *value)
{
	bool cells = *name == '#', phandle = strstr(name, "phandle") != NULL;
	fdt32_t cell = cpu_to_fdt32(cells ? 1 + draw(4) : 1 + draw(PHANDLES));
	int n = (int)draw(24);

	for (int i = 0; i < n; i++)
		value[i] = (uint8_t)draw(256);
	if (!cells && (!phandle || !draw(8)))
		return n;
	memcpy(value, &cell, sizeof(cell));
	return sizeof(cell);
}

/* No name twice in a node: libfdt finds the first, and so nothing could be told apart. */
static void
make_props(uint8_t *blob)
{
	uint32_t first = draw(NAMES), n = draw(PROPS);
	uint8_t value[32];

	for (uint32_t i = 0; i < n; i++) {
		const char *name = names[(first + i) % NAMES];
		int len = random_value(name, value);

		must(fdt_property(blob, name, value, len));
	}
}

/* Whole names differ, those without the unit address need not. */
static void
make_name(char *name, size_t size, uint32_t number)
{
	static const char *const base[] = { "cpu", "soc", "virtio_mmio", "a" };

	if (draw(3))
		snprintf(name, size, "%s@%x", base[draw(4)], number);
	else
		snprintf(name, size, "%s%u", base[draw(4)], number);
}

static void
make_tree(uint8_t *blob)
{
	uint32_t depth = 1, number = 0;
	char name[32];

	must(fdt_create(blob, SIZE));
	for (uint32_t i = draw(4); i--;)
		must(fdt_add_reservemap_entry(
			blob, (uint64_t)draw(1 << 30) << 8, draw(99)));
	must(fdt_finish_reservemap(blob));
	must(fdt_begin_node(blob, ""));
	make_props(blob);
	while (number < NODES) {
		if (depth > 1 && !draw(3)) {
			must(fdt_end_node(blob));
			depth--;
			continue;
		}
		make_name(name, sizeof(name), ++number);
		must(fdt_begin_node(blob, name));
		make_props(blob);
		depth++;
	}
	while (depth--)
		must(fdt_end_node(blob));
	must(fdt_finish(blob));
	fdt_set_boot_cpuid_phys(blob, draw(9));
}

static int
random_node(const uint8_t *blob)
{
	int node = 0;

	for (uint32_t i = draw(NODES); i-- && node >= 0;)
		node = fdt_next_node(blob, node, NULL);
	return node < 0 ? 0 : node;
}

/* What fails, fails: of some nodes and names there are none. */
static void
edit_tree(uint8_t *blob)
{
	int node = random_node(blob), len;
	const char *name = names[draw(NAMES)];
	uint8_t value[32];
	char child[32];

	switch (draw(7)) {
	case 0:
		if (node)
			fdt_nop_node(blob, node);
		break;
	case 1:
	case 2: fdt_nop_property(blob, node, name); break;
	case 3: fdt_delprop(blob, node, name); break;
	case 4:
		len = random_value(name, value);
		fdt_setprop(blob, node, name, value, len);
		break;
	case 5:
		make_name(child, sizeof(child), NODES + draw(1000000));
		fdt_add_subnode(blob, node, child);
		break;
	default:
		if (node && !draw(4))
			fdt_del_node(blob, node);
	}
}

static uint32_t
offset_of(const uint8_t *blob, int node)
{
	return (uint32_t)fdt_off_dt_struct(blob) + (uint32_t)node;
}

static void
check_props(const struct tree *t, const struct node *n, int node)
{
	const struct prop *p = t->props + n->first_prop;
	int at, len;

	fdt_for_each_property_offset(at, t->blob, node)
	{
		const char *name;
		const void *value = fdt_getprop_by_offset(t->blob, at, &name, &len);

		ck_assert_ptr_nonnull(value);
		ck_assert_uint_lt((uint32_t)(p - t->props), n->first_prop + n->nprops);
		ck_assert_str_eq(prop_name(t, p), name);
		ck_assert_uint_eq(p->len, (uint32_t)len);
		ck_assert_ptr_eq(p->data, value);
		p++;
	}
	ck_assert_uint_eq((uint32_t)(p - t->props), n->first_prop + n->nprops);
	for (uint32_t i = 0; i < NAMES; i++) {
		const void *value = fdt_getprop(t->blob, node, names[i], &len);

		p = node_prop(t, n, intern(t->names, names[i], strlen(names[i])));
		ck_assert(!p == !value);
		ck_assert_ptr_eq(p ? p->data : NULL, value);
	}
}

static void
check_node(const struct tree *t, const struct node *n, int node, struct arena *a)
{
	char want[1024];
	const char *path = node_path(t, n, a);
	int child = fdt_first_subnode(t->blob, node);

	ck_assert_uint_eq(n->offset, offset_of(t->blob, node));
	ck_assert_str_eq(node_name(t, n), fdt_get_name(t->blob, node, NULL));
	must(fdt_get_path(t->blob, node, want, sizeof(want)));
	ck_assert_str_eq(path, want);
	ck_assert_int_eq(n->depth, fdt_node_depth(t->blob, node));
	ck_assert_uint_eq(n->phandle, fdt_get_phandle(t->blob, node));
	ck_assert_int_eq(n->address_cells, fdt_address_cells(t->blob, node));
	ck_assert_int_eq(n->size_cells, fdt_size_cells(t->blob, node));
	ck_assert_ptr_eq(tree_find(t, path), n);
	if (node)
		ck_assert_uint_eq(node_parent(t, n)->offset,
			offset_of(t->blob, fdt_parent_offset(t->blob, node)));
	node_for_each_child (t, n, c) {
		ck_assert_int_ge(child, 0);
		ck_assert_uint_eq(c->offset, offset_of(t->blob, child));
		child = fdt_next_subnode(t->blob, child);
	}
	ck_assert_int_eq(child, -FDT_ERR_NOTFOUND);
	check_props(t, n, node);
}

/* Names without their unit addresses: libfdt takes the first, the model the only one. */
static void
check_short_paths(const struct tree *t, const struct node *n, struct arena *a)
{
	char *path = node_path(t, n, a), *unit = strrchr(path, '@');
	const struct node *found;

	if (!unit || strchr(unit, '/'))
		return;
	*unit = '\0';
	found = tree_find(t, path);
	if (found)
		ck_assert_uint_eq(found->offset,
			offset_of(t->blob, fdt_path_offset(t->blob, path)));
}

static void
check_tree(struct made *m)
{
	const struct tree *t = &m->tree;
	const struct node *n = t->nodes;
	uint64_t address, size;
	int node = 0;

	for (; node >= 0; node = fdt_next_node(t->blob, node, NULL), n++) {
		ck_assert_uint_lt(node_id(t, n), t->nnodes);
		check_node(t, n, node, &m->arena);
		check_short_paths(t, n, &m->arena);
	}
	ck_assert_uint_eq(node_id(t, n), t->nnodes);
	for (uint32_t i = 1; i <= PHANDLES + 1; i++) {
		n = tree_phandle(t, i);
		node = fdt_node_offset_by_phandle(t->blob, i);
		ck_assert(!n == (node < 0));
		if (n)
			ck_assert_uint_eq(n->offset, offset_of(t->blob, node));
	}
	ck_assert_int_eq((int)t->nreserves, fdt_num_mem_rsv(t->blob));
	for (uint32_t i = 0; i < t->nreserves; i++) {
		must(fdt_get_mem_rsv(t->blob, (int)i, &address, &size));
		ck_assert(t->reserves[i].address == address);
		ck_assert(t->reserves[i].size == size);
	}
	ck_assert_uint_eq(t->boot_cpu, fdt_boot_cpuid_phys(t->blob));
}

START_TEST(random_trees)
{
	for (uint32_t i = 0; i < TREES; i++) {
		struct made m = { .blob = calloc(1, SIZE) };

		state = i;
		ck_assert_ptr_nonnull(m.blob);
		make_tree(m.blob);
		must(fdt_open_into(m.blob, m.blob, SIZE));
		for (uint32_t edits = draw(EDITS); edits--;)
			edit_tree(m.blob);
		if (draw(2))
			must(fdt_pack(m.blob));
		ck_assert_msg(load_bytes(&m, m.blob, fdt_totalsize(m.blob)),
			"tree %u: %s", i, m.fault.message);
		check_tree(&m);
		made_free(&m);
	}
}
END_TEST

int
main(void)
{
	TCase *c = tcase_create("libfdt");

	tcase_add_test(c, random_trees);
	return run_tests(c);
}
