/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "host/qemu/classes.h"

#include <string.h>

#include "base/suggest.h"

static const struct qemu_class classes[] = {
#define BASE(name, parent) { name, parent, CLASS_BASE, PCI_NONE, NULL },
#define VIRTIO(name, parent) { name, parent, CLASS_VIRTIO, PCI_NONE, NULL },
#define PCI(name, parent, backend, kind) { name, parent, CLASS_PCI, PCI_##kind, backend },
#define CCW(name, parent, backend) { name, parent, CLASS_CCW, PCI_NONE, backend },
#define PCI_FAMILY(stem, backend) \
	BASE(stem "-pci-base", "virtio-pci") \
	PCI(stem "-pci", stem "-pci-base", backend, GENERIC) \
	PCI(stem "-pci-transitional", stem "-pci-base", backend, TRANSITIONAL) \
	PCI(stem "-pci-non-transitional", stem "-pci-base", backend, NON_TRANSITIONAL)
#define PCI_TYPE(name, parent, backend) \
	BASE(name "-base-type", parent) \
	PCI(name, name "-base-type", backend, MODERN)
#include "host/qemu/classes.def"
#undef BASE
#undef VIRTIO
#undef PCI
#undef CCW
#undef PCI_FAMILY
#undef PCI_TYPE
};

/* softmmu/qdev-monitor.c: each with -pci, -ccw or -device behind it. */
static const char *const aliases[] = { "virtio-9p", "virtio-balloon", "virtio-blk",
	"virtio-gpu", "virtio-gpu-gl", "virtio-input-host", "virtio-iommu",
	"virtio-keyboard", "virtio-mouse", "virtio-net", "virtio-rng", "virtio-scsi",
	"virtio-serial", "virtio-sound", "virtio-tablet" };

enum {
	CLASSES = sizeof(classes) / sizeof(classes[0]),
	ALIASES = sizeof(aliases) / sizeof(aliases[0]),
};

static const struct qemu_class *
find(const char *name)
{
	size_t i;

	for (i = 0; i < CLASSES; i++)
		if (!strcmp(classes[i].name, name))
			return &classes[i];
	return NULL;
}

/* The name without the ending, or NULL where it ends otherwise. */
static const char *
stem(const char *name, const char *ending, struct arena *a)
{
	size_t n = strlen(name), m = strlen(ending);

	if (n <= m || strcmp(name + n - m, ending))
		return NULL;
	return arena_strndup(a, name, n - m);
}

static const struct qemu_class *
by_ending(const char *name, struct arena *a)
{
	static const struct {
		const char *ending;
		const char *parent;
		enum class_kind kind;
		enum pci_kind pci;
	} endings[] = {
		{ "-device", "virtio-device", CLASS_VIRTIO, PCI_NONE },
		{ "-pci-non-transitional", "virtio-pci", CLASS_PCI,
			PCI_NON_TRANSITIONAL },
		{ "-pci-transitional", "virtio-pci", CLASS_PCI, PCI_TRANSITIONAL },
		{ "-pci", "virtio-pci", CLASS_PCI, PCI_GENERIC },
		{ "-ccw", "virtio-ccw-device", CLASS_CCW, PCI_NONE },
	};
	struct qemu_class *c;
	const char *start;
	size_t i;

	for (i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
		start = stem(name, endings[i].ending, a);
		if (!start)
			continue;
		c = arena_new(a, struct qemu_class);
		c->name = name;
		c->parent = endings[i].parent;
		c->kind = endings[i].kind;
		c->pci = endings[i].pci;
		if (c->kind != CLASS_VIRTIO)
			c->backend = arena_printf(a, "%s-device", start);
		return c;
	}
	return NULL;
}

const struct qemu_class *
qemu_class_find(const char *name, struct arena *a)
{
	const struct qemu_class *c = find(name);

	if (c || (strncmp(name, "virtio-", 7) && strncmp(name, "vhost-", 6)))
		return c;
	return by_ending(name, a);
}

bool
qemu_is_alias(const char *name)
{
	size_t i;

	for (i = 0; i < ALIASES; i++)
		if (!strcmp(aliases[i], name))
			return true;
	return false;
}

const char *
qemu_alias_resolve(const char *name, enum qemu_arch arch, struct arena *a)
{
	if (!qemu_is_alias(name) || arch == ARCH_UNKNOWN)
		return NULL;
	if (arch == ARCH_S390X)
		return arena_printf(a, "%s-ccw", name);
	return arena_printf(a, "%s-%s", name, arch == ARCH_M68K ? "device" : "pci");
}

bool
qemu_class_is_a(const struct qemu_class *c, const char *ancestor)
{
	while (c) {
		if (!strcmp(c->name, ancestor))
			return true;
		if (!strcmp(c->parent, ancestor))
			return true;
		c = find(c->parent);
	}
	return false;
}

const char *
qemu_class_suggest(const char *name, struct arena *a)
{
	struct suggest s = { .word = name };
	size_t i;

	for (i = 0; i < CLASSES; i++)
		if (classes[i].kind != CLASS_BASE)
			suggest_try(&s, classes[i].name);
	for (i = 0; i < ALIASES; i++)
		suggest_try(&s, aliases[i]);
	return suggest_text(a, &s);
}
