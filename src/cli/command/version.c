/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/command.h"
#include "cli/print.h"

static int
run(const struct options *o, struct arena *a)
{
	struct buf out = { 0 };

	(void)o;
	buf_puts(&out, "dtlint " DTLINT_VERSION "\n");
	return print_text(&out, a);
}

const struct command command_version = {
	.run = run,
};
