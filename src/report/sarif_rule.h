/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rules of a SARIF log: those that occur, with their documentation. */
#ifndef DTLINT_REPORT_SARIF_RULE_H
#define DTLINT_REPORT_SARIF_RULE_H

#include "report/json_put.h"
#include "rules/rule.h"

/* The number of the rule among @rules, where it is put if it is not there yet. */
size_t sarif_rule(json_t *rules, struct arena *a, const struct rule *r);

#endif
