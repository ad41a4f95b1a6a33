/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Projects whose trees inputs stand in, Linux, U-Boot, Zephyr: the bindings of the tree,
 * and the checks that its build asks dtc for.
 *
 * The build is not run. Its makefiles are read for what stands in them; where there are
 * none, as in devicetree-rebasing, the checks are those of Linux 6.12 and U-Boot 2025.01.
 */
#ifndef DTLINT_CLI_RUN_PROJECT_H
#define DTLINT_CLI_RUN_PROJECT_H

#include "cli/run/build_flags.h"
#include "config/profile.h"

struct layout;

struct project {
	size_t number;    /* of those of the run */
	const char *key;  /* the same of two that are alike */
	const char *name; /* "Linux", …; NULL: none */
	const char *root; /* real path of the tree; NULL: the inputs stand in none */
	struct string_list
		schemas; /* bindings of the tree; none: it has none that serve */
	struct rule_profile rules;
};

/* Those of a run; ready for use with the arena set, and zero-initialised otherwise. */
struct projects {
	struct arena *arena;
	struct project **v;
	size_t n, cap;
	struct map by_key;
	bool told; /* that Zephyr's bindings are not checked */
	struct {
		const char *dir; /* that was looked at */
		const struct layout *layout;
		struct build_flags boards; /* of the folder's makefile */
		/* what came of it, but for boards with flags of their own; or NULL */
		const struct project *project;
		const struct profile *profile;
		enum rule_strict strict;
	} last;
};

/*
 * The project of an input ("-": what stands in the working directory), as @profile has
 * it, which is known again by its address. NULL with the fault
 * set where a project was named whose tree the input does not stand in, and @needs_tree:
 * nothing else says which bindings serve.
 */
const struct project *project_of(struct projects *p, const struct profile *profile,
	enum rule_strict strict, bool needs_tree, const char *input, struct fault *f);

#endif
