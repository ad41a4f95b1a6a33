/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A set of bindings as dt-mk-schema writes it: JSON, an object of the fixed-up schemas
 * by `$id`, with three that are generated (what types properties have, and which
 * compatible strings are known) and dt-schema's version. Keys are sorted, since their
 * order is the one that dt-validate applies schemas in.
 */
#ifndef DTLINT_COMPAT_PROCESSED_H
#define DTLINT_COMPAT_PROCESSED_H

#include "base/buf.h"
#include "schema/binding/set.h"

/* @s must be finished. */
void processed_put(struct buf *out, struct schema_set *s, const char *version);

#endif
