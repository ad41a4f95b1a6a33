/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What lint_run() keeps of each rule; between run.c and emit.c. */
#ifndef DTLINT_RULES_STATE_H
#define DTLINT_RULES_STATE_H

#include "rules/rule.h"

enum rule_status { RULE_UNNEEDED, RULE_NEEDED, RULE_FAILED };

struct lint_state {
	size_t count;
	unsigned char *status; /* enum rule_status, by rule number */
	void **slots;          /* by rule number */
};

#endif
