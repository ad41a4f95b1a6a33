/* SPDX-License-Identifier: GPL-2.0-or-later */
/* File names as other programs want them. */
#ifndef DTLINT_REPORT_PATH_H
#define DTLINT_REPORT_PATH_H

#include "report/report.h"

/* False for standard input and a command line, which have no path. */
bool path_is_file(const char *name);

/*
 * @name relative to the report's root where it is below it, else absolute; without
 * "." and "..", which are taken off by name alone. In the report's scratch arena.
 */
const char *path_from_root(const struct report *r, const char *name);

/*
 * The same as a URI (RFC 3986): a relative reference, or file:///…. Bytes other than
 * unreserved ones and '/' are percent-encoded.
 */
const char *path_uri(const struct report *r, const char *name);

#endif
