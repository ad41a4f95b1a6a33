/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fix/edits.h"

#include <stdlib.h>
#include <string.h>

/* An edit, and who asks for it. */
struct asked {
	const struct text_edit *edit;
	size_t finding;
};

static int
by_place(const void *va, const void *vb)
{
	const struct asked *a = va, *b = vb;
	const struct place *p = &a->edit->place, *q = &b->edit->place;
	int c = strcmp(p->file, q->file);

	if (c)
		return c;
	if (p->offset != q->offset)
		return p->offset < q->offset ? -1 : 1;
	/* what is put in goes before what stands there */
	if (p->length != q->length)
		return p->length < q->length ? -1 : 1;
	return (a->finding > b->finding) - (a->finding < b->finding);
}

static bool
is_same(const struct text_edit *a, const struct text_edit *b)
{
	return !strcmp(a->place.file, b->place.file) && a->place.offset == b->place.offset
	       && a->place.length == b->place.length && !strcmp(a->text, b->text);
}

/* Of two, the later by its place: whether both cannot be made. */
static bool
collide(const struct text_edit *a, const struct text_edit *b)
{
	if (strcmp(a->place.file, b->place.file) != 0)
		return false;
	return b->place.offset < a->place.offset + a->place.length
	       || (b->place.offset == a->place.offset && a->place.length);
}

static size_t
collect(struct asked *v, struct diag *const *diags, size_t n, bool *planned)
{
	size_t i, k, count = 0;

	for (i = 0; i < n; i++) {
		const struct diag_fix *fix = &diags[i]->fix;

		planned[i] = fix->certain && fix->nedits;
		for (k = 0; planned[i] && k < fix->nedits; k++)
			v[count++] = (struct asked){ &fix->edits[k], i };
	}
	return count;
}

/* Of each two that collide the finding that comes later gives way. */
static void
settle(const struct asked *v, size_t n, bool *planned)
{
	const struct asked *last = NULL;
	size_t i;

	for (i = 0; i < n; i++) {
		if (!planned[v[i].finding])
			continue;
		if (last && !is_same(last->edit, v[i].edit)
			&& collide(last->edit, v[i].edit)) {
			if (v[i].finding > last->finding) {
				planned[v[i].finding] = false;
				continue;
			}
			planned[last->finding] = false;
		}
		if (!last || !is_same(last->edit, v[i].edit) || !planned[last->finding])
			last = &v[i];
	}
}

static int
by_first(const void *va, const void *vb)
{
	const struct file_edits *a = va, *b = vb;

	if (a->first != b->first)
		return a->first < b->first ? -1 : 1;
	return strcmp(a->file, b->file);
}

static void
put(struct edit_plan *out, const struct asked *one)
{
	struct file_edits *f = out->nfiles ? &out->files[out->nfiles - 1] : NULL;

	if (!f || strcmp(f->file, one->edit->place.file) != 0) {
		f = &out->files[out->nfiles++];
		f->file = one->edit->place.file;
		f->v = out->nfiles > 1 ? f[-1].v + f[-1].n : f->v;
		f->first = one->finding;
	}
	if (one->finding < f->first)
		f->first = one->finding;
	if (!f->n || !is_same(f->v[f->n - 1], one->edit))
		f->v[f->n++] = one->edit;
}

void
edits_plan(struct edit_plan *out, struct diag *const *diags, size_t n, struct arena *a)
{
	size_t i, count = 0;
	struct asked *v;

	for (i = 0; i < n; i++)
		count += diags[i]->fix.nedits;
	v = arena_array(a, struct asked, count + 1);
	*out = (struct edit_plan){ .planned = arena_array(a, bool, n + 1), .n = n };
	out->files = arena_array(a, struct file_edits, count + 1);
	out->files[0].v = arena_array(a, const struct text_edit *, count + 1);
	count = collect(v, diags, n, out->planned);
	qsort(v, count, sizeof(*v), by_place);
	settle(v, count, out->planned);
	for (i = 0; i < count; i++)
		if (out->planned[v[i].finding])
			put(out, &v[i]);
	qsort(out->files, out->nfiles, sizeof(*out->files), by_first);
}

bool
edits_touch(const struct diag_fix *fix, const char *file)
{
	for (size_t i = 0; i < fix->nedits; i++)
		if (!strcmp(fix->edits[i].place.file, file))
			return true;
	return false;
}

bool
edits_apply(const struct file_edits *e, const char *text, size_t n, struct buf *out)
{
	size_t at = 0, i;

	for (i = 0; i < e->n; i++) {
		size_t offset = (size_t)e->v[i]->place.offset;
		size_t length = (size_t)e->v[i]->place.length;

		if (offset < at || offset > n || length > n - offset)
			return false;
		buf_add(out, text + at, offset - at);
		buf_puts(out, e->v[i]->text);
		at = offset + length;
	}
	buf_add(out, text + at, n - at);
	return true;
}
