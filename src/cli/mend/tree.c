/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/mend/tree.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/fence.h"
#include "config/config.h"
#include "fix/fix.h"

bool
mend_in_place(
	const char *path, const void *data, size_t n, struct arena *a, struct fault *f)
{
	struct fence fence = { .arena = a };
	char *target = realpath(path, NULL);
	bool ok;

	fence_add_repository(&fence, config_dir_of(path, a));
	if (!target)
		ok = fault_set(f, "cannot be written: %s", strerror(errno));
	else if (!fence_holds(&fence, target))
		ok = fault_set(f, "is a link to '%s', outside the repository: name that",
			target);
	else
		ok = io_write(target, data, n, f);
	free(target);
	return ok;
}

static bool
write_file(const struct mending *m, const char *path, const void *data, size_t n,
	struct fault *f)
{
	bool ok;

	pthread_mutex_lock(m->files);
	ok = m->mode == FIX_IN_PLACE ? mend_in_place(path, data, n, m->arena, f)
				     : io_write_own(path, data, n, f);
	if (!ok)
		f->place.file = path;
	pthread_mutex_unlock(m->files);
	return ok;
}

static bool
write_overlay(const struct mending *m, const struct fixes *fixes, const char *path,
	struct fault *f)
{
	struct buf text = { 0 };
	bool ok = fixes_overlay(fixes, m->unit->file, &text, f)
		  && write_file(m, path, text.s, text.n, f);

	buf_free(&text);
	return ok;
}

/* What was made must be a tree before it takes another's place. */
static bool
is_tree(const struct mending *m, const struct bytes *made, struct fault *f)
{
	struct tree t = { 0 };
	bool ok = tree_load(&t, m->names, made->data, made->n, f);

	tree_free(&t);
	return ok;
}

/* The file with its padding, of which linting has no need. */
static bool
read_whole(const struct mending *m, struct bytes *whole, struct fault *f)
{
	size_t n = tree_extent(m->unit->data, m->unit->n);

	if (!io_read(m->unit->file, IO_INPUT_MAX, whole, f))
		return false;
	n = n < m->unit->n ? n : m->unit->n;
	return (whole->n == m->unit->n && !memcmp(whole->data, m->unit->data, n))
	       || fault_set(f, "has changed since it was linted");
}

static bool
write_tree(const struct mending *m, const struct fixes *fixes, const char *path,
	struct fault *f)
{
	struct bytes whole = { 0 }, made = { 0 };
	bool ok = read_whole(m, &whole, f)
		  && fixes_apply(fixes, whole.data, whole.n, &made, f)
		  && is_tree(m, &made, f) && write_file(m, path, made.data, made.n, f);

	bytes_free(&whole);
	bytes_free(&made);
	return ok;
}

static bool
write_fixes(const struct mending *m, const struct fixes *fixes, struct report_fix *out,
	struct fault *f)
{
	out->file = m->unit->file;
	out->kind = m->mode == FIX_OVERLAY ? FIXED_OVERLAY : FIXED_TREE;
	out->output = m->unit->file;
	if (m->unit->sealed)
		return fault_set(f, "%s", m->unit->sealed);
	if (m->mode == FIX_DIFF)
		return fault_set(
			f, "is a compiled tree, of which no --diff can be shown");
	if (m->mode != FIX_IN_PLACE)
		out->output = fix_path(m->unit->file, out->kind, m->arena);
	return out->kind == FIXED_OVERLAY ? write_overlay(m, fixes, out->output, f)
					  : write_tree(m, fixes, out->output, f);
}

/* Moves those with a fix out of the list. */
static void
take_mended(struct mending const *m, struct diag_list *diags, size_t from,
	struct report_fix *out)
{
	struct diag_list mended = { .arena = m->arena };
	size_t i, to = from;

	for (i = from; i < diags->n; i++) {
		if (diags->v[i]->fix.property)
			diag_append(&mended, diags->v[i]);
		else
			diags->v[to++] = diags->v[i];
	}
	diags->n = to;
	diag_sort(&mended);
	out->diags = mended.v;
	out->ndiags = mended.n;
}

bool
mend(const struct mending *m, struct diag_list *diags, size_t from,
	struct report_fix *out, struct fault *f)
{
	struct fixes fixes;
	bool ok = from == diags->n
		  || fixes_collect(&fixes, diags->v + from, diags->n - from, m->arena, f);

	/* of sources that is done for all trees of the run at once */
	if (from == diags->n || (ok && !fixes.n)
		|| (m->mode != FIX_OVERLAY && m->unit->origins
			&& m->unit->origins->change))
		return true;
	if (ok && write_fixes(m, &fixes, out, f)) {
		take_mended(m, diags, from, out);
		return true;
	}
	out->file = m->unit->file;
	out->fault = f->message;
	return false;
}
