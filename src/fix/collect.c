/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "fix/fix.h"

static int
by_place(const void *va, const void *vb)
{
	const struct diag_fix *a = *(const struct diag_fix *const *)va;
	const struct diag_fix *b = *(const struct diag_fix *const *)vb;

	if (a->offset != b->offset)
		return a->offset < b->offset ? -1 : 1;
	return strcmp(a->property, b->property);
}

bool
fixes_collect(struct fixes *out, struct diag *const *diags, size_t n, struct arena *a,
	struct fault *f)
{
	size_t i, to = 0;

	*out = (struct fixes){ arena_array(a, const struct diag_fix *, n), 0 };
	for (i = 0; i < n; i++)
		if (diags[i]->fix.property)
			out->v[out->n++] = &diags[i]->fix;
	if (!out->n)
		return true;
	qsort(out->v, out->n, sizeof(*out->v), by_place);
	for (i = 1; i < out->n; i++) {
		const struct diag_fix *last = out->v[to], *one = out->v[i];

		if (by_place(&last, &one)) {
			out->v[++to] = one;
		} else if (last->remove != one->remove) {
			return fault_set(f,
				"one finding asks for '%s' of '%s' to be added, another for "
				"it to be removed; mend it by hand",
				one->property, one->node);
		}
	}
	out->n = to + 1;
	return true;
}

/* Where the name's last '.' is, or its end. */
static size_t
stem_length(const char *file)
{
	const char *slash = strrchr(file, '/'), *name = slash ? slash + 1 : file;
	const char *dot = strrchr(name, '.');

	return dot && dot != name ? (size_t)(dot - file) : strlen(file);
}

const char *
fix_path(const char *file, enum report_fix_kind kind, struct arena *a)
{
	size_t n = stem_length(file);

	if (kind == FIXED_OVERLAY)
		return arena_printf(a, "%.*s.fix.dtso", (int)n, file);
	if (kind == FIXED_PATCH)
		return arena_printf(a, "%.*s.fix.patch", (int)n, file);
	return arena_printf(a, "%.*s.fixed%s", (int)n, file, file + n);
}
