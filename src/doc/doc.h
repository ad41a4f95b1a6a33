/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A configuration, in YAML or JSON, as values that know their line, their key and what
 * they stand in: a view of a document (doc/value.h) for readers that tell people where
 * something is wrong.
 *
 * `yes` and `on` are strings, as the 1.2 core schema has it. Limits hold for both:
 * nesting of DOC_DEPTH_MAX, DOC_VALUES_MAX values; a duplicate key, an alias, a tag or a
 * second document is a fault that says so. So is an integer of YAML of more than 64
 * bits; text is UTF-8, without NUL characters.
 */
#ifndef DTLINT_DOC_DOC_H
#define DTLINT_DOC_DOC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/fault.h"
#include "doc/builder.h"

enum { DOC_DEPTH_MAX = DOCUMENT_DEPTH_MAX, DOC_VALUES_MAX = 1000000 };

enum doc_type { DOC_NULL, DOC_BOOL, DOC_INT, DOC_REAL, DOC_STRING, DOC_LIST, DOC_MAP };

struct doc {
	enum doc_type type;
	bool json;                /* of a JSON document */
	uint32_t line;            /* from 1 */
	uint32_t column;          /* from 1; 0: beyond 65,535 */
	const struct doc *parent; /* NULL for the root */
	const char *key;          /* in a map: the key; else NULL */
	uint32_t key_line;        /* where the key stands */
	uint32_t key_column;
	uint32_t index;          /* its place among its parent's children, from 0 */
	const char *text;        /* scalars: as written, without quotes */
	bool boolean;            /* DOC_BOOL */
	bool negative;           /* DOC_INT: the value is -integer */
	uint64_t integer;        /* DOC_INT: magnitude */
	const struct doc *first; /* DOC_LIST, DOC_MAP: the children, in file order */
	const struct doc *next;
	size_t count;
};

enum doc_format { DOC_FORMAT_YAML, DOC_FORMAT_JSON };

/* JSON where the first character that is not white space is '{' or '['. */
enum doc_format doc_guess_format(const void *text, size_t n);

/*
 * Reads the whole text; NULL with the fault set, line and column, on failure. The
 * document lives in @a.
 */
const struct doc *doc_read(const void *text, size_t n, enum doc_format format,
	struct arena *a, struct fault *f);

/* The value of a map's key, or NULL; NULL also where @map is no map. */
const struct doc *doc_get(const struct doc *map, const char *key);

/* The value's JSON pointer (RFC 6901): "" for the root, "/devices/0/features". */
const char *doc_pointer(const struct doc *value, struct arena *a);

/* "a map", "a list", "a string" …, for messages. */
const char *doc_type_name(enum doc_type type);

/* What stands there, for messages: "the string 'x'", cut where it is long; "a map". */
const char *doc_found(const struct doc *value, struct arena *a);

/* Sets a fault at the value, or at its key. */
bool doc_fault(const struct doc *at, struct fault *f, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
bool doc_fault_key(const struct doc *at, struct fault *f, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* A fault "expected …, found …" where the value is of another type. */
bool doc_expect(const struct doc *value, enum doc_type type, struct fault *f);

/*
 * A fault, with the nearest key or all of them, where the map has one that is not
 * among the @n. @of completes "unknown key 'x'": "", " of a device".
 */
bool doc_expect_keys(const struct doc *map, const char *of, const char *const *keys,
	size_t n, struct fault *f);

#endif
