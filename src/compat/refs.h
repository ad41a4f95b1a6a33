/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What dt-doc-validate asks of a binding's `$ref`s and of its `$id`: that they lead
 * somewhere, and that a node that refers to an open schema says whether it may have
 * other properties.
 */
#ifndef DTLINT_COMPAT_REFS_H
#define DTLINT_COMPAT_REFS_H

#include "base/buf.h"
#include "compat/document.h"
#include "schema/core.h"

/* Appends what is wrong, a message a line; @file is its path from the root. */
void refs_check(
	struct document *d, const char *file, const struct core *core, struct buf *out);

#endif
