/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Compiles schemas to a program. */
#ifndef DTLINT_SCHEMA_COMPILE_COMPILE_H
#define DTLINT_SCHEMA_COMPILE_COMPILE_H

#include "schema/binding/resolve.h"
#include "schema/binding/set.h"
#include "schema/program/emit.h"
#include "schema/program/keywords.h"

/* A `$ref`'s target, compiled after what refers to it. */
struct target {
	const struct value *schema;
	uint32_t resource;
	struct program_slot slot;
};

struct compiler {
	struct emit emit;
	struct resolver *resolver;
	struct map slot_of;     /* address of the schema -> slot */
	struct target *targets; /* by slot */
	uint32_t ntargets;
	uint32_t targets_cap;
	uint32_t ncompiled;            /* targets that have code */
	uint8_t op_of[KEYWORDS_COUNT]; /* OPS_COUNT: none */
	bool recursive;                /* some document has a `$recursiveRef` */
	struct value anything;         /* in place of a `$ref` that leads nowhere */
	struct member anything_members[2];
	/* the first `$ref` that led nowhere, and what it is reported to */
	struct fault *fault;
	struct words lost; /* those that led nowhere: (slot, resource, line, column) */
};

void compiler_init(struct compiler *c, struct arena *a, struct resolver *r);
void compiler_free(struct compiler *c);

/* The code of a schema that stands in a resource. */
uint32_t compile_schema(
	struct compiler *c, const struct value *schema, uint32_t resource);

/* The code of the root of a resource, which is where dynamic scopes begin. */
uint32_t compile_root(struct compiler *c, uint32_t resource);

/* Compiles what was referred to, until nothing is left. */
void compile_targets(struct compiler *c);

/*
 * Tells every reference between targets that leads back to one it came from, on the same
 * value (cycle.c); all must be compiled.
 */
void compile_cycles(struct compiler *c,
	void (*tell)(void *context, uint32_t from, uint32_t to), void *context);

/* The keywords of one schema: `aux` and `arg` by instruction (compile_keyword.c). */
struct instructions {
	uint64_t present;
	uint32_t flags;
	uint32_t aux[OPS_COUNT];
	uint32_t arg[OPS_COUNT];
};

void compile_keyword(struct compiler *c, const struct value *schema, atom_t key,
	const struct value *v, uint32_t resource, struct instructions *in);

/* Those that look at what their neighbours became. */
void compile_additional(struct compiler *c, const struct value *schema, uint32_t resource,
	struct instructions *in);

/* The schema that a `$ref` leads to, and its resource; NULL: to none. */
const struct value *compile_target(
	struct compiler *c, uint32_t resource, const struct value *ref, uint32_t *own);

/* The slot of a schema; made if new. */
uint32_t compile_slot(struct compiler *c, const struct value *schema, uint32_t resource);

/*
 * A program from all bindings of a finished set: malloc'ed, for free(). A `$ref` that
 * leads nowhere is a fault of the set; in its place stands a schema that finds fault
 * with nothing and takes everything for evaluated, so that the rest of the binding
 * still serves and nothing is reported that is not so.
 */
void *schema_compile(struct schema_set *s, size_t *size);

/*
 * The same from one schema and the documents it may refer to: root 0 of the program.
 * NULL with the fault set where a `$ref` leads nowhere.
 */
void *schema_compile_one(struct arena *a, struct resolver *r, uint32_t resource,
	bool recursive, size_t *size, struct fault *f);

#endif
