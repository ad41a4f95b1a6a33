/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Mending sources: the edits that findings ask for (struct diag_fix), of each file once
 * however many trees include it.
 */
#ifndef DTLINT_FIX_EDITS_H
#define DTLINT_FIX_EDITS_H

#include "base/buf.h"
#include "diag/diag.h"

/* The edits of one file, none of which overlap, in the order of their offsets. */
struct file_edits {
	const char *file;
	const struct text_edit **v;
	size_t n;
	size_t first; /* the first of the findings that ask for some, by its number */
};

struct edit_plan {
	struct file_edits *files; /* in the order in which findings ask for them */
	size_t nfiles;
	/*
	 * Of each finding, by its number: whether all that it asks for is planned. False of
	 * one that is not certain, has no edits, or wants otherwise what another wants, too.
	 */
	bool *planned;
	size_t n; /* findings */
};

/* Everything lives in @a, but for the edits' texts. */
void edits_plan(
	struct edit_plan *out, struct diag *const *diags, size_t n, struct arena *a);

/* Whether some edit is of that file. */
bool edits_touch(const struct diag_fix *fix, const char *file);

/* Appends the text of the file as it is then. False: it is not the text that was linted. */
bool edits_apply(const struct file_edits *e, const char *text, size_t n, struct buf *out);

/*
 * Appends the same as a patch that `patch -p1` and `git apply` take: @name is the file's
 * from the folder that they are run in.
 */
void edits_patch(const struct file_edits *e, const char *name, const char *text, size_t n,
	struct buf *out);

#endif
