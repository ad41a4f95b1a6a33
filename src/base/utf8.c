/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/utf8.h"

#include <string.h>

size_t
utf8_decode(const char *s, size_t n, uint32_t *c)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	const unsigned char *u = (const unsigned char *)s;
	size_t len, i;
	uint32_t x;

	if (!n)
		return 0;
	len = u[0] < 0x80   ? 1
	      : u[0] < 0xc2 ? 0
	      : u[0] < 0xe0 ? 2
	      : u[0] < 0xf0 ? 3
	      : u[0] < 0xf5 ? 4
			    : 0;
	if (!len || len > n)
		return 0;
	x = len == 1 ? u[0] : u[0] & (0x7fu >> len);
	for (i = 1; i < len; i++) {
		if ((u[i] & 0xc0) != 0x80)
			return 0;
		x = x << 6 | (u[i] & 0x3f);
	}
	if (x < least[len] || (x >= 0xd800 && x <= 0xdfff) || x > 0x10ffff)
		return 0;
	*c = x;
	return len;
}

bool
utf8_is(const char *s)
{
	size_t n = strlen(s), k;
	uint32_t c;

	for (; n; s += k, n -= k)
		if (!(k = utf8_decode(s, n, &c)))
			return false;
	return true;
}
