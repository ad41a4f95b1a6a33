/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The QEMU command lines that a source holds. */
#ifndef DTLINT_HOST_QEMU_COMMANDS_H
#define DTLINT_HOST_QEMU_COMMANDS_H

#include "host/qemu/text.h"
#include "host/reader.h"

enum { COMMANDS_MAX = 64, COMMANDS_TEXT_MAX = 1 << 20 };

struct command {
	struct words words;
	size_t program; /* the number of the program's word, or SIZE_MAX: there is none */
};

struct commands {
	struct arena *arena;
	struct command v[COMMANDS_MAX];
	size_t n;
	size_t all;    /* those past COMMANDS_MAX, too */
	bool numbered; /* the words have numbers, not lines */
	bool goes_on;  /* while reading: the last one may go on in the next line */
};

/*
 * Those that start a guest: `qemu-system-arm -version` is none. At least one, or the
 * fault is set.
 */
bool commands_read(struct commands *c, const struct host_source *src, struct arena *a,
	struct fault *f);

/* As of struct host_reader. */
int commands_detect(const struct host_source *src);

#endif
