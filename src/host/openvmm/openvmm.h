/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * OpenVMM as of 2026-08 (1488a37b7).
 *
 * Every virtio device offers VIRTIO_F_ACCESS_PLATFORM since 2026-05-11 (8f23a881d,
 * vm/devices/virtio/virtio/src/transport/core.rs), on every transport. In its trees the
 * devices are behind PCI host bridges; virtio-mmio is described by ACPI alone.
 */
#ifndef DTLINT_HOST_OPENVMM_OPENVMM_H
#define DTLINT_HOST_OPENVMM_OPENVMM_H

#include "host/command/option_table.h"

enum openvmm_means {
	OPENVMM_NOTHING,
	OPENVMM_DEVICE,
	OPENVMM_FS, /* on the bus of --virtio-fs-bus */
	OPENVMM_RNG,
	OPENVMM_VSOCK,
	OPENVMM_CONSOLE,
	OPENVMM_FS_BUS,
	OPENVMM_RNG_BUS,
	OPENVMM_VSOCK_BUS,
	OPENVMM_RNG_PORT,
	OPENVMM_MEMORY,
	OPENVMM_CPUS,
};

extern const struct command_option openvmm_options[];

#endif
