/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * dt-schema's own core schemas, which its programs add to whatever they are given:
 * where they are on this machine, and of which version.
 */
#ifndef DTLINT_COMPAT_CORE_H
#define DTLINT_COMPAT_CORE_H

#include "base/arena.h"

struct core {
	const char *schemas; /* a directory, or NULL: not installed */
	const char *meta;    /* the same of the meta-schemas */
	const char *version; /* of dt-schema; where none is installed what we follow */
};

/*
 * Looked for as dtschema/ below $DTLINT_DTSCHEMA, or where an installation of dt-schema
 * puts it beside the programs of each folder in PATH, virtual environments included.
 */
struct core core_find(struct arena *a);

#endif
