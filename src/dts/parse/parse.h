/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Device tree source, version 1, as dtc 1.8.1 takes it: a text becomes a live tree.
 *
 * Whatever is wrong is told, as text->messages; the parser goes on behind the next ';'
 * or '}', so that one run tells all.
 */
#ifndef DTLINT_DTS_PARSE_PARSE_H
#define DTLINT_DTS_PARSE_PARSE_H

#include "dts/live/live.h"
#include "dts/source/text.h"

/*
 * Parses the whole text into an empty tree, which is whole where no message is an error.
 * The text grows by what /include/ brings.
 */
void dts_parse(struct dts_text *text, struct live_tree *tree);

/* A piece of a value: a cell, a string, the bytes of a file. */
struct dts_part {
	struct live_place place;
	uint32_t offset; /* into the value, before paths are put in */
	uint32_t len;    /* 0: a path that is put in */
};

/*
 * Finds the pieces of a value by reading its definition again; they are in @a. NULL where
 * the property was made, not written.
 */
const struct dts_part *dts_parse_parts(struct dts_text *text,
	const struct live_tree *tree, const struct live_prop *p, struct arena *a,
	uint32_t *count);

#endif
