/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Every reference in a tree: who refers to whom, by which entry of which property, with
 * which cells behind.
 *
 * Known are the properties whose name alone tells that they hold phandles: those of
 * dtc's checks, and more from Linux's bindings and drivers. references.c lists them.
 */
#ifndef DTLINT_RULES_REF_REFERENCES_H
#define DTLINT_RULES_REF_REFERENCES_H

#include "rules/rule.h"

/* How a property of the kind is read. */
enum ref_form {
	REF_PLAIN,    /* phandles */
	REF_CELLS,    /* phandles, each followed by as many cells as its node says */
	REF_OPTIONAL, /* the same; a node that does not say has none */
	REF_MAP,      /* rows of four: an ID, a phandle, an ID there, a length */
};

enum {
	REF_BY_DTC = 1, /* dtc has a check of it, so that its faults are told there */
	REF_DEVICE = 2, /* the consumer's driver waits for that of the provider */
	REF_UNLESS_CLOCK = 4, /* the same, but for clock providers and CPUs */
};

struct ref_kind {
	const char *name; /* of the property, or what it ends or begins with */
	atom_t prop;      /* NAME_…; NAME_empty: told by the name's end or beginning */
	enum ref_form form;
	atom_t cells; /* of the node referred to: "#clock-cells"; NAME_empty: none */
	unsigned int flags;
};

/* What a property of the name is; NULL where it is none of them. */
const struct ref_kind *ref_kind_of(const struct intern *names, atom_t name);

struct reference {
	const struct prop *prop;
	const struct ref_kind *kind;
	uint32_t node;    /* that bears the property */
	uint32_t to;      /* NODE_NONE: no node has the phandle */
	uint32_t phandle; /* as it stands there */
	uint32_t entry;   /* of the property, from 0; left out ones (phandle 0) count */
	uint32_t at;      /* the cell of the phandle */
	uint32_t nargs;   /* cells behind it, all there */
};

struct references {
	const struct reference *v; /* in the order of nodes, properties and entries */
	size_t n;
};

/*
 * Worked out once a tree. Of nodes that are there (node_is_absent()), of all with
 * lint.absent_too, and in overlays of all. Entries that are left out (phandle 0) are not in it, nor what the base is to fill
 * in (0xffffffff in an overlay). Reading of a property ends at an entry that cannot be
 * read: see ref_fault_of().
 */
const struct references *lint_references(struct lint *l);

/* Those of one property, @n: the first, or NULL where there is none. */
const struct reference *lint_references_of(
	struct lint *l, const struct prop *p, size_t *n);

/* Why a property cannot be read to its end. */
enum ref_fault {
	REF_READ,    /* it can */
	REF_NOWHERE, /* an entry refers to no node */
	REF_UNKNOWN, /* the node that one refers to does not say how many cells follow */
	REF_SHORT,   /* fewer cells than that are left */
	REF_PARTIAL, /* its size is no multiple of a cell or of a row */
};

/* A property that was read, in whole or in part. */
struct ref_prop {
	const struct prop *prop;
	const struct ref_kind *kind;
	uint32_t node;
	uint32_t entries; /* read; those that are left out count */
	enum ref_fault fault;
	uint32_t at;       /* the cell where the entry that cannot be read begins, */
	uint32_t to;       /* what it refers to, or NODE_NONE */
	uint32_t expected; /* REF_SHORT: cells behind the phandle */
};

struct ref_props {
	const struct ref_prop *v;
	size_t n;
};

const struct ref_props *lint_ref_props(struct lint *l);

/* "entry 1 of 'clocks'", or "'phy-handle'" where there can be one only. */
const char *ref_text(struct lint *l, const struct reference *ref);

#endif
