/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/virtio/pairing.h"
#include "tree/names.h"
#include "tree/value.h"

static void
add_property_fix(struct lint *l, struct diag *d, const struct node *n,
	const struct virtio_facts *f)
{
	const char *advice = f->host ? f->host->advice : NULL;

	diag_help(l, d,
		"add the empty property dma-coherent to the node, where the tree is made%s%s; "
		"if the device or its emulation really bypasses the caches, say "
		"dma_coherent: false in the host configuration",
		advice ? ": " : "", advice ? advice : "");
	diag_fix_property(l, d, n, "dma-coherent", false);
}

static struct diag *
report_harmless(struct lint *l, const struct rule *r, const struct node *n,
	const struct coherence *c)
{
	const struct node *by = node_disabled_by(l->tree, n);

	if (by == n)
		return lint_report(l, r, LEVEL_NOTE, n, NULL,
			"no dma-coherent; the node's status disables it");
	if (by)
		return lint_report(l, r, LEVEL_NOTE, n, NULL,
			"no dma-coherent; the status of '%s' disables the node",
			node_path(l->tree, by, l->scratch));
	if (c->prop)
		return lint_report(l, r, LEVEL_NOTE, n, NULL,
			"no dma-coherent of its own; coherent by dma-coherent on '%s'",
			node_path(l->tree, c->by, l->scratch));
	return lint_report(l, r, LEVEL_NOTE, n, NULL,
		"no dma-coherent of its own; on %s devices are coherent %s",
		c->arch->name,
		c->arch->dma == DMA_ALWAYS_COHERENT ? "always" : "by default");
}

static struct diag *
report_error(struct lint *l, const struct rule *r, const struct node *n,
	const struct coherence *c, const struct virtio_facts *f)
{
	const char *what = virtio_coherence_text(l, n, c);
	struct diag *d;

	if (f->claimed == TRI_YES && !f->of_set)
		d = lint_report(l, r, LEVEL_ERROR, n, NULL,
			"%s, but the host offers VIRTIO_F_ACCESS_PLATFORM for this device%s",
			what, virtio_assumption(l, c));
	else
		d = lint_report(l, r, LEVEL_ERROR, n, NULL,
			"%s in a Xen domain, where Linux uses the DMA API for every virtio "
			"device%s",
			what, virtio_assumption(l, c));
	diag_why(l, d,
		"with the DMA API in use Linux takes this device as non-coherent and maps "
		"its rings non-cacheable, while the host's emulation accesses them through "
		"the caches: data is silently corrupted");
	add_property_fix(l, d, n, f);
	return d;
}

/* The host claims, and does not say for which of the nodes. */
static struct diag *
report_set(struct lint *l, const struct rule *r, const struct node *n,
	const struct coherence *c, const struct virtio_facts *f)
{
	const char *what = virtio_coherence_text(l, n, c);
	struct diag *d;

	if (virtio_set_has_coherent(l, f))
		d = lint_report(l, r, LEVEL_WARNING, n, NULL,
			"%s, and the host offers VIRTIO_F_ACCESS_PLATFORM for a virtio-mmio "
			"device, at this node or another: it does not say which%s",
			what, virtio_assumption(l, c));
	else
		d = lint_report(l, r, LEVEL_ERROR, n, NULL,
			"%s, but the host offers VIRTIO_F_ACCESS_PLATFORM for a virtio-mmio "
			"device: it does not say at which node, and none that it could be is "
			"coherent%s",
			what, virtio_assumption(l, c));
	diag_why(l, d,
		"with the DMA API in use Linux takes a device at such a node as non-coherent "
		"and maps its rings non-cacheable, while the host's emulation accesses them "
		"through the caches: data is silently corrupted");
	add_property_fix(l, d, n, f);
	return d;
}

static struct diag *
report_warning(struct lint *l, const struct rule *r, const struct node *n,
	const struct coherence *c, const struct virtio_facts *f)
{
	const char *what = virtio_coherence_text(l, n, c);
	struct diag *d;

	if (f->claimed == TRI_NO)
		d = lint_report(l, r, LEVEL_WARNING, n, NULL,
			"%s; harmless only while the host does not offer "
			"VIRTIO_F_ACCESS_PLATFORM%s",
			what, virtio_assumption(l, c));
	else
		d = lint_report(l, r, LEVEL_WARNING, n, NULL,
			"%s, and whether the host offers VIRTIO_F_ACCESS_PLATFORM is not "
			"known%s",
			what, virtio_assumption(l, c));
	diag_why(l, d,
		"once the host offers that feature (iommu_platform=on), Linux uses the DMA "
		"API, takes the device as non-coherent, and data is silently corrupted");
	add_property_fix(l, d, n, f);
	return d;
}

