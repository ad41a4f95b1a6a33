/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Firecracker's devices, which are at consecutive register blocks in the order of their
 * creation (src/vmm/src/builder.rs, build_microvm_for_boot(), the same from 0.25 on):
 * the balloon, the root drive, the other drives, network interfaces, pmem, vsock,
 * entropy, memory hotplug. The first block's address is another from 1.13 on, so a
 * device's place is its slot.
 *
 * No release offers VIRTIO_F_ACCESS_PLATFORM, for any device.
 */
#ifndef DTLINT_HOST_FIRECRACKER_FIRECRACKER_H
#define DTLINT_HOST_FIRECRACKER_FIRECRACKER_H

#include "host/command/commands.h"
#include "host/reader.h"

/* A configuration as --config-file has it. */
struct firecracker_config {
	struct bytes text;
	const char *file;    /* NULL: it stands in the host's own source */
	uint32_t first_line; /* there, from 1 */
	bool pci;            /* --enable-pci */
	bool partly;         /* some of its numbers are not expanded, and null instead */
};

/* Its facts. */
bool firecracker_read_config(const struct firecracker_config *config, struct host *h,
	struct arena *a, struct fault *f);

/* Sets what holds whatever its configuration is. */
void firecracker_start(struct host *h);

/* Its command lines. */
extern const struct command_language firecracker_language;

#endif
