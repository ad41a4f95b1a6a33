/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Mending trees: what the findings ask for (struct diag_fix), and nothing else.
 *
 * Findings that ask for the same change make one. Two that ask for opposite ones are a
 * fault. None of the functions writes a file.
 */
#ifndef DTLINT_FIX_FIX_H
#define DTLINT_FIX_FIX_H

#include "base/buf.h"
#include "base/io.h"
#include "base/strings.h"
#include "diag/diag.h"
#include "report/report.h"

/* The changes of one tree, each once, in file order. */
struct fixes {
	const struct diag_fix **v;
	size_t n;
};

/* Those of the diagnostics, of which all belong to one tree. */
bool fixes_collect(struct fixes *out, struct diag *const *diags, size_t n,
	struct arena *a, struct fault *f);

/*
 * The changed tree in @out (bytes_free()). @blob is the whole file, checked by
 * tree_load(). Its total size stays what it was where the changes fit, and so do its
 * version, boot CPU, reservations, and what stands behind the tree. A fault for
 * versions before 16, which libfdt does not write.
 */
bool fixes_apply(const struct fixes *fixes, const uint8_t *blob, size_t size,
	struct bytes *out, struct fault *f);

/*
 * The source of an overlay that adds the properties; @file is the tree's name for its
 * first line. A fault where a property is to be removed, which no overlay can, and for
 * node names that no source can hold.
 */
bool fixes_overlay(
	const struct fixes *fixes, const char *file, struct buf *out, struct fault *f);

/*
 * "dir/guest.fixed.dtb" beside "dir/guest.dtb"; for an overlay "dir/guest.fix.dtso", for a
 * patch "dir/guest.fix.patch".
 */
const char *fix_path(const char *file, enum report_fix_kind kind, struct arena *a);

#endif
