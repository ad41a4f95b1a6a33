/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Any bytes as a device tree source: refused with errors at places, or a blob that libfdt
 * and the tree model take, of which every part has a place within the text.
 */
#include <libfdt.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "dts/origin.h"
#include "kept_set.h"
#include "tree/tree.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A name that no text comes to include by chance: files that include themselves take long. */
#define SOURCE "the-source-itself-of-this-run.dts"

enum { VALUES_MAX = 2000 }; /* parts of values that are asked about */

static void
must(bool ok)
{
	if (!ok)
		abort();
}

static void
check_place(const struct place *p, bool needed)
{
	must(!needed || p->line);
	must(!p->line || (p->file && p->column && p->end_line >= p->line));
}

static void
check_messages(const struct dts_compilation *c)
{
	const struct dts_message *m;
	size_t errors = 0;

	for (m = c->messages.first; m; m = m->next) {
		must(m->rule && m->text && *m->text);
		check_place(&m->place, false);
		errors += m->level == DTS_ERROR;
	}
	must(errors <= c->messages.errors);
	/* what is refused is told, and what is told is refused */
	must(c->ok ? !errors || c->refused : errors);
}

static void
check_origins(struct dts_compilation *c, const struct tree *t, struct arena *a)
{
	struct dts_origins o;
	struct origin at;
	uint32_t i, k, asked = 0;

	dts_origins_init(&o, c);
	for (i = 0; i < t->nnodes; i++) {
		at = (struct origin){ .place = PLACE_NONE };
		o.base.node(&o.base, i, a, &at);
		check_place(&at.place, false);
	}
	for (i = 0; i < t->nprops; i++) {
		at = (struct origin){ .place = PLACE_NONE };
		o.base.prop(&o.base, i, a, &at);
		check_place(&at.place, true);
		for (k = 0; k < t->props[i].len && asked < VALUES_MAX; k += 3, asked++) {
			at = (struct origin){ .place = PLACE_NONE };
			o.base.value(&o.base, i, k, k % 5, a, &at);
			check_place(&at.place, true);
		}
	}
}

static void
check_blob(struct dts_compilation *c, struct intern *names, struct arena *a)
{
	struct fault f = FAULT_INIT(a);
	struct tree t;

	must(!fdt_check_header(c->blob.data) && fdt_totalsize(c->blob.data) == c->blob.n);
	/* of depth and cell counts it takes less than dtc */
	if (tree_load(&t, names, c->blob.data, c->blob.n, &f)) {
		must(t.nnodes == c->blob.nnodes && t.nprops == c->blob.nprops);
		check_origins(c, &t, a);
	} else {
		must(f.message != NULL);
	}
	tree_free(&t);
}

static void
compile(struct source_set *set, bool symbols, bool force)
{
	struct pp_options preprocess = { 0 };
	struct source_search search;
	struct dts_options options;
	struct dts_compilation c;
	struct string_list dirs = { 0 };
	struct arena a = { 0 };

	dts_options_init(&options);
	options.preprocess = &preprocess;
	options.symbols = symbols;
	options.force = force;
	search_init(&search, set, SOURCE, &dirs, NULL, &a);
	if (dts_compile(&c, &search, &options, SOURCE, &kept.names, &a))
		check_blob(&c, &kept.names, &a);
	check_messages(&c);
	dts_compilation_free(&c);
	arena_free(&a);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct source_set *set = kept_set();

	source_set_put(set, SOURCE, data, size);
	/* for /include/ and /incbin/ that find something */
	if (kept.executions == 1)
		source_set_put(set, "part", "/ { part; };\n", 13);
	compile(set, false, false);
	compile(set, true, true);
	source_set_forget(set, SOURCE);
	return 0;
}
