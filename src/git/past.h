/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Files as they were: those that a commit of the repository has, read from its objects. The
 * work tree is compared by git and never touched.
 */
#ifndef DTLINT_GIT_PAST_H
#define DTLINT_GIT_PAST_H

#include "base/io.h"
#include "base/past.h"
#include "git/git.h"

struct git_past;

/*
 * Goes back to where the history of @rev and that of what is checked out part: in the
 * repository that @dir is in. NULL with the fault set where there is none, or no such
 * commit, as in a shallow clone. Everything lives in @a, but for what git_past_close()
 * gives back.
 */
struct git_past *git_past_open(
	const char *dir, const char *rev, struct arena *a, struct fault *f);
void git_past_close(struct git_past *p);

/* A file that is not as it was; its name is absolute, without links. */
struct git_change {
	const char *path;
	bool added;   /* was not there */
	bool removed; /* is there no more */
	bool unsure;  /* may only have been written anew, with what it was */
	bool same;    /* git_past_same() */
};

/* What has changed of the files that git tracks, by its index, in the order of their names. */
const struct git_change *git_past_changes(const struct git_past *p, size_t *n);

/* Change number @i is none. */
void git_past_same(struct git_past *p, size_t i);

/* The changes of a file, or of all below a folder, which is a real path: the first, and @n. */
const struct git_change *git_past_changes_at(
	const struct git_past *p, const char *real, size_t *n);

/*
 * The files that git tracks now, absolute, in the order of their names. False with the fault
 * set.
 */
bool git_past_tracked(struct git_past *p, struct string_list *paths, struct fault *f);

/* "v6.6 (1a2b3c4d5e6f)" */
const char *git_past_name(const struct git_past *p);

/*
 * The files as they were; good as long as @p. Any thread may ask. What git does not track is
 * as it is now.
 */
const struct past *git_past_files(struct git_past *p);

/* Asks about many files at once, so that git_past_has() of each costs nothing. */
void git_past_ask(struct git_past *p, const char *const *paths, size_t n);

/* The first that git could not be asked about, so that it was taken for not there; or NULL. */
const struct fault *git_past_fault(const struct git_past *p);

/* Whether the commit has the file. */
bool git_past_has(struct git_past *p, const char *path);

/*
 * Writes all that was below a folder, or one file, to @to, which is not there yet, and sets
 * @there, or writes nothing where there was none. False with the fault set. Links are left out.
 */
bool git_past_export(struct git_past *p, const char *path, const char *to, bool *there,
	struct fault *f);

#endif
