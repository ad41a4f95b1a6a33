/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads the options of a command line by a table of those that its program has. */
#ifndef DTLINT_HOST_COMMAND_OPTION_TABLE_H
#define DTLINT_HOST_COMMAND_OPTION_TABLE_H

#include "host/command/commands.h"

enum option_takes {
	TAKES_NOTHING,
	TAKES_VALUE, /* the next word, or what is behind '=' */
	TAKES_MAYBE, /* the next word, unless it begins with '-' */
	TAKES_MANY,  /* one or more words, to the next that begins with '-' */
};

struct command_option {
	const char *name; /* without its dashes; NULL behind the last */
	char letter;      /* its short form, or '\0' */
	enum option_takes takes;
	int means;          /* the reader's own; 0: nothing of devices */
	const char *device; /* what sort of device each use of it adds; or NULL */
};

/* Rows of a table: an option, its letter, what it takes, what it means. */
#define OPTION(name, letter, takes, means) \
	{ \
		name, letter, TAKES_##takes, means, NULL \
	}
#define MEANS(name, takes, means) OPTION(name, '\0', takes, means)
#define ALONE(name) OPTION(name, '\0', NOTHING, 0)
#define TAKES(name) OPTION(name, '\0', VALUE, 0)
#define MANY(name) OPTION(name, '\0', MANY, 0)
#define ADDS(name, takes, means, device) \
	{ \
		name, '\0', TAKES_##takes, means, device \
	}
#define OPTIONS_END \
	{ \
		NULL, '\0', TAKES_NOTHING, 0, NULL \
	}

struct command_use {
	const struct command_option *option; /* NULL: an operand */
	const struct word *word;             /* the option's; the operand itself */
	const struct word *holds;            /* the word that the value is in, or NULL */
	struct text value;                   /* where it has one (`holds`) */
	bool negated;                        /* --no-NAME */
	struct where where;
};

struct command_grammar {
	const char *program; /* as messages call it */
	const struct command_option *options;
	bool operands;    /* else what is no option is refused */
	bool joins;       /* -dVALUE, -ab for -a -b */
	bool negates;     /* --no-NAME */
	bool abbreviates; /* --virtio-t for --virtio-transport */
	bool (*visit)(void *ctx, const struct command_use *use);
};

/*
 * Visits each option and operand in order. *hidden becomes true where something - an
 * expansion, an option that is not known - may hold any others; it is remarked. False
 * with the fault set, by the visitor or here.
 */
bool command_options_read(struct reading *rd, const struct command_grammar *g,
	const struct word *v, size_t n, void *ctx, bool *hidden);

/*
 * A fact of the guest from an option's value, or from a part of it: a number of things,
 * or of bytes (@unit: what a number alone counts). What is no number says nothing.
 */
void command_set_count(struct reading *rd, const struct command_use *use,
	const struct text *value, enum guest_fact_id id);
void command_set_size(struct reading *rd, const struct command_use *use,
	const struct text *value, enum guest_fact_id id, uint64_t unit);

/* Notes a value that is not expanded and says nothing of devices. */
void command_note_value(struct reading *rd, const struct command_use *use);

enum { COMMAND_DEVICES_MAX = 4096 };

/* A device, as a command line has it: what it offers may depend on what comes later. */
struct command_device {
	const char *name;
	struct said said;
	int sort;                 /* the reader's own */
	enum transport transport; /* its own, or TRANSPORT_UNKNOWN */
};

struct command_devices {
	struct command_device *v;
	size_t n;
};

/* False with the fault set where there are too many. */
bool command_add_device(
	struct command_devices *to, struct reading *rd, struct command_device device);

#endif
