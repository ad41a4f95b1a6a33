/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * JSON (RFC 8259), read for speed and for integers of up to 64 bits: processed
 * schemas are tens of megabytes and hold 18446744073709551615, which jansson refuses.
 * A number that is whole is an integer however it is written. The character U+0000
 * stands as the two bytes 0xc0 0x80, so that strings have atoms.
 */
#ifndef DTLINT_SCHEMA_VALUE_JSON_H
#define DTLINT_SCHEMA_VALUE_JSON_H

#include "schema/value/builder.h"

/* The document's root in @b's arena; NULL with the fault set, line and column. */
struct value *json_read(struct builder *b, const char *text, size_t n, struct fault *f);

#endif
