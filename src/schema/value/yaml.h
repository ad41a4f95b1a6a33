/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Bindings as they are written: one YAML 1.2 document, the core schema's scalars as
 * ruamel reads them (doc/scalar.h), integers of -2^63 to 2^64 - 1. Keys are strings
 * whatever they look like. Aliases, tags and a second document are faults: no binding
 * has them, and aliases are how a small file becomes a large one.
 */
#ifndef DTLINT_SCHEMA_VALUE_YAML_H
#define DTLINT_SCHEMA_VALUE_YAML_H

#include "schema/value/builder.h"
#include "schema/value/yaml_scan.h"

/* The document's root in @b's arena; NULL with the fault set, line and column. */
struct value *yaml_read(struct builder *b, const void *text, size_t n, struct fault *f);

/* The same of one that was scanned before; @parts NULL: it is none that could be. */
struct value *yaml_read_scanned(struct builder *b, const struct yaml_parts *parts,
	const void *text, size_t n, struct fault *f);

/*
 * How much of a binding's text has to be read where its examples are not wanted: up to
 * `examples`, where nothing but a list of literal blocks follows it. What is cut off is
 * sure to be sound; it is a quarter of what there is to read.
 */
size_t yaml_without_examples(const char *text, size_t n);

#endif
