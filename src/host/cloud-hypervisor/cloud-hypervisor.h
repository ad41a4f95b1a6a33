/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Cloud Hypervisor's virtio devices, all of them on PCI since v0.11 (its trees have no
 * virtio,mmio nodes).
 *
 * A device offers VIRTIO_F_ACCESS_PLATFORM where its own `iommu` is on, or the platform
 * is confidential (vmm/src/vm.rs, should_force_access_platform()); vhost-user devices
 * only in the latter case. A vDPA device must (virtio-devices/src/vdpa.rs).
 */
#ifndef DTLINT_HOST_CLOUD_HYPERVISOR_CLOUD_HYPERVISOR_H
#define DTLINT_HOST_CLOUD_HYPERVISOR_CLOUD_HYPERVISOR_H

#include "host/command/commands.h"
#include "host/reader.h"

/* Where a claim comes from. */
enum ch_claim {
	CH_OWN,    /* `iommu`, unless it is vhost-user */
	CH_FORCED, /* the platform only */
	CH_ALWAYS,
	CH_NEVER,
};

/* A sort of devices: the key of a VmConfig, the option of the command line. */
struct ch_sort {
	const char *key;
	const char *option;
	const char *name;
	enum ch_claim claim;
	bool list;
	bool given; /* there is one where none is configured */
};

/* The sorts in the order in which their devices are made; key NULL behind the last. */
extern const struct ch_sort ch_sorts[];

/* virtio-mem, of a size that can be plugged in later; a sort of its own. */
extern const struct ch_sort ch_memory;

/* What is said of one device. */
struct ch_device {
	const struct ch_sort *sort;
	const char *id; /* or NULL */
	enum tri iommu;
	bool vhost_user;
	struct said said;
	struct said iommu_said;
};

/* What is said of the platform. */
struct ch_platform {
	enum tri forced; /* confidential */
	struct said said;
};

/* Sets what holds of every virtual machine, and of one of which no more is said. */
void ch_start(struct host *h);
/* The size of the guest is not known. */
void ch_forget_size(struct guest *g);

void ch_add(struct host *h, struct arena *a, const struct ch_device *d,
	const struct ch_platform *p);

/* The JSON of a VmConfig, alone or inside the VmInfoResponse of `ch-remote info`. */
int ch_detect_config(const struct bytes *text);
bool ch_read_config(
	const struct bytes *text, struct host *h, struct arena *a, struct fault *f);

/* Its command lines. */
extern const struct command_language ch_language;

#endif
