/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A document is read and mended in memory that the next one uses again; what is kept of
 * it lies together in another arena, and has no more than it needs.
 */
#ifndef DTLINT_SCHEMA_BINDING_PACK_H
#define DTLINT_SCHEMA_BINDING_PACK_H

#include "doc/value.h"

/* A copy of a value and of all below it but strings that are interned. */
struct value pack_value(const struct value *v, struct arena *a);

/* The same of @n values. */
struct value *pack_values(const struct value *v, uint32_t n, struct arena *a);

#endif
