/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Command lines of a monitor that a source holds. */
#ifndef DTLINT_HOST_COMMAND_COMMANDS_H
#define DTLINT_HOST_COMMAND_COMMANDS_H

#include "host/command/program.h"
#include "host/command/reading.h"

enum { COMMANDS_MAX = 64, COMMANDS_TEXT_MAX = 1 << 20, ASIDES_MAX = 16 };

struct command {
	struct word_list words;
	/* the number of the program's word; SIZE_MAX: there is none, only options */
	size_t program;
	uint32_t end; /* where it ends in the source */
};

/* Its program, or where there is none its first option. */
static inline const struct word *
command_first_word(const struct command *c)
{
	return &c->words.v[c->program == SIZE_MAX ? 0 : c->program];
}

struct commands {
	const struct command_language *language;
	struct arena *arena;
	struct command v[COMMANDS_MAX];
	size_t n;
	size_t all; /* those past COMMANDS_MAX, too */
	struct documents documents;
	struct word asides[ASIDES_MAX]; /* the first words of those that configure */
	size_t nasides;
	bool numbered; /* the words have numbers, not lines */
	bool goes_on;  /* while reading: the last one may go on in the next line */
};

/*
 * Those that start a guest: `qemu-system-arm -version` is none. At least one, or the
 * fault is set.
 */
bool commands_read(struct commands *c, const struct command_language *l,
	const struct host_source *src, struct arena *a, struct fault *f);

/* As of struct host_reader. */
int commands_detect(const struct command_language *l, const struct host_source *src);

/*
 * Reads the facts of each command. Of several only what is the same in all of them is
 * known, unless the source picks one.
 */
bool commands_read_host(const struct command_language *l, const struct host_source *src,
	struct host *h, struct arena *a, struct fault *f);

#endif
