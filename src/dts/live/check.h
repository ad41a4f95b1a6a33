/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Checks of a tree as dtc makes them between reading and writing it, some of which refuse
 * it, and what it does on the way: phandles for what is referred to, nodes left out,
 * symbols and fix-ups.
 */
#ifndef DTLINT_DTS_LIVE_CHECK_H
#define DTLINT_DTS_LIVE_CHECK_H

#include "dts/live/live.h"
#include "dts/source/text.h"

enum live_check {
#define CHECK(name, needs) LIVE_CHECK_##name,
#include "dts/live/checks.def"
#undef CHECK
	LIVE_CHECKS
};

/* "dtc/NAME" */
const char *live_check_rule(enum live_check c);

/* How loud each check is, as -W and -E have it. */
struct live_levels {
	bool warn[LIVE_CHECKS];
	bool error[LIVE_CHECKS];
};

/* dtc's defaults: all of them are errors. */
void live_levels_init(struct live_levels *levels);

/*
 * As dtc's -W (@warn) or -E (@error) with "NAME" or "no-NAME": raises a check with what
 * it needs, or lowers it with what needs it. False where it is none of these checks.
 */
bool live_levels_option(
	struct live_levels *levels, bool warn, bool error, const char *option);

/*
 * Runs the checks, and what dtc does under their names: phandles are given, references
 * become numbers and paths, nodes that nobody refers to are left out. With @symbols
 * those that have labels stay. What they find is told as text->messages, under
 * "dtc/NAME". False where a check that is an error does not pass.
 */
bool live_check(struct live_tree *t, struct dts_text *text,
	const struct live_levels *levels, bool symbols);

/* The phandle of a node, which is given one where it has none. */
uint32_t live_phandle(struct live_tree *t, struct live_node *n);

/* The node that bears a phandle, or NULL. */
struct live_node *live_find_phandle(const struct live_tree *t, uint32_t phandle);

/* Where the findings of a check go. */
struct live_report {
	struct live_tree *tree;
	struct dts_text *text;
	const char *rule;
	enum dts_level level;
	bool silent;
	bool *failed;
};

/* Tells of a finding; for notes, or NULL. */
struct dts_message *live_fail(const struct live_report *r, struct live_place place,
	const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/* The node's path, for a finding; "" where that will not be seen. */
const char *live_report_path(const struct live_report *r, const struct live_node *n);

/* The child of that name, which is made where there is none. */
struct live_node *live_child_made(
	struct live_tree *t, struct live_node *parent, atom_t name);

/* phandle.c: what the checks of these names do. */
void live_explicit_phandles(struct live_tree *t, const struct live_report *r);
void live_resolve_phandles(struct live_tree *t, const struct live_report *r);
void live_resolve_paths(struct live_tree *t, const struct live_report *r);

/* The most bytes of all values: references to deep nodes multiply. */
enum { LIVE_VALUES_MAX = 256 << 20 };

/* Whether they are more, which is told. */
bool live_too_large(const struct live_tree *t, struct dts_text *text);

/*
 * `__symbols__` (with @symbols), and for an overlay `__fixups__` and `__local_fixups__`.
 * False, told, where dtc gives up.
 */
bool live_symbols(struct live_tree *t, struct dts_text *text, bool symbols);
bool live_fixups(struct live_tree *t, struct dts_text *text);

#endif
