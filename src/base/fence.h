/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Folders below which an untrusted file may name others.
 *
 * A checkout that someone else made can hold a configuration, a source or a link that
 * names any file of the user's; what is read of it could come out in a message. So what
 * such a file names is read only below the folders of its fence: the repository that it
 * is in, and those that the user named.
 */
#ifndef DTLINT_BASE_FENCE_H
#define DTLINT_BASE_FENCE_H

#include <stdbool.h>

#include "base/strings.h"

struct fence {
	struct arena *arena;
	struct string_list roots; /* real paths */
};

/* Trusts what is below a folder; one that does not exist adds nothing. */
void fence_add(struct fence *f, const char *dir);

/* The same of a real path; the string is not copied. */
void fence_add_real(struct fence *f, const char *real);

/*
 * Trusts the repository that a folder is in: from the nearest one upward that holds `.git`
 * down, or where there is none, the folder alone.
 */
void fence_add_repository(struct fence *f, const char *dir);

/* Whether the real path is below a trusted folder. */
bool fence_holds(const struct fence *f, const char *real);

/*
 * The same of any path, with links followed; of one that leads nowhere by the nearest
 * folder that there is.
 */
bool fence_allows(const struct fence *f, const char *path);

#endif
