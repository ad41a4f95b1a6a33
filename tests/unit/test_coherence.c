/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Expected values: of_dma_is_coherent(), __of_get_dma_parent() and
 * of_parse_phandle_with_args() of Linux 6.12, read and, where a case below says so,
 * seen in a booted guest ("device is dma coherent" of drivers/of/device.c).
 */
#include "tree/coherence.h"

#include "support.h"

static struct made made;

static void
teardown(void)
{
	made_free(&made);
}

static struct coherence
coherence_of(const char *path, const char *arch)
{
	const struct arch *a = arch ? arch_by_name(arch) : NULL;

	ck_assert(!arch || a);
	return node_coherence(&made.tree, at(&made, path), a);
}

/* /bus/dev with one property name each, or NULL: none. */
static void
make_path(const char *root, const char *bus, const char *dev)
{
	make_start(&made);
	if (root)
		make_flag(&made, root);
	make_node(&made, "bus");
	if (bus)
		make_flag(&made, bus);
	make_node(&made, "dev");
	if (dev)
		make_flag(&made, dev);
	make_end(&made);
	make_end(&made);
	make_load(&made);
}

static const struct {
	const char *root, *bus, *dev;
	bool coherent;
	const char *by;
} walks[] = {
	{ NULL, NULL, "dma-coherent", true, "/bus/dev" },
	{ NULL, "dma-coherent", NULL, true, "/bus" },
	{ "dma-coherent", NULL, NULL, true, "/" }, /* booted: coherent */
	{ NULL, NULL, "dma-noncoherent", false, "/bus/dev" },
	{ NULL, "dma-noncoherent", NULL, false, "/bus" },
	{ "dma-noncoherent", NULL, NULL, false, "/" },
	/* the nearest wins; booted: the node's own dma-noncoherent */
	{ "dma-coherent", NULL, "dma-noncoherent", false, "/bus/dev" },
	{ "dma-coherent", "dma-noncoherent", NULL, false, "/bus" },
	{ "dma-noncoherent", "dma-coherent", NULL, true, "/bus" },
	{ "dma-noncoherent", NULL, "dma-coherent", true, "/bus/dev" },
	{ NULL, NULL, NULL, false, NULL },
};

START_TEST(nearest_property_decides)
{
	struct coherence c;

	make_path(walks[_i].root, walks[_i].bus, walks[_i].dev);
	c = coherence_of("/bus/dev", "arm64");
	ck_assert_int_eq(c.coherent, walks[_i].coherent);
	ck_assert(!c.from_overlay);
	if (walks[_i].by) {
		ck_assert_ptr_eq(c.by, at(&made, walks[_i].by));
		ck_assert_ptr_nonnull(c.prop);
		ck_assert_uint_eq(c.prop->node, node_id(&made.tree, c.by));
	} else {
		ck_assert_ptr_null(c.by);
		ck_assert_ptr_null(c.prop);
	}
}
END_TEST

START_TEST(coherent_wins_at_one_node)
{
	make_start(&made);
	make_node(&made, "dev");
	make_flag(&made, "dma-noncoherent");
	make_flag(&made, "dma-coherent");
	make_end(&made);
	make_load(&made);
	ck_assert(coherence_of("/dev", "arm64").coherent); /* booted: coherent */
	ck_assert_int_eq(coherence_of("/dev", "arm64").prop->name, NAME_dma_coherent);
}
END_TEST

START_TEST(values_and_status_play_no_part)
{
	make_start(&made);
	make_node(&made, "bus");
	make_cells(&made, "dma-coherent", 0);
	make_strings(&made, "status", "disabled");
	make_node(&made, "dev");
	make_end(&made);
	make_end(&made);
	make_load(&made);
	ck_assert(coherence_of("/bus/dev", "arm64").coherent);
}
END_TEST

/* kernel/dma/mapping.c and the Kconfig of each architecture */
static const struct {
	const char *arch;
	bool by_default, with_noncoherent, with_coherent;
} defaults[] = {
	{ "arm", false, false, true },
	{ "arm64", false, false, true },
	{ "openrisc", false, false, true },
	{ "microblaze", false, false, true },
	{ "nios2", false, false, true },
	{ "xtensa", false, false, true },
	{ "arc", false, false, true },
	{ "csky", false, false, true },
	{ "m68k", false, false, true },
	{ "sh", false, false, true },
	{ "riscv", true, false, true },
	/* no sync hooks: dev_is_dma_coherent() is constant true */
	{ "x86", true, true, true },
	{ "loongarch", true, true, true },
	{ "s390", true, true, true },
	/* configuration and firmware decide: taken as not coherent */
	{ "mips", false, false, true },
	{ "powerpc", false, false, true },
	{ NULL, false, false, true },
};

