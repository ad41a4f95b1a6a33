/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Identifiers as numbers, for all threads of a run: what is known is found without a lock. */
#ifndef DTLINT_DTS_PP_NAMES_H
#define DTLINT_DTS_PP_NAMES_H

#include <stddef.h>
#include <stdint.h>

struct pp_names;

/* What the preprocessor knows by itself: the first numbers, in this order. */
enum pp_known {
#define KNOWN(id, text) id,
#include "dts/pp/known.def"
#undef KNOWN
	PP_KNOWN_COUNT,
};

struct pp_names *pp_names_new(void);
void pp_names_free(struct pp_names *names);

/* The number of an identifier; made if new. */
uint32_t pp_name(struct pp_names *names, const char *s, size_t n);

/* The identifier of a number, NUL-terminated; lives as long as the table. */
const char *pp_name_text(const struct pp_names *names, uint32_t name);

#endif
