/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Checksums of data by their names, as images carry them; by libmd and zlib. */
#ifndef DTLINT_BASE_CHECKSUM_H
#define DTLINT_BASE_CHECKSUM_H

#include <stddef.h>
#include <stdint.h>

enum { CHECKSUM_MAX = 64 };

/*
 * Computes the checksum of that name ("crc32", "md5", "sha1", "sha256", "sha384",
 * "sha512") and returns its size in bytes; 0 where there is none of that name.
 */
size_t checksum(const char *name, const void *data, size_t n, uint8_t out[CHECKSUM_MAX]);

#endif
