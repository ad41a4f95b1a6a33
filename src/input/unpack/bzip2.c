/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "input/unpack/unpack.h"

#include <string.h>

static bool
takes(const uint8_t *data, size_t n)
{
	return n >= 10 && !memcmp(data, "BZh", 3) && data[3] >= '1' && data[3] <= '9';
}

#ifdef DTLINT_BZIP2
#include <bzlib.h>
#include <limits.h>

static bool
unpack(const uint8_t *data, size_t n, struct sink *out, size_t *used, struct fault *f)
{
	bz_stream z = { 0 };
	size_t room;
	int status = BZ2_bzDecompressInit(&z, 0, 0);
	bool ok = status == BZ_OK;

	if (!ok)
		return fault_set(f, "cannot be unpacked: bzip2 error %d", status);
	z.next_in = (char *)(uintptr_t)data;
	z.avail_in = n > INT_MAX ? INT_MAX : (unsigned int)n;
	do {
		uint8_t *to = sink_more(out, &room, f);

		if (!to) {
			ok = false;
			break;
		}
		z.next_out = (char *)to;
		z.avail_out = room > INT_MAX ? INT_MAX : (unsigned int)room;
		status = BZ2_bzDecompress(&z);
		out->n += (size_t)((uint8_t *)z.next_out - to);
	} while (status == BZ_OK && (z.avail_in || !z.avail_out));
	*used = (size_t)z.total_in_hi32 << 32 | z.total_in_lo32;
	if (ok && status != BZ_STREAM_END)
		ok = fault_at_offset(f, (int64_t)*used,
			status == BZ_OK
				? "truncated: the bzip2-compressed data end before "
				  "their end"
				: "damaged bzip2-compressed data");
	BZ2_bzDecompressEnd(&z);
	return ok;
}
#else
#define unpack NULL
#endif

const struct codec codec_bzip2 = { "bzip2", takes, unpack };
