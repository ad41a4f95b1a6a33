/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Pairs host devices with the nodes they answer at, for the virtio family.
 *
 * A virtio-mmio device belongs to a node by the address of its register block, by
 * its slot among the virtio,mmio nodes, or by the node's path; a virtio-pci device by
 * the host bridge it sits behind.
 */
#ifndef DTLINT_RULES_VIRTIO_PAIRING_H
#define DTLINT_RULES_VIRTIO_PAIRING_H

#include "rules/rule.h"
#include "tree/coherence.h"

/* What the hosts know of one node. */
struct virtio_facts {
	/* YES: a device is there; NO: it is known that none is. */
	enum tri present;
	enum tri claimed;                 /* VIRTIO_F_ACCESS_PLATFORM, by any host */
	enum tri coherent;                /* device accesses, by any host; NO wins */
	const struct host *host;          /* the one that decides, or NULL */
	const struct host_device *device; /* the one that decides, or NULL */
	/*
	 * `device` is a virtio-mmio device that claims, at a place that the host does
	 * not say: it may be at this node or at another.
	 */
	bool of_set;
};

/* The tree's virtio,mmio nodes; NULL from the end on. */
const struct node *virtio_mmio_at(struct lint *l, uint32_t i);

/*
 * The tree's PCI host bridges, as Linux's bus match knows them: device_type "pci" and
 * `ranges`, and no such node above. NULL from the end on.
 */
const struct node *virtio_pci_host_at(struct lint *l, uint32_t i);

/* Of a virtio,mmio node. */
struct virtio_facts virtio_mmio_facts(struct lint *l, const struct node *n);

/*
 * Of facts that are `of_set`: whether any other node that could be the device's is
 * coherent.
 */
bool virtio_set_has_coherent(struct lint *l, const struct virtio_facts *f);

/*
 * Of a PCI host bridge: `claimed` where a virtio-pci device behind it claims the
 * feature. `present` is UNKNOWN where the source does not say which of several
 * bridges the device is behind.
 */
struct virtio_facts virtio_pci_facts(struct lint *l, const struct node *n);

/*
 * The node that a host's device belongs to; NULL where its place is not known or the
 * tree has no such node.
 */
const struct node *virtio_node_of(struct lint *l, const struct host_device *d);

/*
 * How a node's coherence reads in a message: "no dma-coherent", "dma-noncoherent",
 * "dma-noncoherent on '/soc'", …
 */
const char *virtio_coherence_text(
	struct lint *l, const struct node *n, const struct coherence *c);

/* "" or, in brackets with a blank before it, what had to be assumed for @c. */
const char *virtio_assumption(struct lint *l, const struct coherence *c);

/* True where the guest is a Xen domain, by /hypervisor or by what a host says. */
bool virtio_is_xen(struct lint *l);

#endif
