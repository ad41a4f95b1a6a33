/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Charts of trees, by hand. Addresses: Devicetree Specification 2.3.6 and 2.3.8; PCI's
 * windows: IEEE 1275's PCI Bus Binding 2.2.1.1; interrupts: 2.4 and the GIC's binding;
 * virtio: VIRTIO 1.2, 6.1, and vring_use_dma_api() of Linux.
 */
#include "chart/chart.h"

#include "support.h"

static struct made made;
static struct arena arena;
static struct host host;
static struct lint lint;
static const struct chart *chart;

static void
setup(void)
{
	host = (struct host){ .source = "host.yaml", .kind = "native" };
	make_start(&made);
	make_cells(&made, "#address-cells", 1);
	make_cells(&made, "#size-cells", 1);
}

static void
teardown(void)
{
	made_free(&made);
	arena_free(&arena);
}

static void
draw(size_t nhosts)
{
	make_load(&made);
	lint = (struct lint){ .tree = &made.tree,
		.file = "tree.dtb",
		.hosts = &host,
		.nhosts = nhosts,
		.arch = arch_of_tree(&made.tree),
		.arena = &arena,
		.scratch = &made.arena };
	chart = chart_of(&lint);
}

static void
make_device(const char *name, uint32_t address, uint32_t size)
{
	make_node(&made, name);
	make_cells(&made, "reg", address, size);
	make_end(&made);
}

static void
is_region(
	size_t i, enum region_kind kind, const char *node, uint64_t first, uint64_t last)
{
	const struct region *r = &chart->regions[i];

	ck_assert_uint_lt(i, chart->nregions);
	ck_assert_int_eq((int)r->kind, (int)kind);
	ck_assert_str_eq(r->node, node);
	ck_assert_uint_eq(r->first, first);
	ck_assert_uint_eq(r->last, last);
}

START_TEST(addresses_are_the_cpus)
{
	make_node(&made, "memory@80000000");
	make_bytes(&made, "device_type", "memory", 7);
	make_cells(&made, "reg", 0x80000000, 0x10000000);
	make_end(&made);
	make_node(&made, "reserved-memory");
	make_cells(&made, "#address-cells", 1);
	make_cells(&made, "#size-cells", 1);
	make_flag(&made, "ranges");
	make_device("fw@80100000", 0x80100000, 0x1000);
	make_end(&made);
	make_node(&made, "soc");
	make_cells(&made, "#address-cells", 1);
	make_cells(&made, "#size-cells", 1);
	make_cells(&made, "ranges", 0x0, 0x40000000, 0x10000);
	make_device("dev@1000", 0x1000, 0x100);
	make_device("edge@ff00", 0xff00, 0x200); /* its end is outside the window */
	make_device("lost@20000", 0x20000, 0x100);
	make_node(&made, "off@2000");
	make_bytes(&made, "status", "disabled", 9);
	make_cells(&made, "reg", 0x2000, 0x100);
	make_end(&made);
	make_end(&made);
	draw(0);
	ck_assert_uint_eq(chart->nregions, 5);
	is_region(0, REGION_WINDOW, "/soc", 0x40000000, 0x4000ffff);
	is_region(1, REGION_DEVICE, "/soc/dev@1000", 0x40001000, 0x400010ff);
	is_region(2, REGION_DEVICE, "/soc/edge@ff00", 0x4000ff00, 0x4000ffff);
	is_region(3, REGION_MEMORY, "/memory@80000000", 0x80000000, 0x8fffffff);
	is_region(4, REGION_RESERVED, "/reserved-memory/fw@80100000", 0x80100000,
		0x80100fff);
	ck_assert(chart->regions[1].has_on_bus);
	ck_assert_uint_eq(chart->regions[1].on_bus, 0x1000);
	ck_assert_str_eq(chart->regions[1].bus, "/soc");
	ck_assert_uint_eq(chart->nlost, 1);
	ck_assert_str_eq(chart->lost[0].node, "/soc/lost@20000");
	ck_assert_str_eq(chart->lost[0].bus, "/soc");
	ck_assert_uint_eq(chart->lost[0].first, 0x20000);
	ck_assert_uint_eq(chart->lost[0].last, 0x200ff);
}
END_TEST

