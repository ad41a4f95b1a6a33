/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/checksum.h"

#include <md5.h>
#include <sha1.h>
#include <sha2.h>
#include <string.h>
#include <zlib.h>

static void
crc32_of(const uint8_t *data, size_t n, uint8_t *out)
{
	uint32_t crc = (uint32_t)crc32_z(0, data, n);

	for (int i = 0; i < 4; i++)
		out[i] = (uint8_t)(crc >> (24 - 8 * i));
}

/* A digest of libmd's: all of its families are used alike. */
#define DIGEST(function, CONTEXT, PREFIX) \
	static void function(const uint8_t *data, size_t n, uint8_t *out) \
	{ \
		CONTEXT context; \
\
		PREFIX##Init(&context); \
		PREFIX##Update(&context, data, n); \
		PREFIX##Final(out, &context); \
	}

DIGEST(md5_of, MD5_CTX, MD5)
DIGEST(sha1_of, SHA1_CTX, SHA1)
DIGEST(sha256_of, SHA2_CTX, SHA256)
DIGEST(sha384_of, SHA2_CTX, SHA384)
DIGEST(sha512_of, SHA2_CTX, SHA512)

static const struct {
	const char *name;
	size_t size;
	void (*run)(const uint8_t *data, size_t n, uint8_t *out);
} algorithms[] = {
	{ "crc32", 4, crc32_of },
	{ "md5", 16, md5_of },
	{ "sha1", 20, sha1_of },
	{ "sha256", 32, sha256_of },
	{ "sha384", 48, sha384_of },
	{ "sha512", 64, sha512_of },
};

size_t
checksum(const char *name, const void *data, size_t n, uint8_t out[CHECKSUM_MAX])
{
	for (size_t i = 0; i < sizeof(algorithms) / sizeof(*algorithms); i++) {
		if (strcmp(algorithms[i].name, name) != 0)
			continue;
		algorithms[i].run(data, n, out);
		return algorithms[i].size;
	}
	return 0;
}
