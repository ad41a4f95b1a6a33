/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which bindings the inputs of each configuration are held against: those of --schema,
 * else those of its `schemas`, else the built-in ones. Each list of paths is read once.
 */
#ifndef DTLINT_CLI_BINDINGS_H
#define DTLINT_CLI_BINDINGS_H

#include "bindings/bindings.h"
#include "cli/setup.h"

struct bindings_of_run {
	struct bindings **v; /* by configuration; NULL: none */
	size_t n;
};

/* What is wrong with bindings is told to @report. */
struct bindings_of_run bindings_read(const struct setups *s,
	void (*report)(void *context, const struct fault *f), void *context);

void bindings_of_run_free(struct bindings_of_run *b);

#endif
