/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Atoms of well-known names, as constants. */
#ifndef DTLINT_TREE_NAMES_H
#define DTLINT_TREE_NAMES_H

#include "base/intern.h"

enum {
#define NAME(id, string) NAME_##id,
#include "tree/names.def"
#undef NAME
	NAMES_COUNT
};

/* Puts the well-known names into an empty interner, so that NAME_… are its atoms. */
void names_init(struct intern *in);

#endif
