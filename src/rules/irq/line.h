/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lines of interrupt controllers, as far as a specifier's first cells tell. */
#ifndef DTLINT_RULES_IRQ_LINE_H
#define DTLINT_RULES_IRQ_LINE_H

#include "rules/rule.h"
#include "tree/interrupt.h"

struct interrupt_line {
	const struct interrupt *irq;
	const char *type; /* of a GIC's: "SPI", "PPI"; NULL elsewhere */
	uint32_t number;
	bool has_flags;
	uint32_t flags;   /* the cell that the trigger is in */
	bool of_each_cpu; /* one each: no line that two could meet on */
};

/*
 * The line of a specifier: a GIC's, or where there are at most two cells the number comes
 * first and, it may be, the trigger behind it. False where that cannot be told.
 */
bool interrupt_line_of(
	struct lint *l, const struct interrupt *irq, struct interrupt_line *out);

/* By controller, type and number; 0 for one and the same line. */
int interrupt_line_compare(
	const struct interrupt_line *a, const struct interrupt_line *b);

#endif
