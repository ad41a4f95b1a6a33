/* SPDX-License-Identifier: GPL-2.0-or-later */
/* QEMU's programs and machines: where they have virtio-mmio slots. */
#ifndef DTLINT_HOST_QEMU_MACHINES_H
#define DTLINT_HOST_QEMU_MACHINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum qemu_arch {
	ARCH_UNKNOWN,
	ARCH_ARM, /* both widths: the machines are the same */
	ARCH_LOONGARCH,
	ARCH_M68K,
	ARCH_OR1K,
	ARCH_RISCV,
	ARCH_S390X,
	ARCH_X86,
	ARCH_XTENSA,
	ARCH_OTHER, /* none whose machines are known here */
};

/* What the board makes of -nic and -net nic, and by default. */
enum nic_kind {
	NIC_NONE,   /* nothing that is virtio */
	NIC_PCI,    /* the model that was asked for, by default none of virtio */
	NIC_VIRTIO, /* the same, by default virtio-net-pci */
	NIC_CCW,    /* virtio-net-ccw */
};

enum { MACHINE_SLOTS_MAX = 128 };

struct qemu_machine {
	enum qemu_arch arch;
	const char *name; /* without a version */
	uint64_t base;    /* of virtio-mmio-bus.0 */
	uint32_t stride;
	uint32_t slots; /* 0: there is no virtio-mmio */
	bool modern;    /* the board sets force-legacy=off, whatever -global says */
	bool drives;    /* -drive without if=, -hda and so on are virtio-blk */
	enum nic_kind nic;
};

struct qemu_program {
	const char *suffix; /* qemu-system-SUFFIX */
	enum qemu_arch arch;
	const char *machine; /* the default one, or NULL */
};

/* The program of that name ("qemu-system-aarch64"), or NULL. */
const struct qemu_program *qemu_program_find(const char *name);

/* The architecture that only this CPU model is of. */
enum qemu_arch qemu_arch_of_cpu(const char *cpu);

/*
 * The machine of that name, with or without a version ("virt-7.2"). Of ARCH_UNKNOWN
 * only where the name is not one of several architectures.
 */
const struct qemu_machine *qemu_machine_find(enum qemu_arch arch, const char *name);

/* Whether machines of several architectures go by this name. */
bool qemu_machine_ambiguous(const char *name);

/* The version behind the name as MAJOR * 100 + MINOR, or UINT32_MAX for the latest. */
uint32_t qemu_machine_version(const char *name);

#endif
