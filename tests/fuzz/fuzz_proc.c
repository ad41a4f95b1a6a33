/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes as the command line of a process: words, and what a reader makes of them. */
#include "host/proc/proc.h"
#include "host_reader.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a = { 0 };
	struct fault f = FAULT_INIT(&a);
	uint8_t *copy = malloc(size + 1);
	struct bytes text = { copy, size };
	const char **words;
	struct host h;
	size_t i, n;

	must(copy != NULL);
	if (size)
		memcpy(copy, data, size);
	copy[size] = 0;
	words = proc_words(&text, &n, &a);
	must(n <= size && (n || !size));
	free(copy);
	if (n && host_read_words(words, n, "proc:1", NULL, &h, &a, &f)) {
		for (i = 0; i < h.ndevices; i++)
			check_device(&h.devices[i]);
		check_shown(&h, &a);
	} else if (n) {
		must(f.message && *f.message);
	}
	arena_free(&a);
	return 0;
}
