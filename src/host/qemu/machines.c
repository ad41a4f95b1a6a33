/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "host/qemu/machines.h"

#include <string.h>

/* As `info qtree` and qom-get of QEMU 7.2 show them. */
static const struct qemu_machine machines[] = {
	{ ARCH_ARM, "virt", 0x0a000000, 0x200, 32, false, true, NIC_VIRTIO },
	{ ARCH_ARM, "vexpress-a15", 0x1c130000, 0x200, 4, false, false, NIC_NONE },
	{ ARCH_ARM, "vexpress-a9", 0x10013000, 0x200, 4, false, false, NIC_NONE },
	{ ARCH_ARM, "xlnx-versal-virt", 0xa0000000, 0x200, 8, false, false, NIC_NONE },
	{ ARCH_ARM, "sbsa-ref", 0, 0, 0, false, false, NIC_PCI },
	{ ARCH_LOONGARCH, "virt", 0, 0, 0, false, true, NIC_VIRTIO },
	{ ARCH_M68K, "virt", 0xff010000, 0x200, 128, true, false, NIC_NONE },
	{ ARCH_M68K, "mcf5208evb", 0, 0, 0, false, false, NIC_NONE },
	{ ARCH_OR1K, "virt", 0x97000000, 0x1000, 8, true, false, NIC_NONE },
	{ ARCH_OR1K, "or1k-sim", 0, 0, 0, false, false, NIC_NONE },
	{ ARCH_RISCV, "virt", 0x10001000, 0x1000, 8, false, false, NIC_NONE },
	{ ARCH_RISCV, "microchip-icicle-kit", 0, 0, 0, false, false, NIC_NONE },
	{ ARCH_RISCV, "sifive_e", 0, 0, 0, false, false, NIC_NONE },
	{ ARCH_RISCV, "sifive_u", 0, 0, 0, false, false, NIC_NONE },
	{ ARCH_RISCV, "spike", 0, 0, 0, false, false, NIC_NONE },
	{ ARCH_S390X, "s390-ccw-virtio", 0, 0, 0, false, true, NIC_CCW },
	{ ARCH_X86, "microvm", 0xfeb00000, 0x200, 24, false, false, NIC_NONE },
	{ ARCH_X86, "isapc", 0, 0, 0, false, false, NIC_NONE },
	{ ARCH_X86, "pc", 0, 0, 0, false, false, NIC_PCI },
	{ ARCH_X86, "pc-i440fx", 0, 0, 0, false, false, NIC_PCI },
	{ ARCH_X86, "pc-q35", 0, 0, 0, false, false, NIC_PCI },
	{ ARCH_X86, "q35", 0, 0, 0, false, false, NIC_PCI },
	{ ARCH_XTENSA, "sim", 0, 0, 0, false, false, NIC_NONE },
	{ ARCH_XTENSA, "virt", 0, 0, 0, false, false, NIC_VIRTIO },
};

static const struct qemu_program programs[] = {
	{ "aarch64", ARCH_ARM, NULL },
	{ "arm", ARCH_ARM, NULL },
	{ "i386", ARCH_X86, "pc" },
	{ "loongarch64", ARCH_LOONGARCH, "virt" },
	{ "m68k", ARCH_M68K, "mcf5208evb" },
	{ "or1k", ARCH_OR1K, "or1k-sim" },
	{ "riscv32", ARCH_RISCV, "spike" },
	{ "riscv64", ARCH_RISCV, "spike" },
	{ "s390x", ARCH_S390X, "s390-ccw-virtio" },
	{ "x86_64", ARCH_X86, "pc" },
	{ "x86_64-microvm", ARCH_X86, "microvm" },
	{ "xtensa", ARCH_XTENSA, "sim" },
	{ "xtensaeb", ARCH_XTENSA, "sim" },
};

static const struct qemu_program other = { "", ARCH_OTHER, NULL };

