/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tree/arch.h"

#include "tree/names.h"
#include "tree/value.h"

static const struct arch archs[] = {
	{ "alpha", DMA_ALWAYS_COHERENT },
	{ "arc", DMA_DEFAULT_NONCOHERENT },
	{ "arm", DMA_DEFAULT_NONCOHERENT },
	{ "arm64", DMA_DEFAULT_NONCOHERENT },
	{ "csky", DMA_DEFAULT_NONCOHERENT },
	{ "hexagon", DMA_DEFAULT_NONCOHERENT },
	{ "loongarch", DMA_ALWAYS_COHERENT },
	{ "m68k", DMA_DEFAULT_NONCOHERENT },
	{ "microblaze", DMA_DEFAULT_NONCOHERENT },
	{ "mips", DMA_DEFAULT_PLATFORM },
	{ "nios2", DMA_DEFAULT_NONCOHERENT },
	{ "openrisc", DMA_DEFAULT_NONCOHERENT },
	{ "parisc", DMA_DEFAULT_NONCOHERENT },
	{ "powerpc", DMA_DEFAULT_PLATFORM },
	{ "riscv", DMA_DEFAULT_COHERENT },
	{ "s390", DMA_ALWAYS_COHERENT },
	{ "sh", DMA_DEFAULT_NONCOHERENT },
	{ "sparc", DMA_ALWAYS_COHERENT },
	{ "um", DMA_ALWAYS_COHERENT },
	{ "x86", DMA_ALWAYS_COHERENT },
	{ "xtensa", DMA_DEFAULT_NONCOHERENT },
};

/* Other names people use: uname -m, QEMU's and Debian's. */
static const struct {
	const char *alias;
	const char *name;
} aliases[] = {
	{ "aarch64", "arm64" },
	{ "amd64", "x86" },
	{ "armhf", "arm" },
	{ "i386", "x86" },
	{ "loongarch64", "loongarch" },
	{ "or1k", "openrisc" },
	{ "ppc", "powerpc" },
	{ "ppc64", "powerpc" },
	{ "riscv32", "riscv" },
	{ "riscv64", "riscv" },
	{ "s390x", "s390" },
	{ "sparc64", "sparc" },
	{ "x86_64", "x86" },
};

/* `compatible` strings of cpu nodes and of roots: beginnings, or whole with a '$'. */
static const struct {
	const char *pattern;
	const char *arch;
} compatibles[] = {
	{ "riscv", "riscv" },
	{ "opencores,or1200", "openrisc" },
	{ "opencores,mor1kx", "openrisc" },
	{ "arm,arm11", "arm" },
	{ "arm,arm7", "arm" },
	{ "arm,arm9", "arm" },
	{ "arm,cortex-a5$", "arm" },
	{ "arm,cortex-a7$", "arm" },
	{ "arm,cortex-a8$", "arm" },
	{ "arm,cortex-a9$", "arm" },
	{ "arm,cortex-a12$", "arm" },
	{ "arm,cortex-a15$", "arm" },
	{ "arm,cortex-a17$", "arm" },
	{ "arm,cortex-m", "arm" },
	{ "arm,cortex-r", "arm" },
	{ "arm,", "arm64" },
	{ "apple,", "arm64" },
	{ "cavium,thunder", "arm64" },
	{ "brcm,vulcan", "arm64" },
	{ "qcom,kryo", "arm64" },
	{ "qcom,oryon", "arm64" },
	{ "qcom,krait", "arm" },
	{ "qcom,scorpion", "arm" },
	{ "marvell,", "arm" },
	{ "nvidia,", "arm64" },
	{ "ampere,", "arm64" },
	{ "intel,", "x86" },
	{ "amd,", "x86" },
	{ "loongson,la", "loongarch" },
	{ "loongson,", "mips" },
	{ "mti,", "mips" },
	{ "mips,", "mips" },
	{ "img,", "mips" },
	{ "ingenic,", "mips" },
	{ "PowerPC,", "powerpc" },
	{ "snps,arc", "arc" },
	{ "xlnx,microblaze", "microblaze" },
	{ "altr,nios2", "nios2" },
	{ "cdns,xtensa", "xtensa" },
	{ "csky,", "csky" },
	{ "renesas,sh", "sh" },
	{ "jcore,", "sh" },
	{ "linux,microvm", "x86" },
	{ "linux,dummy-virt", "arm64" },
	{ "riscv-virtio", "riscv" },
	{ "opencores,or1ksim", "openrisc" },
};

const char *
arch_name(size_t i)
{
	return i < sizeof(archs) / sizeof(*archs) ? archs[i].name : NULL;
}

const struct arch *
arch_by_name(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(aliases) / sizeof(*aliases); i++)
		if (!strcmp(aliases[i].alias, name))
			name = aliases[i].name;
	for (i = 0; i < sizeof(archs) / sizeof(*archs); i++)
		if (!strcmp(archs[i].name, name))
			return &archs[i];
	return NULL;
}

static bool
matches(const char *s, const char *pattern)
{
	size_t n = strlen(pattern);

	if (pattern[n - 1] == '$')
		return strlen(s) == n - 1 && !strncmp(s, pattern, n - 1);
	return !strncmp(s, pattern, n);
}

static const struct arch *
by_compatible(const struct tree *t, const struct node *n)
{
	const struct prop *p = node_prop(t, n, NAME_compatible);
	size_t i;

	if (!p)
		return NULL;
	prop_for_each_string(p, s) for (
		i = 0; i < sizeof(compatibles) / sizeof(*compatibles);
		i++) if (matches(s, compatibles[i]
					    .pattern)) return arch_by_name(compatibles[i]
										   .arch);
	return NULL;
}

const struct arch *
arch_of_tree(const struct tree *t)
{
	const struct node *cpus = node_child(t, t->nodes, "cpus", 4);
	const struct arch *arch = NULL;

	if (cpus)
		node_for_each_child (t, cpus, cpu)
			if (!arch && cpu->base_name == NAME_cpu)
				arch = by_compatible(t, cpu);
	return arch ? arch : by_compatible(t, t->nodes);
}
