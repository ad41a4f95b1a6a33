/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Trees that tests of the model and of its reader make. */
#ifndef DTLINT_TESTS_TREE_MADE_H
#define DTLINT_TESTS_TREE_MADE_H

#include <unistd.h>

#include "support.h"
#include "tree/tree.h"

static struct made made;

static inline void
teardown(void)
{
	made_free(&made);
}

/* A small guest, the shape of what QEMU emits. */
static inline void
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

/* dtc writes the old formats: full paths as names, values aligned to 8 bytes. */
static inline size_t
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

#endif
