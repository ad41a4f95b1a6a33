/* SPDX-License-Identifier: GPL-2.0-or-later */
/* gzip (RFC 1952), and zlib's own format (RFC 1950) where it is named. */
#include <limits.h>
#include <zlib.h>

#include "input/unpack/unpack.h"

/* The window of 32 KiB, and 32: whichever of the two formats it is. */
enum { WINDOW = 15 + 32 };

static bool
takes(const uint8_t *data, size_t n)
{
	/* the method is always 8, deflate */
	return n >= 18 && data[0] == 0x1f && data[1] == 0x8b && data[2] == 8;
}

static bool
failed(const z_stream *z, int status, struct fault *f)
{
	if (status == Z_BUF_ERROR || status == Z_OK)
		return fault_at_offset(f, (int64_t)z->total_in,
			"truncated: the gzip-compressed data end before their end");
	return fault_at_offset(f, (int64_t)z->total_in,
		"damaged gzip-compressed data: %s", z->msg ? z->msg : zError(status));
}

static bool
unpack(const uint8_t *data, size_t n, struct sink *out, size_t *used, struct fault *f)
{
	z_stream z = { 0 };
	size_t room;
	int status = inflateInit2(&z, WINDOW);
	bool ok = status == Z_OK;

	if (!ok)
		return fault_set(f, "cannot be unpacked: %s", zError(status));
	z.next_in = (Bytef *)(uintptr_t)data;
	z.avail_in = n > INT_MAX ? INT_MAX : (uInt)n;
	do {
		uint8_t *to = sink_more(out, &room, f);

		if (!to) {
			ok = false;
			break;
		}
		z.next_out = to;
		z.avail_out = room > INT_MAX ? INT_MAX : (uInt)room;
		status = inflate(&z, Z_NO_FLUSH);
		out->n += (size_t)(z.next_out - to);
	} while (status == Z_OK && (z.avail_in || !z.avail_out));
	if (ok && status != Z_STREAM_END)
		ok = failed(&z, status, f);
	*used = z.total_in;
	inflateEnd(&z);
	return ok;
}

const struct codec codec_gzip = { "gzip", takes, unpack };
