/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "compat/document.h"

#include "base/io.h"
#include "compat/unreadable.h"
#include "schema/keywords.h"
#include "schema/yaml.h"

bool
document_read(struct document *d, const char *path, struct fault *f)
{
	struct bytes text;

	*d = (struct document){ 0 };
	keywords_init(&d->strings);
	d->builder.arena = &d->arena;
	d->builder.strings = &d->strings;
	if (!io_read(path, DOCUMENT_SIZE_MAX, &text, f))
		return false;
	d->root = yaml_read(&d->builder, text.data, text.n, f);
	if (!d->root)
		unreadable_explain(text.data, text.n, f);
	bytes_free(&text);
	return d->root != NULL;
}

void
document_free(struct document *d)
{
	builder_free(&d->builder);
	intern_free(&d->strings);
	arena_free(&d->arena);
}
