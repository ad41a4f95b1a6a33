/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * kvmtool, `lkvm run …`, as of 2024-08 (b48735e).
 *
 * Its virtio devices are all on one transport (--virtio-transport, but for a network
 * device's own trans=). On virtio-mmio they take ascending register blocks of 0x200
 * bytes as they are made, and only these have nodes (virtio/mmio.c). They are made by
 * constructors in the reverse order of the objects on the linker's command line
 * (Makefile, util/init.c): 9P, vsock, balloon, rng, network, console, SCSI, disks.
 *
 * No device offers VIRTIO_F_ACCESS_PLATFORM, but in the forks for Arm CCA and RISC-V
 * CoVE all do where --realm or --cove-vm is given (kvm__arch_get_virtio_host_features()).
 */
#ifndef DTLINT_HOST_KVMTOOL_KVMTOOL_H
#define DTLINT_HOST_KVMTOOL_KVMTOOL_H

#include "host/command/option_table.h"

enum kvmtool_means {
	KVMTOOL_NOTHING,
	KVMTOOL_9P,
	KVMTOOL_VSOCK,
	KVMTOOL_BALLOON,
	KVMTOOL_RNG,
	KVMTOOL_NET,
	KVMTOOL_CONSOLE,
	KVMTOOL_SCSI,
	KVMTOOL_DISK,
	KVMTOOL_TRANSPORT,
	KVMTOOL_LEGACY_PCI, /* --virtio-legacy */
	KVMTOOL_PCI,        /* --force-pci */
	KVMTOOL_CLAIM,      /* --realm, --cove-vm */
	KVMTOOL_NODEFAULTS,
	KVMTOOL_INITRD,
	KVMTOOL_SANDBOX,
	KVMTOOL_MEMORY,
	KVMTOOL_CPUS,
	KVMTOOL_IRQCHIP,
	KVMTOOL_NESTED,
};

extern const struct command_option kvmtool_options[];

#endif
