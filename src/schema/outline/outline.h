/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Outlines what a binding says, for people: its properties, strings and references as
 * they are written, not as they are run.
 */
#ifndef DTLINT_SCHEMA_OUTLINE_OUTLINE_H
#define DTLINT_SCHEMA_OUTLINE_OUTLINE_H

#include "base/strings.h"
#include "schema/program/program.h"

struct outline_property {
	const char *name; /* or the pattern */
	bool is_pattern;
	bool required;           /* whatever else a node has */
	const char *type;        /* "uint32", "string or flag", "node"; NULL: not told */
	const char *values;      /* "1 to 3 items", "one of 'rx', 'tx'"; NULL: any */
	const char *description; /* as it is written; NULL: none */
};

struct outline_ref {
	const char *id;            /* of the binding that is referred to */
	uint32_t root;             /* of the program; ROOT_NONE: there is none */
	struct string_list places; /* the properties that do; none: the node itself */
};

struct outline {
	const char *id;
	const char *path; /* its file */
	const char *title;
	const char *description;
	struct string_list maintainers;
	enum root_kind kind;
	bool closed;                     /* a node has no other properties, */
	bool closed_after_refs;          /* or none but those of what it refers to */
	struct string_list alternatives; /* of `compatible`: "'a', then 'b' or 'c'" */
	struct string_list compatible;   /* every string in it */
	struct outline_property *properties;
	size_t nproperties;
	struct outline_ref *refs; /* to other bindings, but for the types */
	size_t nrefs;
};

/*
 * Reads the file of a root of the program anew where @from_file says so and the file
 * still is that binding; else what the program keeps: without its maintainers, and of
 * each description the first sentence. Everything lives in @a and is as it was
 * written: not cleaned. False with the fault set where the program keeps no bindings.
 */
bool outline_read(struct outline *o, const struct program *p, uint32_t root,
	bool from_file, struct arena *a, struct fault *f);

#endif
