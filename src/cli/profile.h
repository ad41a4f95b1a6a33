/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Trees of known projects: which bindings theirs are held against. */
#ifndef DTLINT_CLI_PROFILE_H
#define DTLINT_CLI_PROFILE_H

#include "base/strings.h"
#include "input/expand.h"

/* In the order of the choices of --profile. */
enum profile {
	PROFILE_FOUND,
	PROFILE_LINUX,
	PROFILE_U_BOOT,
	PROFILE_ZEPHYR,
	PROFILE_NONE
};

/*
 * The bindings of the tree that all inputs stand in, the kernel's or U-Boot's, as
 * @profile has it; in @a. Empty where they stand in none, or in several. False with the
 * fault set where the profile was named, and there is no such tree.
 */
bool profile_bindings(enum profile profile, const struct input_list *inputs,
	struct arena *a, struct string_list *paths, struct fault *f);

#endif
