/* SPDX-License-Identifier: GPL-2.0-or-later */
/* URI references (RFC 3986), as far as `$id` and `$ref` need them. */
#ifndef DTLINT_SCHEMA_BINDING_URI_H
#define DTLINT_SCHEMA_BINDING_URI_H

#include <stddef.h>

#include "base/buf.h"

/*
 * @ref, without its fragment, against the absolute @base (5.2); the result is put in
 * @out. A base that is no hierarchy (urn:…) is kept where @ref is empty.
 */
void uri_resolve(const char *base, const char *ref, struct buf *out);

/* The length of the scheme and the authority that @uri begins with. */
size_t uri_origin(const char *uri);

/* What stands behind the '#', or NULL. */
const char *uri_fragment(const char *ref);

/* The @n bytes at @s with %XX decoded, put in @out. */
void uri_decode(const char *s, size_t n, struct buf *out);

#endif
