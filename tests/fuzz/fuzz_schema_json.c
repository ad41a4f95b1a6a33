/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Any bytes as JSON, a binding or what dt-mk-schema makes of many: refused with a fault and its place, or compiled to a program
 * that is sound and runs over a tree.
 */
#include "schema_run.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	read_and_run("processed.json", data, size);
	return 0;
}
