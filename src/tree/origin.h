/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Origins of the parts of a tree: what a person has to change, where the tree was made
 * from a text.
 *
 * Whoever makes a tree keeps this in a form of its own and answers questions about it,
 * which are asked only for what is reported. Nodes and properties are named by their
 * numbers in struct tree, parts of values by their bytes.
 */
#ifndef DTLINT_TREE_ORIGIN_H
#define DTLINT_TREE_ORIGIN_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/place.h"

/* Another place that had a hand in it: "expanded from", "overridden here". */
struct origin_note {
	struct place place;
	const char *excerpt; /* the line that is there, or NULL */
	const char *message; /* lower case, no full stop */
};

struct origin {
	struct place place;  /* its file is set wherever its line is */
	const char *excerpt; /* the line that is there, without its end; or NULL */
	struct origin_note *notes;
	size_t nnotes;
};

enum tree_change_kind {
	CHANGE_ADD_PROPERTY,    /* an empty one, named `text`, of `node` */
	CHANGE_REMOVE_PROPERTY, /* `prop`, so that the node has none of that name */
	CHANGE_RENAME_PROPERTY, /* `prop` gets the name `text` */
	CHANGE_RENAME_NODE,     /* `node` gets the name `text` */
	CHANGE_STRING,          /* of `prop` the string from byte `offset` on is `text` */
};

/* A change of a tree that mends something. */
struct tree_change {
	enum tree_change_kind kind;
	uint32_t node;
	uint32_t prop;
	uint32_t offset;
	const char *text;
};

/* The edits that make a change of the tree where it comes from. */
struct origin_edits {
	struct text_edit *v; /* in the order of their offsets in each file */
	size_t n;
	const char *told; /* why they cannot be made: "it comes of macro 'X'"; or NULL */
};

/*
 * Each but the last fills @out, zeroed but for its place (none), as far as it knows; strings and notes
 * live at least as long as @a. Called by one thread at a time for a tree.
 */
struct origins {
	/* The node's name, where it was created. */
	void (*node)(const struct origins *o, uint32_t node, struct arena *a,
		struct origin *out);
	/* The property's name, in the definition that holds. */
	void (*prop)(const struct origins *o, uint32_t prop, struct arena *a,
		struct origin *out);
	/*
	 * What made @length bytes of the property's value from byte @offset on; 0: from
	 * there to the end. Where this is not known: the property's own.
	 */
	void (*value)(const struct origins *o, uint32_t prop, uint32_t offset,
		uint32_t length, struct arena *a, struct origin *out);
	/*
	 * How the text is to be edited for the tree to change so; no edits, and why, where
	 * that is not in the user's hand. NULL: there is no text of this tree's own.
	 */
	void (*change)(const struct origins *o, const struct tree_change *change,
		struct arena *a, struct origin_edits *out);
};

#endif