START_TEST(architecture_is_the_default)
{
	const char *arch = defaults[_i].arch;
	struct coherence c;

	make_path(NULL, NULL, NULL);
	c = coherence_of("/bus/dev", arch);
	ck_assert_int_eq(c.coherent, defaults[_i].by_default);
	ck_assert_ptr_null(c.prop);
	ck_assert_ptr_eq(c.arch, arch ? arch_by_name(arch) : NULL);
	made_free(&made);
	make_path(NULL, "dma-noncoherent", NULL);
	c = coherence_of("/bus/dev", arch);
	ck_assert_int_eq(c.coherent, defaults[_i].with_noncoherent);
	if (c.coherent) /* the property is not what decides */
		ck_assert_ptr_null(c.prop);
	made_free(&made);
	make_path(NULL, "dma-coherent", NULL);
	ck_assert_int_eq(
		coherence_of("/bus/dev", arch).coherent, defaults[_i].with_coherent);
}
END_TEST

/*
 * /noc (phandle 1, #interconnect-cells @cells where >= 0) with @noc below /fabric, and
 * /bus/dev with the interconnects.
 */
static void
make_interconnect(const char *fabric, const char *noc, int cells, const char *names,
	size_t names_size, const uint32_t *entries, size_t n)
{
	make_start(&made);
	make_node(&made, "fabric");
	if (fabric)
		make_flag(&made, fabric);
	make_node(&made, "noc");
	make_cells(&made, "phandle", 1);
	if (cells >= 0)
		make_cells(&made, "#interconnect-cells", (uint32_t)cells);
	if (noc)
		make_flag(&made, noc);
	make_end(&made);
	make_node(&made, "other");
	make_cells(&made, "phandle", 2);
	make_cells(&made, "#interconnect-cells", 2);
	make_end(&made);
	make_end(&made);
	make_node(&made, "bus");
	make_flag(&made, "dma-noncoherent");
	make_node(&made, "dev");
	if (names)
		make_bytes(&made, "interconnect-names", names, names_size);
	if (n)
		make_cells_array(&made, "interconnects", entries, n);
	make_end(&made);
	make_end(&made);
	make_load(&made);
}

#define NAMES(list) list, sizeof(list)
#define NO_NAMES NULL, 0
#define ENTRIES(...) \
	(const uint32_t[]){ __VA_ARGS__ }, sizeof((const uint32_t[]){ __VA_ARGS__ }) / 4

/* `by` is who decides: the bus is not coherent, so a failed link shows. */
static const struct {
	const char *fabric, *noc;
	int cells;
	const char *names;
	size_t names_size;
	const uint32_t *entries;
	size_t n;
	bool coherent;
	const char *by;
} links[] = {
	{ NULL, "dma-coherent", 0, NAMES("dma-mem"), ENTRIES(1), true, "/fabric/noc" },
	/* the walk goes on from the target, not from the bus */
	{ "dma-coherent", NULL, 0, NAMES("dma-mem"), ENTRIES(1), true, "/fabric" },
	{ NULL, NULL, 0, NAMES("dma-mem"), ENTRIES(1), false, NULL },
	{ NULL, "dma-noncoherent", 0, NAMES("dma-mem"), ENTRIES(1), false,
		"/fabric/noc" },
	{ NULL, "dma-coherent", 1, NAMES("dma-mem"), ENTRIES(1, 7), true, "/fabric/noc" },
	{ NULL, "dma-coherent", 3, NAMES("dma-mem"), ENTRIES(1, 7, 8, 9), true,
		"/fabric/noc" },
	/* the entry of that name: arguments of those before it are passed over */
	{ NULL, "dma-coherent", 1, NAMES("cpu\0dma-mem"), ENTRIES(2, 1, 1, 1, 7), true,
		"/fabric/noc" },
	{ NULL, "dma-coherent", 0, NAMES("cpu\0dma-mem"), ENTRIES(0, 1), true,
		"/fabric/noc" },
	{ NULL, "dma-coherent", 0, NAMES("dma-mem\0cpu"), ENTRIES(1, 2, 5, 5), true,
		"/fabric/noc" },
	/* of two such names the first counts */
	{ NULL, "dma-coherent", 0, NAMES("dma-mem\0dma-mem"), ENTRIES(2, 5, 5, 1), false,
		NULL },
	/* no such name: the parent */
	{ NULL, "dma-coherent", 0, NO_NAMES, ENTRIES(1), false, "/bus" },
	{ NULL, "dma-coherent", 0, NAMES("cpu"), ENTRIES(1), false, "/bus" },
	{ NULL, "dma-coherent", 0, NAMES("dma-memory"), ENTRIES(1), false, "/bus" },
	/* a name without an entry, and entries that are not whole: the parent */
	{ NULL, "dma-coherent", 0, NAMES("dma-mem"), NULL, 0, false, "/bus" },
	{ NULL, "dma-coherent", 0, NAMES("cpu\0dma-mem"), ENTRIES(1), false, "/bus" },
	{ NULL, "dma-coherent", 2, NAMES("dma-mem"), ENTRIES(1, 7), false, "/bus" },
	{ NULL, "dma-coherent", 0, NAMES("cpu\0dma-mem"), ENTRIES(2, 5), false, "/bus" },
	/* more arguments than any value holds */
	{ NULL, "dma-coherent", INT32_MAX, NAMES("dma-mem"), ENTRIES(1, 1, 1), false,
		"/bus" },
	/* no #interconnect-cells, no such phandle, none at all */
	{ NULL, "dma-coherent", -1, NAMES("dma-mem"), ENTRIES(1), false, "/bus" },
	{ NULL, "dma-coherent", 0, NAMES("dma-mem"), ENTRIES(9), false, "/bus" },
	{ NULL, "dma-coherent", 0, NAMES("dma-mem"), ENTRIES(0), false, "/bus" },
	{ NULL, "dma-coherent", 0, NAMES("dma-mem"), ENTRIES(UINT32_MAX), false, "/bus" },
	/* a name that is not terminated is none */
	{ NULL, "dma-coherent", 0, "dma-mem", 7, ENTRIES(1), false, "/bus" },
};

