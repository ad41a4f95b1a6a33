/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Helpers of the readers of YAML and JSON configurations. */
#ifndef DTLINT_HOST_DOCUMENT_H
#define DTLINT_HOST_DOCUMENT_H

#include "base/io.h"
#include "doc/doc.h"
#include "host/host.h"

/* Where the value stands, and its words where they are few. */
struct said doc_said(const struct doc *v, struct arena *a);

/*
 * The value of a key that may be left out or null: false with the fault set where it is
 * of another type, *out NULL where there is none.
 */
bool doc_optional(const struct doc *map, const char *key, enum doc_type type,
	const struct doc **out, struct fault *f);

/* Whether a text begins as a JSON object does. */
bool json_is_object(const struct bytes *text);

/* Behind the closing quote of the string that begins at @i, or @n. */
size_t json_string_end(const char *s, size_t n, size_t i);

/*
 * Whether a JSON text has a key at a depth of objects, 1 being the outermost, whatever
 * is behind it; only for detection: broken text and all.
 */
bool json_has_key(const void *text, size_t n, const char *key, unsigned int depth);

#endif
