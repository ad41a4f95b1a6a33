/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Bindings as they are written: one YAML 1.2 document, the core schema's scalars,
 * integers of -2^63 to 2^64 - 1. Keys are strings whatever they look like. Aliases,
 * tags and a second document are faults: no binding has them, and aliases are how a
 * small file becomes a large one.
 */
#ifndef DTLINT_SCHEMA_YAML_H
#define DTLINT_SCHEMA_YAML_H

#include "schema/builder.h"

/* The document's root in @b's arena; NULL with the fault set, line and column. */
struct value *yaml_read(struct builder *b, const void *text, size_t n, struct fault *f);

/*
 * What a plain scalar stands for (YAML 1.2.2, 10.3.2); underscores between digits and
 * binary numbers are read as the bindings' other reader, ruamel, reads them. False
 * with the fault set where it is an integer that 64 bits do not hold.
 */
bool yaml_scalar(const char *s, size_t n, struct value *out, struct fault *f);

#endif
