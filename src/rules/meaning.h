/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Meanings of the cells of a tree, in words, for who reads it. */
#ifndef DTLINT_RULES_MEANING_H
#define DTLINT_RULES_MEANING_H

#include "rules/rule.h"

/*
 * Says what the cell at byte @offset of a property's value means: "address 0xa000000", "SPI
 * 16 of /intc@8000000", "clock specifier, cell 1 of 2, of /clk"; NULL where neither the
 * specification nor the tree tells. Known are `reg` and `ranges` (Devicetree Specification
 * 2.3.6, 2.3.8), interrupt specifiers (2.4), and the references of
 * rules/ref/references.h. *length is that of what was said, in bytes from *begin.
 * In the tree's scratch.
 */
const char *cell_meaning(struct lint *l, const struct prop *p, uint32_t offset,
	uint32_t *begin, uint32_t *length);

#endif
