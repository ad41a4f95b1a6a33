/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Commands: what the first words of the command line choose.
 *
 * A command is one file in cli/command/ and one line in cli/commands.def; which options
 * it takes is said with each option, in cli/options/options.def.
 */
#ifndef DTLINT_CLI_COMMAND_H
#define DTLINT_CLI_COMMAND_H

#include "cli/options/options.h"

enum command_id {
#define COMMAND(name) COMMAND_##name,
#include "cli/commands.def"
#undef COMMAND
	NCOMMANDS
};

enum command_formats {
	FORMATS_NONE,     /* --format is not for it */
	FORMATS_DOCUMENT, /* one document: text or json */
	FORMATS_REPORT,   /* any number of reports, in any format there is */
};

/* Whether a host's command line behind `--` is taken. */
enum command_host {
	HOST_COMMAND_REFUSED,
	HOST_COMMAND_BESIDE,  /* beside operands */
	HOST_COMMAND_INSTEAD, /* in place of the operands */
};

struct command {
	const char *name;     /* its words, as "schema build"; NULL: an option alone */
	const char *synopsis; /* what stands behind the name; lines: other ways */
	const char *group;    /* the heading it has in --help */
	const char *summary;  /* what it does, in one line, in the imperative */
	const char *about;    /* paragraphs for its own help */
	const char
		*expected;  /* what operands there are, where there are too few or many */
	size_t least, most; /* operands; most 0 of a command without any */
	enum command_host host;
	enum command_formats formats;

	/* Does the work and returns the exit status. */
	int (*run)(const struct options *o, struct arena *a);
};

/* The commands in the order of commands.def, by enum command_id; NULL at the end. */
const struct command *command_at(size_t i);

enum command_id command_id(const struct command *c);

/*
 * The command whose words the operands begin with, or NULL; how many these are in
 * @nwords.
 */
const struct command *command_find(const struct string_list *operands, size_t *nwords);

/* True where @word is the first of the two words of commands, as "schema". */
bool command_is_family(const char *word);

/* The whole program. */
int cli_main(int argc, char **argv);

#endif
