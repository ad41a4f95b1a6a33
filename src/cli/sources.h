/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Options of the command line about sources, for whoever reads inputs. */
#ifndef DTLINT_CLI_SOURCES_H
#define DTLINT_CLI_SOURCES_H

#include "cli/options/options.h"
#include "input/reader.h"

/* Fills the part about sources; sources_end() when all inputs are read. */
void sources_begin(struct input_options *in, const struct options *o, struct arena *a);
void sources_end(struct input_options *in);

#endif
