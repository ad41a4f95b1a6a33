/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * dtlint in the place of dt-schema's programs: dt-validate, dt-mk-schema,
 * dt-doc-validate and dt-extract-example at dt-schema 01b5073, with their options, their
 * texts and their exit statuses, so that what calls them (the kernel's `make dtbs_check`
 * and `make dt_binding_check` above all) need not know.
 */
#ifndef DTLINT_COMPAT_COMPAT_H
#define DTLINT_COMPAT_COMPAT_H

#include <stdbool.h>

#include "base/arena.h"

/* True where the last part of the path is the name of one of them. */
bool compat_is_program(const char *path);

/* Runs the program that argv[0] names; its exit status. */
int compat_main(int argc, char **argv);

/*
 * The directory with links of their names to this binary, as it is built or installed;
 * NULL where there is none.
 */
const char *compat_dir(struct arena *a);

#endif
