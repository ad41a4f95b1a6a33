/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Coherence of a device's DMA as Linux tells it: of_dma_is_coherent() in
 * drivers/of/address.c, the same in 6.12 and 7.1.
 */
#ifndef DTLINT_TREE_COHERENCE_H
#define DTLINT_TREE_COHERENCE_H

#include "tree/arch.h"
#include "tree/tree.h"

struct coherence {
	bool coherent;
	const struct prop *prop; /* what decides, or NULL where a default does */
	const struct node *by;   /* the node that bears it, or NULL */
	const struct arch *arch; /* what the default was taken from; NULL: unknown */
	bool from_overlay; /* the walk left an overlay's fragment: the base may decide */
};

/*
 * From the node along its DMA parents (the target of the `interconnects` entry that
 * `interconnect-names` calls "dma-mem", else the parent); at each step dma-coherent
 * wins over dma-noncoherent; then the default of @arch (NULL, and those decided by
 * the platform: taken as not coherent). Where the architecture is always coherent
 * no property makes it otherwise. A property's value and a node's status play no
 * part. A loop of "dma-mem" links, over which Linux would hang, ends the walk as if
 * the root were reached.
 */
struct coherence node_coherence(
	const struct tree *t, const struct node *n, const struct arch *arch);

#endif
