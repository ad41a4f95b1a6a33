/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Compiled schemas kept for the next run, in a directory of the user's own.
 *
 * KEY.schemas is a compiled form, its key that of the content it was made from.
 * KEY.stat is a link to one, its key what stat() says of these files: where nothing has
 * changed since, none of them is read. Keys are SHA-256, so that nobody can make files
 * that another's entry is taken for; and an entry says in its header which key it is for.
 * What was made while something could not be read is never kept. All of it is written
 * beside and renamed, and can be taken away at any time.
 */
#ifndef DTLINT_SCHEMA_STORE_CACHE_H
#define DTLINT_SCHEMA_STORE_CACHE_H

#include <sys/stat.h>

#include "schema/binding/files.h"
#include "schema/program/program.h"

/*
 * The directory, made where it is not there: $DTLINT_SCHEMA_CACHE (empty: none), else
 * dtlint below $XDG_CACHE_HOME or ~/.cache. NULL where it cannot be made, or where
 * someone else could write to it: what is found in it is believed.
 */
const char *cache_directory(struct arena *a);

/* Whether a file or directory is this user's, and nobody else may write to it. */
bool cache_is_own(const struct stat *st);

/* The name of an entry in it. */
const char *cache_path(
	const char *dir, const struct digest *k, const char *kind, struct arena *a);

/* What goes into every key: which dtlint this is. */
void cache_key_start(struct digest_run *k);

/* The key of what KEY.stat leads to; false: there is none. */
bool cache_follow(
	const char *dir, const struct digest *k, struct digest *content, struct arena *a);

/*
 * Has KEY.stat lead to KEY.schemas; but not where a file has changed so lately that
 * stat() may not tell the next change from it.
 */
void cache_link(const char *dir, const struct digest *stat, const struct digest *content,
	int64_t newest, struct arena *a);

/* Keeps a compiled form, and gives up old ones. What fails is let be. */
void cache_put(const char *dir, const struct digest *content, const void *image, size_t n,
	struct arena *a);

/* Has one that is open, as stat() tells it, count as used today. */
void cache_use(int fd, const struct stat *st);

#endif
