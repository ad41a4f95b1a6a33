/* SPDX-License-Identifier: GPL-2.0-or-later */
/* report: reports of -f json written again, as one, in any format. */
#include "cli/command.h"
#include "cli/print.h"
#include "cli/reports.h"
#include "compare/report_read.h"

/* What those who made the reports were told on standard error. */
static void
tell_failed(const struct report *r, struct arena *a)
{
	for (size_t i = 0; i < r->ndiags; i++) {
		const struct diag *d = r->diags[i];
		struct fault f = FAULT_INIT(a);

		if (!d->fault)
			continue;
		fault_at(&f, &d->place, "%s", d->message);
		print_fault(diag_input(d), &f);
	}
}

static int
run_report_again(const struct options *o, struct arena *a)
{
	struct read_reports all = { .arena = a };
	struct report r;
	size_t unread = 0;

	for (size_t i = 0; i < o->operands.n; i++) {
		struct fault f = FAULT_INIT(a);

		if (report_read(&all, o->operands.v[i], &f))
			continue;
		print_fault(o->operands.v[i], &f);
		unread++;
	}
	r = read_reports_done(&all);
	tell_failed(&r, a);
	r.failed += unread;
	r.failed += reports_write(o, &r, a);
	return reports_exit_status(o, &all.diags, r.failed);
}

const struct command command_report = {
	.name = "report",
	.synopsis = "[OPTION...] REPORT...",
	.group = "Only what is new",
	.summary = "write reports of -f json again, as one, in any format",
	.about =
		"Reads reports that were written with -f json, as by the jobs of a matrix that "
		"each lint a share of the trees (--shard), and writes one report of them in "
		"any format, what many trees have told once. The status is that of all of "
		"them: 2 where one of them could not look at everything.",
	.expected = "a report of -f json",
	.least = 1,
	.most = SIZE_MAX,
	.formats = FORMATS_REPORT,
	.run = run_report_again,
};
