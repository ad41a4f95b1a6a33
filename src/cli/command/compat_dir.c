/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/fatal.h"
#include "cli/command.h"
#include "cli/print.h"
#include "compat/compat.h"

static int
run(const struct options *o, struct arena *a)
{
	const char *dir = compat_dir(a);
	struct fault f = FAULT_INIT(a);
	struct buf out = { 0 };

	(void)o;
	if (!dir) {
		fault_set(&f,
			"--compat-dir: the links are neither beside this binary nor "
			"installed");
		print_fault(NULL, &f);
		return STATUS_FAULT;
	}
	buf_printf(&out, "%s\n", dir);
	return print_text(&out, a);
}

const struct command command_compat_dir = {
	.run = run,
};
