/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Documents by libyaml's tokens rather than its events: half of the way, for the few
 * forms that nearly all bindings keep to, which are block maps and lists, lists in
 * brackets and scalars.
 */
#ifndef DTLINT_SCHEMA_YAML_SCAN_H
#define DTLINT_SCHEMA_YAML_SCAN_H

#include "schema/builder.h"

/*
 * False where the document has any other form, or something is wrong with it: it has to
 * be read by its events then, which tell what.
 */
bool yaml_scan(struct builder *b, const void *text, size_t n);

#endif
