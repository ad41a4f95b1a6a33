/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Scalars of YAML without quotes, by the 1.2 core schema (YAML 1.2.2, 10.3.2). */
#ifndef DTLINT_DOC_SCALAR_H
#define DTLINT_DOC_SCALAR_H

#include <stdbool.h>
#include <stdint.h>

enum scalar_kind {
	SCALAR_NULL,
	SCALAR_FALSE,
	SCALAR_TRUE,
	SCALAR_INT,
	SCALAR_TOO_BIG, /* an integer whose magnitude 64 bits do not hold */
	SCALAR_REAL,
	SCALAR_STRING,
};

struct scalar {
	enum scalar_kind kind;
	bool negative;      /* SCALAR_INT */
	uint64_t magnitude; /* SCALAR_INT */
};

/*
 * With @ruamel as the reader of that name has it, which bindings are written for: also
 * underscores between digits, binary numbers, and a sign before any base.
 */
struct scalar scalar_resolve(const char *s, bool ruamel);

/* The value of a SCALAR_REAL. */
double scalar_real(const char *s);

#endif
