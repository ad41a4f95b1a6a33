/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "compat/document.h"

#include <string.h>

#include "base/io.h"
#include "compat/python/unreadable.h"
#include "doc/yaml_read.h"
#include "schema/program/keywords.h"

static void
init(struct document *d)
{
	*d = (struct document){ 0 };
	keywords_init(&d->strings);
	d->builder.arena = &d->arena;
	d->builder.strings = &d->strings;
	d->builder.prose = K_DESCRIPTION + 1;
	d->builder.keys_marked = true;
}

static bool
parse(struct document *d, const void *text, size_t n, struct fault *f)
{
	struct mark *keys;

	d->root = yaml_read(&d->builder, text, n, f);
	if (!d->root) {
		unreadable_explain(text, n, f);
		return false;
	}
	/* those of the builder give way to the next document's */
	d->keys = keys = arena_array(&d->arena, struct mark, d->builder.nmarks);
	if (d->builder.nmarks)
		memcpy(keys, d->builder.marks, d->builder.nmarks * sizeof(*keys));
	return true;
}

bool
document_parse(struct document *d, const void *text, size_t n, struct fault *f)
{
	init(d);
	return parse(d, text, n, f);
}

bool
document_read(struct document *d, const char *path, struct fault *f)
{
	struct bytes text;
	bool ok;

	init(d);
	if (!io_read(path, DOCUMENT_SIZE_MAX, &text, f))
		return false;
	ok = parse(d, text.data, text.n, f);
	bytes_free(&text);
	return ok;
}

void
document_free(struct document *d)
{
	builder_free(&d->builder);
	intern_free(&d->strings);
	arena_free(&d->arena);
}
