/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Blobs beside the sources that they are made of. */
#ifndef DTLINT_INPUT_DTS_H
#define DTLINT_INPUT_DTS_H

#include "input/reader.h"

/*
 * Whether the source makes the tree in the blob, with or without its labels; padding and
 * boot CPU do not matter. Says nothing of either.
 */
bool dts_makes_blob(struct reading *r, const char *source, const char *blob);

#endif
