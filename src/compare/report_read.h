/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reads reports of -f json (schemas/report.schema.json) again, one or many as one.
 *
 * What two of them say of the same tree is said once: the first that read it holds, and a
 * finding is known by its tree and fingerprint. What a report does not hold stays unknown:
 * lines of files, the devices of hosts, what configurations ignored.
 */
#ifndef DTLINT_COMPARE_REPORT_READ_H
#define DTLINT_COMPARE_REPORT_READ_H

#include "base/intern.h"
#include "report/report.h"

/* The largest report that is read. */
#define REPORT_SIZE_MAX ((size_t)512 << 20)

/* Reports that were read; zero-initialised but for the arena, it is ready for the first. */
struct read_reports {
	struct arena *arena;
	struct diag_list diags; /* in the order of files and reports; sorted */
	struct diag_list known; /* those that an earlier run had, too */
	struct diag_list fixed; /* those that only it had */
	struct report_comparison comparison;
	bool compared; /* one of them was held against an earlier run */
	size_t failed; /* what was not looked at, in all of them */

	struct {
		struct report_input *v;
		size_t n, cap;
	} inputs;
	struct {
		struct report_skip *v;
		size_t n, cap;
	} skips;
	struct {
		struct report_host *v;
		size_t n, cap;
	} hosts;
	struct {
		struct report_bindings *v;
		size_t n, cap;
	} bindings;
	struct {
		struct report_config *v;
		size_t n, cap;
	} configs;
	struct {
		struct report_baseline *v;
		size_t n, cap;
	} baselines;

	struct map files; /* hash of a name -> its number, from 1 */
	struct map trees; /* hash of file and unit -> its number among the inputs */
	struct map findings;
	struct map others; /* hosts, configurations and the like that were met */
	struct map rules;  /* hash of an id -> its place in made_rules */
	struct {
		struct rule **v;
		size_t n, cap;
	} made_rules;
};

/* True for a file that begins as a report does: with '{'. */
bool report_is_one(const char *path);

/*
 * Adds a report. False with the fault set, line and column, where it is none, or one of
 * another version; what was added of it stays.
 */
bool report_read(struct read_reports *to, const char *path, struct fault *f);
bool report_read_text(
	struct read_reports *to, const void *text, size_t n, struct fault *f);

/* Sorts what there is; the report of it, for reports_write(). */
struct report read_reports_done(struct read_reports *to);

#endif
