/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Checks of an overlay against the base that it is to be applied to (overlay/…). */
#ifndef DTLINT_RULES_OVERLAY_BASE_H
#define DTLINT_RULES_OVERLAY_BASE_H

#include "rules/rule.h"
#include "tree/overlay.h"

/* An overlay and the tree that it meets: the base with the overlays before it. */
struct overlay_pair {
	const struct overlay *overlay;
	const struct tree *base;
	const char *base_name; /* what people call it */
	/*
	 * Reports at a node (NULL: the overlay as a whole) and a property of the overlay;
	 * the diagnostic may be NULL. @message lives no longer than the call.
	 */
	struct diag *(*report)(const struct overlay_pair *pair, const struct rule *r,
		enum level level, const struct node *n, const struct prop *p,
		const char *message);
	void *context;
	struct arena *scratch;
	size_t errors; /* that were found */
	/* overlay_target_paths(), from overlay_check_base() on. */
	const char **targets;
};

/* Reports what will keep the overlay from being applied, and what Linux refuses. */
void overlay_check_base(struct overlay_pair *pair);

/*
 * Reports that libfdt would not apply it, for a reason that nothing else has told; 0: it
 * would take too long.
 */
void overlay_report_failure(struct overlay_pair *pair, int libfdt_error);

/*
 * Whether the overlay is for the base: all of its labels and target paths are there, and
 * where both have a `compatible` of the root, they have a string in common.
 */
bool overlay_fits(const struct overlay *o, const struct tree *base);

enum overlay_rule {
	OVERLAY_UNKNOWN_LABEL,
	OVERLAY_NO_SYMBOLS,
	OVERLAY_ABSENT_TARGET,
	OVERLAY_NOT_APPLIED,
	OVERLAY_NOTHING_APPLIED,
	OVERLAY_PHANDLE_OVERFLOW,
	OVERLAY_CELLS_CHANGED,
	OVERLAY_NO_BASE,
};

const struct rule *overlay_rule(enum overlay_rule which);

#endif