/* Models, by how their names begin, that no other architecture has. */
static const struct {
	const char *prefix;
	enum qemu_arch arch;
} cpus[] = {
	{ "a64fx", ARCH_ARM },
	{ "cortex-", ARCH_ARM },
	{ "la464", ARCH_LOONGARCH },
	{ "m680", ARCH_M68K },
	{ "neoverse-", ARCH_ARM },
	{ "or1200", ARCH_OR1K },
	{ "qemu32", ARCH_X86 },
	{ "qemu64", ARCH_X86 },
	{ "rv32", ARCH_RISCV },
	{ "rv64", ARCH_RISCV },
	{ "sifive-", ARCH_RISCV },
};

enum {
	MACHINES = sizeof(machines) / sizeof(machines[0]),
	PROGRAMS = sizeof(programs) / sizeof(programs[0]),
	CPUS = sizeof(cpus) / sizeof(cpus[0]),
};

const struct qemu_program *
qemu_program_find(const char *name)
{
	static const char prefix[] = "qemu-system-";
	const struct qemu_program *found = &other;
	size_t i, n, longest = 0;

	if (strncmp(name, prefix, sizeof(prefix) - 1))
		return NULL;
	name += sizeof(prefix) - 1;
	for (i = 0; i < PROGRAMS; i++) {
		n = strlen(programs[i].suffix);
		/* qemu-system-arm-9.2, qemu-system-arm.exe, qemu-system-arm_test */
		if (n <= longest || strncmp(programs[i].suffix, name, n)
			|| (name[n] && !strchr("-._+~", name[n])))
			continue;
		found = &programs[i];
		longest = n;
	}
	return found;
}

enum qemu_arch
qemu_arch_of_cpu(const char *cpu)
{
	size_t i;

	for (i = 0; i < CPUS; i++)
		if (!strncmp(cpu, cpus[i].prefix, strlen(cpus[i].prefix)))
			return cpus[i].arch;
	return ARCH_UNKNOWN;
}

static size_t
digits(const char *s)
{
	size_t n = 0;

	while (s[n] >= '0' && s[n] <= '9' && n < 4)
		n++;
	return n;
}

/* What distributions put before a version of their own. */
static size_t
vendor(const char *s)
{
	return !strncmp(s, "rhel", 4) ? 4 : 0;
}

/* Where "-MAJOR.MINOR" begins, which may be followed by ".MICRO"; or the end. */
static const char *
version_of(const char *name)
{
	const char *dash = strrchr(name, '-'), *s;
	const char *end = name + strlen(name);
	size_t major, minor;

	if (!dash)
		return end;
	s = dash + 1 + vendor(dash + 1);
	if (!(major = digits(s)) || s[major] != '.')
		return end;
	minor = digits(s + major + 1);
	return minor ? dash : end;
}

uint32_t
qemu_machine_version(const char *name)
{
	const char *s = version_of(name);
	uint32_t parts[2] = { 0 };
	int i;

	if (!*s || vendor(s + 1))
		return UINT32_MAX;
	for (i = 0; i < 2; i++)
		for (s++; *s >= '0' && *s <= '9'; s++)
			parts[i] = parts[i] * 10 + (uint32_t)(*s - '0');
	return parts[0] * 100 + parts[1];
}

static bool
is_named(const struct qemu_machine *m, const char *name, size_t n)
{
	return strlen(m->name) == n && !memcmp(m->name, name, n);
}

static const struct qemu_machine *
find(enum qemu_arch arch, const char *name, size_t *count)
{
	size_t i, n = (size_t)(version_of(name) - name);
	const struct qemu_machine *found = NULL;

	*count = 0;
	for (i = 0; i < MACHINES; i++) {
		if ((arch != ARCH_UNKNOWN && machines[i].arch != arch)
			|| !is_named(&machines[i], name, n))
			continue;
		found = &machines[i];
		++*count;
	}
	return found;
}

const struct qemu_machine *
qemu_machine_find(enum qemu_arch arch, const char *name)
{
	size_t count;
	const struct qemu_machine *m = find(arch, name, &count);

	return count == 1 ? m : NULL;
}

bool
qemu_machine_ambiguous(const char *name)
{
	size_t count;

	find(ARCH_UNKNOWN, name, &count);
	return count > 1;
}
