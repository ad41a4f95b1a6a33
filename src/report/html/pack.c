/* SPDX-License-Identifier: GPL-2.0-or-later */
#define ZLIB_CONST
#include <zlib.h>

#include "base/fatal.h"
#include "report/html/html.h"

/* Of zlib's levels: a fifth larger than by its usual one, at half the cost. */
enum { QUICK = 3 };

void
html_base64(struct buf *out, const void *data, size_t n)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
		"0123456789+/";
	const unsigned char *p = data;
	char four[4];
	size_t i;

	for (i = 0; i < n; i += 3) {
		uint32_t bits = (uint32_t)p[i] << 16
				| (i + 1 < n ? (uint32_t)p[i + 1] << 8 : 0)
				| (i + 2 < n ? p[i + 2] : 0);

		four[0] = digits[bits >> 18];
		four[1] = digits[bits >> 12 & 63];
		four[2] = i + 1 < n ? digits[bits >> 6 & 63] : '=';
		four[3] = i + 2 < n ? digits[bits & 63] : '=';
		buf_add(out, four, 4);
	}
}

void
html_pack(struct buf *out, const void *data, size_t n)
{
	unsigned char room[16384];
	struct buf packed = { 0 };
	z_stream z = { 0 };
	int status;

	/* windowBits below 0: without zlib's own head, as "deflate-raw" wants it */
	if (deflateInit2(&z, QUICK, Z_DEFLATED, -MAX_WBITS, 9, Z_DEFAULT_STRATEGY)
		!= Z_OK)
		fatal("out of memory: %zu bytes of a report", n);
	z.next_in = data;
	z.avail_in = (uInt)n;
	do {
		z.next_out = room;
		z.avail_out = sizeof(room);
		status = deflate(&z, Z_FINISH);
		buf_add(&packed, room, sizeof(room) - z.avail_out);
	} while (status == Z_OK);
	deflateEnd(&z);
	html_base64(out, packed.s, packed.n);
	buf_free(&packed);
}
