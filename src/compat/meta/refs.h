/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * References of a binding, as dt-doc-validate checks them: that `$ref`s and `$id` lead
 * somewhere, and that a node that refers to an open schema says whether it may have
 * other properties.
 */
#ifndef DTLINT_COMPAT_META_REFS_H
#define DTLINT_COMPAT_META_REFS_H

#include "base/buf.h"
#include "compat/document.h"
#include "schema/binding/core.h"

struct refs_request {
	const char *file; /* its path from the root */
	const struct core *core;
	bool ordered; /* maps are shown as ruamel.yaml's that know places */
	/*
	 * Where it is set, it is told what is wrong and where, in dtlint's words, but for
	 * what leads nowhere: nothing is appended.
	 */
	void (*found)(void *context, const struct value *at, const char *message);
	void *context;
};

/* Appends what is wrong, a message a line; @out may be NULL where `found` is set. */
void refs_check(struct document *d, const struct refs_request *request, struct buf *out);

#endif
