/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The bindings of schemas/bindings, compiled when dtlint was built: constant data of
 * the program, made by schemas/embed.c, so that they cost nothing to load.
 */
#ifndef DTLINT_SCHEMA_STORE_BUILTIN_H
#define DTLINT_SCHEMA_STORE_BUILTIN_H

#include <stddef.h>
#include <stdint.h>

extern const uint32_t builtin_image[];
extern const size_t builtin_size;

#endif
