/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A tree as the bindings see it: nodes as objects, properties as booleans, strings,
 * integers and rows of cells.
 *
 * The rules are dt-schema 01b5073's (dtschema/dtb.py): a property has the types that
 * the bindings give its name, rows are cut by the cells of what their phandles mean,
 * and what has no type stays bytes. Where dt-schema would give up on a malformed
 * property (a phandle to nowhere, cells of 0, a string of other than ASCII) it is left
 * as it was before that step.
 */
#ifndef DTLINT_SCHEMA_DECODE_DECODE_H
#define DTLINT_SCHEMA_DECODE_DECODE_H

#include "schema/run/machine.h"
#include "tree/touched.h"
#include "tree/tree.h"

/* What is known of a name, found out when it is first met. */
struct name_info {
	uint32_t name; /* the machine's */
	bool known;
	bool has_rows;   /* that decode_rows() may have to cut */
	bool is_gpio;    /* its cells are gpio specifiers */
	bool is_hidden;  /* begins with "__": not for bindings */
	bool fixed_dim;  /* its rows are told by the bindings alone */
	uint32_t types;  /* of enum prop_type */
	uint32_t dim;    /* or DIM_NONE */
	uint32_t cells;  /* the name of what counts a phandle's arguments, or below */
	uint32_t serial; /* the node that had it last, and where */
	uint32_t place;
};

enum {
	CELLS_NOT_SPLIT = UINT32_MAX, /* no phandles are looked for */
	CELLS_NONE = UINT32_MAX - 1,  /* phandles without arguments */
	CELLS_THREE = UINT32_MAX - 2, /* three, whatever the phandle means */
};

/* A property whose bytes do not make up its type; those of a tree in its order. */
struct complaint {
	uint32_t node;
	uint32_t prop; /* number in the tree */
	uint32_t name;
	uint32_t len;
	uint32_t type;     /* enum prop_type */
	unsigned int bits; /* of a cell of the type; 0: a flag, which has none */
};

/* A base as it was decoded, whose nodes trees that are made of it share (decode_past.c). */
struct decoded_past {
	const struct tree *tree; /* NULL: there is none */
	struct arena arena;
	struct value root;
	struct value **objects;            /* these as in the decoder */
	struct value_digest *node_digests; /* … */
	struct value_digest *prop_digests;
	uint64_t *phandles;    /* by node: what it bears + 1, or 0 */
	uint32_t *shown_nodes; /* by node: the number that its object has now, */
	uint32_t *shown_props; /* and that of its first property */
};

struct decoder {
	struct machine *m;
	const struct intern *names; /* of the trees read so far */
	struct name_info *info;     /* by atom */
	uint32_t ninfo;
	struct pattern_index *type_patterns;
	uint32_t serial; /* of nodes, over all trees */
	struct decoded_past past;

	/* of the tree at hand */
	const struct tree *tree;
	const struct tree_delta
		*delta; /* nodes that are not touched are shared; or NULL */
	struct arena arena;
	struct value root;
	struct value **objects; /* by node; NULL: not for bindings. `line` is the node's
	                           number */
	struct value_digest *node_digests; /* by node */
	struct value_digest *prop_digests; /* by property */
	uint32_t *by_phandle;              /* the last node that bears it + 1, or 0 */
	uint32_t nby_phandle;              /* compilers count from 1 on; of all others: */
	struct map phandles;               /* phandle -> the last node that bears it */
	struct map counts; /* (phandle, name) -> what a wide node counts by it */
	struct map fixups; /* hashes of "path:property:offset" */
	struct words rows; /* lengths, while one property is split */
	uint32_t node;     /* while its properties are decoded */
	struct complaint *complaints;
	uint32_t ncomplaints;
	uint32_t complaints_cap;
};

void decoder_init(struct decoder *d, struct machine *m);
void decoder_free(struct decoder *d);

/*
 * Good until the next call. Objects have room for one more member, but for those that are
 * shared: with @delta (not NULL) nodes that are not touched are those of the tree that
 * decode_keep() kept.
 */
void decode_tree(struct decoder *d, const struct tree *t, const struct tree_delta *delta);

/* Keeps what was decoded, of a base, until the next call. */
void decode_keep(struct decoder *d);

/* Whether a node is one that is kept. */
static inline bool
decode_is_shared(const struct decoder *d, uint32_t node)
{
	return d->delta && !d->delta->touched[node];
}

/*
 * For decode_tree(): the value of a node that is kept; all objects below such nodes, with
 * the numbers that they have in this tree; and their digests.
 */
struct value decode_past_value(const struct decoder *d, uint32_t node);
void decode_past_objects(struct decoder *d);
void decode_past_digests(struct decoder *d);

/* The phandle that a node's object bears + 1, or 0. */
uint64_t decode_phandle(const struct decoder *d, uint32_t node);

/* The machine's number of a name of the tree. */
uint32_t decoder_name(struct decoder *d, atom_t atom);

/* What is known of a name of the tree; good until the next call. */
struct name_info *decoder_info(struct decoder *d, atom_t atom);

/* The types of a name, the machine's: of enum prop_type. */
uint32_t decoder_types(struct decoder *d, uint32_t name);

/* The value of one property; @node is the name of the node it is in (decode_value.c). */
struct value decode_value(struct decoder *d, uint32_t node, const char *node_name,
	const struct name_info *info, const struct prop *p);

/* Cuts the rows of a node's properties (decode_rows.c). */
struct inherited {
	uint32_t interrupt_cells;
	uint32_t address_cells;
	uint32_t size_cells;
	bool below_hog; /* gpios are left alone */
};

/* Before, and after: what the node's children inherit. */
void decode_rows(struct decoder *d, uint32_t node, struct inherited *in);

/* True where an overlay leaves a phandle open at this place (decode_fixups.c). */
void decode_fixups(struct decoder *d);
bool decode_is_fixup(struct decoder *d, uint32_t node, uint32_t name, uint32_t cell);

/* Digests of all objects, and of their members (decode_digest.c). */
void decode_digests(struct decoder *d);

#endif
