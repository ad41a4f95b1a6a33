/* SPDX-License-Identifier: GPL-2.0-or-later */
/* `name` (Devicetree Specification v0.4, 2.3.10): what a node is called, once more. */
#ifndef DTLINT_RULES_DTC_NAME_NAME_PROPERTY_H
#define DTLINT_RULES_DTC_NAME_NAME_PROPERTY_H

#include "rules/dtc/dtc.h"

/* A `name` that says what the node's name says: dtc takes it as not there. */
bool dtc_is_redundant_name(
	const struct tree *t, const struct node *n, const struct prop *p);

#endif
