/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * crosvm, `crosvm run …`, as of 2026-08 (f1e797a68).
 *
 * In the trees that it makes all virtio devices are behind one PCI host bridge. Each
 * offers VIRTIO_F_ACCESS_PLATFORM where the guest is of any protection type, which four
 * options choose - one of them for a guest that is not protected in truth - and none
 * does else (devices/src/virtio/mod.rs, base_features(), since October 2020). Of a
 * vhost-user device the backend must offer it, too.
 */
#ifndef DTLINT_HOST_CROSVM_CROSVM_H
#define DTLINT_HOST_CROSVM_CROSVM_H

#include "host/command/option_table.h"

enum crosvm_means {
	CROSVM_NOTHING,
	CROSVM_DEVICE,
	CROSVM_VHOST_USER,
	CROSVM_SERIAL, /* a device where it is a virtio console */
	CROSVM_PROTECTION,
	CROSVM_NO_RNG,
	CROSVM_NO_BALLOON,
	CROSVM_CPUS,
	CROSVM_MEMORY,
	CROSVM_HYPERVISOR,
	CROSVM_CONFIG, /* --cfg, of 2022 to 2025 */
};

extern const struct command_option crosvm_options[];

#endif
