/* SPDX-License-Identifier: GPL-2.0-or-later */
/* URIs of files (RFC 8089), as editors name documents. */
#ifndef DTLINT_LSP_URI_H
#define DTLINT_LSP_URI_H

#include "base/arena.h"

/* The path of a "file:" URI of this machine, or NULL. */
char *uri_to_path(const char *uri, struct arena *a);

/* The URI of an absolute path. */
char *uri_of_path(const char *path, struct arena *a);

#endif
