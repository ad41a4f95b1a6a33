/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pieces of YAML for `host show`, and the guest's machine in it. */
#ifndef DTLINT_HOST_SHOW_YAML_H
#define DTLINT_HOST_SHOW_YAML_H

#include "base/buf.h"
#include "host/host.h"

/* A double-quoted scalar. */
void show_string(struct buf *out, const char *s);

/* Words for a comment: cut where they are long, '?' for what YAML cannot hold. */
void show_words(struct buf *out, const char *s);

/* "  # FILE:LINE: WORDS", and the end of the line; @said may be NULL. */
void show_said(struct buf *out, const struct host *h, const struct said *said);

/* The map `guest`, or nothing where nothing of it is known. */
void show_guest(struct buf *out, const struct host *h);

#endif
