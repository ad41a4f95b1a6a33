/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Any bytes as an input: whatever kind they are taken for, each unit lies where it is
 * said to, and what is not yielded is told.
 */
#include <stdlib.h>
#include <string.h>

#include "dts/pp/pp.h"
#include "input/reader.h"
#include "tree/names.h"
#include "tree/tree.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool holds)
{
	if (!holds)
		abort();
}

struct run {
	const uint8_t *data;
	size_t n;
	struct intern names;
	struct diag_list diags;
	size_t units;
	size_t told;
	uint64_t bytes;
};

static void
on_unit(struct reading *r, const struct unit *u)
{
	struct run *run = r->context;
	struct fault f = FAULT_INIT(r->arena);
	struct tree t = { 0 };

	must(!((uintptr_t)u->data % 8) && u->n <= ((size_t)1 << 27));
	must(!u->name || !strncmp(u->name, "x#", 2) || !strncmp(u->name, "x/", 2));
	if (u->base >= 0) {
		must((size_t)u->base <= run->n && u->n <= run->n - (size_t)u->base);
		must(!u->n || !memcmp(u->data, run->data + u->base, u->n));
	}
	if (!tree_load(&t, &run->names, u->data, u->n, &f))
		must(f.message && *f.message);
	tree_free(&t);
	run->units++;
	run->bytes += u->n;
}

static void
on_fault(struct reading *r, const char *name, const struct fault *f)
{
	struct run *run = r->context;

	(void)name;
	must(f->message && *f->message);
	run->told++;
}

static void
on_skip(struct reading *r, const char *name, const char *why)
{
	struct run *run = r->context;

	(void)name;
	must(why && *why);
	run->told++;
}

static struct diag *
on_finding(struct reading *r, const struct rule *rule, enum level level, const char *name,
	const struct place *at, const char *message)
{
	struct run *run = r->context;
	struct diag *d = diag_add(&run->diags);

	(void)name;
	must(rule && message && *message && level <= LEVEL_ERROR);
	must(at->offset < 0 || at->offset <= (int64_t)run->n);
	return d;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a = { 0 }, scratch = { 0 };
	struct run run = { .data = data, .n = size, .diags.arena = &a };
	const struct pp_options preprocess = { 0 };
	const struct string_list none = { 0 };
	const struct input_options options = { .sources = source_set_new(),
		.include_dirs = &none,
		.preprocess = &preprocess };
	struct reading r = { .options = &options,
		.arena = &a,
		.names = &run.names,
		.scratch = &scratch,
		.context = &run,
		.on_unit = on_unit,
		.on_fault = on_fault,
		.on_skip = on_skip,
		.on_finding = on_finding };

	names_init(&run.names);
	input_read_bytes(&r, "x", data, size);
	must(run.units || run.told);
	/* what entries share is not looked at again and again */
	must(run.bytes <= 16 * (uint64_t)size + 5 * ((uint64_t)64 << 20));
	source_set_free(options.sources);
	intern_free(&run.names);
	arena_free(&scratch);
	arena_free(&a);
	return 0;
}
