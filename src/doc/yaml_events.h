/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads a YAML text with libyaml, event by event: the one place where dtlint calls it. */
#ifndef DTLINT_DOC_YAML_EVENTS_H
#define DTLINT_DOC_YAML_EVENTS_H

#include <yaml.h>

#include "doc/builder.h"

struct yaml_reading {
	/* Of each event, which is gone afterwards; false ends the reading. */
	bool (*on_event)(void *context, const yaml_event_t *e);
	/* What libyaml cannot read: the parser's `problem`, `context` and marks. */
	void (*on_error)(void *context, const yaml_parser_t *p);
	void *context;
	yaml_encoding_t
		encoding; /* YAML_ANY_ENCODING: as the text's first bytes have it */
};

/* False where an event ended the reading, or an error did. */
bool yaml_events(const struct yaml_reading *r, const void *text, size_t n);

/* A place of libyaml's, from 1. */
struct mark yaml_mark(const yaml_mark_t *m);

#endif
