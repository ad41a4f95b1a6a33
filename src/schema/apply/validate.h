/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Trees held against a program: which bindings are applied to each node, and what they
 * find. The choice, and what a disabled node is forgiven, are those of dt-validate at
 * dt-schema 01b5073.
 */
#ifndef DTLINT_SCHEMA_APPLY_VALIDATE_H
#define DTLINT_SCHEMA_APPLY_VALIDATE_H

#include "schema/decode/decode.h"
#include "schema/run/explain.h"

enum schema_finding_kind {
	FINDING_VIOLATION,    /* `error` of `root` */
	FINDING_UNDOCUMENTED, /* a string of `compatible` that no binding knows */
	FINDING_UNDECODED,    /* bytes that do not make up a property's type */
	FINDING_LIMIT,        /* a limit was met: the binding's verdict is not known */
};

struct schema_finding {
	enum schema_finding_kind kind;
	uint32_t node;                     /* of the tree */
	uint32_t root;                     /* of the program; ROOT_NONE: of none */
	const struct schema_error *error;  /* NULL but for the first two */
	const struct value *object;        /* the node as decoded, with its `$nodename` */
	const struct complaint *complaint; /* undecoded: what is wrong */
	uint32_t pattern; /* limit: the regular expression that met it, or UINT32_MAX */
};

/*
 * What cannot be decoded comes first, then findings node by node; what they point to is
 * good within the call. A binding that met a limit is not applied to the nodes behind
 * it in the tree.
 */
typedef void schema_finding_fn(void *context, const struct schema_finding *finding);

/* One worker; the program is shared. */
struct validator;

struct validator *validator_new(const struct program *p);
void validator_free(struct validator *v);

void validate_tree(
	struct validator *v, const struct tree *t, schema_finding_fn *fn, void *context);

/*
 * Remembers what the last call has come to, of a base, for trees that are made of it; until the
 * next one.
 */
void validator_remember(struct validator *v);

/*
 * The same as validate_tree() for a tree that was made of what is remembered, but for findings
 * that the base has, too. False where it has to be validated in full.
 */
bool validate_delta(struct validator *v, const struct tree *t,
	const struct tree_delta *delta, schema_finding_fn *fn, void *context);

/*
 * Whether compatible strings that no binding has are looked for, which they are until it is
 * said; where nobody is told of them, what is known of a node holds for all like it.
 */
void validator_find_undocumented(struct validator *v, bool find);

/*
 * Has what was found in a node told again, without looking, of each node where the same
 * would be found: by its content, its name, whether it is disabled. @keep returns a number for
 * what was told of the node since it began, which @again is given; UINT32_MAX: it cannot
 * be told again. What cannot be decoded is not part of it.
 */
struct schema_keeper {
	uint32_t (*keep)(void *context, uint32_t node);
	void (*again)(void *context, uint32_t node, uint32_t number);
};

/* For the trees to come; NULL: nothing is kept, and nothing told again. */
void validator_keep(struct validator *v, const struct schema_keeper *keeper);

/* Forgets the numbers. */
void validator_forget(struct validator *v);

/*
 * True of a fault of the program, by its number, that matters for what was validated so
 * far: a node was, or would have been, held against the binding.
 */
bool validator_met(const struct validator *v, uint32_t fault);

/*
 * The parts of it, for trace.c: decodes a tree; shows a node as its bindings see it, with
 * its `$nodename`, until validator_leave(); and tells which are applied to it, as (root,
 * the compatible string that leads to it or STRING_NONE).
 */
void validator_decode(
	struct validator *v, const struct tree *t, const struct tree_delta *delta);
void validator_enter(struct validator *v, uint32_t node);
void validator_leave(struct validator *v);
void validator_roots(struct validator *v, struct words *out);

/* For the texts of what is found. */
struct machine *validator_machine(struct validator *v);
struct decoder *validator_decoder(struct validator *v);

#endif
