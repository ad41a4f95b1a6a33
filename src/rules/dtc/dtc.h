/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Helpers of the rules of the dtc family.
 *
 * Each says what a check of dtc 1.8.1 says of a compiled tree, under the check's name:
 * of the same nodes, as often, at the same level. docs/dtc-checks.md lists them all,
 * and the few places where dtlint knows better.
 */
#ifndef DTLINT_RULES_DTC_DTC_H
#define DTLINT_RULES_DTC_DTC_H

#include "rules/rule.h"
#include "tree/names.h"
#include "tree/value.h"

/* Entries of a rule. */
#define DTC_SPEC(section) "Devicetree Specification v0.4, " section "\n"
#define DTC_CHECK(name) "dtc 1.8.1, check " #name
#define DTC_NEEDS(...) \
	.prerequisites = (const char *const[]) \
	{ \
		__VA_ARGS__, NULL \
	}
#define DTC_ROOT(body) \
	{ \
		"/dts-v1/;\n\n/ {\n" body "};\n", NULL \
	}

/* The node's path, for a message. */
const char *dtc_path(struct lint *l, const struct node *n);

/* "1 byte", "4 bytes" */
const char *dtc_count(struct lint *l, uint64_t n, const char *what);

/* The value as dtc source has cells, cut short where it is long: "<0x1 0x2>". */
const char *dtc_cells(struct lint *l, const struct prop *p);

/*
 * lint_report() of @ncells cells of the value from @cell on (0: of all from there on), at
 * the rule's level.
 */
struct diag *dtc_report_cells(struct lint *l, const struct rule *r, const struct node *n,
	const struct prop *p, uint32_t cell, uint32_t ncells, const char *fmt, ...)
	__attribute__((format(printf, 7, 8)));

/* What stands behind the first '@', "" where nothing does. */
static inline const char *
dtc_unit(const struct tree *t, const struct node *n)
{
	const char *unit = node_unit_address(t, n);

	return unit ? unit : "";
}

enum { DTC_HEX = 17 };

/* The number in hex as names have it, in @buf. */
const char *dtc_hex(char buf[DTC_HEX], uint64_t n);

/* A tree that refers to labels of another one: an overlay, by its fix-ups. */
bool dtc_is_plugin(const struct tree *t);

/*
 * Whether the cells that a node counts its children by are for an overlay's target to
 * give: it stands for a node of the base, or is a fragment, and does not say itself.
 */
static inline bool
dtc_is_counted_by_target(const struct tree *t, const struct node *n)
{
	if (!t->overlay || !n)
		return false;
	if (n->name != NAME_overlay)
		return n->parent == 0 && node_child(t, n, "__overlay__", 11);
	return !node_has(t, n, NAME_address_cells) || !node_has(t, n, NAME_size_cells);
}

static inline bool
dtc_phandle_is_valid(uint32_t phandle)
{
	return phandle != 0 && phandle != UINT32_MAX;
}

/* As dtc has it: nothing but nothing is a multiple of 0. */
static inline bool
dtc_is_multiple(uint32_t n, uint32_t of)
{
	return of ? n % of == 0 : n == 0;
}

/*
 * Keys of things that should all differ: put one in, and false means that it may have
 * been there already. Cheap, and wrong too rarely to matter for a few.
 */
static inline bool
dtc_first_seen(uint64_t *seen, uint32_t key)
{
	uint64_t bit = UINT64_C(1) << (key * 0x9e3779b1u >> 26), before = *seen;

	*seen |= bit;
	return !(before & bit);
}

/*
 * For each of @n keys the index of the one before it that equals it, or UINT32_MAX;
 * NULL where all differ, as they nearly always do. In time proportional to @n.
 */
uint32_t *dtc_repeats(struct lint *l, const uint32_t *keys, uint32_t n);

#endif
