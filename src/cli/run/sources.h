/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Options of the command line about sources, for whoever reads inputs. */
#ifndef DTLINT_CLI_RUN_SOURCES_H
#define DTLINT_CLI_RUN_SOURCES_H

#include "cli/options/options.h"
#include "config/config.h"
#include "input/reader.h"

/* Fills the part about sources; sources_end() when all inputs are read. */
void sources_begin(struct input_options *in, const struct options *o, struct arena *a);

/*
 * The same for one source, with what its configuration says of it behind that: good as
 * long as both and @a.
 */
struct input_options sources_of(const struct input_options *in, const struct config *c,
	const char *path, struct arena *a);

/* The same with the configuration found for it, by the options. False: it cannot be read. */
bool sources_configure(struct input_options *in, const struct options *o,
	const char *path, struct arena *a, struct fault *f);

void sources_end(struct input_options *in);

#endif
