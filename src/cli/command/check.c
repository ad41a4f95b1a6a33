/* SPDX-License-Identifier: GPL-2.0-or-later */
/* check: every input linted, paired with every host, and every report written. */
#include "cli/changes/since.h"
#include "cli/command.h"
#include "cli/reports.h"
#include "cli/run/run.h"

static int
run_check(const struct options *o, struct arena *a)
{
	struct run run = { .o = o, .arena = a };
	struct report r;
	int status;

	if (o->since)
		return run_since(o, a);
	run_lint(&run);
	r = run_report(&run);
	run.failed += reports_write(o, &r, a);
	status = run_exit_status(&run);
	run_free(&run);
	return status;
}

const struct command command_check = {
	.name = "check",
	.synopsis = "[OPTION...] INPUT...\n[OPTION...] INPUT... -- HOST-COMMAND...",
	.group = "Lint",
	.summary = "say what is wrong with trees (`check` may be left out)",
	.about =
		"Says what is wrong with device trees: where, why, and what to do. An INPUT is "
		"a source (.dts, .dtso), a .dtsi or header for the sources that include it, a "
		"compiled tree or overlay, an image that holds some, a directory of such files, "
		"'-' for standard input, or @LIST, a file that names inputs. HOST-COMMAND is "
		"the command line that starts the guest; it is read, never run.",
	.expected = "a tree, a source, a directory, '-' or @LIST",
	.least = 1,
	.most = SIZE_MAX,
	.host = HOST_COMMAND_BESIDE,
	.formats = FORMATS_REPORT,
	.run = run_check,
};
