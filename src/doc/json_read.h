/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * JSON (RFC 8259), read for speed and for integers of up to 64 bits: processed
 * schemas are tens of megabytes and hold 18446744073709551615, which jansson refuses.
 * A number that is whole is an integer however it is written. The character U+0000
 * stands as the two bytes 0xc0 0x80, so that strings have atoms; in a configuration it
 * is a fault, as is what is no UTF-8 or no finite number.
 */
#ifndef DTLINT_DOC_JSON_READ_H
#define DTLINT_DOC_JSON_READ_H

#include "doc/builder.h"

/* The document's root in @b's arena; NULL with the fault set, line and column. */
struct value *json_read(struct builder *b, const void *text, size_t n, struct fault *f);

#endif
