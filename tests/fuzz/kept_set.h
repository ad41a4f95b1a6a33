/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A set of files that is kept from one execution to the next, with the tables that are made
 * once a set, and made anew after SET_EXECUTIONS. What an execution puts into it has to be
 * forgotten at its end.
 */
#ifndef DTLINT_TESTS_FUZZ_KEPT_SET_H
#define DTLINT_TESTS_FUZZ_KEPT_SET_H

#include "dts/source/file.h"
#include "tree/names.h"

enum { SET_EXECUTIONS = 64 };

static struct {
	struct source_set *set;
	struct intern names;
	unsigned int executions;
} kept;

static struct source_set *
kept_set(void)
{
	if (kept.set && kept.executions++ < SET_EXECUTIONS)
		return kept.set;
	source_set_free(kept.set);
	intern_free(&kept.names);
	kept.set = source_set_new();
	kept.names = (struct intern){ 0 };
	kept.executions = 1;
	names_init(&kept.names);
	return kept.set;
}

#endif
