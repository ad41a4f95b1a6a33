/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Bindings as they were before they were compiled, kept in a program so that it can be
 * compiled anew with others laid over it. They are not looked at otherwise.
 *
 * SECTION_SOURCE_STRINGS holds terminated strings one behind the other, numbered on
 * from the program's; SECTION_SOURCES a value for each root, in their order. A value is
 * a byte for its kind, then: of an integer its magnitude, of a real its eight bytes, of
 * a string its number, of an array its length and elements, of an object its length
 * and, for each member, the number of its key and its value. Numbers are little-endian
 * groups of seven bits, with bit 7 set in all but the last. Where SOURCE_PLACED is set
 * in the byte, line and column stand behind it.
 */
#ifndef DTLINT_SCHEMA_BINDING_SOURCE_H
#define DTLINT_SCHEMA_BINDING_SOURCE_H

#include "schema/binding/set.h"
#include "schema/program/emit.h"
#include "schema/program/program.h"

enum { SOURCE_PLACED = 0x80 };

struct source_writer {
	const struct emit *emit; /* which has all its strings by then */
	struct words number_of;  /* by atom: that of a string of its own + 1 */
	uint32_t count;          /* of those */
	struct buf text;         /* SECTION_SOURCE_STRINGS */
	struct buf values;       /* SECTION_SOURCES */
};

/* Adds a value; the strings that it has no atom for are not shared. */
void source_write(struct source_writer *w, const struct value *v);

void source_writer_free(struct source_writer *w);

/*
 * Puts the bindings of a program into a set, as they are: their fix-ups are done.
 * What is wrong with one goes to the set's faults; false with the fault set where the
 * sources as such are damaged, or are not there.
 */
bool source_read(struct schema_set *s, const struct program *p, struct fault *f);

#endif
