/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Characters of UTF-8 (RFC 3629). */
#ifndef DTLINT_BASE_UTF8_H
#define DTLINT_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The code point that the @n bytes at @s begin with: its length in bytes, or 0, with @c
 * as it was, where they begin with none: cut short, longer than need be, a surrogate,
 * beyond U+10FFFF.
 */
size_t utf8_decode(const char *s, size_t n, uint32_t *c);

/* Whether a string is made of nothing else. */
bool utf8_is(const char *s);

#endif
