/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Any bytes as a binding that is held against JSON Schema's meta-schemas, which apply to
 * themselves at any depth: what is found has a place, and comes in an order.
 */
#include <stdlib.h>
#include <string.h>

#include "compat/document.h"
#include "compat/meta/meta.h"
#include "compat/meta/refs.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
count(void *context, const struct meta_finding *x)
{
	size_t *n = context;

	if (!x->message || strchr(x->message, '\n'))
		abort();
	++*n;
}

static void
count_at(void *context, const struct value *at, const char *message)
{
	size_t *n = context;

	if (!at || !message)
		abort();
	++*n;
}

static void
check(const struct document *d, struct arena *a)
{
	static struct meta *meta; /* made once: it is the same for all */
	struct meta_request request = { .file = "/binding.yaml", .document = d };
	struct fault f = FAULT_INIT(a);
	struct buf out = { 0 };
	size_t n = 0;

	if (!meta && !(meta = meta_open(NULL, &f)))
		abort();
	meta_find(meta, d, count, &n, &f);
	if (!n != !meta_draft_path(meta, d, a))
		abort();
	meta_check(meta, &request, &out, &f);
	if (!n != !out.n)
		abort();
	buf_free(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a = { 0 };
	struct fault f = FAULT_INIT(&a);
	struct core core = { 0 };
	struct document d;
	size_t n = 0;
	struct refs_request refs = { .file = "/schemas/binding.yaml",
		.core = &core,
		.found = count_at,
		.context = &n };

	if (document_parse(&d, data, size, &f)) {
		check(&d, &a);
		refs_check(&d, &refs, NULL);
	} else if (!f.message) {
		abort();
	}
	document_free(&d);
	arena_free(&a);
	return 0;
}