START_TEST(dma_mem_interconnect_is_the_parent)
{
	struct coherence c;

	make_interconnect(links[_i].fabric, links[_i].noc, links[_i].cells,
		links[_i].names, links[_i].names_size, links[_i].entries, links[_i].n);
	c = coherence_of("/bus/dev", "arm64");
	ck_assert_int_eq(c.coherent, links[_i].coherent);
	ck_assert_ptr_eq(c.by, links[_i].by ? at(&made, links[_i].by) : NULL);
}
END_TEST

START_TEST(own_property_comes_before_the_link)
{
	make_start(&made);
	make_node(&made, "noc");
	make_cells(&made, "phandle", 1);
	make_cells(&made, "#interconnect-cells", 0);
	make_flag(&made, "dma-coherent");
	make_end(&made);
	make_node(&made, "dev");
	make_flag(&made, "dma-noncoherent");
	make_strings(&made, "interconnect-names", "dma-mem");
	make_cells(&made, "interconnects", 1);
	make_end(&made);
	make_load(&made);
	ck_assert(!coherence_of("/dev", "arm64").coherent);
}
END_TEST

/* Links from a to b to c and back to a (or each to itself): the default holds. */
static void
make_loop(uint32_t a, uint32_t b, uint32_t c)
{
	static const char *const names[] = { "a", "b", "c" };
	uint32_t targets[] = { a, b, c };

	make_start(&made);
	for (uint32_t i = 0; i < 3; i++) {
		make_node(&made, names[i]);
		make_cells(&made, "phandle", i + 1);
		make_cells(&made, "#interconnect-cells", 0);
		make_strings(&made, "interconnect-names", "dma-mem");
		make_cells(&made, "interconnects", targets[i]);
		make_end(&made);
	}
	make_load(&made);
}

START_TEST(loops_end_at_the_default)
{
	make_loop(2, 3, 1);
	ck_assert(!coherence_of("/a", "arm64").coherent);
	ck_assert(coherence_of("/a", "riscv").coherent);
	ck_assert_ptr_null(coherence_of("/a", "riscv").by);
	made_free(&made);
	make_loop(1, 2, 3);
	ck_assert(!coherence_of("/b", "arm64").coherent);
	made_free(&made);
	make_loop(2, 3, 2);
	ck_assert(!coherence_of("/a", NULL).coherent);
}
END_TEST

START_TEST(an_overlay_is_not_the_whole_tree)
{
	make_start(&made);
	make_node(&made, "fragment@0");
	make_node(&made, "__overlay__");
	make_node(&made, "dev");
	make_end(&made);
	make_node(&made, "own");
	make_flag(&made, "dma-coherent");
	make_end(&made);
	make_end(&made);
	make_end(&made);
	make_load(&made);
	ck_assert(made.tree.overlay);
	ck_assert(coherence_of("/fragment@0/__overlay__/dev", "arm64").from_overlay);
	ck_assert(!coherence_of("/fragment@0/__overlay__/own", "arm64").from_overlay);
	ck_assert(coherence_of("/fragment@0/__overlay__/own", "arm64").coherent);
}
END_TEST

#define COUNT(table) (int)(sizeof(table) / sizeof(*(table)))

int
main(void)
{
	TCase *c = tcase_create("coherence");

	tcase_add_checked_fixture(c, NULL, teardown);
	tcase_add_loop_test(c, nearest_property_decides, 0, COUNT(walks));
	tcase_add_test(c, coherent_wins_at_one_node);
	tcase_add_test(c, values_and_status_play_no_part);
	tcase_add_loop_test(c, architecture_is_the_default, 0, COUNT(defaults));
	tcase_add_loop_test(c, dma_mem_interconnect_is_the_parent, 0, COUNT(links));
	tcase_add_test(c, own_property_comes_before_the_link);
	tcase_add_test(c, loops_end_at_the_default);
	tcase_add_test(c, an_overlay_is_not_the_whole_tree);
	return run_tests(c);
}
