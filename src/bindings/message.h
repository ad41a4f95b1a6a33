/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words what bindings find; between the files of this folder. */
#ifndef DTLINT_BINDINGS_MESSAGE_H
#define DTLINT_BINDINGS_MESSAGE_H

#include "base/buf.h"
#include "base/suggest.h"
#include "rules/rule.h"
#include "schema/apply/trace.h"

/* What was written in place of what was meant, as far as a message has said so. */
struct slip {
	const char *word; /* as long as the scratch arena's tree */
	const char *meant;
	bool name;    /* of a property of the node; else a string in a value */
	bool certain; /* nothing else can be meant */
	uint32_t n;   /* how many were told: one that is not alone is not kept */
};

/* One finding to be told. */
struct words_of {
	struct lint *l;
	const struct program *p;
	struct machine *m;
	struct decoder *d;
	struct near *near;
	const struct schema_finding *finding;
	struct slip *slip;                /* filled by finding_message() */
	const struct schema_error *above; /* the choice whose branch is told, or NULL */
	bool builtin;                     /* the bindings are those of the program */
};

/* What a finding says, in one line. */
const char *finding_message(const struct words_of *w);

/* Which binding wants it, and where that is not plain, when. */
const char *finding_why(const struct words_of *w);

/* What to do, or what the binding says of the property; NULL: nothing to add. */
const char *finding_help(const struct words_of *w);

/*
 * True for a value that is not of the type that its name has elsewhere, because it is a
 * child node that happens to have that name.
 */
bool finding_is_of_child(const struct words_of *w);

/*
 * Which bytes of the property a finding is about: @length of them from @offset on, or all
 * from there on where that is 0. False where it is not about a value (entry.c).
 */
bool finding_entry(const struct words_of *w, uint32_t *offset, uint32_t *length);

/* One error in words (message.c). */
void put_message(struct buf *b, const struct words_of *w, const struct schema_error *e);

/* The errors of anyOf and oneOf (choice.c). */
void message_choice(
	struct buf *b, const struct words_of *w, const struct schema_error *e);

/* The branches of one with the errors of each, "1: …; 2: …". */
void put_branches(struct buf *b, const struct words_of *w, const struct schema_error *e);

/* Values as in the source of a tree, cut where they are long (print_value.c). */
void put_value(struct buf *b, const struct value *v);
void put_literal(struct buf *b, const struct program *p, uint32_t literal);

/* 'a', 'b' and 3 others; @last is "and" or "or". */
void put_names(struct buf *b, const struct machine *m, const uint32_t *names, uint32_t n,
	const char *last);

/* 'reg', item 2 of 'clocks', 'child/prop', the node. */
void put_subject(struct buf *b, const struct words_of *w, const struct schema_error *e);

/* What a schema of a list wants at a place: a schema, or CODE_TRUE. */
uint32_t item_code(const struct program *p, uint32_t code, uint32_t place);

/*
 * The values that a schema of one value allows, where it says so: 'a', 'b' or 'c'.
 * False, and nothing written, where it does not.
 */
bool put_allowed(struct buf *b, const struct program *p, uint32_t code);

/* Names that bindings know, by their vendor: a slip is looked for within one. */
struct near_names {
	struct near_name {
		struct suggest_word word;
		uint32_t string; /* the program's */
		uint32_t next;   /* of the same vendor, or MAP_ABSENT */
	} * v;
	struct map first; /* by the hash of the vendor */
};

/*
 * What a worker found out about names that no binding knows: trees have the same ones
 * again and again (near_name.c).
 */
struct near {
	struct arena arena;
	struct near_names types;
	struct near_names compatibles;
	struct map best_type;       /* name -> the nearest string, or nstrings */
	struct intern asked;        /* compatible strings */
	struct map best_compatible; /* of `asked` -> the same */
};

/*
 * Weighs a candidate as suggest_try() does, but for what differs in digits alone: that
 * is another chip, or another number, and no slip.
 */
void near_try(struct suggest *s, const char *candidate);

/* Notes what is near to a word, for slip_fix(); @meant NULL: nothing is. */
void slip_note(const struct words_of *w, const char *word, const char *meant, bool name,
	bool certain);

/* The change of a node, or of a string in @p (or NULL), that a message told of. */
void slip_fix(struct lint *l, struct diag *d, const struct slip *slip,
	const struct node *n, const struct prop *p);

/*
 * "; did you mean 'X'?" of the names that a schema knows and @object has not, or "".
 * @known: the word is one that bindings have, or no property of the node's.
 */
const char *near_member(const struct words_of *w, uint32_t code,
	const struct value *object, const char *word, bool known);

/* The same of all properties that any binding types. */
const char *near_type(const struct words_of *w, uint32_t name);

/* The same of all compatible strings. */
const char *near_compatible(const struct words_of *w, const struct value *string);

#endif
