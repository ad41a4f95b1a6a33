/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * JSON Schema's own meta-schemas (draft 2019-09, core 8.1 and validation 6 to 9): one
 * for each vocabulary, and one that refers to them all. dt-doc-validate holds a binding
 * against them after dt-schema's own, once for each vocabulary, so that the order of
 * their keywords is that of what is found.
 */
#ifndef DTLINT_COMPAT_META_DRAFT_H
#define DTLINT_COMPAT_META_DRAFT_H

#define DRAFT_URI "https://json-schema.org/draft/2019-09/schema"

/* YAML texts; the last is NULL. */
extern const char *const draft_documents[];

#endif
