/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The model of one device tree.
 *
 * tree_load() checks a flattened device tree as strictly as libfdt and turns it into
 * nodes and properties in file order; everything else in dtlint works on these.
 * Names are atoms; values are slices of the blob, big-endian as in the file.
 * Links between nodes are indices: a pointer to a node is good for as long as its
 * tree, and `node - tree->nodes` is its number in pre-order, the root being 0.
 *
 * Terms: Devicetree Specification v0.4, chapters 2 (nodes, properties, cells,
 * phandles) and 5 (the flattened format).
 */
#ifndef DTLINT_TREE_TREE_H
#define DTLINT_TREE_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/fault.h"
#include "base/hash.h"
#include "base/intern.h"
#include "base/io.h"
#include "tree/origin.h"

#define NODE_NONE UINT32_MAX

enum {
	TREE_DEPTH_MAX = 1024, /* levels below the root; Linux reads 64 */
	TREE_CELLS_MAX = 255,  /* the most cells that one address or size can have */
};

struct prop {
	atom_t name;
	uint32_t len; /* bytes */
	const uint8_t *data;
	uint32_t offset; /* of the value, bytes from the start of the blob */
	uint32_t node;   /* the node it belongs to */
};

struct node {
	atom_t name;      /* whole, with the unit address; "" for the root */
	atom_t base_name; /* up to the '@' */
	uint32_t unit;    /* where in the name the unit address begins; 0: it has none */
	uint32_t offset;  /* of FDT_BEGIN_NODE, bytes from the start of the blob */
	uint32_t parent;  /* NODE_NONE for the root */
	uint32_t first_child;
	uint32_t next_sibling;
	uint32_t end; /* one past the last node of its subtree, in pre-order */
	uint32_t first_prop;
	uint32_t nprops;
	uint32_t phandle;      /* `phandle`, else `linux,phandle`; 0: none or malformed */
	uint16_t depth;        /* 0 for the root */
	uint8_t address_cells; /* #address-cells for its children, 2 where not given */
	uint8_t size_cells;    /* #size-cells for its children, 1 where not given */
};

struct reserve_entry {
	uint64_t address;
	uint64_t size;
};

struct tree {
	struct arena arena;
	struct intern *names; /* shared by the trees of one run; not owned */
	const uint8_t *blob;  /* not owned; must outlive the tree */
	size_t blob_size;     /* bytes handed in, padding and all */
	/*
	 * Where its parts come from, set by whoever has it loaded; not owned. NULL: the
	 * blob itself is what was given, and offsets say where.
	 */
	const struct origins *origins;
	struct node *nodes;
	uint32_t nnodes;
	struct prop *props;
	uint32_t nprops;
	struct reserve_entry *reserves; /* the memory reservation block */
	uint32_t nreserves;
	uint32_t version;     /* of the format, as in the header */
	uint32_t boot_cpu;    /* boot_cpuid_phys; 0 before version 2 */
	bool has_fixups;      /* `__fixups__` or `__local_fixups__` below the root */
	bool overlay;         /* has `__overlay__` nodes: a DTBO, not a whole tree */
	struct map phandles;  /* phandle -> the first node that bears it */
	bool phandles_repeat; /* some node bears another's */
	struct map children;  /* (parent, name) -> node; made when look-ups are many */
	struct map bases;     /* (parent, base name) -> the first such node; likewise */
	struct map repeated;  /* (parent, base name) -> another one, where there is */
	uint32_t scanned;     /* nodes that look-ups have passed over without it */
	struct map many;      /* (node, name) -> property, of nodes that have many */
};

/*
 * Reads the tree in @blob, of any version libfdt accepts, with any padding behind.
 * On failure returns false with the fault set: the header, the structure block,
 * names, nesting of more than TREE_DEPTH_MAX, cell counts over TREE_CELLS_MAX.
 * @names must have been prepared by names_init(). tree_free() in either case.
 */
bool tree_load(struct tree *t, struct intern *names, const uint8_t *blob, size_t size,
	struct fault *f);
void tree_free(struct tree *t);

/* Makes `phandles` anew, of a tree that was made otherwise. */
void tree_index_phandles(struct tree *t);

/* Makes all indexes at once: look-ups change nothing then, and threads can share it. */
void tree_share(struct tree *t);

/*
 * True where a node without a unit address has a sibling of its name with one: libfdt takes
 * the first of them for either. Makes indexes.
 */
bool tree_is_ambiguous(struct tree *t);

/*
 * How many bytes from the start of a file of that @head tree_load() looks at: what
 * stands behind the blocks is padding, of which some programs add a lot. SIZE_MAX where
 * the head does not tell.
 */
size_t tree_extent(const uint8_t *head, size_t n);

/*
 * True for the nodes below the root that hold what is said about a tree, and no devices:
 * labels, references and parameters of overlays, by name (/__symbols__, /__fixups__,
 * /__local_fixups__, and /__overrides__ of Raspberry Pi). What is below one is such too.
 */
bool node_is_generated(const struct node *n);

/* NULL for NODE_NONE. */
static inline const struct node *
tree_node(const struct tree *t, uint32_t id)
{
	return id == NODE_NONE ? NULL : &t->nodes[id];
}

static inline uint32_t
node_id(const struct tree *t, const struct node *n)
{
	return (uint32_t)(n - t->nodes);
}

static inline const struct node *
node_parent(const struct tree *t, const struct node *n)
{
	return tree_node(t, n->parent);
}

/* Every node in pre-order, the root first. */
#define tree_for_each_node(t, n) \
	for (const struct node *n = (t)->nodes; n < (t)->nodes + (t)->nnodes; n++)

#define node_for_each_child(t, parent, child) \
	for (const struct node *child = tree_node(t, (parent)->first_child); child; \
		child = tree_node(t, child->next_sibling))

#define node_for_each_prop(t, n, p) \
	for (const struct prop *p = (t)->props + (n)->first_prop; \
		p < (t)->props + (n)->first_prop + (n)->nprops; p++)

static inline const char *
node_name(const struct tree *t, const struct node *n)
{
	return intern_str(t->names, n->name);
}

static inline const char *
prop_name(const struct tree *t, const struct prop *p)
{
	return intern_str(t->names, p->name);
}

/* What stands behind the '@'; NULL where the name has none. */
static inline const char *
node_unit_address(const struct tree *t, const struct node *n)
{
	return n->unit ? node_name(t, n) + n->unit : NULL;
}

/* The property of that name, or NULL. Atoms of well-known names: tree/names.h. */
const struct prop *node_prop(const struct tree *t, const struct node *n, atom_t name);

static inline bool
node_has(const struct tree *t, const struct node *n, atom_t name)
{
	return node_prop(t, n, name) != NULL;
}

/* The node's full path, "/" for the root, in @a. */
char *node_path(const struct tree *t, const struct node *n, struct arena *a);

/* The child of exactly that name (unit address included), or NULL. */
const struct node *node_child(
	const struct tree *t, const struct node *parent, const char *name, size_t n);

/*
 * The node at a full path, or NULL. As in the specification (2.2.3) a unit address
 * may be left out where that is unambiguous. Aliases are not followed.
 */
const struct node *tree_find(const struct tree *t, const char *path);

/* The node that bears a phandle, the first one where several do, or NULL. */
const struct node *tree_phandle(const struct tree *t, uint32_t phandle);

/* The largest phandle below the reserved 0xffffffff; 0: there is none. */
uint32_t tree_largest_phandle(const struct tree *t);

#endif
