/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lz4: frames (lz4_Frame_format.md), and the legacy frames that kernels are packed in.
 * And lzo, which nothing here can unpack.
 */
#include "input/unpack/unpack.h"

#include <string.h>

static const uint8_t frame[] = { 0x04, 0x22, 0x4d, 0x18 };
static const uint8_t legacy[] = { 0x02, 0x21, 0x4c, 0x18 };

static bool
takes(const uint8_t *data, size_t n)
{
	return n >= 8 && (!memcmp(data, frame, 4) || !memcmp(data, legacy, 4));
}

static bool
takes_lzo(const uint8_t *data, size_t n)
{
	return n >= 9 && !memcmp(data, "\x89LZO\0\r\n\x1a\n", 9);
}

#ifdef DTLINT_LZ4
#include <lz4.h>
#include <lz4frame.h>
#include <stdlib.h>

#include "base/fatal.h"

/* What a block of a legacy frame unpacks to at most. */
enum { LEGACY_BLOCK = 8 << 20 };

static uint32_t
le32(const uint8_t *p)
{
	return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static bool
append(struct sink *out, const char *block, size_t n, struct fault *f)
{
	size_t room, part;
	uint8_t *to;

	for (; n; n -= part, block += part) {
		if (!(to = sink_more(out, &room, f)))
			return false;
		part = n < room ? n : room;
		memcpy(to, block, part);
		out->n += part;
	}
	return true;
}

static bool
unpack_legacy(
	const uint8_t *data, size_t n, struct sink *out, size_t *used, struct fault *f)
{
	char *block = malloc(LEGACY_BLOCK);
	size_t at = 4;
	bool ok = true;

	if (!block)
		fatal("out of memory: %d bytes wanted", LEGACY_BLOCK);
	while (ok && n - at >= 4) {
		uint32_t size = le32(data + at);
		int got;

		/* no block is that large: what follows is something else */
		if (!size || size > (uint32_t)LZ4_compressBound(LEGACY_BLOCK))
			break;
		if (size > n - at - 4) {
			ok = fault_at_offset(f, (int64_t)at,
				"truncated: the lz4-compressed data end before their end");
			break;
		}
		got = LZ4_decompress_safe(
			(const char *)data + at + 4, block, (int)size, LEGACY_BLOCK);
		if (got < 0)
			ok = fault_at_offset(
				f, (int64_t)at, "damaged lz4-compressed data");
		else
			ok = append(out, block, (size_t)got, f);
		at += 4 + size;
	}
	free(block);
	*used = at;
	return ok;
}

static bool
unpack_frame(
	const uint8_t *data, size_t n, struct sink *out, size_t *used, struct fault *f)
{
	LZ4F_dctx *z;
	size_t left = 1, room, in, got;
	bool ok = !LZ4F_isError(LZ4F_createDecompressionContext(&z, LZ4F_VERSION));

	if (!ok)
		fatal("out of memory: an lz4 decoder");
	while (ok && left) {
		uint8_t *to = sink_more(out, &room, f);

		if (!to) {
			ok = false;
			break;
		}
		in = n - *used;
		got = room;
		left = LZ4F_decompress(z, to, &got, data + *used, &in, NULL);
		out->n += LZ4F_isError(left) ? 0 : got;
		*used += LZ4F_isError(left) ? 0 : in;
		if (LZ4F_isError(left))
			ok = fault_at_offset(f, (int64_t)*used,
				"damaged lz4-compressed data: %s",
				LZ4F_getErrorName(left));
		else if (left && !in && !got)
			ok = fault_at_offset(f, (int64_t)*used,
				"truncated: the lz4-compressed data end before their end");
	}
	LZ4F_freeDecompressionContext(z);
	return ok;
}

static bool
unpack(const uint8_t *data, size_t n, struct sink *out, size_t *used, struct fault *f)
{
	return memcmp(data, frame, 4) ? unpack_legacy(data, n, out, used, f)
				      : unpack_frame(data, n, out, used, f);
}
#else
#define unpack NULL
#endif

const struct codec codec_lz4 = { "lz4", takes, unpack };
const struct codec codec_lzo = { "lzo", takes_lzo, NULL };
