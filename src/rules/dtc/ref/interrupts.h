/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Interrupt controllers and nexuses (Devicetree Specification v0.4, 2.4). */
#ifndef DTLINT_RULES_DTC_REF_INTERRUPTS_H
#define DTLINT_RULES_DTC_REF_INTERRUPTS_H

#include "rules/dtc/dtc.h"

/* A controller or a nexus: what an interrupt parent must be. */
bool dtc_is_interrupt_provider(const struct tree *t, const struct node *n);

#endif
