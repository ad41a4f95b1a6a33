/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/virtio/pairing.h"
#include "tree/names.h"
#include "tree/value.h"

static struct diag *
report(struct lint *l, const struct rule *r, const struct node *n,
	const struct coherence *c, const struct virtio_facts *f)
{
	const struct node *disabled = node_disabled_by(l->tree, n);

	if (disabled)
		return lint_report(l, r, LEVEL_NOTE, n, NULL,
			"no dma-coherent; the status of '%s' disables the host bridge",
			node_path(l->tree, disabled, l->scratch));
	if (c->prop && c->coherent)
		return lint_report(l, r, LEVEL_NOTE, n, NULL,
			"no dma-coherent of its own; coherent by dma-coherent on '%s'",
			node_path(l->tree, c->by, l->scratch));
	if (c->coherent)
		return lint_report(l, r, LEVEL_NOTE, n, NULL,
			"no dma-coherent of its own; on %s devices are coherent %s",
			c->arch->name,
			c->arch->dma == DMA_ALWAYS_COHERENT ? "always" : "by default");
	if (f->present != TRI_YES)
		return lint_report(l, r, LEVEL_WARNING, n, NULL,
			"%s, and the host offers VIRTIO_F_ACCESS_PLATFORM for a virtio-pci "
			"device behind this host bridge or another%s",
			virtio_coherence_text(l, n, c), virtio_assumption(l, c));
	return lint_report(l, r, LEVEL_ERROR, n, NULL,
		"%s, but the host offers VIRTIO_F_ACCESS_PLATFORM for a virtio-pci device "
		"behind this host bridge%s",
		virtio_coherence_text(l, n, c), virtio_assumption(l, c));
}

static void
check_node(struct lint *l, const struct rule *r, const struct node *n)
{
	struct coherence c = node_coherence(l->tree, n, l->arch);
	struct virtio_facts f = virtio_pci_facts(l, n);
	const char *advice;
	struct diag *d;

	if (f.claimed != TRI_YES || (f.coherent == TRI_NO && !c.coherent))
		return;
	d = report(l, r, n, &c, &f);
	if (!d)
		return;
	d->property = c.prop && !c.coherent ? "dma-noncoherent" : "dma-coherent";
	diag_pair(l, d, f.host, f.device, &f.device->claim_said);
	if (d->level == LEVEL_NOTE)
		return;
	diag_why(l, d,
		"Linux asks the host bridge's node whether the devices behind it are "
		"coherent; with the DMA API in use it maps their rings non-cacheable while "
		"the host accesses them through the caches: data is silently corrupted");
	advice = f.host->advice;
	diag_help(l, d,
		"add the empty property dma-coherent to the host bridge's node, where the "
		"tree is made%s%s; if the devices behind it really bypass the caches, say "
		"dma_coherent: false in the host configuration",
		advice ? ": " : "", advice ? advice : "");
	diag_fix_property(l, d, n, "dma-coherent", false);
}

static void
check_tree(struct lint *l, const struct rule *r)
{
	const struct node *n;
	uint32_t i;

	for (i = 0; (n = virtio_pci_host_at(l, i)); i++)
		if (!node_has(l->tree, n, NAME_dma_coherent))
			check_node(l, r, n);
}

#define TREE(properties) \
	SAMPLE_ROOT_2_2 \
	"\n" \
	"\tpcie@10000000 {\n" \
	"\t\tcompatible = \"pci-host-ecam-generic\";\n" \
	"\t\tdevice_type = \"pci\";\n" \
	"\t\treg = <0x0 0x3f000000 0x0 0x1000000>;\n" \
	"\t\tbus-range = <0 15>;\n" \
	"\t\t#address-cells = <3>;\n" \
	"\t\t#size-cells = <2>;\n" \
	"\t\tranges = <0x2000000 0x0 0x10000000 0x0 0x10000000 0x0 0x2eff0000>;\n" properties \
	"\t};\n" \
	"};\n"

#define HOST \
	"devices:\n" \
	"  - name: net0\n" \
	"    transport: pci\n" \
	"    features: [VIRTIO_F_VERSION_1, VIRTIO_F_ACCESS_PLATFORM]\n"

static const struct rule rules[] = { {
	.id = "virtio/pci-host-missing-dma-coherent",
	.level = LEVEL_ERROR,
	.varies = true,
	.summary =
		"a PCI host bridge lacks dma-coherent, and a virtio-pci device behind it "
		"offers VIRTIO_F_ACCESS_PLATFORM",
	.why = "Linux takes a PCI device's coherence from its host bridge's node and that "
	       "node's ancestors. A virtio-pci device that offers VIRTIO_F_ACCESS_PLATFORM "
	       "uses the DMA API, so a bridge that is not DMA-coherent corrupts its data "
	       "as a virtio,mmio node would.",
	.levels =
		"error: the bridge is not coherent by Linux's rules\n"
		"warning: so, but the tree has several and the host does not say which the "
		"device is behind\n"
		"note: coherent by an ancestor or the architecture's default, or disabled",
	.fix = "Add the empty property dma-coherent to the host bridge's node.",
	.refs = "Linux drivers/pci/pci-driver.c, pci_dma_configure()\n"
		"Linux Documentation/devicetree/bindings/pci/host-generic-pci.yaml\n"
		"Linux drivers/of/address.c, of_dma_is_coherent()",
	.bad = { TREE(""), HOST },
	.good = { TREE("\t\tdma-coherent;\n"), HOST },
	.check_tree = check_tree,
} };

const struct rule_set rules_virtio_pci_host_missing_dma_coherent = { rules, 1 };
