/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The machine that a host makes for its guest, besides its virtio devices: memory,
 * CPUs, interrupt controller, firmware interface, and what it passes through.
 *
 * As all facts of a host, what its source does not say is not known.
 */
#ifndef DTLINT_HOST_GUEST_H
#define DTLINT_HOST_GUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/place.h"

/* Where in the source something was said. */
struct said {
	struct place place; /* its file NULL: the host's own source; no line: not known */
	const char *pointer; /* a JSON pointer (RFC 6901), or "argv[N]"; or NULL */
	const char *text;    /* the words themselves, short, or NULL */
};

/*
 * MEMORY            bytes of RAM when the guest starts
 * MEMORY_BASE       its lowest address
 * MEMORY_REWRITTEN  the host replaces the memory nodes of a tree that it is given
 * CPUS, CPUS_MAX    when the guest starts, and with those that can be plugged in later
 * SOCKETS           what the host was told of its topology
 * CPU               the model, as the host calls it: "cortex-a57", "rv64", "host"
 * MPIDR_CLUSTER     n: CPU i has Aff0 i % n and Aff1 i / n (KVM on Arm: 16)
 * KVM               the guest's CPUs are run by KVM
 * GIC_VERSION       2, 3 or 4
 * VIRTUALIZATION    the CPUs have EL2
 * SECURE            the CPUs have EL3
 * IOMMU             "none", "smmuv3", "virtio-iommu"
 * PSCI              the conduit: "hvc", "smc", "none"
 */
enum guest_fact_id {
#define FACT(id, key, kind) GUEST_##id,
#include "host/guest.def"
#undef FACT
	GUEST_FACTS
};

enum guest_fact_kind {
	GUEST_SIZE,    /* bytes */
	GUEST_ADDRESS, /* as the CPU sees it */
	GUEST_COUNT,
	GUEST_FLAG,
	GUEST_WORD,
};

struct guest_fact {
	bool known;
	uint64_t number;  /* of a flag 0 or 1 */
	const char *word; /* of GUEST_WORD */
	struct said said; /* empty: by default */
};

/* An extension of the instruction set, "v" or "zbb", that the CPUs have or lack. */
struct guest_extension {
	const char *name;
	bool on;
	struct said said;
};

/* virtio-mmio slots of the machine, each with an interrupt of its own. */
struct guest_slots {
	uint32_t n; /* 0: not known */
	uint64_t base;
	uint64_t stride;
	uint32_t interrupt; /* of slot 0: an SPI's number, a PLIC's source */
};

/* Addresses of the host's that are the guest's at @guest. */
struct guest_region {
	uint64_t host;
	uint64_t guest;
	uint64_t size;
	struct said said;
};

struct guest_interrupt {
	uint32_t number; /* a GIC's INTID: 32 is SPI 0 */
	struct said said;
};

/* A node of the host's tree. */
struct guest_node {
	const char *path;
	struct said said;
};

/* What of the host's hardware is the guest's. */
struct guest_passthrough {
	bool known; /* nothing else is */
	struct guest_region *regions;
	size_t nregions;
	struct guest_interrupt *interrupts;
	size_t ninterrupts;
	struct guest_node *nodes;
	size_t nnodes;
};

struct guest {
	struct guest_fact facts[GUEST_FACTS];
	struct guest_extension *extensions; /* in the order in which they were said */
	size_t nextensions;
	struct guest_slots slots;
	struct guest_passthrough passthrough;
};

/* A fact's key in a native configuration; its id is below GUEST_FACTS. */
const char *guest_fact_key(enum guest_fact_id id);
enum guest_fact_kind guest_fact_kind(enum guest_fact_id id);

/* The fact, or NULL where it is not known. */
const struct guest_fact *guest_get(const struct guest *g, enum guest_fact_id id);
/* Whether it is known and has that number: of a flag 1 for yes. */
bool guest_is(const struct guest *g, enum guest_fact_id id, uint64_t number);

/* The last value holds. A word must outlive the guest. */
void guest_set(struct guest *g, enum guest_fact_id id, uint64_t number, struct said said);
void guest_set_word(
	struct guest *g, enum guest_fact_id id, const char *word, struct said said);

/* A later one of the same name replaces one before. */
void guest_set_extension(
	struct guest *g, struct arena *a, const char *name, bool on, struct said said);
void guest_add_region(struct guest *g, struct arena *a, struct guest_region region);
void guest_add_interrupt(
	struct guest *g, struct arena *a, struct guest_interrupt interrupt);
void guest_add_node(struct guest *g, struct arena *a, struct guest_node node);

/*
 * Bytes of a size as people write it: digits, and a suffix K, M, G or T, of either case,
 * with or without B or iB behind it; @unit is what a number alone counts. False for
 * anything else, or past 64 bits.
 */
bool guest_size_parse(const char *s, uint64_t unit, uint64_t *out);

/* What both say stays in @g; false where something did not. */
bool guest_keep_common(struct guest *g, const struct guest *other);

#endif
