/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What lint_run() keeps of each rule while it is in a tree; between run.c and emit.c. */
#ifndef DTLINT_RULES_STATE_H
#define DTLINT_RULES_STATE_H

#include "rules/rule.h"

struct lint_state {
	bool *found;  /* it has something to say of the tree; by rule number */
	void **slots; /* by rule number */
};

#endif
