/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Unpacks compressed data, as much as is allowed and no more.
 *
 * The formats are in unpack.c's list, one file for each library. Where a library is
 * not there the format is known by name, so that a message can say what it is.
 */
#ifndef DTLINT_INPUT_UNPACK_UNPACK_H
#define DTLINT_INPUT_UNPACK_UNPACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/io.h"

/* Where unpacked bytes go; grows as they come. */
struct sink {
	uint8_t *data; /* malloc'ed, one byte more than there is room for */
	size_t n;
	size_t room;
	size_t max; /* the most bytes that are taken */
};

/*
 * Makes room for more: the free bytes at the end of the data, at least one. NULL, with
 * the fault set, where the most is reached.
 */
uint8_t *sink_more(struct sink *s, size_t *free, struct fault *f);

struct codec {
	const char *name; /* as FIT images have it: "gzip" */
	bool (*takes)(const uint8_t *data, size_t n);
	/*
	 * Unpacks what the data begin with; @used is how many bytes that was. False with
	 * the fault set. NULL: the library is not there.
	 */
	bool (*unpack)(const uint8_t *data, size_t n, struct sink *out, size_t *used,
		struct fault *f);
};

extern const struct codec codec_gzip;
extern const struct codec codec_xz;
extern const struct codec codec_lzma;
extern const struct codec codec_zstd;
extern const struct codec codec_bzip2;
extern const struct codec codec_lz4;
extern const struct codec codec_lzo;

/* By its name, or by how the data begin; NULL where it is none. */
const struct codec *codec_named(const char *name);
const struct codec *codec_of(const uint8_t *data, size_t n);

/* What codec->unpack() makes of the data, to at most @max bytes; bytes_free(). */
bool codec_unpack(const struct codec *codec, const uint8_t *data, size_t n, size_t max,
	struct bytes *out, size_t *used, struct fault *f);

#endif
