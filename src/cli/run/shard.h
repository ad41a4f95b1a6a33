/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Shards: a part of the inputs for each of several machines (--shard), the same wherever it
 * is asked for.
 *
 * Which one an input is in depends on its own name and no other input: on its folder's name
 * and the beginning of its own, so that the boards of a chip, which share what is found out
 * of them, are in one.
 */
#ifndef DTLINT_CLI_RUN_SHARD_H
#define DTLINT_CLI_RUN_SHARD_H

#include "cli/options/options.h"
#include "input/expand.h"

/* Takes out the inputs of other shards. */
void shard_take(const struct options *o, struct input_list *inputs);

#endif