START_TEST(windows_of_pci_have_a_space)
{
	make_node(&made, "pcie@10000000");
	make_bytes(&made, "device_type", "pci", 4);
	make_cells(&made, "#address-cells", 3);
	make_cells(&made, "#size-cells", 2);
	make_cells(&made, "ranges", 0x1000000, 0, 0, 0x3eff0000, 0, 0x10000, 0x2000000, 0,
		0x10000000, 0x10000000, 0, 0x2eff0000, 0x43000000, 0, 0, 0x50000000, 0,
		0x1000);
	make_node(&made, "dev");
	make_end(&made);
	make_end(&made);
	draw(0);
	ck_assert_uint_eq(chart->nregions, 3);
	is_region(0, REGION_WINDOW, "/pcie@10000000", 0x10000000, 0x3efeffff);
	ck_assert_str_eq(chart->regions[0].space, "32-bit memory");
	is_region(1, REGION_WINDOW, "/pcie@10000000", 0x3eff0000, 0x3effffff);
	ck_assert_str_eq(chart->regions[1].space, "I/O");
	is_region(2, REGION_WINDOW, "/pcie@10000000", 0x50000000, 0x50000fff);
	ck_assert_str_eq(chart->regions[2].space, "prefetchable memory");
	ck_assert(!chart->regions[0].has_on_bus);
}
END_TEST

static void
make_user(const char *name, uint32_t type, uint32_t number, uint32_t flags)
{
	make_node(&made, name);
	make_cells(&made, "interrupts", type, number, flags);
	make_bytes(&made, "interrupt-names", "irq", 4);
	make_end(&made);
}

static void
make_interrupts(void)
{
	make_cells(&made, "interrupt-parent", 1);
	make_node(&made, "gic");
	make_bytes(&made, "compatible", "arm,gic-v3", 11);
	make_flag(&made, "interrupt-controller");
	make_cells(&made, "#interrupt-cells", 3);
	make_cells(&made, "phandle", 1);
	make_end(&made);
	make_node(&made, "combiner");
	make_flag(&made, "interrupt-controller");
	make_cells(&made, "#interrupt-cells", 1);
	make_cells(&made, "phandle", 2);
	make_cells(&made, "interrupts", 0, 40, 4);
	make_end(&made);
}

START_TEST(lines_know_who_shares_them)
{
	const struct interrupt_controller *c;
	const struct interrupt_use *u;

	make_interrupts();
	make_user("a", 0, 5, 4);
	make_user("timer", 1, 13, 8);
	make_user("timer2", 1, 13, 8); /* of each CPU: nothing that is shared */
	make_user("b", 0, 5, 1);
	draw(0);
	ck_assert_uint_eq(chart->ncontrollers, 2);
	c = &chart->controllers[0];
	ck_assert_str_eq(c->node, "/gic");
	ck_assert_str_eq(c->compatible, "arm,gic-v3");
	ck_assert_ptr_null(c->parent);
	ck_assert_uint_eq(c->nlines, 3);
	ck_assert_uint_eq(c->nshared, 1);
	ck_assert_uint_eq(c->nuses, 5);
	ck_assert_str_eq(chart->controllers[1].parent, "/gic");
	ck_assert_uint_eq(chart->controllers[1].nuses, 0);
	/* PPIs before SPIs, then by number */
	u = chart->uses + c->first_use;
	ck_assert_str_eq(u[0].type, "PPI");
	ck_assert_uint_eq(u[0].number, 13);
	ck_assert_str_eq(u[0].trigger, "low level");
	ck_assert(!u[0].shared && !u[1].shared);
	ck_assert_str_eq(u[2].type, "SPI");
	ck_assert_uint_eq(u[2].number, 5);
	ck_assert_str_eq(u[2].user, "/a");
	ck_assert_str_eq(u[2].name, "irq");
	ck_assert_str_eq(u[2].trigger, "high level");
	ck_assert_str_eq(u[3].user, "/b");
	ck_assert_str_eq(u[3].trigger, "rising edge");
	ck_assert(u[2].shared && u[3].shared);
	ck_assert_str_eq(u[4].user, "/combiner");
	ck_assert(!u[4].shared);
}
END_TEST

static void
make_virtio(const char *name, uint32_t address, bool coherent)
{
	make_node(&made, name);
	make_bytes(&made, "compatible", "virtio,mmio", 12);
	make_cells(&made, "reg", address, 0x200);
	if (coherent)
		make_flag(&made, "dma-coherent");
	make_end(&made);
}

/* A device at the address, which offers the feature or not. */
static void
give(uint64_t address, bool claims)
{
	struct said said = { .place = { .line = 3 } };
	struct host_device *d = host_add_modern(
		&host, &arena, TRANSPORT_MMIO, claims ? TRI_YES : TRI_NO, "blk", said);

	d->place = (struct device_place){ DEVICE_AT_ADDRESS, address, 0, NULL };
}

