/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/fatal.h"
#include "cli/commands.h"
#include "cli/print.h"
#include "host/reader.h"
#include "host/show.h"

int
host_show_command(const struct options *o, struct arena *a)
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
