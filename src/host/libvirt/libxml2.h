/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * libxml2, loaded when a domain is to be read: it brings 32 MB of Unicode tables along,
 * and would double the time that linting one tree takes.
 */
#ifndef DTLINT_HOST_LIBVIRT_LIBXML2_H
#define DTLINT_HOST_LIBVIRT_LIBXML2_H

#include <libxml/SAX2.h>
#include <libxml/parser.h>

#include "base/fault.h"

#if LIBXML_VERSION >= 21200
#define LIBXML2_ERROR const xmlError
#else
#define LIBXML2_ERROR xmlError
#endif

struct libxml2 {
	__typeof__(xmlCreatePushParserCtxt) *create;
	__typeof__(xmlCtxtUseOptions) *options;
	__typeof__(xmlParseChunk) *chunk;
	__typeof__(xmlStopParser) *stop;
	__typeof__(xmlFreeParserCtxt) *free;
	__typeof__(xmlSAX2GetLineNumber) *line;
	__typeof__(xmlSetStructuredErrorFunc) *errors;
};

/* NULL with the fault set where it is not installed. The same at every call. */
const struct libxml2 *libxml2_load(struct fault *f);

#endif
