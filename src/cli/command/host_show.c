/* SPDX-License-Identifier: GPL-2.0-or-later */
/* host show: a host configuration as a native one. */
#include "base/fatal.h"
#include "cli/command.h"
#include "cli/print.h"
#include "host/reader.h"
#include "host/show.h"

static int
run(const struct options *o, struct arena *a)
{
	const char *spec = o->operands.n ? o->operands.v[0] : NULL;
	struct fault f = FAULT_INIT(a);
	struct buf out = { 0 };
	struct host h;

	if (spec ? !host_read(spec, &h, a, &f)
		 : !host_read_argv(o->host_argv, o->host_argc, &h, a, &f)) {
		print_fault(spec, &f);
		return STATUS_FAULT;
	}
	host_show(&h, &out);
	return print_text(&out, a);
}

const struct command command_host_show = {
	.name = "host show",
	.synopsis = "[KIND:]SOURCE\n-- HOST-COMMAND...",
	.group = "Understand",
	.summary = "tell what is known of a host",
	.about =
		"Prints what a host configuration is read into as a native one, with where "
		"each fact was said. HOST-COMMAND is the command line that starts the "
		"guest; it is read, never run.",
	.expected = "one [KIND:]SOURCE, or a command line behind '--'",
	.least = 1,
	.most = 1,
	.host = HOST_COMMAND_INSTEAD,
	.run = run,
};
