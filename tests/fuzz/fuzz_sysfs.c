/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes as the files of a guest's sysfs. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "host/sysfs/sysfs.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const keys[] = { "", "DRIVER", "OF_FULLNAME" };
	struct arena a = { 0 };
	struct features f;
	char *text = malloc(size + 1);
	const char *value;
	size_t i;

	if (!text)
		abort();
	if (size)
		memcpy(text, data, size);
	text[size] = '\0';
	if (sysfs_features(text, &f) && (strlen(text) < 64 || f.set[0] & ~f.known[0]))
		abort();
	for (i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		value = sysfs_value(text, keys[i], &a);
		if (value && strchr(value, '\n'))
			abort();
	}
	free(text);
	arena_free(&a);
	return 0;
}
