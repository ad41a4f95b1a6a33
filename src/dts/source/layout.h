/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The trees that sources live in, and where their own builds look for headers. */
#ifndef DTLINT_DTS_SOURCE_LAYOUT_H
#define DTLINT_DTS_SOURCE_LAYOUT_H

#include "dts/source/search.h"

/*
 * Looks at the folders around a source, up to the repository's root. Sets the search's
 * layout, before, after and kind, and trusts the tree that is found.
 */
void layout_find(struct source_search *s, const char *source);

#endif
