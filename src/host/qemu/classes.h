/* SPDX-License-Identifier: GPL-2.0-or-later */
/* QEMU's classes of virtio devices, and the names that stand for them. */
#ifndef DTLINT_HOST_QEMU_CLASSES_H
#define DTLINT_HOST_QEMU_CLASSES_H

#include "host/host.h"
#include "host/qemu/machines.h"

enum class_kind {
	CLASS_BASE,
	CLASS_VIRTIO, /* takes a virtio bus: a virtio-mmio slot, on machines with those */
	CLASS_PCI,
	CLASS_CCW,
};

/* Which PCI interfaces a class has (virtio_pci_types_register). */
enum pci_kind {
	PCI_NONE,
	PCI_GENERIC,          /* disable-legacy and disable-modern decide */
	PCI_MODERN,           /* those are there, but realize overrides them */
	PCI_TRANSITIONAL,     /* both, and no such properties */
	PCI_NON_TRANSITIONAL, /* modern only, and no such properties */
};

struct qemu_class {
	const char *name;
	const char *parent;
	enum class_kind kind;
	enum pci_kind pci;
	const char *backend; /* the class of the device inside, or NULL */
};

/*
 * The class of that name, or one that later releases have and whose ending tells what
 * it is (-device, -pci, …; made in @a). NULL for what is no virtio device.
 */
const struct qemu_class *qemu_class_find(const char *name, struct arena *a);

/*
 * What an alias such as "virtio-blk" stands for there; NULL where it is none, or the
 * architecture is not known.
 */
const char *qemu_alias_resolve(const char *name, enum qemu_arch arch, struct arena *a);

/* Whether the name is an alias anywhere. */
bool qemu_is_alias(const char *name);

/* Whether @ancestor is the class or one that it derives from. */
bool qemu_class_is_a(const struct qemu_class *c, const char *ancestor);

/* "; did you mean 'X'?" or "". */
const char *qemu_class_suggest(const char *name, struct arena *a);

#endif
