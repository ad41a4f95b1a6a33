/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "diag/fingerprint.h"

#include <stddef.h>

uint64_t
diag_fingerprint(
	const char *rule, const char *file, const char *node, const char *property)
{
	const char *const parts[] = { rule, file, node, property };
	uint64_t h = 0xcbf29ce484222325u;

	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
		for (const char *s = parts[i]; s && *s; s++)
			h = (h ^ (unsigned char)*s) * 0x100000001b3u;
		h *= 0x100000001b3u;
	}
	return h;
}
