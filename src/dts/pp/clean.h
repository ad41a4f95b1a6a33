/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Files as the preprocessor's later steps read them: lines that are continued are joined,
 * comments and runs of white space are one blank, each line begins with as many blanks as
 * its first token's column says, and every line ends with a newline.
 */
#ifndef DTLINT_DTS_PP_CLEAN_H
#define DTLINT_DTS_PP_CLEAN_H

#include "dts/pp/names.h"
#include "dts/source/map.h"

/* An identifier that may be a macro, in a line that is not a directive. */
struct pp_occurrence {
	uint32_t at;
	uint32_t name;
};

/* A line that is a directive. */
struct pp_line {
	uint32_t hash; /* of its #; the line may be indented */
	uint32_t rest; /* behind the directive's name */
	uint32_t end;  /* its newline */
	uint32_t name; /* enum pp_known; PP_KNOWN_COUNT for the # alone */
};

struct pp_clean {
	char *s;
	uint32_t n;
	struct text_shift *shifts; /* sorted; the first one is of 0 */
	uint32_t nshifts;
	struct pp_occurrence *names; /* sorted */
	uint32_t nnames;
	struct pp_line *lines; /* sorted */
	uint32_t nlines;
	uint32_t open_comment; /* where in the file one begins that never ends; or MAX */
};

/* Cleans a text of @n bytes. All that is in @out lives in @a. */
void pp_clean(struct pp_clean *out, struct pp_names *names, const char *text, uint32_t n,
	struct arena *a);

#endif
