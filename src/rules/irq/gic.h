/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Arm's Generic Interrupt Controller, as its bindings have it (Linux,
 * Documentation/devicetree/bindings/interrupt-controller/arm,gic.yaml, arm,gic-v3.yaml).
 */
#ifndef DTLINT_RULES_IRQ_GIC_H
#define DTLINT_RULES_IRQ_GIC_H

#include "rules/rule.h"

enum gic { GIC_NONE, GIC_V2, GIC_V3 }; /* GIC_V2: version 1 too, for they read alike */

/* The first cell of a specifier. */
enum gic_type { GIC_SPI, GIC_PPI, GIC_ESPI, GIC_EPPI };

/* The one a controller is, by its compatible. */
enum gic node_gic(const struct tree *t, const struct node *n);

/* The same in a tree for Linux; each is looked at once. */
enum gic lint_gic(struct lint *l, uint32_t controller);

/* "SPI" */
const char *gic_type_name(enum gic_type type);

#endif
