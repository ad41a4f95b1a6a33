/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Flags that a build hands to dtc: -W and -E words of DTC_FLAGS in the makefiles of the
 * kernel and of those that took its build over (scripts/Makefile.dtbs, Makefile.lib, the
 * Makefile of a folder of boards).
 *
 * Makefiles are not run. Of conditions those are known that W=1 and W=2 meet, which is
 * $(findstring 1,$(KBUILD_EXTRA_WARN)); the others are taken as met.
 */
#ifndef DTLINT_CLI_RUN_BUILD_FLAGS_H
#define DTLINT_CLI_RUN_BUILD_FLAGS_H

#include "base/hash.h"
#include "rules/rule.h"

/* One word, and the target of whose DTC_FLAGS_ it is. */
struct build_flag {
	struct rule_flag flag;
	const char *target; /* NULL: of all */
	uint32_t next;      /* of the same target, by number; MAP_ABSENT: none */
	uint32_t last;      /* in the first of a target: the last one */
};

/* What a makefile says; zero-initialised: nothing. */
struct build_flags {
	struct build_flag *v;
	size_t n, cap;
	struct map first; /* of a target, by the hash of its name */
};

/* Reads a makefile; what is no regular file, or cannot be read, says nothing. Everything lives in @a. */
void build_flags_read(struct build_flags *b, const char *path, enum rule_strict strict,
	struct arena *a);

/* Adds those for a target ("board" of board.dtb), or for all where it is NULL, to @p. */
void build_flags_add(const struct build_flags *b, const char *target,
	struct rule_profile *p, struct arena *a);

/* Whether there are any for it. */
bool build_flags_has(const struct build_flags *b, const char *target);

#endif
