/* SPDX-License-Identifier: GPL-2.0-or-later */
/* xz, and the older lzma format, of which nothing but its parameters tells. */
#include <lzma.h>
#include <string.h>

#include "input/unpack/unpack.h"

/* What the dictionary may take: xz -9 needs 65 MiB. */
enum { MEMORY_MAX = 128 << 20 };

static bool
takes_xz(const uint8_t *data, size_t n)
{
	return n >= 12
	       && !memcmp(data,
		       "\xfd"
		       "7zXZ\0",
		       6);
}

/* lc=3 lp=0 pb=2, a dictionary that is a power of two, and a size below a terabyte. */
static bool
takes_lzma(const uint8_t *data, size_t n)
{
	uint32_t dictionary;
	bool unknown;

	if (n < 13 || data[0] != 0x5d)
		return false;
	dictionary = data[1] | (uint32_t)data[2] << 8 | (uint32_t)data[3] << 16
		     | (uint32_t)data[4] << 24;
	unknown = !memcmp(data + 5, "\xff\xff\xff\xff\xff\xff\xff\xff", 8);
	return dictionary >= 4096 && !(dictionary & (dictionary - 1))
	       && (unknown || (!data[10] && !data[11] && !data[12]));
}

static const char *
reason(lzma_ret status)
{
	switch (status) {
	case LZMA_MEM_ERROR:
	case LZMA_MEMLIMIT_ERROR: return "they ask for too much memory";
	case LZMA_FORMAT_ERROR: return "the header is none";
	case LZMA_OPTIONS_ERROR: return "the header asks for what is not known";
	case LZMA_DATA_ERROR: return "a checksum or code is wrong";
	default: return "they end before their end";
	}
}

static bool
run(lzma_stream *z, const uint8_t *data, size_t n, struct sink *out, struct fault *f)
{
	lzma_ret status;
	size_t room;

	z->next_in = data;
	z->avail_in = n;
	do {
		uint8_t *to = sink_more(out, &room, f);

		if (!to)
			return false;
		z->next_out = to;
		z->avail_out = room;
		status = lzma_code(z, LZMA_FINISH);
		out->n += room - z->avail_out;
	} while (status == LZMA_OK);
	return status == LZMA_STREAM_END
	       || fault_at_offset(f, (int64_t)z->total_in,
		       "damaged xz- or lzma-compressed data: %s", reason(status));
}

static bool
unpack(const uint8_t *data, size_t n, struct sink *out, size_t *used, struct fault *f)
{
	lzma_stream z = LZMA_STREAM_INIT;
	lzma_ret status = takes_xz(data, n) ? lzma_stream_decoder(&z, MEMORY_MAX, 0)
					    : lzma_alone_decoder(&z, MEMORY_MAX);
	bool ok = status == LZMA_OK && run(&z, data, n, out, f);

	if (status != LZMA_OK)
		fault_set(f, "cannot be unpacked: %s", reason(status));
	*used = (size_t)z.total_in;
	lzma_end(&z);
	return ok;
}

const struct codec codec_xz = { "xz", takes_xz, unpack };
const struct codec codec_lzma = { "lzma", takes_lzma, unpack };
