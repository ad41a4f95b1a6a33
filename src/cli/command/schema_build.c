/* SPDX-License-Identifier: GPL-2.0-or-later */
/* schema build: bindings, compiled into one file. */
#include "base/fatal.h"
#include "base/io.h"
#include "cli/command.h"
#include "cli/print.h"
#include "schema/store/store.h"

static int
run(const struct options *o, struct arena *a)
{
	struct fault f = FAULT_INIT(a);
	size_t faults = 0;
	struct schemas_from from = {
		.paths = o->operands.v, .n = o->operands.n, .core = o->core
	};
	struct schemas s;

	if (!o->output) {
		fault_set(&f, "schema build: expected -o FILE, the file to write");
		print_fault(NULL, &f);
		return STATUS_FAULT;
	}
	if (!schemas_load(&s, &from, SCHEMAS_WITH_SOURCES, a, count_own_fault, &faults))
		return STATUS_FAULT;
	if (!io_write(o->output, s.image, s.size, &f)) {
		count_fault(&faults, o->output, &f);
	}
	schemas_free(&s);
	return faults ? STATUS_FAULT : STATUS_CLEAN;
}

const struct command command_schema_build = {
	.name = "schema build",
	.synopsis = "-o FILE PATH...",
	.group = "Work on bindings",
	.summary = "compile bindings into one file",
	.about =
		"Reads bindings once and writes what they come to into FILE, which --schema "
		"then maps into memory. Bindings that are broken are reported and left "
		"out.",
	.expected = "a PATH: bindings, or a compiled form",
	.least = 1,
	.most = SIZE_MAX,
	.run = run,
};
