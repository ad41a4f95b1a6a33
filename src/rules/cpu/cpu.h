/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Nodes of CPUs (Devicetree Specification v0.4, 3.7, 3.8), as Linux takes them. */
#ifndef DTLINT_RULES_CPU_CPU_H
#define DTLINT_RULES_CPU_CPU_H

#include "rules/rule.h"

/* By device_type or by name, wherever it stands. */
bool cpu_is(const struct tree *t, const struct node *n);

/*
 * A cpu node whose status is "disabled" is a CPU all the same, one that waits to be
 * brought up (3.8.1); one that has failed is not.
 */
bool cpu_is_present(const struct tree *t, const struct node *n);

/* /cpus; NULL where there is none, and in overlays. */
const struct node *cpus_of(const struct tree *t);

/* The node of PSCI, by its name, else by its compatible; NULL: there is none. */
const struct node *psci_of(const struct tree *t);

/* How many of its children are CPUs that are present. */
uint32_t cpus_count(const struct tree *t);

#endif
