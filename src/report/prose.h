/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words that several formats share. */
#ifndef DTLINT_REPORT_PROSE_H
#define DTLINT_REPORT_PROSE_H

#include "report/fold/cluster.h"

/* @s, cleaned (diag_clean()); nothing for NULL. */
void prose_put(struct buf *out, struct arena *a, const char *s);

/*
 * What the host says of a finding, and where: "run.sh:4: virtio-blk-device (id=d0)
 * offers F, G ('iommu_platform=on')". The place is left out where it is the finding's
 * own. Nothing for a finding that is not paired, or where nothing is left to say.
 */
void prose_host(struct buf *out, struct arena *a, const struct diag *d);

/* The place and the device alone: "run.sh:4: virtio-blk-device (id=d0)". */
void prose_host_device(struct buf *out, struct arena *a, const struct diag_host *h);

/* "board.dts:4:2: first defined here" */
void prose_related(struct buf *out, struct arena *a, const struct diag *d,
	const struct diag_related *related);

/* "31 more nodes: /a /b … (29 more, --verbose lists them)" */
void prose_also(struct buf *out, const struct report *r, const struct group *g);

/*
 * What is said of a cluster's groups behind the first: "62 more, in 80 of 256 trees: 'a'; 'b'
 * … (60 more, --verbose lists them)", with its place where it has one.
 */
void prose_others(struct buf *out, const struct report *r, const struct cluster *c);

/* "1 tree", "2 trees" */
void prose_count(struct buf *out, size_t n, const char *noun);

/* "in 40 of 41 trees", of those that were read; where fewer were: "in 40 trees" */
void prose_trees(struct buf *out, const struct report *r, size_t n);

/*
 * What is found, in one line: "image.itb#fdt-1: /soc/a@1: no dma-coherent (in 40 of 41 trees)",
 * the last where more than one has it.
 */
void prose_finding(
	struct buf *out, const struct report *r, const struct diag *d, size_t ntrees);

/* The number of columns the UTF-8 text takes, all characters taken as one wide. */
size_t prose_width(const char *s);

#endif
