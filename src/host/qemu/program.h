/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which word of a command is QEMU. */
#ifndef DTLINT_HOST_QEMU_PROGRAM_H
#define DTLINT_HOST_QEMU_PROGRAM_H

#include "host/qemu/text.h"

enum program_match {
	PROGRAM_NONE,
	PROGRAM_SURE,   /* qemu-system-ARCH, qemu-kvm, … */
	PROGRAM_LIKELY, /* an expansion that speaks of it: $QEMU, ${QEMU:-qemu-…} */
};

/*
 * Finds QEMU in a command, behind what runs other programs (sudo, env, exec, …) with
 * their options. @at is the word's number.
 */
enum program_match program_in_words(const struct word *v, size_t n, size_t *at);

/* Whether a program of this name, with or without a directory, is QEMU. */
bool program_is_qemu(const char *name);

/*
 * The program's name without its directory; of an expansion the qemu-system-ARCH that
 * it speaks of, or NULL.
 */
const char *program_name(const struct text *t, struct arena *a);

/* Whether the command only asks QEMU something: -version, -help, -device help. */
bool program_only_asks(const struct word *v, size_t n);

#endif
