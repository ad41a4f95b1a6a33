/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Table of options: what the parser, help and completion go by. */
#ifndef DTLINT_CLI_OPTIONS_TABLE_H
#define DTLINT_CLI_OPTIONS_TABLE_H

#include "cli/command.h"

enum option_value {
	VALUE_NONE,
	VALUE_FILE, /* or a directory */
	VALUE_NUMBER,
	VALUE_TEXT,   /* of no list */
	VALUE_CHOICE, /* one of option_row.choices */
	VALUE_ARCH,
	VALUE_FORMAT,
	VALUE_HOST,
	VALUE_RULE,
	VALUE_RULE_FLAG, /* no-RULE too */
	VALUE_RULES,     /* families, too, by commas */
};

enum option_group { GROUP_INPUT, GROUP_RULES, GROUP_OUTPUT, GROUP_COMMAND, NGROUPS };

struct parse;

struct option_row {
	const char *name;     /* without the dashes */
	char letter;          /* 0: none */
	const char *argument; /* NULL: takes none; "[=...]": it may be left out */
	enum option_value value;
	const char *choices; /* by blanks */
	enum option_group group;
	uint64_t commands; /* a bit for each that takes it: 1 << enum command_id */
	/* The option stands for this command: 1 + enum command_id; 0: for none. */
	size_t becomes;
	const char *help; /* one line */

	/* Notes it in the options; @arg is NULL where none was given. */
	bool (*take)(struct parse *p, const struct option_row *row, const char *arg);
};

/* The options in the order of options.def; NULL at the end. */
const struct option_row *option_at(size_t i);

/* "--name" */
const char *option_name(struct arena *a, const struct option_row *row);

/* Whether the command takes it. */
bool option_is_for(const struct option_row *row, const struct command *c);

/* How getopt_long() is to read it: no_argument, required_argument, optional_argument. */
int option_has_argument(const struct option_row *row);

/* The index of @word in words that blanks separate, or -1. */
int choice_index(const char *choices, const char *word);

#endif
