/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Charts of a tree, for reports that draw it: addresses as the CPU sees them, interrupts
 * and who shares them, and what guest and host say of each virtio device.
 *
 * Gathered where the tree is linted and only where a reporter wants them, from what rules
 * have worked out already (rules/tree_facts.h, rules/virtio/pairing.h); they outlive the tree.
 * Strings are as the tree has them: not clean.
 */
#ifndef DTLINT_CHART_CHART_H
#define DTLINT_CHART_CHART_H

#include "rules/rule.h"

enum region_kind {
	REGION_MEMORY,      /* a bank of a memory node */
	REGION_RESERVED,    /* a child of /reserved-memory with an address */
	REGION_RESERVATION, /* an entry of the memory reservation block */
	REGION_WINDOW,      /* a row of a bus's ranges */
	REGION_DEVICE,      /* an entry of reg of any other node */
};

/* Addresses of the CPU's that a node is about. */
struct region {
	enum region_kind kind;
	const char *node;       /* its path; NULL: of the reservation block */
	const char *compatible; /* the first string, or NULL */
	const char *bus;        /* path of the bus whose address @on_bus is */
	const char *space;      /* of a PCI window: "I/O"; or NULL */
	uint64_t first, last;   /* both within */
	uint64_t on_bus; /* @first as the bus has it; of a window: its children's */
	bool has_on_bus;
	uint32_t entry, nentries; /* of the property */
};

/* Addresses on a bus that do not become any of the CPU's. */
struct lost_region {
	const char *node;
	const char *bus;
	uint64_t first, last; /* on the bus */
};

struct interrupt_controller {
	const char *node;
	const char *compatible; /* or NULL */
	const char *parent;     /* the controller that it interrupts itself, or NULL */
	uint32_t cells;         /* #interrupt-cells */
	uint32_t nlines;        /* different ones that are in use */
	uint32_t nshared;       /* of them: by several nodes */
	uint32_t first_use;     /* among the uses, */
	uint32_t nuses;         /* and how many */
};

struct interrupt_use {
	const char *user;    /* path */
	const char *name;    /* in interrupt-names, or NULL */
	const char *type;    /* "SPI"; or NULL */
	const char *trigger; /* "rising edge"; NULL: not told */
	const char *cells;   /* the specifier where its number is not told: "<0x1 0x2>" */
	uint32_t number;     /* where cells is NULL */
	bool from_map;       /* in interrupt-map */
	bool shared;         /* another node uses the line, too */
};

/* Linux's way to a device's memory. */
enum virtio_dma {
	VIRTIO_DMA_UNKNOWN,  /* it depends on what the host offers, which is not known */
	VIRTIO_DMA_DISABLED, /* the device is not used: disabled by a status */
	VIRTIO_DMA_ABSENT,   /* nor is it there */
	VIRTIO_DMA_BYPASS,   /* guest physical addresses, as if coherent */
	VIRTIO_DMA_COHERENT, /* the DMA API; rings are cached */
	VIRTIO_DMA_INCOHERENT, /* the DMA API; rings are mapped non-cacheable */
};

/* A virtio device: a node of the tree, a device of the host, or both. */
struct virtio_pair {
	/* NULL: the tree has none for it, or where it is is not known: see place */
	const char *node;
	bool pci; /* the node is a PCI host bridge */
	bool has_address;
	uint64_t address;      /* of the registers, as the CPU sees it */
	const char *coherence; /* in words: "no dma-coherent"; NULL without a node */
	bool iommus;
	const char *host;   /* its source; NULL: no host speaks of it */
	const char *device; /* what people call it, or NULL: none is known to be there */
	const char *place;  /* where the host has it, or NULL */
	const char *said;   /* "run.sh:4", or NULL */
	const char *features; /* that it offers: "VERSION_1, ACCESS_PLATFORM"; or NULL */
	enum tri present, claimed, coherent; /* as struct virtio_facts has them */
	bool of_set; /* the device may be at this node or at another */
	bool legacy;
	enum virtio_dma dma;
};

struct chart {
	bool overlay; /* an overlay's addresses are known where it is applied */
	const struct region *regions; /* by their first address, the larger first */
	size_t nregions;
	const struct lost_region *lost;
	size_t nlost;
	const struct interrupt_controller *controllers; /* in the order of the tree */
	size_t ncontrollers;
	const struct interrupt_use *uses; /* by controller and line */
	size_t nuses;
	const struct virtio_pair
		*pairs; /* nodes by address, then what only hosts tell of */
	size_t npairs;
	bool xen;
	size_t nhosts; /* that the tree is paired with */
};

/* Made of the tree that was linted, in @l->arena; before its scratch memory goes. */
const struct chart *chart_of(struct lint *l);

#endif
