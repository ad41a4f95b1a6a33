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

struct refs_request {
	const char *file; /* its path from the root */
	const struct core *core;
	bool ordered; /* maps are shown as ruamel.yaml's that know places */
};

/* Appends what is wrong, a message a line. */
void refs_check(struct document *d, const struct refs_request *request, struct buf *out);

#endif
