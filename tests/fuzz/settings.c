/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What holds for every harness, and for nothing else: hash keys that are always the same, so
 * that a run with a seed, and the replay of an input, take the same ways each time; and what
 * was freed is kept from use over 10 MB, as on OSS-Fuzz, rather than over the 256 MB of
 * AddressSanitizer, which are more pages to touch than an execution needs.
 */
#include <jansson.h>

#include "base/hash.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
const char *__asan_default_options(void);

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	hash_process = (struct hash_key){ { 0x6475707469636174u, 0x66697865646b6579u } };
	json_object_seed(1);
	return 0;
}

const char *
__asan_default_options(void)
{
	return "quarantine_size_mb=10";
}
