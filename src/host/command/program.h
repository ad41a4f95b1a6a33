/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds the program that starts a guest among the words of a command. */
#ifndef DTLINT_HOST_COMMAND_PROGRAM_H
#define DTLINT_HOST_COMMAND_PROGRAM_H

#include "host/command/text.h"

struct command;
struct reading;

/* How the command lines of one virtual machine monitor are told from others. */
struct command_language {
	const char *name;     /* "QEMU", as messages call it */
	const char *expected; /* what there should be, for messages */
	/*
	 * Lower case, '-' for '_' too, NULL behind the last: a variable that has one of
	 * them in its name or its default may be the program.
	 */
	const char *const *words;
	const char *mark; /* what a text that cannot be read is known by */
	/*
	 * Whether a program of this name, without its directory, is the monitor. NULL: those
	 * that begin with one of `words`.
	 */
	bool (*is_program)(const char *name);
	/* Reads the facts of one command into rd->host. */
	bool (*read)(struct reading *rd, const struct command *c);
	/*
	 * Whether it has an option of this name, dashes and all: a text that begins with
	 * one is taken for a file of arguments. NULL: there are no such files.
	 */
	bool (*is_option)(const char *option);
	/* Options with any of which it starts no guest, NULL behind the last; or NULL. */
	const char *const *questions;
	/* Whether the words behind the program start no guest otherwise; or NULL. */
	bool (*only_asks)(const struct word *v, size_t n);
	/*
	 * Whether words are the program's options, so many and so telling that a command
	 * whose program is not expanded must be one. NULL: they are never.
	 */
	bool (*are_options)(const struct word *v, size_t n);
	/*
	 * Whether a command configures a guest that another one starts, by way of its API:
	 * it is not read, but said. NULL: there are no such commands.
	 */
	bool (*configures)(const struct word *v, size_t n);
};

enum program_match {
	PROGRAM_NONE,
	PROGRAM_SURE,    /* qemu-system-ARCH, lkvm, … */
	PROGRAM_LIKELY,  /* an expansion that speaks of it: $QEMU, ${QEMU:-qemu-…} */
	PROGRAM_GUESSED, /* "$@", with options that are its own behind */
};

/*
 * Finds the program in a command, behind what runs other programs (sudo, env, exec, …)
 * with their options. @at is the word's number.
 */
enum program_match program_in_words(
	const struct command_language *l, const struct word *v, size_t n, size_t *at);

/* Whether a word of a command is one of those, NULL behind the last. */
bool command_has_word(const struct word *v, size_t n, const char *const *words);

/* Whether one of the language's words is in the text. */
bool program_is_spoken_of(const struct command_language *l, const char *s, size_t n);

/*
 * Whether a path is that of the language's program: its own name, or that with more
 * behind, as lkvm-static.
 */
bool program_is(const struct command_language *l, const char *path);

/* What is behind the last '/'. */
const char *program_base_name(const char *s);

#endif
