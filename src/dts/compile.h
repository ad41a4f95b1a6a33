/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Compiling a device tree source to a blob: preprocessor, parser, dtc's checks,
 * phandles, symbols, fix-ups, flattening.
 */
#ifndef DTLINT_DTS_COMPILE_H
#define DTLINT_DTS_COMPILE_H

#include "dts/blob/blob.h"
#include "dts/live/check.h"
#include "dts/pp/pp.h"

struct dts_options {
	const struct pp_options *preprocess;
	struct live_levels levels;
	struct blob_options blob;
	bool symbols; /* -@ */
	bool force;   /* go on behind checks that do not pass */
};

/* dtc's defaults, but that the boot CPU is 0. */
void dts_options_init(struct dts_options *o);

/* A source, compiled. The tree's places are offsets into the text. */
struct dts_compilation {
	struct arena *arena;
	const char *path; /* as it was named */
	struct dts_messages messages;
	struct dts_text text;
	struct live_tree tree;
	struct blob blob;
	bool ok;      /* there is a blob */
	bool refused; /* it is one that dtc would not have made: force */
};

/*
 * Compiles the source at @path. What is found is in c->messages; @names is where names
 * are kept, prepared by names_init(). dts_compilation_free() in either case, before the set of
 * files is freed.
 */
bool dts_compile(struct dts_compilation *c, const struct source_search *search,
	const struct dts_options *o, const char *path, struct intern *names,
	struct arena *a);
void dts_compilation_free(struct dts_compilation *c);

#endif
