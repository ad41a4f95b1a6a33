/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <inttypes.h>

#include "rules/virtio/pairing.h"

static const char *
place_text(struct lint *l, const struct host_device *d)
{
	switch (d->place.kind) {
	case DEVICE_AT_ADDRESS:
		return arena_printf(
			l->scratch, "at address 0x%" PRIx64, d->place.address);
	case DEVICE_AT_SLOT:
		return arena_printf(l->scratch, "in slot %" PRIu32, d->place.slot);
	case DEVICE_AT_NODE:
		return arena_printf(l->scratch, "at node '%s'", d->place.node);
	case DEVICE_AT_UNKNOWN: break;
	}
	return NULL;
}

static void
check_device(struct lint *l, const struct rule *r, const struct host *h,
	const struct host_device *dev)
{
	const char *place = place_text(l, dev);
	const char *kind = dev->transport == TRANSPORT_PCI ? "PCI host bridge"
							   : "virtio,mmio node";
	struct diag *d;

	if (!place || virtio_node_of(l, dev))
		return;
	d = lint_report(l, r, LEVEL_WARNING, NULL, NULL,
		"the host has a virtio device %s, where the tree has no %s", place, kind);
	diag_why(l, d,
		"a guest that boots with this tree does not find the device; or the tree and "
		"the host configuration do not belong together");
	diag_help(l, d, "add the node, or pair the tree with the host that starts it");
	diag_pair(l, d, h, dev, NULL);
}

static void
check_tree(struct lint *l, const struct rule *r)
{
	const struct host *h;
	size_t i;

	/* an overlay describes a part, and the host's devices may be in the rest */
	if (l->tree->overlay)
		return;
	for (h = l->hosts; h < l->hosts + l->nhosts; h++)
		for (i = 0; i < h->ndevices; i++)
			check_device(l, r, h, &h->devices[i]);
}

#define TREE \
	SAMPLE_ROOT_1_1 \
	"\n" \
	"\tvirtio_mmio@a000000 {\n" \
	"\t\tcompatible = \"virtio,mmio\";\n" \
	"\t\treg = <0xa000000 0x200>;\n" \
	"\t\tinterrupts = <0 16 1>;\n" \
	"\t\tdma-coherent;\n" \
	"\t};\n" \
	"};\n"

static const struct rule rules[] = { {
	.id = "virtio/host-device-without-node",
	.level = LEVEL_WARNING,
	.summary = "the host has a virtio device at a place the tree does not describe",
	.why = "A virtio-mmio device cannot be discovered: without a node at its address the "
	       "guest does not see it. It may also be that the tree and the host "
	       "configuration are not a pair, and nothing else said of them holds.",
	.fix = "Add the node, or pair the tree with the host that really starts it.",
	.refs = "Virtual I/O Device (VIRTIO) 1.2, 4.2.1 MMIO Device Discovery\n"
		"Linux Documentation/devicetree/bindings/virtio/mmio.yaml",
	.bad = { TREE, "devices:\n  - reg: 0xa003e00\n" },
	.good = { TREE, "devices:\n  - reg: 0xa000000\n" },
	.check_tree = check_tree,
} };

const struct rule_set rules_virtio_host_device_without_node = { rules, 1 };
