/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes as YAML and as JSON: a document that is whole, or a fault with its place. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "doc/doc.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool ok)
{
	if (!ok)
		abort();
}

/* No deeper than DOC_DEPTH_MAX, which is what it holds the reader to. */
static size_t
walk(const struct doc *d, size_t depth, struct arena *a)
{
	const struct doc *v;
	size_t count = 0, values = 1;

	must(depth <= DOC_DEPTH_MAX);
	must((d->type != DOC_LIST && d->type != DOC_MAP) || !d->text);
	must(d->type == DOC_LIST || d->type == DOC_MAP || (d->text && !d->first));
	must(*doc_found(d, a));
	must(!*doc_pointer(d, a) == !d->parent);
	for (v = d->first; v; v = v->next) {
		must(v->parent == d && v->index == count++);
		must(!v->key == (d->type == DOC_LIST));
		must(d->type != DOC_MAP || doc_get(d, v->key) == v || d->count > 100);
		values += walk(v, depth + 1, a);
	}
	must(count == d->count);
	return values;
}

static void
read_as(const uint8_t *data, size_t size, enum doc_format format)
{
	struct arena a = { 0 };
	struct fault f = FAULT_INIT(&a);
	const struct doc *d = doc_read(data, size, format, &a, &f);

	must(!d == (f.message != NULL));
	must(d || f.place.line || format == DOC_FORMAT_JSON);
	if (d)
		must(walk(d, 0, &a) <= DOC_VALUES_MAX);
	arena_free(&a);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	doc_guess_format(data, size);
	read_as(data, size, DOC_FORMAT_YAML);
	read_as(data, size, DOC_FORMAT_JSON);
	return 0;
}
