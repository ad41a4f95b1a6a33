/* SPDX-License-Identifier: GPL-2.0-or-later */
/* lsp: findings, and what is known of a source, in an editor. */
#include "cli/command.h"
#include "cli/lsp/server.h"

static int
run_lsp(const struct options *o, struct arena *a)
{
	struct options one = *o;

	(void)a;
	one.jobs = 1;
	return server_run(&one);
}

const struct command command_lsp = {
	.name = "lsp",
	.synopsis = "[OPTION...]",
	.group = "Understand",
	.summary = "serve an editor (Language Server Protocol)",
	.about =
		"Speaks the Language Server Protocol 3.17 on standard input and output: "
		"findings while a source is being written, fixes, what a node, property, "
		"label or macro is, where it is defined and used, and what may stand where "
		"the cursor is. docs/editors.md says how editors are set up. Nothing is "
		"written and no network is used.",
	.expected = "no operands",
	.run = run_lsp,
};
