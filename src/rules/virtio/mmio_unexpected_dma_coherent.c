/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/virtio/pairing.h"
#include "tree/names.h"
#include "tree/value.h"

static struct diag *
report(struct lint *l, const struct rule *r, enum level level, const struct node *n,
	const struct coherence *c)
{
	if (!c->prop)
		return lint_report(l, r, level, n, NULL,
			"devices are coherent by default on %s, but the host says that this "
			"one does not access memory coherently",
			c->arch->name);
	return lint_report(l, r, level, n, c->by == n ? c->prop : NULL,
		"%s, but the host says that the device does not access memory coherently",
		virtio_coherence_text(l, n, c));
}

static void
check_node(struct lint *l, const struct rule *r, const struct node *n)
{
	struct coherence c = node_coherence(l->tree, n, l->arch);
	struct virtio_facts f = virtio_mmio_facts(l, n);
	bool always = l->arch && l->arch->dma == DMA_ALWAYS_COHERENT;
	struct diag *d;

	if (f.coherent != TRI_NO || !c.coherent || always || node_disabled_by(l->tree, n))
		return;
	d = report(l, r, f.claimed == TRI_YES ? LEVEL_ERROR : LEVEL_WARNING, n, &c);
	diag_why(l, d,
		"where the DMA API is in use Linux leaves out the cache maintenance that "
		"such a device needs, and data is silently corrupted");
	if (c.by == n) {
		diag_help(l, d, "remove dma-coherent from the node");
		diag_fix_property(l, d, n, "dma-coherent", true);
	} else {
		diag_help(l, d, "add the empty property dma-noncoherent to the node");
		diag_fix_property(l, d, n, "dma-noncoherent", false);
	}
	if (f.host)
		diag_pair(l, d, f.host, f.device,
			f.device ? &f.device->coherent_said : NULL);
}

static void
check_tree(struct lint *l, const struct rule *r)
{
	const struct node *n;
	uint32_t i;

	for (i = 0; (n = virtio_mmio_at(l, i)); i++)
		check_node(l, r, n);
}

#define TREE(properties) \
	SAMPLE_ROOT_1_1 \
	"\n" \
	"\tvirtio@3f000000 {\n" \
	"\t\tcompatible = \"virtio,mmio\";\n" \
	"\t\treg = <0x3f000000 0x200>;\n" \
	"\t\tinterrupts = <0 47 1>;\n" properties "\t};\n" \
	"};\n"

#define HOST \
	"devices:\n" \
	"  - node: /virtio@3f000000\n" \
	"    features: [VIRTIO_F_VERSION_1, VIRTIO_F_ACCESS_PLATFORM]\n" \
	"    dma_coherent: false\n"

static const struct rule rules[] = { {
	.id = "virtio/mmio-unexpected-dma-coherent",
	.level = LEVEL_ERROR,
	.varies = true,
	.summary =
		"the tree makes a virtio,mmio device coherent that the host says is not",
	.why = "dma-coherent tells Linux that the device sees what the CPU's caches hold. "
	       "A device that does not (a remote core, an FPGA, an emulation with "
	       "non-cacheable mappings) then reads stale memory, because Linux leaves "
	       "out the cache maintenance.",
	.levels = "error: the host offers VIRTIO_F_ACCESS_PLATFORM for the device\n"
		  "warning: it does not, or that is not known",
	.fix = "Remove dma-coherent from the node; where an ancestor or the architecture "
	       "makes it coherent, add dma-noncoherent to the node.",
	.refs = "Linux Documentation/devicetree/bindings/virtio/mmio.yaml\n"
		"Linux drivers/of/address.c, of_dma_is_coherent()\n"
		"Devicetree Specification v0.4, 2.3.10 dma-coherent, 2.3.11 dma-noncoherent",
	.bad = { TREE("\t\tdma-coherent;\n"), HOST },
	.good = { TREE(""), HOST },
	.check_tree = check_tree,
} };

const struct rule_set rules_virtio_mmio_unexpected_dma_coherent = { rules, 1 };
