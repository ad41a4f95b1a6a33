/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Scalars of YAML, as either way of reading a document meets them. */
#ifndef DTLINT_SCHEMA_VALUE_YAML_SCALAR_H
#define DTLINT_SCHEMA_VALUE_YAML_SCALAR_H

#include <yaml.h>

#include "schema/value/builder.h"

/*
 * A scalar without a tag: a key where @b waits for one, else a value. False with the
 * fault set where it is none that a document may have.
 */
bool yaml_scalar(struct builder *b, const char *s, size_t n, bool plain, uint32_t line,
	uint32_t column, struct fault *f);

static inline uint32_t
yaml_line(const yaml_mark_t *at)
{
	return (uint32_t)at->line + 1;
}

static inline uint32_t
yaml_column(const yaml_mark_t *at)
{
	return (uint32_t)at->column + 1;
}

#endif
