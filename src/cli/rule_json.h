/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A rule's documentation as JSON. */
#ifndef DTLINT_CLI_RULE_JSON_H
#define DTLINT_CLI_RULE_JSON_H

#include <jansson.h>

#include "base/buf.h"
#include "rules/rule.h"

/* "varies", or the level's name. */
const char *rule_level_text(const struct rule *r);

/* Where a plain run does not report it, what does: "off", "strict" or "pedantic"; or "". */
const char *rule_default_text(const struct rule *r);

/* An object with all that is said of the rule. */
json_t *rule_json(const struct rule *r);

/* Appends @value, indented, and frees it. */
void rule_json_finish(json_t *value, struct buf *out);

/* Appends one rule's object. */
void rule_json_write(const struct rule *r, struct buf *out);

#endif
