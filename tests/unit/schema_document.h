/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What tests of schema documents read them with: made anew for each test. */
#ifndef DTLINT_TESTS_SCHEMA_DOCUMENT_H
#define DTLINT_TESTS_SCHEMA_DOCUMENT_H

#include "doc/builder.h"
#include "schema/program/keywords.h"
#include "support.h"

static struct arena arena;
static struct intern strings;
static struct builder builder;

static inline void
setup(void)
{
	arena = (struct arena){ 0 };
	strings = (struct intern){ 0 };
	keywords_init(&strings);
	builder = (struct builder){ .arena = &arena, .strings = &strings };
}

static inline void
teardown(void)
{
	builder_free(&builder);
	intern_free(&strings);
	arena_free(&arena);
}

#endif
