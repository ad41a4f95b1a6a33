/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reports made by hand: no rule, tree or reader takes part. */
#ifndef DTLINT_TESTS_REPORT_SAMPLE_H
#define DTLINT_TESTS_REPORT_SAMPLE_H

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "report/fold/fold.h"
#include "report/identity.h"
#include "report/report.h"
#include "rules/rule.h"
#include "run.h"

static struct arena arena;
static struct diag_list diags;
static struct report report;

static const struct rule coherence = {
	.id = "virtio/mmio-missing-dma-coherent",
	.level = LEVEL_ERROR,
	.varies = true,
	.summary = "a virtio,mmio node has no dma-coherent",
	.why = "Data is <silently> corrupted.",
	.levels = "error: claimed\nwarning: not known",
	.fix = "Add *dma-coherent*.",
	.refs = "mmio.yaml\nDevicetree Specification v0.4, 2.3.10",
};

static const struct rule without_node = {
	.id = "virtio/host-device-without-node",
	.level = LEVEL_WARNING,
	.summary = "the host has a device the tree does not describe",
};

static const struct rule unreadable = {
	.id = "input/device-tree",
	.level = LEVEL_ERROR,
	.summary = "a device tree could not be read",
	.why = "Nothing of it was looked at.",
};

static const struct report_input one_input[] = {
	{ .file = "guest.dtb", .ok = true, .nnodes = 40, .arch = "arm64" },
};

static void
setup(void)
{
	diags = (struct diag_list){ .arena = &arena };
	report = (struct report){
		.inputs = one_input,
		.ninputs = 1,
		.cwd = "/home/u/fw",
		.width = 100,
		.scratch = &arena,
	};
}

static void
teardown(void)
{
	arena_free(&arena);
}

static inline struct diag *
finding(const struct rule *r, enum level level, const char *node, const char *message)
{
	struct diag *d = diag_add(&diags);

	d->rule = r;
	d->level = level;
	d->file = "guest.dtb";
	d->input = 1;
	d->node = node;
	d->message = message;
	return d;
}

/* What the flagship rule says of one node, with its command. */
static inline struct diag *
incoherent(enum level level, const char *node)
{
	struct diag *d = finding(&coherence, level, node, "no dma-coherent");

	d->property = "dma-coherent";
	d->place.offset = 636;
	d->why = "rings are mapped non-cacheable";
	d->help = "add the property";
	d->command = arena_printf(&arena, "fdtput guest.dtb %s dma-coherent",
		diag_shell_quote(&arena, node));
	return d;
}

/* A finding of a tree that was made from a text, with two related places. */
static inline struct diag *
located(void)
{
	struct diag *d = incoherent(LEVEL_ERROR, "/soc/a@1");
	struct diag_related there = { .place = { "board.dts", 4, 2, 4, 8, -1, 0 },
		.excerpt = "\tother;",
		.message = "overridden here" };
	struct diag_related also = { .place = { .offset = 80, .length = 4 },
		.message = "also here" };

	d->place = (struct place){ "soc.dtsi", 12, 9, 12, 13, -1, 0 };
	d->excerpt = "\treg = <0xé0 1>;";
	diag_relate(&arena, d, &there);
	diag_relate(&arena, d, &also);
	return d;
}

static inline void
paired(struct diag *d, uint32_t line, const char *device)
{
	static const char *const features[] = { "VIRTIO_F_VERSION_1",
		"VIRTIO_F_ACCESS_PLATFORM" };

	d->host = (struct diag_host){
		.file = "run.sh",
		.kind = "qemu",
		.line = line,
		.device = device,
		.text = "iommu_platform=on",
		.features = features,
		.nfeatures = 2,
	};
}

/* The 32 slots of QEMU's virt machine for Arm. */
static inline const char *
slot(unsigned int i)
{
	return arena_printf(&arena, "/virtio_mmio@%x", 0xa000000 + i * 0x200);
}

/* What the reporter of that name makes of the findings so far. */
static inline const char *
written(const char *reporter)
{
	struct buf out = { 0 };
	struct folds folds;
	const char *s;

	report.diags = diags.v;
	report.ndiags = diags.n;
	report_identify(diags.v, diags.n, &arena);
	memset(report.counts, 0, sizeof(report.counts));
	memset(report.distinct, 0, sizeof(report.distinct));
	for (size_t i = 0; i < diags.n; i++)
		report.counts[diags.v[i]->level]++;
	folds = fold_diags(diags.v, diags.n, &arena);
	for (size_t i = 0; i < folds.n; i++)
		report.distinct[folds.v[i].v[0]->level]++;
	reporter_by_name(reporter)->write(&report, &out);
	s = arena_strndup(&arena, out.s ? out.s : "", out.n);
	ck_assert_uint_eq(strlen(s), out.n);
	buf_free(&out);
	return s;
}

static inline unsigned int
count(const char *text, const char *what)
{
	unsigned int n = 0;

	for (; (text = strstr(text, what)); text += strlen(what))
		n++;
	return n;
}

static inline void
ck_assert_contains(const char *text, const char *what)
{
	ck_assert_msg(strstr(text, what) != NULL, "'%s' is not in:\n%s", what, text);
}

static inline void
ck_assert_lacks(const char *text, const char *what)
{
	ck_assert_msg(strstr(text, what) == NULL, "'%s' is in:\n%s", what, text);
}

#endif
