/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Notices of what a source says in vain: only its text shows that, no tree does. */
#ifndef DTLINT_DTS_LIVE_REDUNDANT_H
#define DTLINT_DTS_LIVE_REDUNDANT_H

#include "dts/live/live.h"
#include "dts/source/text.h"

/*
 * Tells of properties that are given twice in one body, as source/property-repeated, and
 * with @overrides of those that are given the value that they have already, as
 * source/override-without-change.
 */
void live_redundant(const struct live_tree *t, struct dts_text *text, bool overrides);

#endif
