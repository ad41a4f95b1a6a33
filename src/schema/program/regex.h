/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Regular expressions of schemas: searched for, not anchored, as Python's re.search()
 * does it. Nearly all are a literal between anchors and need no engine; the others
 * go to PCRE2, with a limit to the work that one match may do.
 */
#ifndef DTLINT_SCHEMA_PROGRAM_REGEX_H
#define DTLINT_SCHEMA_PROGRAM_REGEX_H

#include "base/arena.h"
#include "base/buf.h"
#include "schema/program/program.h"

/*
 * What a pattern comes down to: its kind, and the literal in @literal. A PATTERN_REGEX
 * matches only what begins with the literal, where there is one.
 */
enum pattern_kind regex_lower(const char *pattern, struct buf *literal);

/*
 * What everything that the pattern is found in ends with, but for a newline: the literal
 * before a `$` at its end, or nothing.
 */
void regex_tail(const char *pattern, struct buf *tail);

/* False with the fault set where PCRE2 refuses the pattern. */
bool regex_check(const char *pattern, struct fault *f);

/* Compiled patterns of one worker, made when first needed. */
struct regexes;

struct regexes *regexes_new(const struct program *p);
void regexes_free(struct regexes *r);

/*
 * Whether pattern @number of the program is found in the @n bytes at @s. Where that
 * would take too long it is not, and regexes_limited() says so: always the same of the
 * same pattern and string.
 */
bool regex_search(struct regexes *r, uint32_t number, const char *s, size_t n);

/* The pattern that met the limit first since regexes_start(), or UINT32_MAX. */
uint32_t regexes_limited(const struct regexes *r);
void regexes_start(struct regexes *r);

#endif
