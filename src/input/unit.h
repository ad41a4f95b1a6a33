/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Unit of an input: one tree that an input holds, with all that is known of where it is from. */
#ifndef DTLINT_INPUT_UNIT_H
#define DTLINT_INPUT_UNIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tree/origin.h"

struct unit {
	const char *file;    /* the input that it was found in, as that was named */
	const char *name;    /* "image.itb#fdt-1"; NULL: the input itself is the tree */
	const uint8_t *data; /* the flattened tree, 8-byte aligned */
	size_t n;            /* bytes, any padding included */
	int64_t base;        /* where they begin in the file; -1: they are not in it */
	const struct origins *origins; /* of its parts in a text, or NULL */
	bool merged; /* made of units that came before, whose findings are known */
	/* Why it cannot be written back; NULL: the file is the tree. */
	const char *sealed;
};

/* What a person calls it. */
static inline const char *
unit_name(const struct unit *u)
{
	return u->name ? u->name : u->file;
}

#endif
