/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Facts that a host states of the devices it gives to a guest, whatever it was read
 * from.
 *
 * A reader (host/reader.h) turns one source - a file, a command line - into a
 * struct host of neutral facts; rules see nothing else. What a source does not say,
 * or what cannot be known from it, stays unknown (TRI_UNKNOWN, a feature bit that is
 * not in `known`, a place that is DEVICE_AT_UNKNOWN) and, where that matters, is said so in
 * a remark. Everything lives in the arena that host_read() was given.
 */
#ifndef DTLINT_HOST_HOST_H
#define DTLINT_HOST_HOST_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/fault.h"
#include "host/guest.h"

enum tri { TRI_UNKNOWN, TRI_NO, TRI_YES };

/* VIRTIO_F_ACCESS_PLATFORM, once VIRTIO_F_IOMMU_PLATFORM (virtio 1.2, 6.1). */
enum { VIRTIO_F_VERSION_1 = 32, VIRTIO_F_ACCESS_PLATFORM = 33 };

enum { FEATURE_BITS_MAX = 128 };

/* Feature bits 0 to 127: a bit means something only where it is known. */
struct features {
	uint64_t known[2];
	uint64_t set[2];
};

enum tri feature_get(const struct features *f, unsigned int bit);
void feature_put(struct features *f, unsigned int bit, bool on);
/* Every bit that is not yet known becomes known to be 0. */
void feature_close(struct features *f);

/*
 * "VIRTIO_F_ACCESS_PLATFORM" for 33; NULL for a bit that has no meaning common to all
 * devices.
 */
const char *feature_name(unsigned int bit);
/* The bit of a name (either one of bit 33's, or a device type's own), or -1. */
int feature_bit(const char *name);
/* The names feature_bit() knows, in the order of features.def, NULL behind the last. */
const char *feature_name_at(size_t i);

enum transport { TRANSPORT_UNKNOWN, TRANSPORT_MMIO, TRANSPORT_PCI, TRANSPORT_CCW };

enum device_place_kind {
	DEVICE_AT_UNKNOWN, /* not said, or not known */
	DEVICE_AT_ADDRESS, /* the first address of a virtio-mmio register block, as the CPU sees it */
	DEVICE_AT_SLOT, /* the n-th virtio,mmio node by ascending address, from 0 */
	DEVICE_AT_NODE, /* a path in the tree: the device's, or its PCI host bridge's */
};

struct device_place {
	enum device_place_kind kind;
	uint64_t address;
	uint32_t slot;
	const char *node;
};

struct host_device {
	const char *name; /* what people call it: "virtio-blk-device (id=d0)" */
	enum transport transport;
	/*
	 * YES: a legacy transport (virtio-mmio version 1, legacy PCI), which never
	 * shows the guest a feature bit above 31, whatever the device offers.
	 */
	enum tri legacy;
	struct device_place place;
	struct features offered;  /* by the device, before the transport hides any */
	struct features accepted; /* by the guest's driver, where a live source tells */
	enum tri coherent; /* whether device or emulation accesses memory coherently */
	struct said said;  /* where the device stands */
	struct said
		claim_said; /* where bit 33 was decided; file and line 0: by default */
	struct said legacy_said;   /* likewise for `legacy` */
	struct said coherent_said; /* likewise for `coherent` */
};

/* Something the reader could not know or did not use, to be told to the user. */
struct host_remark {
	struct said said;
	const char *message; /* what, and what follows from it */
	bool aside; /* no device, place or claim depends on it: said, not warned of */
};

struct host {
	const char *source;  /* the file, or "command line": as the user gave it */
	const char *kind;    /* the reader's name: "native", "qemu" */
	const char *program; /* "qemu-system-aarch64", "kvmtool": or NULL */
	const char *machine; /* "virt", or NULL */
	/* YES: devices[] holds every device on that transport, others are absent. */
	enum tri mmio_complete;
	enum tri pci_complete;
	enum tri xen; /* whether the guest is a Xen domain */
	struct guest guest;
	/*
	 * What this host's users should know: the versions of it whose trees lack
	 * dma-coherent; how its virtio-mmio is made modern. One line each, or NULL.
	 */
	const char *advice;
	const char *modern;
	/*
	 * What holds for a device of the guest that devices[] does not list, where the
	 * source speaks of all (a top-level `features`). Its place is DEVICE_AT_UNKNOWN.
	 */
	const struct host_device *others; /* or NULL */
	struct host_device *devices;      /* in the order of the source */
	size_t ndevices;
	struct host_remark *remarks;
	size_t nremarks;
};

/*
 * Appends, with a zeroed element; the arrays live in @a. The next device that is added
 * may move those before it.
 */
struct host_device *host_add_device(struct host *h, struct arena *a);
/*
 * One that the host emulates and that is modern and coherent: VIRTIO_F_VERSION_1 is
 * known, and VIRTIO_F_ACCESS_PLATFORM unless the claim is TRI_UNKNOWN.
 */
struct host_device *host_add_modern(struct host *h, struct arena *a,
	enum transport transport, enum tri claim, const char *name, struct said said);

/* What else there is to say; a note is said aside: nothing can depend on it. */
void host_say(struct host *h, struct arena *a, struct said said, bool aside,
	const char *fmt, ...) __attribute__((format(printf, 5, 6)));
#define host_add_remark(h, a, said, ...) host_say((h), (a), (said), false, __VA_ARGS__)
#define host_add_note(h, a, said, ...) host_say((h), (a), (said), true, __VA_ARGS__)

/*
 * Whether the device claims VIRTIO_F_ACCESS_PLATFORM: offers the bit, whether or not
 * its transport shows it.
 */
enum tri host_device_claims(const struct host_device *d);

#endif
