/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What one worker needs to run a program: names the program does not know, compiled
 * regular expressions, and what was found out before. The program is shared and never
 * written to.
 */
#ifndef DTLINT_SCHEMA_MACHINE_H
#define DTLINT_SCHEMA_MACHINE_H

#include "base/hash.h"
#include "schema/emit.h"
#include "schema/pattern_index.h"
#include "schema/program.h"
#include "schema/regex.h"
#include "schema/value.h"

enum {
	EVAL_DEPTH_MAX = 2000, /* schemas within schemas, on the way to one value */
#ifdef FUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION
	EVAL_STEPS_MAX = 20000,
#else
	EVAL_STEPS_MAX = 20000000, /* schemas and keywords for one verdict */
#endif
	LIMIT_STEPS = 1000000, /* what a regular expression at its limit counts for */
};

enum { RECENT = 4096 }; /* a power of two */

struct machine {
	const struct program *p;
	struct regexes *regexes;
	struct arena arena; /* lives as long as the machine */
	struct intern more; /* names that the program does not know */
	struct map matches; /* (patterns' block, name) -> list in `lists` */
	struct {
		uint64_t key; /* in `matches`; 0: none yet */
		uint32_t at;
	} recent[RECENT];   /* of those, by hash: small enough to stay in a cache */
	struct map indexed; /* patterns' block -> place in `indices` */
	struct pattern_index **indices;
	struct words lists;  /* [ n ] [ place in the block ] …; 0 is empty */
	struct words scopes; /* resources entered, for $recursiveRef */
	/*
	 * Verdicts on properties that were true: see eval_member(). NULL: none are kept.
	 */
	struct verdict *verdicts;
	uint32_t depth;
	uint32_t steps;
	bool exhausted; /* a limit was met: the verdict is not to be trusted */
};

/*
 * Of an object of a tree `extra` is the property's number in it, or this. The values of
 * properties bear a digest, in `line` and `id`.
 */
#define MEMBER_NODE UINT32_MAX

/* A verdict on such a value. */
struct verdict {
	uint64_t key;
	uint32_t steps; /* that the verdict took */
};

enum { VERDICTS = 1 << 15 }; /* a later one takes the place of an earlier */

/* From now on values that bear a digest are not judged twice by the same schema. */
void machine_keep_verdicts(struct machine *m);

struct machine *machine_new(const struct program *p);
void machine_free(struct machine *m);

/* A name's number: the program's, or one behind them that is the machine's own. */
uint32_t machine_name(struct machine *m, const char *s, size_t n);

/* The text of a name. */
const char *machine_text(const struct machine *m, uint32_t name);

/*
 * Which of the patterns of a block match the name: places in it, the first word being
 * their number.
 */
const uint32_t *machine_matches(struct machine *m, uint32_t block, uint32_t name);

/*
 * True where the value is valid under the schema. Keys and strings of the value must
 * bear the machine's numbers; strings it does not know may have none. A verdict that
 * takes too long, or nests too deep, is true and sets `exhausted`.
 */
bool machine_valid(struct machine *m, uint32_t code, const struct value *v);

/* Within a verdict: the same, counting towards its limits. */
bool eval_schema(struct machine *m, uint32_t code, const struct value *v, uint64_t *seen);

/* The same of a member of an object, whose value may bear a digest. */
bool eval_member(struct machine *m, uint32_t code, const struct member *member);

/* Where `$recursiveRef` at a slot leads to now. */
uint32_t eval_recursive_target(const struct machine *m, uint32_t slot);

/* A block of names in ascending order: the place of one, or -1. */
int32_t block_find(const uint32_t *block, uint32_t name);

/* Literals of a program. */
struct value literal_number(const struct program *p, uint32_t literal);
bool literal_equals(const struct program *p, uint32_t literal, const struct value *v);

/* The member of an object, or NULL. */
static inline const struct value *
object_get(const struct value *object, uint32_t name)
{
	uint32_t i;

	for (i = 0; i < object->n; i++)
		if (object->members[i].key == name)
			return &object->members[i].value;
	return NULL;
}

#endif