START_TEST(guest_and_host_are_paired)
{
	const struct virtio_pair *p;

	make_cells(&made, "phandle", 9);
	make_virtio("virtio@1000", 0x1000, false);
	make_virtio("virtio@1200", 0x1200, true);
	make_virtio("virtio@1400", 0x1400, false);
	make_virtio("virtio@1600", 0x1600, true);
	give(0x1000, true);
	give(0x1200, true);
	give(0x1400, false);
	give(0x9000, false);
	host.mmio_complete = TRI_YES;
	draw(1);
	ck_assert_uint_eq(chart->npairs, 5);
	p = chart->pairs;
	ck_assert_str_eq(p[0].node, "/virtio@1000");
	ck_assert_int_eq(p[0].dma, VIRTIO_DMA_INCOHERENT);
	ck_assert_int_eq(p[0].claimed, TRI_YES);
	ck_assert_str_eq(p[0].coherence, "no dma-coherent");
	ck_assert_str_eq(p[0].said, "host.yaml:3");
	ck_assert_str_eq(p[0].device, "blk");
	ck_assert_str_eq(p[0].features, "VIRTIO_F_VERSION_1, VIRTIO_F_ACCESS_PLATFORM");
	ck_assert_int_eq(p[1].dma, VIRTIO_DMA_COHERENT);
	ck_assert_int_eq(p[2].dma, VIRTIO_DMA_BYPASS);
	ck_assert_int_eq(p[3].dma, VIRTIO_DMA_ABSENT);
	ck_assert_ptr_null(p[3].device);
	ck_assert_ptr_null(p[4].node);
	ck_assert_str_eq(p[4].place, "at 0x9000");
}
END_TEST

/* A row for each device behind the only bridge, and for those at unknown places. */
START_TEST(every_device_has_a_row)
{
	struct said said = { .place = { .line = 3 } };
	const struct virtio_pair *p;

	make_node(&made, "pcie@10000000");
	make_bytes(&made, "device_type", "pci", 4);
	make_cells(&made, "#address-cells", 3);
	make_cells(&made, "#size-cells", 2);
	make_cells(&made, "reg", 0x10000000, 0x1000);
	make_cells(&made, "ranges", 0x2000000, 0, 0x20000000, 0x20000000, 0, 0x1000);
	make_flag(&made, "dma-coherent");
	make_end(&made);
	host_add_modern(&host, &arena, TRANSPORT_PCI, TRI_YES, "net", said);
	host_add_modern(&host, &arena, TRANSPORT_PCI, TRI_NO, "rng", said);
	host_add_modern(&host, &arena, TRANSPORT_MMIO, TRI_NO, "blk", said);
	draw(1);
	ck_assert_uint_eq(chart->npairs, 3);
	p = chart->pairs;
	ck_assert_str_eq(p[0].node, "/pcie@10000000");
	ck_assert(p[0].pci);
	ck_assert_str_eq(p[0].device, "net");
	ck_assert_int_eq(p[0].dma, VIRTIO_DMA_COHERENT);
	ck_assert_str_eq(p[1].node, "/pcie@10000000");
	ck_assert_str_eq(p[1].device, "rng");
	ck_assert_int_eq(p[1].dma, VIRTIO_DMA_BYPASS);
	ck_assert_ptr_null(p[2].node);
	ck_assert_ptr_null(p[2].place);
	ck_assert_str_eq(p[2].device, "blk");
}
END_TEST

START_TEST(without_a_host_nothing_is_known)
{
	make_virtio("virtio@1000", 0x1000, false);
	draw(0);
	ck_assert_uint_eq(chart->npairs, 1);
	ck_assert_ptr_null(chart->pairs[0].host);
	ck_assert_int_eq(chart->pairs[0].dma, VIRTIO_DMA_UNKNOWN);
}
END_TEST

/* Names nested deep are long together: what they take stays in proportion. */
START_TEST(paths_do_not_multiply)
{
	enum { DEPTH = 900, NAME = 200 };
	char name[NAME + 1];
	size_t i, whole = 0;

	memset(name, 'n', NAME);
	name[NAME] = '\0';
	for (i = 0; i < DEPTH; i++) {
		make_node(&made, name);
		make_cells(&made, "#address-cells", 1);
		make_cells(&made, "#size-cells", 1);
		make_flag(&made, "ranges");
		make_cells(&made, "reg", i * 0x1000, 0x100);
	}
	for (i = 0; i < DEPTH; i++)
		make_end(&made);
	draw(0);
	ck_assert_uint_eq(chart->nregions, DEPTH);
	for (i = 0; i < DEPTH; i++)
		whole += strlen(chart->regions[i].node);
	/* 81 MB in full */
	ck_assert_uint_lt(whole, (1 << 20) + 8 * made.tree.blob_size);
	ck_assert_ptr_nonnull(strstr(chart->regions[DEPTH - 1].node, "…/"));
}
END_TEST

int
main(void)
{
	TCase *c = tcase_create("chart");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, addresses_are_the_cpus);
	tcase_add_test(c, windows_of_pci_have_a_space);
	tcase_add_test(c, lines_know_who_shares_them);
	tcase_add_test(c, guest_and_host_are_paired);
	tcase_add_test(c, every_device_has_a_row);
	tcase_add_test(c, without_a_host_nothing_is_known);
	tcase_add_test(c, paths_do_not_multiply);
	return run_tests(c);
}
