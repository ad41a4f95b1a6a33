/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Faults: why a piece of work could not be done, and at which place.
 *
 * Readers take a struct fault and fill it when they fail; whoever called them
 * turns it into a diagnostic. A fault ends the work on its file, not the run.
 */
#ifndef DTLINT_BASE_FAULT_H
#define DTLINT_BASE_FAULT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/place.h"

struct fault {
	struct arena *arena; /* the strings below live here; set by the caller */
	struct place place;  /* its file NULL: the caller's own name for the input */
	const char *message; /* what is wrong and what was expected; NULL: no fault */
};

#define FAULT_INIT(a) ((struct fault){ .arena = (a), .place = PLACE_NONE })

/*
 * Each sets the message and the place and returns false, so that a reader can
 * write `return fault_at_line(…)`. A fault that is already set is kept: the
 * first one is the cause.
 */
bool fault_set(struct fault *f, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
bool fault_at(struct fault *f, const struct place *place, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
bool fault_at_offset(struct fault *f, int64_t offset, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
bool fault_at_line(struct fault *f, uint32_t line, uint32_t column, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));

#endif
