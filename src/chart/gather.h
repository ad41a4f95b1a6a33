/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Gathering of the charts of one tree: its parts, each in a file of its own. */
#ifndef DTLINT_CHART_GATHER_H
#define DTLINT_CHART_GATHER_H

#include "chart/chart.h"

struct gather {
	struct lint *l;
	struct chart *chart;
	const char **paths; /* by node number, those that were asked for */
	size_t room;        /* for paths, bytes: names nested deep multiply */
};

void gather_addresses(struct gather *g);
void gather_interrupts(struct gather *g);
void gather_virtio(struct gather *g);

/*
 * The node's path; its beginning is left out ("…/name") where a tree's paths would take
 * many times the tree.
 */
const char *gather_path(struct gather *g, const struct node *n);

/* The first string of the node's `compatible`, or NULL. */
const char *gather_compatible(struct gather *g, const struct node *n);

/* A copy that outlives the tree; NULL for NULL. */
const char *gather_text(struct gather *g, const char *s);

#endif
