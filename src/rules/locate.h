/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Locates findings: the one place where a tree's parts become places of a file; texts. */
#ifndef DTLINT_RULES_LOCATE_H
#define DTLINT_RULES_LOCATE_H

#include "rules/rule.h"

/*
 * Places a new finding at a node (NULL: at the file alone) and, where not NULL, at one
 * of its properties: in the text that the tree was made from where it has origins, else
 * by bytes.
 */
void locate(struct lint *l, struct diag *d, const struct node *n, const struct prop *p);

/* A text of a finding, clean, as long as the finding. */
const char *lint_text(struct lint *l, const char *s);

/* The same of a line of a source, as it is; NULL of NULL. */
const char *lint_line(struct lint *l, const char *s);

#endif
