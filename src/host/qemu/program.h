/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tells QEMU's programs from others, and whether one starts a guest. */
#ifndef DTLINT_HOST_QEMU_PROGRAM_H
#define DTLINT_HOST_QEMU_PROGRAM_H

#include "host/command/program.h"

/* Whether a program of this name, without its directory, is QEMU. */
bool program_is_qemu(const char *name);

/*
 * The program's name without its directory; of an expansion the qemu-system-ARCH that
 * it speaks of, or NULL.
 */
const char *program_name(const struct text *t, struct arena *a);

/* Whether the words can be nothing but options of QEMU's for a guest. */
bool program_are_options(const struct word *v, size_t n);

/* Whether the command only asks QEMU something: -version, -help, -device help. */
bool program_only_asks(const struct word *v, size_t n);

#endif
