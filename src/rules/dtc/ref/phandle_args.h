/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Properties that hold phandles, each followed by as many cells as its node says. */
#ifndef DTLINT_RULES_DTC_REF_PHANDLE_ARGS_H
#define DTLINT_RULES_DTC_REF_PHANDLE_ARGS_H

#include "rules/dtc/dtc.h"

struct dtc_provider {
	atom_t cells; /* the property of the node referred to that counts: "#clock-cells" */
	bool optional; /* none of that name means no cells */
};

void dtc_check_phandle_args(struct lint *l, const struct rule *r, const struct node *n,
	const struct prop *p, const struct dtc_provider *provider);

#endif
