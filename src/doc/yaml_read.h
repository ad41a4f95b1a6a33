/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One YAML 1.2 document, the core schema's scalars (doc/scalar.h; of bindings as ruamel
 * reads them), integers of -2^63 to 2^64 - 1, of configurations of 64 bits and a sign.
 * Keys are strings whatever they look like. Aliases, tags and a second document are
 * faults: nothing that is read here needs them, and aliases are how a small file becomes
 * a large one.
 */
#ifndef DTLINT_DOC_YAML_READ_H
#define DTLINT_DOC_YAML_READ_H

#include "doc/builder.h"

/* The document's root in @b's arena; NULL with the fault set, line and column. */
struct value *yaml_read(struct builder *b, const void *text, size_t n, struct fault *f);

#endif
