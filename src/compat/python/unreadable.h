/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Explains why a YAML text cannot be read, in the words of ruamel.yaml on libyaml.
 */
#ifndef DTLINT_COMPAT_PYTHON_UNREADABLE_H
#define DTLINT_COMPAT_PYTHON_UNREADABLE_H

#include <stddef.h>

#include "base/fault.h"

/* The fault in other words, with its place; false where there are no words for it. */
bool unreadable_explain(const void *text, size_t n, struct fault *f);

#endif
