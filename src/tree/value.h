/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Property values, decoded (Devicetree Specification 2.2.4).
 *
 * Nothing here trusts a length: what is not whole is not there.
 */
#ifndef DTLINT_TREE_VALUE_H
#define DTLINT_TREE_VALUE_H

#include <stdbool.h>
#include <string.h>

#include "tree/tree.h"

/* The number of whole 32-bit cells in the value. */
static inline uint32_t
prop_ncells(const struct prop *p)
{
	return p->len / 4;
}

/* Cell @i, in host order; @i must be below prop_ncells(). */
static inline uint32_t
prop_cell(const struct prop *p, uint32_t i)
{
	const uint8_t *b = p->data + (size_t)i * 4;

	return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

/*
 * @ncells cells from cell @i as one number, the first cell the most significant.
 * False where the value is too short, or the number does not fit 64 bits.
 */
bool prop_number(const struct prop *p, uint32_t i, uint32_t ncells, uint64_t *out);

/* True where the value is one or more NUL-terminated strings and nothing else. */
bool prop_is_strings(const struct prop *p);

/*
 * The strings of a value, one at a time: pass NULL first, then what came back. NULL
 * at the end; an unterminated last string is not returned.
 */
const char *prop_next_string(const struct prop *p, const char *last);

#define prop_for_each_string(p, s) \
	for (const char *s = prop_next_string((p), NULL); s; s = prop_next_string((p), s))

/* True where @p (may be NULL) is a string list that holds @s. */
bool prop_has_string(const struct prop *p, const char *s);

/* True where the node's `compatible` holds @s. */
bool node_is_compatible(const struct tree *t, const struct node *n, const char *s);

/*
 * One entry of `reg` (2.3.6): address and size by the parent's cells. False where
 * there is no such entry, or it does not fit 64 bits.
 */
bool node_reg(const struct tree *t, const struct node *n, uint32_t index,
	uint64_t *address, uint64_t *size);

/*
 * A value that is a list of rows, each of up to three numbers: `reg` (address, size) and
 * `ranges` (child address, parent address, size).
 */
struct rows {
	const struct prop *p;
	uint32_t cells[3]; /* of each number */
	uint32_t row;      /* cells of a row, not 0 */
	uint32_t n;        /* whole rows */
};

/* False where the property is absent, is not made of whole rows, or a row has no cells. */
bool node_reg_rows(const struct tree *t, const struct node *n, struct rows *out);
bool node_ranges_rows(const struct tree *t, const struct node *bus, struct rows *out);

/*
 * Number @k of row @i, and all of the row (0 for numbers without cells); @i is below
 * @r->n. False where a number does not fit 64 bits, as addresses on PCI do not.
 */
bool rows_number(const struct rows *r, uint32_t i, uint32_t k, uint64_t *out);
bool rows_get(const struct rows *r, uint32_t i, uint64_t out[3]);

/*
 * Whether `status` lets the device be used (2.3.4): absent, "okay" or "ok", as in
 * Linux's of_device_is_available(). Looks at the node alone.
 */
bool node_status_okay(const struct tree *t, const struct node *n);

/* The node, or its nearest ancestor, that `status` disables; NULL where none is. */
const struct node *node_disabled_by(const struct tree *t, const struct node *n);

/*
 * An address as the root's bus sees it, by the `ranges` of every bus between
 * (2.3.8, Linux's of_translate_address()). False where a bus gives no way.
 */
bool node_translate(
	const struct tree *t, const struct node *n, uint64_t address, uint64_t *out);

#endif
