/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Content of schemas/, made part of the program when dtlint was built: constant data, made
 * by schemas/embed.c, so that it costs nothing to load.
 */
#ifndef DTLINT_SCHEMA_PROGRAM_BUILTIN_H
#define DTLINT_SCHEMA_PROGRAM_BUILTIN_H

#include <stddef.h>
#include <stdint.h>

/* schemas/bindings, compiled. */
extern const uint32_t builtin_image[];
extern const size_t builtin_image_size;

/*
 * schemas/core, compiled with its sources (schema/binding/source.h), for bindings to be
 * laid over. Of size 0 in the program that makes it.
 */
extern const uint32_t builtin_core_image[];
extern const size_t builtin_core_image_size;

/*
 * The files of schemas/core and schemas/meta-schemas as they are written, by their names
 * below schemas/: a terminated name, then a terminated text, and so on.
 */
extern const uint32_t builtin_core_texts[];
extern const size_t builtin_core_texts_size;

#endif
