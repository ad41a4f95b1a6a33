/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The commands: each does its work and returns the exit status. */
#ifndef DTLINT_CLI_COMMANDS_H
#define DTLINT_CLI_COMMANDS_H

#include "cli/options.h"

/* Lints every input, paired with every host, and writes every report. */
int lint_command(const struct options *o, struct arena *a);

/* host show: a host configuration as a native one. */
int host_show_command(const struct options *o, struct arena *a);

/* schema build, schema info: compiled forms of bindings. */
int schema_build_command(const struct options *o, struct arena *a);
int schema_info_command(const struct options *o, struct arena *a);

/* schema check: bindings held against meta-schemas. */
int schema_check_command(const struct options *o, struct arena *a);

/* why: the bindings that speak of a node, as text or JSON. */
int why_command(const struct options *o, struct arena *a);

/* --list-rules and --explain, as text or JSON. */
int list_rules_command(const struct options *o, struct arena *a);
int explain_command(const struct options *o, struct arena *a);

/* The whole program. */
int cli_main(int argc, char **argv);

#endif
