/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Fingerprints: what findings are known by from one run to the next
 * ("dtlintFingerprint/v2"). docs/identity.md says what is in them.
 */
#ifndef DTLINT_REPORT_IDENTITY_H
#define DTLINT_REPORT_IDENTITY_H

#include "diag/diag.h"

/*
 * Sets the fingerprint of each of @n findings, which are sorted, in @a: 32
 * hexadecimal digits, the first half of the SHA-256 of the rule, the path of the node, the
 * path of the property and what is wrong, in words without numbers. The second finding
 * of a tree that is alike in all of that has ":2" behind it, and so on.
 */
void report_identify(struct diag *const *v, size_t n, struct arena *a);

/*
 * What is wrong, without what may change while it stays as wrong: the message without
 * numbers, asides in parentheses, and suggestions. In @a.
 */
const char *identity_words(const char *message, struct arena *a);

#endif
