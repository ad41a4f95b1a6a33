/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Architecture of a tree, and what Linux takes a device's DMA to be there when no
 * property says so (kernel/dma/mapping.c, include/linux/dma-map-ops.h and the
 * architectures' Kconfig, 6.12).
 */
#ifndef DTLINT_TREE_ARCH_H
#define DTLINT_TREE_ARCH_H

#include "tree/tree.h"

enum dma_default {
	DMA_DEFAULT_NONCOHERENT, /* sync hooks, and no ARCH_DMA_DEFAULT_COHERENT */
	DMA_DEFAULT_COHERENT,    /* ARCH_DMA_DEFAULT_COHERENT, dma-noncoherent counts */
	DMA_ALWAYS_COHERENT,     /* no sync hooks at all: the properties are not read */
	DMA_DEFAULT_PLATFORM,    /* decided by kernel configuration or at boot */
};

struct arch {
	const char *name; /* as for --arch; Linux's ARCH but for x86 and riscv widths */
	enum dma_default dma;
};

/* By its name, or NULL. */
const struct arch *arch_by_name(const char *name);

/* The names, in a fixed order: NULL from @i = the number of them on. */
const char *arch_name(size_t i);

/*
 * What the tree itself says: the compatible of a cpu node below /cpus, else the
 * root's. NULL where neither tells.
 */
const struct arch *arch_of_tree(const struct tree *t);

#endif
