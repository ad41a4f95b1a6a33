/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The tree that a source describes, while it is being put together.
 *
 * It behaves as dtc's own: what is deleted stays in its place, marked, and is what a
 * later definition of the same name revives. The body that creates a node only adds;
 * any other body merges. Everything lives in one arena and is found by pointers;
 * nothing here recurses. Places are offsets into the text of the compilation.
 */
#ifndef DTLINT_DTS_LIVE_LIVE_H
#define DTLINT_DTS_LIVE_LIVE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/hash.h"
#include "base/intern.h"

#define LIVE_NOWHERE UINT32_MAX

/* A stretch of the text. */
struct live_place {
	uint32_t begin; /* LIVE_NOWHERE: made, not written */
	uint32_t end;
};

#define LIVE_NO_PLACE ((struct live_place){ LIVE_NOWHERE, LIVE_NOWHERE })

struct live_label {
	struct live_label *next;
	struct live_place place;
	atom_t name;
	bool deleted;
};

enum live_mark_kind { LIVE_MARK_LABEL, LIVE_MARK_PHANDLE, LIVE_MARK_PATH };

/* Something in a value that is no byte of it: a label, a reference. */
struct live_mark {
	struct live_mark *next; /* by offset */
	struct live_place place;
	enum live_mark_kind kind;
	uint32_t offset;                /* into the value */
	atom_t ref;                     /* "label", "/path", "label/path" */
	const struct live_node *target; /* of a path, once it is resolved */
	uint32_t inserted; /* bytes of the path, which was put in at `offset` */
};

/* A definition of a node or property that is not the one that holds its place. */
struct live_definition {
	struct live_definition *next;
	struct live_place place;
	uint32_t body; /* of a property's: that it stood in */
	/* of a property's, too: what it was */
	uint32_t value;
	uint32_t len;
	bool refers; /* there are labels or references in it */
	bool deleted;
};

struct live_prop {
	struct live_prop *next;
	struct live_label *labels;
	struct live_mark *marks;
	struct live_definition *earlier; /* that it overrode, the latest first */
	struct live_place place;         /* of its name, in the definition that holds */
	atom_t name;
	uint32_t body;  /* the number of the body it stands in, from 1; 0: it was made */
	uint32_t value; /* offset into the tree's values */
	uint32_t len;
	uint32_t room; /* bytes that are kept there for it; 0: no more than it has */
	bool deleted;
	bool has_paths; /* some mark is LIVE_MARK_PATH */
	bool generated; /* its place is that of its cause */
};

struct live_node {
	struct live_node *parent;
	struct live_node *next;
	struct live_node *first_child;
	struct live_node *last_child;
	struct live_prop *first_prop;
	struct live_prop *last_prop;
	struct live_label *labels;
	struct live_definition *later; /* its other bodies, in the order of the source */
	struct live_definition *latest;
	struct live_place place; /* of the name, or the reference, where it was created */
	atom_t name;
	uint32_t id; /* counts nodes as they are made */
	uint32_t phandle;
	uint32_t nchildren; /* deleted ones, too; as are the next two */
	uint32_t nprops;
	uint32_t nlabels;
	bool deleted;
	bool omit_if_unused;
	bool referenced;
	/*
	 * It came to be as a deletion in the body that creates its parent: dtc does not
	 * know the parent of one that is revived, and takes it for a root.
	 */
	bool detached;
};

/* Where a /delete-…/ stood and what it did. */
struct live_deletion {
	struct live_deletion *next;
	struct live_place place; /* of the name or reference */
	struct live_node *node;  /* whose child or property it was to be */
	const struct live_node *node_hit;
	const struct live_prop *prop_hit;
	atom_t name; /* ATOM_NONE: by reference */
	bool property;
	bool creating; /* in the body that creates `node`: it never acts */
};

struct live_reserve {
	struct live_reserve *next;
	uint64_t address;
	uint64_t size;
};

/* By name: the labels of nodes. */
struct live_owner {
	struct live_owner *next; /* an earlier one */
	struct live_node *node;
	struct live_label *label;
};