static void
check_node(struct lint *l, const struct rule *r, const struct node *n)
{
	struct coherence c = node_coherence(l->tree, n, l->arch);
	struct virtio_facts f = virtio_mmio_facts(l, n);
	struct diag *d;

	if (c.coherent || node_disabled_by(l->tree, n)) {
		d = report_harmless(l, r, n, &c);
	} else if (f.coherent == TRI_NO) {
		return;
	} else if (f.present == TRI_NO) {
		d = lint_report(l, r, LEVEL_NOTE, n, NULL,
			"%s; the host has no device in this slot",
			virtio_coherence_text(l, n, &c));
	} else if (f.of_set && !virtio_is_xen(l)) {
		d = report_set(l, r, n, &c, &f);
	} else if (f.claimed == TRI_YES || virtio_is_xen(l)) {
		d = report_error(l, r, n, &c, &f);
	} else {
		d = report_warning(l, r, n, &c, &f);
	}
	if (d && !d->property)
		d->property = c.prop && !c.coherent ? "dma-noncoherent" : "dma-coherent";
	if (f.host)
		diag_pair(l, d, f.host, f.device,
			f.device && f.claimed == TRI_YES ? &f.device->claim_said : NULL);
}

static void
check_tree(struct lint *l, const struct rule *r)
{
	const struct node *n;
	uint32_t i;

	for (i = 0; (n = virtio_mmio_at(l, i)); i++)
		if (!node_has(l->tree, n, NAME_dma_coherent))
			check_node(l, r, n);
}

#define TREE(properties) \
	SAMPLE_ROOT_2_2 \
	"\tcompatible = \"linux,dummy-virt\";\n" \
	"\n" \
	"\tvirtio_mmio@a003e00 {\n" \
	"\t\tcompatible = \"virtio,mmio\";\n" \
	"\t\treg = <0x0 0xa003e00 0x0 0x200>;\n" \
	"\t\tinterrupts = <0 47 1>;\n" properties "\t};\n" \
	"};\n"

#define HOST \
	"devices:\n" \
	"  - reg: 0xa003e00\n" \
	"    features: [VIRTIO_F_VERSION_1, VIRTIO_F_ACCESS_PLATFORM]\n"

static const struct rule rules[] = { {
	.id = "virtio/mmio-missing-dma-coherent",
	.level = LEVEL_ERROR,
	.varies = true,
	.summary = "a virtio,mmio node has no dma-coherent",
	.why = "A virtio device that offers VIRTIO_F_ACCESS_PLATFORM (bit 33, once "
	       "VIRTIO_F_IOMMU_PLATFORM) makes Linux use the DMA API. If its node is then "
	       "not DMA-coherent, Linux maps the rings non-cacheable while the host's "
	       "emulation accesses them through the caches, and data is silently "
	       "corrupted. Without the feature Linux takes the device as coherent "
	       "whatever the node says.",
	.levels =
		"error: Linux takes the device as non-coherent, and the host offers the "
		"feature for it or the guest is a Xen domain (where the DMA API is always "
		"used)\n"
		"error, too: the host offers it for a device without saying at which node, "
		"and none that could be the device's is coherent; a warning where some are\n"
		"warning: non-coherent, and the host is not known or does not offer it\n"
		"note: the host has no device in this slot; or the node is coherent by an "
		"ancestor's dma-coherent or the architecture's default; or a status "
		"disables it\n"
		"nothing: the host says that the device does not access memory coherently",
	.fix = "Add the empty property dma-coherent to the node, in whatever makes the "
	       "tree. If the device or its emulation really does not access memory "
	       "through the caches, say dma_coherent: false for it in the host "
	       "configuration.",
	.refs = "Linux Documentation/devicetree/bindings/virtio/mmio.yaml\n"
		"Linux drivers/of/address.c, of_dma_is_coherent()\n"
		"Linux drivers/virtio/virtio_ring.c, vring_use_dma_api()\n"
		"Virtual I/O Device (VIRTIO) 1.2, 6.1 VIRTIO_F_ACCESS_PLATFORM\n"
		"Devicetree Specification v0.4, 2.3.10 dma-coherent",
	.bad = { TREE(""), HOST },
	.good = { TREE("\t\tdma-coherent;\n"), HOST },
	.check_tree = check_tree,
} };

const struct rule_set rules_virtio_mmio_missing_dma_coherent = { rules, 1 };
