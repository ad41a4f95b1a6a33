/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Programs of dt-schema, a function each; argv[0] is its name. */
#ifndef DTLINT_COMPAT_PROGRAMS_H
#define DTLINT_COMPAT_PROGRAMS_H

#include "base/arena.h"

typedef int compat_program(int argc, char **argv, struct arena *a);

compat_program dt_validate;
compat_program dt_mk_schema;
compat_program dt_doc_validate;
compat_program dt_extract_example;

/* Exit statuses: Python's of exit(-1), and of an exception that nobody caught. */
enum { COMPAT_EXIT_MINUS_1 = 255, COMPAT_EXCEPTION = 1 };

#endif
