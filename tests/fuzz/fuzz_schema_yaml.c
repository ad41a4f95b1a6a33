/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Any bytes as a binding: refused with a fault and its place, or compiled to a program
 * that is sound and runs over a tree.
 */
#include "schema_run.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	read_and_run("binding.yaml", data, size);
	return 0;
}
