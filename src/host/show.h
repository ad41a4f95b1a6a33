/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Facts as a native host configuration, whatever they were read from. */
#ifndef DTLINT_HOST_SHOW_H
#define DTLINT_HOST_SHOW_H

#include "base/buf.h"
#include "host/host.h"

/*
 * Appends a YAML file as schemas/host-config.schema.yaml describes it, with where each
 * fact was said as a comment. Reading it gives the same facts: all of struct host and
 * its devices but the source, the kind and the places in the source. Bytes that are no
 * UTF-8 are written as \xNN is read.
 */
void host_show(const struct host *h, struct buf *out);

#endif
