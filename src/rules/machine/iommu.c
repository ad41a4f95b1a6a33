/* SPDX-License-Identifier: GPL-2.0-or-later */

#include "rules/machine/machine.h"
#include "rules/virtio/pairing.h"
#include "tree/names.h"

/* The first device behind the bridge that is known not to claim; NULL where none is. */
static const struct host_device *
find_device(struct lint *l, const struct host *h, const struct node *bridge)
{
	const struct host_device *d;
	size_t i;

	for (i = 0; i < h->ndevices; i++) {
		d = &h->devices[i];
		if (d->transport == TRANSPORT_PCI && host_device_claims(d) == TRI_NO
			&& (d->place.kind != DEVICE_AT_NODE
				|| virtio_node_of(l, d) == bridge))
			return d;
	}
	return NULL;
}

static void
check_map(struct lint *l, const struct rule *r)
{
	const struct host_device *device;
	const struct host *h;
	const struct node *n;
	const struct prop *p;
	struct diag *d;
	uint32_t i;

	for (i = 0; (n = virtio_pci_host_at(l, i)); i++) {
		p = node_prop(l->tree, n, NAME_iommu_map);
		for (h = l->hosts; p && h < l->hosts + l->nhosts; h++) {
			device = find_device(l, h, n);
			if (!device)
				continue;
			d = lint_report(l, r, LEVEL_NOTE, n, p,
				"iommu-map, and the host's '%s' does not offer "
				"VIRTIO_F_ACCESS_PLATFORM: it bypasses the IOMMU",
				device->name);
			diag_why(l, d,
				"without the feature Linux hands a virtio device guest physical "
				"addresses, whatever IOMMU the tree puts in its way");
			diag_help(l, d,
				"if the device is to be behind the IOMMU, offer the feature "
				"(iommu_platform=on)");
			diag_pair(l, d, h, device, NULL);
		}
	}
}

#define TREE \
	SAMPLE_ROOT_2_2 \
	"\n" \
	"\tsmmu: iommu@9050000 {\n" \
	"\t\tcompatible = \"arm,smmu-v3\";\n" \
	"\t\treg = <0x0 0x9050000 0x0 0x20000>;\n" \
	"\t\t#iommu-cells = <1>;\n" \
	"\t};\n" \
	"\n" \
	"\tpcie@10000000 {\n" \
	"\t\tcompatible = \"pci-host-ecam-generic\";\n" \
	"\t\tdevice_type = \"pci\";\n" \
	"\t\treg = <0x0 0x3f000000 0x0 0x1000000>;\n" \
	"\t\t#address-cells = <3>;\n" \
	"\t\t#size-cells = <2>;\n" \
	"\t\tranges = <0x2000000 0x0 0x10000000 0x0 0x10000000 0x0 0x2eff0000>;\n" \
	"\t\tbus-range = <0x0 0xf>;\n" \
	"\t\tiommu-map = <0x0 &smmu 0x0 0x10000>;\n" \
	"\t\tdma-coherent;\n" \
	"\t};\n" \
	"};\n"

#define HOST(more) \
	"devices:\n" \
	"  - name: disk\n" \
	"    transport: pci\n" \
	"    features: [VIRTIO_F_VERSION_1" more "]\n"

static const struct rule rules[] = { {
	.id = "machine/iommu-map-bypassed",
	.level = LEVEL_NOTE,
	.summary =
		"a PCI host bridge has iommu-map, and a virtio device behind it bypasses the "
		"IOMMU",
	.why = "A virtio device that does not offer VIRTIO_F_ACCESS_PLATFORM is given guest "
	       "physical addresses. Its accesses are not translated, and not confined, by the "
	       "IOMMU that iommu-map names. That may be meant so.",
	.fix = "Offer the feature for the device, on QEMU by iommu_platform=on.",
	.refs = "Virtual I/O Device (VIRTIO) 1.2, 6.1 VIRTIO_F_ACCESS_PLATFORM\n"
		"Linux Documentation/devicetree/bindings/pci/pci-iommu.txt",
	.bad = { TREE, HOST("") },
	.good = { TREE, HOST(", VIRTIO_F_ACCESS_PLATFORM") },
	.check_tree = check_map,
} };

const struct rule_set rules_machine_iommu = { rules, 1 };
