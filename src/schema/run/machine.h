/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Machine: what one worker needs to run a program: names the program does not know,
 * compiled regular expressions, and what was found out before. The program is shared
 * and never written to.
 */
#ifndef DTLINT_SCHEMA_RUN_MACHINE_H
#define DTLINT_SCHEMA_RUN_MACHINE_H

#include "base/hash.h"
#include "doc/value.h"
#include "schema/program/emit.h"
#include "schema/program/program.h"
#include "schema/program/regex.h"
#include "schema/run/pattern_index.h"

enum {
	EVAL_DEPTH_MAX = 2000, /* schemas within schemas, on the way to one value */
#ifdef FUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION
	EVAL_STEPS_MAX = 20000,
#else
	EVAL_STEPS_MAX = 20000000, /* schemas and keywords for one verdict */
#endif
	LIMIT_STEPS = 1000000, /* what a regular expression at its limit counts for */
};

struct machine {
	const struct program *p;
	struct regexes *regexes;
	struct arena arena; /* lives as long as the machine */
	struct intern more; /* names that the program does not know */
	struct map matches; /* (patterns' block, name) -> list in `lists` */
	struct map indexed; /* patterns' block -> place in `indices` */
	struct pattern_index **indices;
	struct words lists;  /* [ n ] [ place in the block ] …; 0 is empty */
	struct plan *plans;  /* by hash: a later one takes the place of an earlier */
	uint32_t nplans;     /* a power of two */
	struct map manifold; /* (schema, name) -> the list of a plan of several */
	struct words scopes; /* resources entered, for $recursiveRef */
	/* Verdicts on members that were true: see eval_member(). NULL: none are kept. */
	struct verdict *verdicts;
	const struct value_digest
		*nodes; /* of the tree at hand: of objects, by their `line` */
	const struct value_digest *props; /* of other members, by their `extra` */
	uint32_t depth;
	uint32_t steps;
	uint8_t *met;     /* slots that something was held against; NULL: not kept */
	bool exhausted;   /* a limit was met: the verdict is not to be trusted */
	uint32_t depends; /* of enum varying: what the verdict may depend on */
};

/* Of an object of a tree `extra` is the property's number in it, or this. */
#define MEMBER_NODE UINT32_MAX

/*
 * What stands for a value of a tree where verdicts are kept: for a property's but for its
 * varying cells, for a node's but for those that hold phandles; and all of it.
 */
struct value_digest {
	uint64_t shape;
	uint64_t exact;
};

/*
 * What a schema's `properties`, `patternProperties` and `additionalProperties` come to
 * for members of one name.
 */
struct plan {
	uint64_t key;  /* the schema, and the name; 0: none yet */
	uint32_t n;    /* schemas that the value is held against, with PLAN_NAMED */
	uint32_t what; /* the one schema; or of several, their place in `lists` */
};

#define PLAN_NAMED 0x80000000u /* the member counts as evaluated */

/* Found out once, but for what a limit cut off (plan.c). */
struct plan machine_plan(struct machine *m, uint32_t code, uint32_t name);

/* A verdict on such a value. */
struct verdict {
	uint64_t key;
	uint32_t steps;   /* that the verdict took */
	uint32_t depends; /* at what, by it */
};

enum {
	VERDICTS = 1 << 16, /* a later one takes the place of an earlier */
	PLANS_FEW = 1 << 12,
	PLANS = 1 << 15, /* where verdicts are kept */
};

/* From now on members that bear a digest are not judged twice by the same schema. */
void machine_cache_verdicts(struct machine *m);

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

/* The same of a member of an object. */
bool eval_member(struct machine *m, uint32_t code, const struct member *member);

/* Where `$recursiveRef` at a slot leads to now. */
uint32_t eval_recursive_target(const struct machine *m, uint32_t slot);

/*
 * True where `properties` or `patternProperties` beside an `additionalProperties`, as
 * the block of it has them, name a member.
 */
bool machine_names(struct machine *m, const uint32_t *additional, uint32_t name);

/* A block of names in ascending order: the place of one, or -1. */
int32_t block_find(const uint32_t *block, uint32_t name);

/* A literal of a program that is a number. */
struct value literal_number(const struct program *p, uint32_t literal);
bool literal_equals(struct machine *m, uint32_t literal, const struct value *v);

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
