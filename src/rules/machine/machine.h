/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Helpers of the rules that hold a tree against the machine that its host makes. A fact
 * that a host does not state is not known, and nothing is said of it.
 */
#ifndef DTLINT_RULES_MACHINE_MACHINE_H
#define DTLINT_RULES_MACHINE_MACHINE_H

#include "rules/rule.h"

/* A host that states a fact: the first from host number *i on, or NULL; moves *i on. */
const struct host *machine_next(
	struct lint *l, size_t *i, enum guest_fact_id id, const struct guest_fact **fact);

#define machine_for_each(l, h, id, fact) \
	for (size_t i_ = 0; (h = machine_next((l), &i_, (id), &(fact)));)

/* Pairs the finding with what the host said; where it said nothing, why that is so. */
void machine_pair(struct lint *l, struct diag *d, const struct host *h,
	const struct guest_fact *fact);

/* The CPU nodes that are not disabled; NULL from the end on, and in an overlay. */
const struct node *machine_cpu(struct lint *l, const struct node *last);

/* "512 MiB", "0x1800 bytes". */
const char *machine_size(struct lint *l, uint64_t bytes);

#endif
