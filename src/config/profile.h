/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Profiles, as --profile and `profile` name them: the project whose tree the inputs stand
 * in, and what others demand of trees.
 */
#ifndef DTLINT_CONFIG_PROFILE_H
#define DTLINT_CONFIG_PROFILE_H

#include "rules/rule.h"

enum project_kind {
	PROJECT_FOUND, /* from the folders around each input */
	PROJECT_LINUX,
	PROJECT_U_BOOT,
	PROJECT_ZEPHYR,
	PROJECT_NONE,
};

/* Projects found out, and no demands, when zero-initialised. */
struct profile {
	enum project_kind project;
	bool named; /* the project was */
	/* families of rules that are on for what others demand */
	struct string_list families;
};

/* The names there are, by blanks. */
#define PROFILE_NAMES "auto linux u-boot zephyr ebbr none"

/*
 * One more name; of projects the last one holds. False with the fault set where there is
 * no such profile.
 */
bool profile_add(struct profile *p, const char *name, struct arena *a, struct fault *f);

/* What the command line and a configuration come to: the former's project, both demands. */
struct profile profile_join(
	const struct profile *line, const struct profile *file, struct arena *a);

#endif
