/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Builds facts about devices from the options of a QEMU command line. */
#ifndef DTLINT_HOST_QEMU_BUILD_H
#define DTLINT_HOST_QEMU_BUILD_H

#include "host/qemu/classes.h"
#include "host/qemu/cmdline.h"

/* What a property is set to, and by what. */
struct setting {
	enum { SETTING_DEFAULT, SETTING_GIVEN, SETTING_UNKNOWN } state;
	const char *value;
	const struct doc *json; /* NULL: a text */
	const struct where *where;
};

struct tri_said {
	enum tri value;
	struct said said;
};

/* A device on its way: @order tells its place in the result. */
struct built {
	struct host_device device;
	size_t order;
};

struct build {
	struct cmdline *cl;
	struct reading *rd;
	enum qemu_arch arch;
	const char *machine_name;           /* NULL: not known */
	const struct qemu_machine *machine; /* NULL: not known */
	uint32_t version;
	uint32_t slots;
	bool slots_known;
	struct tri_said cgs;         /* confidential guest support */
	struct tri_said mmio_legacy; /* of every virtio-mmio transport */
	bool used[MACHINE_SLOTS_MAX];
	bool lost;         /* what is next in line for a slot is not known */
	bool mmio_unknown; /* there may be devices that are not listed */
	bool pci_unknown;
	struct built *built;
	size_t nbuilt;
};

/* Fills rd->host; false with the fault set. */
bool build_host(struct cmdline *cl, struct reading *rd);

/* Which machine it is, how many slots it has, what it says of all devices. */
bool build_machine(struct build *b);

/* The slot that a device gets: its address, or DEVICE_AT_UNKNOWN where that is not known. */
bool build_place(struct build *b, const struct item *item, const struct qemu_class *c,
	struct device_place *place);

/* legacy, bit 32, bit 33 and where they are decided. */
bool build_features(struct build *b, const struct item *item, const struct qemu_class *c,
	struct host_device *d);

/* The machine that the guest gets: rd->host's guest. */
void build_guest(struct build *b);

/* What -global says of virtio-mmio. */
bool build_mmio_legacy(struct build *b);

#endif
