/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Documents by libyaml's tokens rather than its events: half of the way, for the few
 * forms that nearly all bindings keep to, which are block maps and lists, lists in
 * brackets and scalars. What is scanned is built in a second step, so that libyaml and
 * the tables of strings do not take turns in the processor's caches.
 */
#ifndef DTLINT_SCHEMA_VALUE_YAML_SCAN_H
#define DTLINT_SCHEMA_VALUE_YAML_SCAN_H

#include "base/buf.h"
#include "schema/value/builder.h"

enum yaml_part_kind {
	YAML_PART_MAP,
	YAML_PART_LIST,
	YAML_PART_END, /* of either */
	YAML_PART_PLAIN,
	YAML_PART_STRING,
};

struct yaml_part {
	uint32_t line;
	uint32_t column;
	uint32_t n; /* of a scalar: bytes */
	uint8_t kind;
};

/* A document in its order. Ready for use when zero-initialised, and to be reused. */
struct yaml_parts {
	struct yaml_part *v;
	uint32_t n;
	uint32_t cap;
	struct buf text; /* the scalars, each terminated */
};

/*
 * False where the document has any other form, or something is wrong with it: it has to
 * be read by its events then, which tell what.
 */
bool yaml_scan(struct yaml_parts *p, const void *text, size_t n);

/* The same of its values; builder_result() has the document. */
bool yaml_build(const struct yaml_parts *p, struct builder *b);

void yaml_parts_free(struct yaml_parts *p);

#endif
