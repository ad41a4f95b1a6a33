/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/digest.h"

#include <string.h>

void
digest_begin(struct digest_run *d)
{
	SHA256Init(&d->context);
}

void
digest_data(struct digest_run *d, const void *s, size_t n)
{
	if (n)
		SHA256Update(&d->context, s, n);
}

void
digest_text(struct digest_run *d, const char *s)
{
	digest_data(d, s, strlen(s) + 1);
}

void
digest_number(struct digest_run *d, uint64_t x)
{
	digest_data(d, &x, sizeof(x));
}

struct digest
digest_end(const struct digest_run *d)
{
	struct digest_run last = *d;
	struct digest out;

	SHA256Final(out.v, &last.context);
	return out;
}

struct digest
digest_of(const void *s, size_t n)
{
	struct digest_run d;

	digest_begin(&d);
	digest_data(&d, s, n);
	return digest_end(&d);
}

bool
digest_same(const struct digest *a, const struct digest *b)
{
	return !memcmp(a->v, b->v, sizeof(a->v));
}

char *
digest_hex(const struct digest *d, struct arena *a)
{
	static const char digits[] = "0123456789abcdef";
	char *s = arena_alloc(a, DIGEST_HEX + 1);
	size_t i;

	for (i = 0; i < DIGEST_BYTES; i++) {
		s[2 * i] = digits[d->v[i] >> 4];
		s[2 * i + 1] = digits[d->v[i] & 15];
	}
	return s;
}

static int
digit_of(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool
digest_from_hex(const char *s, struct digest *d)
{
	size_t i;
	int high, low;

	for (i = 0; i < DIGEST_BYTES; i++) {
		high = digit_of(s[2 * i]);
		low = high < 0 ? -1 : digit_of(s[2 * i + 1]);
		if (low < 0)
			return false;
		d->v[i] = (uint8_t)(high << 4 | low);
	}
	return true;
}
