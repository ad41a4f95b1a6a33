/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Patterns for paths, of files and of nodes. */
#ifndef DTLINT_BASE_GLOB_H
#define DTLINT_BASE_GLOB_H

#include <stdbool.h>

#include "base/arena.h"

/* The most bytes of a pattern; a longer one matches nothing. */
#define GLOB_MAX 1024

/*
 * Whether the pattern matches the whole of @s. '?' is any one character and '*' any
 * number of them, but not '/'; '**' is any number of characters; "**" and a '/' behind
 * it, where a component begins, may be no component at all; [abc], [a-z] and [!a-z] are
 * one of a set, never '/'; a '\' takes what follows as it is. Takes time and memory in
 * proportion to the product of the lengths, whatever the pattern.
 */
bool glob_match(struct arena *scratch, const char *pattern, const char *s);

/*
 * The same for a path: a pattern without a '/' is matched against its last component
 * alone.
 */
bool glob_match_path(struct arena *scratch, const char *pattern, const char *path);

#endif
