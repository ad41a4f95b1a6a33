/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Atoms of the strings in keywords.def, as constants: in every interner, and in every
 * program, of the schema engine they come first. */
#ifndef DTLINT_SCHEMA_PROGRAM_KEYWORDS_H
#define DTLINT_SCHEMA_PROGRAM_KEYWORDS_H

#include "base/intern.h"

enum {
#define KEYWORD(id, string) K_##id,
#include "schema/program/keywords.def"
	KEYWORDS_COUNT
};

/* What a keyword asks of a value that is a node: where it can find anything. */
enum keyword_asks {
	ASKS_NOTHING,   /* says something of the schema, or belongs to other keywords */
	ASKS_NO_NODE,   /* of arrays, strings or numbers alone */
	ASKS_ANY_NODE,  /* can find something in every node */
	ASKS_KIND,      /* `type`: where it does not allow nodes */
	ASKS_NAMES,     /* where a node has one of these names */
	ASKS_KEYS,      /* the same, and of every name that has a value here */
	ASKS_PATTERNS,  /* where a node has a name that matches */
	ASKS_REFERENCE, /* what the schema asks that it leads to */
	ASKS_ALL,       /* what any of its schemas asks: all have to hold */
	ASKS_ANY,       /* what one of its schemas asks, any: one has to hold */
	ASKS_BRANCH,    /* what its schema asks */
};

/* Of the words of schemas; ASKS_NOTHING for other atoms. */
enum keyword_asks keyword_asks(atom_t keyword);

/* What the value of a keyword must be. */
enum keyword_shape {
	SHAPE_ANY,
	SHAPE_SCHEMA,
	SHAPE_SCHEMA_LIST,
	SHAPE_SCHEMA_OR_LIST,
	SHAPE_SCHEMA_MAP,
	SHAPE_PATTERN_MAP, /* of schemas */
	SHAPE_SCHEMA_OR_NAMES_MAP,
	SHAPE_NAMES, /* strings, each once */
	SHAPE_NAMES_MAP,
	SHAPE_LIST,
	SHAPE_STRING,
	SHAPE_ADDRESS, /* without a fragment */
	SHAPE_ANCHOR,
	SHAPE_PATTERN,
	SHAPE_BOOLEAN,
	SHAPE_COUNT, /* a whole number of 0 or more */
	SHAPE_NUMBER,
	SHAPE_POSITIVE,
	SHAPE_TYPE,
};

/* Of the words of schemas; SHAPE_ANY for other atoms. */
enum keyword_shape keyword_shape(atom_t keyword);

/* Puts the keywords into an empty interner. */
void keywords_init(struct intern *in);

#endif
