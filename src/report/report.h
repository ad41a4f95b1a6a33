/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reporters: what a run found, written in one format.
 *
 * A reporter is one file and one line in report/reporters.def. It is handed the whole
 * report, fills a buffer and knows nothing of rules but their documentation; the
 * caller writes the buffer out, whole or not at all.
 */
#ifndef DTLINT_REPORT_REPORT_H
#define DTLINT_REPORT_REPORT_H

#include "base/buf.h"
#include "base/strings.h"
#include "bindings/coverage.h"
#include "chart/chart.h"
#include "diag/diag.h"
#include "host/host.h"

struct node_paths;

struct report_input {
	const char *file;
	const char *unit;  /* the part of it, "image.itb#fdt-1"; NULL: the file itself */
	bool ok;           /* read and linted */
	const char *fault; /* why not */
	uint32_t nnodes;   /* 0 where not ok, or no tree */
	const char *arch;  /* the architecture's name, or NULL: unknown */
	const struct coverage *coverage; /* by bindings; NULL: not asked for */
	const struct chart *chart;       /* NULL: no reporter asked for them */
	const struct node_paths *paths;  /* compare/paths.h; NULL: not asked for */
};

/* Bindings that trees were held against. */
struct report_bindings {
	const char *const *paths; /* the later over the earlier */
	size_t npaths;            /* 0: the built-in ones */
	const char *label;        /* or NULL */
	uint32_t count;           /* with the core's */
	/* the core schemas among them; name is NULL: none */
	const char *core;
	const char *core_version;
	const char *core_hash;
};

struct report_host {
	const char *source;
	bool ok;
	const char *fault;
	const struct host *host; /* NULL where not ok */
	/* Of a report that was read again: how many devices there were, but not which. */
	size_t ndevices;
	size_t nclaims;
};

enum report_fix_kind {
	FIXED_TREE,    /* the corrected tree */
	FIXED_OVERLAY, /* the source of an overlay that corrects it */
	FIXED_PATCH,   /* a patch of sources */
	FIXED_SOURCE,  /* the source itself */
};

/* What --fix did for one input, or for one file of sources. */
struct report_fix {
	const char *file;
	const char *output; /* the file that was written, or was to be */
	enum report_fix_kind kind;
	const char *apply;         /* the shell command that applies a patch, or NULL */
	const char *fault;         /* why it was not written, or NULL */
	struct diag *const *diags; /* the findings that are mended in it */
	size_t ndiags;
};

struct report_config {
	const char *file;
	bool ok;
	const char *fault;
};

/* A finding of a baseline that no longer occurs. */
struct report_gone {
	const char *tree;
	const char *fingerprint;
	const char *rule;
	const char *node;    /* or NULL */
	const char *message; /* or NULL */
};

struct report_baseline {
	const char *file;
	size_t known; /* findings that are in it, and were found */
	const struct report_gone *gone;
	size_t ngone;
};

/*
 * The earlier run that the findings were held against: its findings that are no more;
 * those that are as they were are among `known`.
 */
struct report_comparison {
	const char *old; /* what people call the two */
	const char *now;
	struct diag *const *fixed; /* sorted, with the file names of that run */
	size_t nfixed;
	struct string_list added; /* trees that are in one of the two only */
	struct string_list gone;
};

/* What was found and not looked at, though nothing is wrong with that. */
struct report_skip {
	const char *file;
	const char *unit; /* the part of it, or NULL */
	const char *why;  /* "is a squashfs file system" */
};

struct report {
	const struct report_input *inputs;
	size_t ninputs;
	const struct report_skip *skips;
	size_t nskips;
	const char *input_noun; /* what an input is; NULL: "tree" */
	const struct report_host *hosts;
	size_t nhosts;
	const struct report_bindings *bindings; /* each that was read, once */
	size_t nbindings;
	const struct report_config
		*configs; /* the .dtlint.yaml files that hold for them */
	size_t nconfigs;
	const struct report_fix *fixes; /* in the order of the inputs */
	size_t nfixes;
	struct diag *const *diags; /* sorted; those that were mended are not among them */
	size_t ndiags;
	struct diag *const *ignored; /* left out as the configuration has it; sorted */
	size_t nignored;
	struct diag *const
		*known; /* left out as a baseline or an earlier run has it; sorted */
	size_t nknown;
	const struct report_baseline *baselines; /* those that hold for the inputs */
	size_t nbaselines;
	const struct report_comparison *comparison; /* NULL: with no earlier run */
	size_t ntrees;                              /* inputs that are ok */
	size_t distinct[3]; /* diagnostics by level, each that many trees have once */
	size_t counts[3];   /* diagnostics by level */
	size_t failed;      /* inputs, hosts, configurations and fixes that are not ok */
	bool fixing;        /* --fix was asked for */
	bool statistics;    /* text: counts by rule in the place of findings */
	bool color;         /* text: escape sequences are wanted */
	bool verbose;       /* text: every node and tree of a folded finding */
	size_t width;       /* text: columns to wrap to; 0: not at all */
	const char *cwd;    /* absolute; what relative file names are relative to */
	/*
	 * What formats for other programs name files relative to, absolute: the checkout
	 * (GITHUB_WORKSPACE). NULL: cwd.
	 */
	const char *root;
	bool github; /* sarif: text regions for binary files, as GitHub wants them */
	struct arena *scratch;
};

/*
 * Writes the whole report behind what is in the buffer. Text comes from anywhere, so
 * reporters clean what they write once more. Memory is taken from the scratch arena.
 */
struct reporter {
	const char *name;
	const char *summary;
	bool wants_charts; /* of trees, see chart/chart.h */
	void (*write)(const struct report *r, struct buf *out);
	/* What its readers will not see of the report, for standard error; or NULL. */
	const char *(*remark)(const struct report *r);
};

/* The reporters in the order of reporters.def; NULL from the end on. */
const struct reporter *reporter_at(size_t i);
const struct reporter *reporter_by_name(const char *name);

#endif
