/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Sentences that are alike but for what they quote: messages put what stood in the tree
 * between single quotes.
 */
#ifndef DTLINT_REPORT_FOLD_ALIKE_H
#define DTLINT_REPORT_FOLD_ALIKE_H

#include <stddef.h>

struct arena;

/*
 * The first quotation in @s, or NULL: "'a'", and as one a list of them, "'a', 'b' and 'c'"
 * or "'a', 'b' and 3 others". @n is set to its length in bytes.
 */
const char *alike_quotation(const char *s, size_t *n);

/*
 * The words of @s with @n bytes at @at left out, as identity_words() has them: without
 * numbers, asides and suggestions. In @a.
 */
const char *alike_without(const char *s, const char *at, size_t n, struct arena *a);

/* The words of @s without any quotation. In @a. */
const char *alike_words(const char *s, struct arena *a);

#endif
