/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Selects the always-applied bindings that have to be tried on a node: a bit each,
 * found by the names and strings that they are triggered by.
 */
#ifndef DTLINT_SCHEMA_APPLY_SELECT_H
#define DTLINT_SCHEMA_APPLY_SELECT_H

#include "schema/run/machine.h"

struct selector {
	struct machine *m;
	uint32_t nwords;                   /* of a set */
	uint32_t *set;                     /* of the node at hand */
	uint32_t *every[3];                /* all that have a trigger of a space */
	struct pattern_index *patterns[3]; /* of the triggers, by space */
	uint32_t *masks;      /* by space and name: place in `pool` + 1, 0: not met */
	struct words more[3]; /* by space, of names that the program does not know */
	struct words pool;
};

void selector_init(struct selector *s, struct machine *m);
void selector_free(struct selector *s);

/* @s->set for an object that has its `$nodename`. */
void selector_run(struct selector *s, const struct value *object);

#endif
