/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "compat/document.h"

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
}

static bool
parse(struct document *d, const void *text, size_t n, struct fault *f)
{
	d->root = yaml_read(&d->builder, text, n, f);
	if (!d->root)
		unreadable_explain(text, n, f);
	return d->root != NULL;
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
