/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * SHA-256 (FIPS 180-4, by libmd): what stands for a content where nobody may be able to
 * make another with the same digest.
 */
#ifndef DTLINT_BASE_DIGEST_H
#define DTLINT_BASE_DIGEST_H

#include <sha2.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

enum { DIGEST_BYTES = 32, DIGEST_HEX = 2 * DIGEST_BYTES };

struct digest {
	uint8_t v[DIGEST_BYTES];
};

/* One under way. */
struct digest_run {
	SHA2_CTX context;
};

void digest_begin(struct digest_run *d);
void digest_data(struct digest_run *d, const void *s, size_t n);

/* With its end, so that two strings are never one. */
void digest_text(struct digest_run *d, const char *s);
void digest_number(struct digest_run *d, uint64_t x);
/* More can be added behind. */
struct digest digest_end(const struct digest_run *d);

struct digest digest_of(const void *s, size_t n);
bool digest_same(const struct digest *a, const struct digest *b);

/* As DIGEST_HEX digits; and back, false where @s does not begin with so many. */
char *digest_hex(const struct digest *d, struct arena *a);
bool digest_from_hex(const char *s, struct digest *d);

#endif
