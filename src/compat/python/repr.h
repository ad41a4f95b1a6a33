/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Values as Python shows them: what stands in the messages of dt-validate. Text of the
 * input is escaped as Python does it, so that a message is printable.
 */
#ifndef DTLINT_COMPAT_PYTHON_REPR_H
#define DTLINT_COMPAT_PYTHON_REPR_H

#include "base/buf.h"
#include "schema/run/machine.h"

enum {
	REPR_MAX = 1 << 20,    /* bytes of one value; the rest is cut off */
	REPR_DEPTH_MAX = 1100, /* that of a tree */
};

struct repr {
	struct buf *out;
	/* the names of members are one's or the other's */
	const struct machine *machine;
	const struct intern *strings;
	/* from which depth, 1 being the value itself, maps are ordereddicts; 0: none is */
	unsigned int ordered;
	size_t max; /* bytes of one value, roughly; 0: REPR_MAX */
};

void repr_value(const struct repr *r, const struct value *v);

/* A literal of a program. */
void repr_literal(const struct repr *r, uint32_t literal);

void repr_string(struct buf *out, const char *s, size_t n);
void repr_text(struct buf *out, const char *s);

/* The name of a member, and what stands behind it. */
void repr_key(const struct repr *r, uint32_t key, const char *behind);

#endif
