/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/virtio/pairing.h"
#include "tree/names.h"
#include "tree/value.h"

static void
check_tree(struct lint *l, const struct rule *r)
{
	const struct node *n;
	const struct prop *p;
	struct diag *d;
	uint32_t i;

	for (i = 0; (n = virtio_mmio_at(l, i)); i++) {
		struct virtio_facts f = virtio_mmio_facts(l, n);

		if (!(p = node_prop(l->tree, n, NAME_iommus)) || f.claimed != TRI_NO
			|| node_disabled_by(l->tree, n))
			continue;
		d = lint_report(l, r, LEVEL_WARNING, n, p,
			"iommus, but the host does not offer VIRTIO_F_ACCESS_PLATFORM: the "
			"device bypasses the IOMMU");
		diag_why(l, d,
			"without the feature Linux hands the device guest physical "
			"addresses, which a translating IOMMU in its way refuses, and which "
			"one that is not in its way does not protect");
		diag_help(l, d,
			"offer the feature for the device (iommu_platform=on), or remove "
			"iommus from the node");
		diag_pair(l, d, f.host, f.device, NULL);
	}
}

#define TREE \
	SAMPLE_ROOT_1_1 \
	"\n" \
	"\tsmmu: iommu@9050000 {\n" \
	"\t\tcompatible = \"arm,smmu-v3\";\n" \
	"\t\treg = <0x9050000 0x20000>;\n" \
	"\t\t#iommu-cells = <1>;\n" \
	"\t};\n" \
	"\n" \
	"\tvirtio_mmio@a000000 {\n" \
	"\t\tcompatible = \"virtio,mmio\";\n" \
	"\t\treg = <0xa000000 0x200>;\n" \
	"\t\tinterrupts = <0 16 1>;\n" \
	"\t\tiommus = <&smmu 0>;\n" \
	"\t\tdma-coherent;\n" \
	"\t};\n" \
	"};\n"

static const struct rule rules[] = { {
	.id = "virtio/iommus-without-claim",
	.level = LEVEL_WARNING,
	.summary = "a virtio,mmio node has iommus and the host does not offer "
		   "VIRTIO_F_ACCESS_PLATFORM",
	.why = "A virtio device that does not offer VIRTIO_F_ACCESS_PLATFORM is given guest "
	       "physical addresses: it bypasses the IOMMU that its node names. A translating "
	       "IOMMU then faults on its accesses; one that lets them pass protects nothing. "
	       "With xen,grant-dma Linux refuses the device.",
	.fix = "Offer the feature for the device, or remove iommus from its node.",
	.refs = "Virtual I/O Device (VIRTIO) 1.2, 6.1 VIRTIO_F_ACCESS_PLATFORM\n"
		"Linux include/linux/virtio_config.h, virtio_has_dma_quirk()\n"
		"Linux drivers/xen/grant-dma-ops.c",
	.bad = { TREE, "devices:\n  - slot: 0\n    features: [VIRTIO_F_VERSION_1]\n" },
	.good = { TREE, "devices:\n  - slot: 0\n    features: [VIRTIO_F_VERSION_1, "
			"VIRTIO_F_ACCESS_PLATFORM]\n" },
	.check_tree = check_tree,
} };

const struct rule_set rules_virtio_iommus_without_claim = { rules, 1 };
