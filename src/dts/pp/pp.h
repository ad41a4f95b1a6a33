/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The C preprocessor, as device tree sources are put through it: what
 * `cpp -nostdinc -undef -D__DTS__ -x assembler-with-cpp` does, byte for byte but for
 * line markers.
 */
#ifndef DTLINT_DTS_PP_PP_H
#define DTLINT_DTS_PP_PP_H

#include "dts/source/text.h"

/* Bounds, each told with its place when it is met. */
enum {
	PP_CONDITION_DEPTH_MAX = 10000,
	PP_NESTING_MAX = 400,    /* calls of macros within arguments of others */
	PP_TOKENS_MAX = 4 << 20, /* made by macros, in all of a source */
};

/* -D and -U, in the order of the command line. */
struct pp_define {
	const char *text; /* of -D: "NAME", "NAME=BODY", "NAME(A)=BODY"; of -U: "NAME" */
	bool undefine;
};

struct pp_options {
	const struct pp_define *defines;
	size_t ndefines;
};

/*
 * Preprocesses a source and all that it includes to the end of @t, which is empty.
 * Messages go to t->messages. False where there was an error; the text is what there is
 * none the less, so that a parser can go on.
 */
bool pp_run(struct dts_text *t, const struct pp_options *options, const char *path);

#endif
