/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "input/unpack/unpack.h"

#include <stdlib.h>
#include <string.h>

#include "base/fatal.h"

enum { ROOM_FIRST = 1 << 16 };

static const struct codec *const codecs[] = {
	&codec_gzip, &codec_xz, &codec_zstd, &codec_bzip2, &codec_lz4, &codec_lzo,
	&codec_lzma, /* last: it has next to no magic number */
};

enum { CODECS = sizeof(codecs) / sizeof(*codecs) };

uint8_t *
sink_more(struct sink *s, size_t *free, struct fault *f)
{
	size_t room = s->room ? s->room * 2 : ROOM_FIRST;
	uint8_t *data;

	if (s->n == s->room) {
		if (s->n >= s->max) {
			fault_set(f,
				"unpacks to more than %zu bytes, the most that is read",
				s->max);
			return NULL;
		}
		s->room = room < s->max ? room : s->max;
		data = realloc(s->data, s->room + 1);
		if (!data)
			fatal("out of memory: %zu bytes wanted", s->room);
		s->data = data;
	}
	*free = s->room - s->n;
	return s->data + s->n;
}

const struct codec *
codec_named(const char *name)
{
	for (size_t i = 0; i < CODECS; i++)
		if (!strcmp(codecs[i]->name, name))
			return codecs[i];
	return NULL;
}

const struct codec *
codec_of(const uint8_t *data, size_t n)
{
	for (size_t i = 0; i < CODECS; i++)
		if (codecs[i]->takes(data, n))
			return codecs[i];
	return NULL;
}

bool
codec_unpack(const struct codec *codec, const uint8_t *data, size_t n, size_t max,
	struct bytes *out, size_t *used, struct fault *f)
{
	struct sink s = { .max = max };
	size_t free_bytes;

	*used = 0;
	if (!codec->unpack)
		return fault_set(f,
			"is %s-compressed, which this dtlint was built without",
			codec->name);
	/* so that there is always something to point to */
	if (!sink_more(&s, &free_bytes, f))
		return false;
	if (!codec->unpack(data, n, &s, used, f)) {
		free(s.data);
		return false;
	}
	s.data[s.n] = 0;
	*out = (struct bytes){ s.data, s.n };
	return true;
}
