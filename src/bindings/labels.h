/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Findings of several sets of bindings: one finding, and the labels of those that have it. */
#ifndef DTLINT_BINDINGS_LABELS_H
#define DTLINT_BINDINGS_LABELS_H

#include "rules/rule.h"

/*
 * Of the diagnostics since @own, found by the set of @label: those that are among the ones
 * since @from too, which the sets before it found, are taken out, and the label added there.
 */
void labels_merge(struct lint *l, size_t from, size_t own, const char *label);

/* Says in the messages since @from which sets they are of. */
void labels_finish(struct lint *l, size_t from);

#endif
