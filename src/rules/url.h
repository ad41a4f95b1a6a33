/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Addresses of rules' pages (docs/rules/), for reports that are read elsewhere. */
#ifndef DTLINT_RULES_URL_H
#define DTLINT_RULES_URL_H

#include "base/arena.h"
#include "rules/rule.h"

/*
 * Where the rule's page is, "https://…/mem.md#reg-overlap", below the address that the build
 * sets (DTLINT_RULES_URL); a rule that is made at run time, of a binding, has that of the rule
 * that stands for all of them. NULL where the build sets none, or the rule has no page. In @a.
 */
const char *rule_url(const struct rule *r, struct arena *a);

/* The page that lists all rules; NULL where the build sets no address. In @a. */
const char *rule_index_url(struct arena *a);

#endif
