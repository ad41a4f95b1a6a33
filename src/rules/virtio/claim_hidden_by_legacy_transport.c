/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/virtio/pairing.h"

static void
report(struct lint *l, const struct rule *r, const struct host *h,
	const struct host_device *dev, const struct node *n)
{
	const struct said *said = &dev->claim_said;
	struct diag *d = lint_report(l, r, LEVEL_WARNING, n, NULL,
		"the host offers VIRTIO_F_ACCESS_PLATFORM, but on a legacy transport, which "
		"never shows it to the guest");

	diag_why(l, d,
		"a legacy transport has no feature bits above 31: the guest uses the device "
		"without the feature until the transport is a modern one");
	if (dev->transport == TRANSPORT_MMIO && h->modern)
		diag_help(l, d, "%s, after the tree is right", h->modern);
	else
		diag_help(l, d,
			"make the transport a modern one, or drop the feature from the device");
	if (!said->place.line && !said->pointer)
		said = &dev->said;
	diag_pair(l, d, h, dev, said);
}

static void
check_tree(struct lint *l, const struct rule *r)
{
	const struct host *h;
	const struct node *n;
	uint32_t k;
	size_t i;

	for (h = l->hosts; h < l->hosts + l->nhosts; h++) {
		for (i = 0; i < h->ndevices; i++) {
			const struct host_device *dev = &h->devices[i];

			if (host_device_claims(dev) == TRI_YES && dev->legacy == TRI_YES)
				report(l, r, h, dev, virtio_node_of(l, dev));
		}
		if (!h->others || host_device_claims(h->others) != TRI_YES
			|| h->others->legacy != TRI_YES)
			continue;
		for (k = 0; (n = virtio_mmio_at(l, k)); k++)
			if (virtio_mmio_facts(l, n).device == h->others)
				report(l, r, h, h->others, n);
	}
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

#define HOST(name) \
	"devices:\n" \
	"  - slot: 0\n" \
	"    transport: " name "\n" \
	"    features: [VIRTIO_F_IOMMU_PLATFORM]\n"

static const struct rule rules[] = { {
	.id = "virtio/claim-hidden-by-legacy-transport",
	.level = LEVEL_WARNING,
	.summary = "the host offers VIRTIO_F_ACCESS_PLATFORM on a legacy transport",
	.why = "The registers of a legacy transport (virtio-mmio version 1, legacy PCI) have "
	       "room for feature bits 0 to 31 only, so the guest never sees bit 33. QEMU's "
	       "virtio-mmio is legacy unless told otherwise (force-legacy=on is its "
	       "default). Whoever asked for the feature, to be behind an IOMMU or to bounce "
	       "through shared memory, does not get it, and a node that lacks dma-coherent "
	       "seems to work until the transport is made modern.",
	.fix = "For QEMU's virtio-mmio add -global virtio-mmio.force-legacy=false; for PCI "
	       "disable-legacy=on. Or drop the feature.",
	.refs = "Virtual I/O Device (VIRTIO) 1.2, 4.2.4 Legacy interface; 6.1 "
		"VIRTIO_F_ACCESS_PLATFORM\n"
		"QEMU hw/virtio/virtio-mmio.c, property force-legacy",
	.bad = { TREE, HOST("mmio-legacy") },
	.good = { TREE, HOST("mmio") },
	.check_tree = check_tree,
} };

const struct rule_set rules_virtio_claim_hidden_by_legacy_transport = { rules, 1 };
