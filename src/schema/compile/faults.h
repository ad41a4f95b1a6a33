/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Faults of the bindings of a set, and where they matter, for the program. */
#ifndef DTLINT_SCHEMA_COMPILE_FAULTS_H
#define DTLINT_SCHEMA_COMPILE_FAULTS_H

#include "schema/compile/compile.h"

/* A `$ref` that a fault of the set is about, by its place. */
struct lost_ref {
	uint32_t fault;
	uint32_t resource;
	uint32_t line;
	uint32_t column;
};

/* The elements of SECTION_FAULTS; the set is finished. */
void faults_link(struct compiler *c, const struct schema_set *s, struct words *out);

/* Those of SECTION_LEFT_COMPATIBLES and SECTION_LEFT_SELECTS. */
void faults_link_left_out(struct compiler *c, struct schema_set *s,
	struct words *compatibles, struct words *selects);

/* Has the slot of each `$ref` that led nowhere know its fault. */
void faults_mark_slots(struct compiler *c, const struct lost_ref *lost, uint32_t n);

#endif
