/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The bindings of a run, by `$id`: read from what --schema names, with the fix-ups
 * done.
 *
 * A later path overrides the same `$id` of an earlier one; within one path the first
 * is kept and the second is a fault. What cannot be read is a fault and left out: the
 * others still serve.
 */
#ifndef DTLINT_SCHEMA_BINDING_SET_H
#define DTLINT_SCHEMA_BINDING_SET_H

#include "base/fault.h"
#include "base/hash.h"
#include "doc/builder.h"
#include "doc/yaml_read.h"
#include "schema/binding/broken.h"
#include "schema/binding/check.h"
#include "schema/binding/describe.h"
#include "schema/binding/files.h"

struct binding {
	atom_t id;                      /* `$id` without the '#' at its end */
	const char *path;               /* its file, as reached from what was named */
	uint32_t layer;                 /* the number of the --schema it came with */
	bool anchored;                  /* see struct schema_check */
	struct value *root;             /* an object; fix-ups done */
	struct described *descriptions; /* of its properties, in words */
	uint32_t ndescriptions;
	struct value *refs; /* every `$ref` in it: a string, with its place */
	uint32_t nrefs;
};

/* The core schemas of a set, as struct core tells them; name is NULL: none. */
struct set_core {
	const char *name;
	const char *version;
	const char *hash;
};

struct schema_set {
	struct arena arena;
	struct arena document; /* what the document at hand is read in */
	struct intern strings; /* keywords first */
	struct builder builder;
	struct schema_check check;
	struct binding
		*bindings; /* sorted by `$id` once schema_set_finish() was called */
	uint32_t count;
	uint32_t cap;
	struct map by_id;    /* atom of the id -> index */
	const char **layers; /* what was named, in that order */
	uint32_t nlayers;
	struct set_core core;
	bool run_only; /* its program is run now and here, and is for nothing else */
	bool below;    /* what is put overrides nothing */
	bool support;  /* what is put is there to be referred to, and for no node */
	bool borrowed; /* there is such: files that nobody named were read */
	struct digest_run inputs; /* of every file read: its path and its content */
	struct digest key;    /* what the compiled form is kept under; zeros: it is not */
	bool unread;          /* something that was named was not found or not read */
	struct fault *faults; /* in the order they were met */
	struct fault_use *uses;    /* of each */
	struct fault_use next_use; /* of the next */
	bool named; /* what is put was named itself: a fault of it matters always */
	size_t nfaults;
	size_t faults_cap;
};

void schema_set_init(struct schema_set *s);
void schema_set_free(struct schema_set *s);

/*
 * A file, or a directory with every *.yaml below it. A file is one binding, what
 * dt-mk-schema made of many (as JSON or YAML), or a compiled form. False with the fault
 * set where @path itself cannot be read, or holds no schema at all; what is wrong with
 * one of several goes to the list of faults.
 */
bool schema_set_add(struct schema_set *s, const char *path, struct fault *f);

/*
 * The same of files that were found before, all that @path stands for, and are read if
 * they are not yet; their texts are given back. A fault that @f has already is that of
 * @path itself.
 */
bool schema_set_add_files(struct schema_set *s, const char *path,
	struct schema_file *files, uint32_t n, struct fault *f);

/*
 * The file at @path below @tree, for others to refer to: no node is held against it. What
 * is wrong with it is not told: it is not there then.
 */
void schema_set_add_support(struct schema_set *s, const char *tree, const char *path);

/* Begins a layer; what is put from now on belongs to it. */
void schema_set_start_layer(struct schema_set *s, const char *name);

/*
 * A copy of one document, which must have been read with the set's builder, as a binding
 * of the layer at hand; where it is @processed its fix-ups are done already, else they
 * are done to it. NULL with the fault set where it is none.
 */
struct binding *schema_set_put(struct schema_set *s, const char *path, struct value *root,
	bool processed, struct fault *f);

/* Sorts the bindings by `$id`: the order they are applied in. */
void schema_set_finish(struct schema_set *s);

/* The binding of an `$id` (with or without '#'), or NULL. */
const struct binding *schema_set_find(const struct schema_set *s, const char *id);

/* One more fault, for the caller to fill. */
struct fault *schema_set_fault(struct schema_set *s, const char *path);

#endif
