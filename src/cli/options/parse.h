/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Parts of options_parse(). */
#ifndef DTLINT_CLI_OPTIONS_PARSE_H
#define DTLINT_CLI_OPTIONS_PARSE_H

#include "cli/options/table.h"

enum { JOBS_MAX = 256, SHARDS_MAX = 65535 };

/* One parse of a command line. */
struct parse {
	struct options *o;
	struct arena *a;
	struct fault *f;
	const struct option_row **given;
	size_t ngiven;
	const struct option_row *command; /* the option that stands for one, or NULL */
};

/* The function of each row of options.def. */
#define OPTION(id, ...) \
	bool take_##id(struct parse *p, const struct option_row *row, const char *arg);
#include "cli/options/options.def"
#undef OPTION

/*
 * Finds the command: what an option stands for, else the first operands, else `check`;
 * takes its words out of the operands. False with the fault set where what stands there
 * is neither a command nor a file, but nearly a command.
 */
bool choose_command(struct parse *p);

/* Adds one --format. */
bool add_output(struct parse *p, const char *arg);

/* Holds the formats against each other and the command, and adds the default ones. */
bool finish_outputs(struct parse *p);

/* Holds --fix and --in-place against each other. */
bool finish_fix(struct parse *p);

/* Adds the tree and the host of --live. */
bool finish_live(struct parse *p);

#endif
