/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * QEMU's KEY=VALUE,… syntax (util/qemu-option.c, 7.2): ",," in a value is a comma, a
 * bare KEY is KEY=on and a bare noKEY is KEY=off, the first element may go without
 * its key, the last of equal keys counts but the first `id` does.
 */
#ifndef DTLINT_HOST_QEMU_OPTS_H
#define DTLINT_HOST_QEMU_OPTS_H

#include "doc/doc.h"
#include "host/command/reading.h"

struct opt {
	const char *key; /* NULL: not expanded, may set anything */
	const char *value;
	bool opaque;            /* the value is not expanded */
	const struct doc *json; /* the value where JSON gave it, else NULL */
	struct text raw;        /* as written, where it is part of a word */
	struct where where;
};

struct opts {
	struct opt *v;
	size_t n;
	const char *id; /* NULL: none, or not expanded */
	bool id_opaque;
};

void opts_add(struct opts *o, struct arena *a, struct opt opt);
void opts_add_all(struct opts *o, struct arena *a, const struct opts *from);

/*
 * The value of a key. @hidden, where not NULL: whether something that is not expanded
 * stands behind it (or anywhere, where it is not found) and may set it too.
 */
const struct opt *opts_get(const struct opts *o, const char *key, bool *hidden);

/*
 * @where gives the place of the element that begins at the byte @i of the text.
 */
struct opts_source {
	const struct text *text;
	const char *implied; /* the key that the first element may go without; or NULL */
	struct where (*where)(void *ctx, const struct text *text, size_t i);
	void *ctx;
};

struct opts opts_parse(const struct opts_source *src, struct arena *a);

/* QEMU's words for a boolean: on yes true y, off no false n; else TRI_UNKNOWN. */
enum tri opts_bool(const char *value);

#endif
