/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Places of the parts of a compiled tree in its source. */
#ifndef DTLINT_DTS_ORIGIN_H
#define DTLINT_DTS_ORIGIN_H

#include "dts/compile.h"
#include "dts/parse/parse.h"
#include "tree/origin.h"

/* Good for as long as the compilation is. */
struct dts_origins {
	struct origins base;
	struct dts_compilation *c;
	/* the parts of the value that was asked about last */
	const struct live_prop *prop;
	const struct dts_part *parts;
	uint32_t nparts;
	/* for edit.c: what some /delete-…/ is about, by nodes' ids and by names */
	bool deletions_known;
	struct map deleted_nodes;
	struct map deleted_names;
	uint32_t searches; /* for names in all values */
};

/* edit.c: see struct origins. */
void dts_edit(struct dts_origins *o, const struct tree_change *change, struct arena *a,
	struct origin_edits *out);

/* The pieces of a property's value, kept until another one is asked about. */
void dts_origins_parts(struct dts_origins *o, const struct live_prop *p);

void dts_origins_init(struct dts_origins *o, struct dts_compilation *c);

#endif
