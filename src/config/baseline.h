/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Baselines: findings that are known, so that only others count. schemas/baseline.schema.json
 * describes the file.
 *
 * An entry is a finding's fingerprint (docs/identity.md) and its tree. What else a line
 * has is for people, but for `reason` and `expires`, which are as those of an ignore.
 */
#ifndef DTLINT_CONFIG_BASELINE_H
#define DTLINT_CONFIG_BASELINE_H

#include "base/hash.h"
#include "config/config.h"

#define BASELINE_NAME ".dtlint-baseline.json"

struct baseline_entry {
	const char *tree; /* as baseline_tree() has it */
	const char *fingerprint;
	const char *rule;
	const char *level; /* or NULL, as are the next three */
	const char *node;
	const char *property;
	const char *message;
	const char *reason;  /* or NULL */
	const char *expires; /* YYYY-MM-DD, the last day it holds, UTC; or NULL */
	bool expired;
	bool met; /* set by those who met the finding */
};

struct baseline {
	const char *file; /* as it is named */
	const char *dir;  /* absolute, real: what trees in it are relative to */
	struct baseline_entry *v;
	size_t n;
	struct map by_key;
};

/* The largest baseline that is read. */
#define BASELINE_SIZE_MAX ((size_t)256 << 20)

/* An empty one, to be written to @file. */
void baseline_init(struct baseline *b, const char *file, struct arena *a);

/*
 * Reads one; @today is YYYY-MM-DD. Everything lives in @a. False with the fault set where
 * it is none.
 */
bool baseline_load(struct baseline *b, const char *file, const char *today,
	struct arena *a, struct fault *f);

/*
 * The baseline that holds for an input: BASELINE_NAME in the nearest directory upward that
 * has it or a configuration, up to the first that holds `.git`. NULL where there is none.
 */
const char *baseline_find_file(const char *input, struct arena *a);

/* Where a new one is to be for it: in that directory, or in the working directory. */
const char *baseline_new_file(const char *input, struct arena *a);

/* A tree's name in a baseline: its path from there, with the part of the file. */
const char *baseline_tree(
	const struct baseline *b, const char *file, const char *unit, struct arena *a);

/* The entry, or NULL. */
struct baseline_entry *baseline_find(
	const struct baseline *b, const char *tree, const char *fingerprint);

/*
 * Appends the text of a file with these entries, a line each, in the order of trees,
 * nodes and rules; the entries are sorted on the way.
 */
void baseline_write(struct baseline_entry *v, size_t n, struct buf *out);

#endif
