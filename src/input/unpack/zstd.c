/* SPDX-License-Identifier: GPL-2.0-or-later */
/* zstd (RFC 8878). */
#include <string.h>
#include <zstd.h>

#include "base/fatal.h"
#include "input/unpack/unpack.h"

/* Windows of 2^27 bytes, what zstd(1) takes without being asked. */
enum { WINDOW_LOG_MAX = 27 };

static bool
takes(const uint8_t *data, size_t n)
{
	return n >= 6 && !memcmp(data, "\x28\xb5\x2f\xfd", 4);
}

static bool
unpack(const uint8_t *data, size_t n, struct sink *out, size_t *used, struct fault *f)
{
	ZSTD_DCtx *z = ZSTD_createDCtx();
	ZSTD_inBuffer from = { data, n, 0 };
	size_t room, left = 1, before;
	bool ok = true;

	if (!z)
		fatal("out of memory: a zstd decoder");
	ZSTD_DCtx_setParameter(z, ZSTD_d_windowLogMax, WINDOW_LOG_MAX);
	while (ok && left) {
		uint8_t *data_out = sink_more(out, &room, f);
		ZSTD_outBuffer to = { data_out, room, 0 };

		if (!data_out) {
			ok = false;
			break;
		}
		before = from.pos;
		left = ZSTD_decompressStream(z, &to, &from);
		out->n += to.pos;
		if (ZSTD_isError(left))
			ok = fault_at_offset(f, (int64_t)from.pos,
				"damaged zstd-compressed data: %s",
				ZSTD_getErrorName(left));
		else if (left && from.pos == n && before == n && to.pos < room)
			ok = fault_at_offset(f, (int64_t)n,
				"truncated: the zstd-compressed data end before their end");
	}
	*used = from.pos;
	ZSTD_freeDCtx(z);
	return ok;
}

const struct codec codec_zstd = { "zstd", takes, unpack };