struct live_tree {
	struct arena *arena;
	struct intern *names;
	struct live_node *root; /* NULL: none yet */
	struct live_reserve *reserves;
	struct live_deletion *deletions;
	struct live_deletion **last_deletion;
	struct buf values; /* the bytes of all values */
	struct map owners; /* label -> index into the next */
	struct live_owner **by_label;
	uint32_t nby_label;
	uint32_t cap_by_label;
	struct map labels; /* (node, label), of nodes that have many */
	struct map
		children; /* (node, name) -> index into the next, where they are many */
	struct live_node **nodes; /* by id */
	uint32_t nnodes;
	uint32_t cap_nodes;
	struct map props; /* (node, name) -> index into the next; likewise */
	struct live_prop **many;
	uint32_t nmany;
	uint32_t cap_many;
	uint32_t norphans; /* fragments made for references of an overlay */
	uint32_t boot_cpu; /* as dtc guesses it */
	bool plugin;
	bool other_labels;   /* of properties and values */
	bool keep_labelled;  /* none of those is omitted */
	struct map phandles; /* -> node's id, the first that had it */
	struct live_node *last_given;
	uint32_t next_phandle;
};

/* Everything but the values lives in @a. live_free() gives those back. */
void live_init(struct live_tree *t, struct arena *a, struct intern *names);
void live_free(struct live_tree *t);

/* A node behind the last child of @parent, whatever is there already; NULL: the root. */
struct live_node *live_node_add(struct live_tree *t, struct live_node *parent,
	atom_t name, struct live_place place);

/* The first child of that name, deleted or not, or NULL. */
struct live_node *live_child_any(
	const struct live_tree *t, const struct live_node *parent, atom_t name);

/* The first that is not deleted. */
struct live_node *live_child(
	const struct live_tree *t, const struct live_node *parent, atom_t name);

/* Another body of a node that is there already; a deleted one lives again. */
void live_node_reopen(struct live_tree *t, struct live_node *n, struct live_place place);

/*
 * Puts a label in front of a node's, or revives it where it is among them. Labels of the
 * body that creates a node are to be put last first, others in the order of the source.
 */
void live_node_label(struct live_tree *t, struct live_node *n, struct live_label *label);

/* A property behind the last one, whatever is there already. */
struct live_prop *live_prop_add(
	struct live_tree *t, struct live_node *n, atom_t name, struct live_place place);

/* A property that takes the place of the first of that name, where there is one. */
struct live_prop *live_prop_merge(
	struct live_tree *t, struct live_node *n, atom_t name, struct live_place place);

/* The first property of that name, deleted or not, or NULL; or one that is not. */
struct live_prop *live_prop_any(
	const struct live_tree *t, const struct live_node *n, atom_t name);
struct live_prop *live_prop(
	const struct live_tree *t, const struct live_node *n, atom_t name);

/* With all that is in it, and the labels. */
void live_delete_node(struct live_node *n);
void live_delete_prop(struct live_prop *p);

struct live_deletion *live_deletion_add(struct live_tree *t, struct live_place place);

/* What a reference means now: "label", "/path", "label/path"; NULL: nothing. */
struct live_node *live_find(const struct live_tree *t, atom_t ref);

/* The node at a path below another one, as in "/a/b" or "a/b". */
struct live_node *live_find_path(
	const struct live_tree *t, struct live_node *from, const char *path);

/* The next node in pre-order that is not deleted, below @top; NULL behind the last. */
struct live_node *live_next(const struct live_node *n, const struct live_node *top);

/* Every node that is not deleted; the root even if it is. */
#define live_for_each(t, n) \
	for (struct live_node *n = (t)->root; n; n = live_next(n, (t)->root))

#define live_for_each_prop(n, p) \
	for (struct live_prop *p = (n)->first_prop; p; p = p->next) \
		if (!p->deleted)

/* The node's path, "/" for the root, in @a; or behind what is in @to. */
char *live_path(const struct live_tree *t, const struct live_node *n, struct arena *a);
void live_path_add(const struct live_tree *t, const struct live_node *n, struct buf *to);

static inline const char *
live_name(const struct live_tree *t, atom_t name)
{
	return intern_str(t->names, name);
}

static inline uint8_t *
live_value(const struct live_tree *t, const struct live_prop *p)
{
	return (uint8_t *)t->values.s + p->value;
}

/* Appends to a value, which is moved behind all others where it is not the last. */
void live_value_append(
	struct live_tree *t, struct live_prop *p, const void *data, uint32_t n);

#endif
