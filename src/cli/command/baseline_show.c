/* SPDX-License-Identifier: GPL-2.0-or-later */
/* baseline show: what is in a baseline. */
#include "base/fatal.h"
#include "cli/command.h"
#include "cli/print.h"
#include "config/baseline.h"

static void
put_entry(const struct baseline_entry *e, struct arena *a, struct buf *out)
{
	buf_printf(out, "%s: ", diag_clean(a, e->tree));
	if (e->node)
		buf_printf(out, "%s: ", diag_clean(a, e->node));
	if (e->level)
		buf_printf(out, "%s: ", diag_clean(a, e->level));
	if (e->message)
		buf_printf(out, "%s ", diag_clean(a, e->message));
	buf_printf(out, "[%s]", diag_clean(a, e->rule));
	if (e->expires)
		buf_printf(
			out, " (%s %s)", e->expired ? "expired on" : "until", e->expires);
	if (e->reason)
		buf_printf(out, ": %s", diag_clean(a, e->reason));
	buf_putc(out, '\n');
}

static int
run(const struct options *o, struct arena *a)
{
	const char *file = o->baseline ? o->baseline : baseline_find_file("-", a);
	struct fault f = FAULT_INIT(a);
	struct buf out = { 0 };
	struct baseline b;
	size_t i;

	if (!file)
		fault_set(&f,
			"there is no baseline: neither --baseline nor a " BASELINE_NAME
			" in this directory or above");
	if (f.message || !baseline_load(&b, file, config_today(a), a, &f)) {
		print_fault(NULL, &f);
		return STATUS_FAULT;
	}
	for (i = 0; i < b.n; i++)
		put_entry(&b.v[i], a, &out);
	buf_printf(&out, "%s: %zu finding%s\n", diag_clean(a, file), b.n,
		b.n == 1 ? "" : "s");
	return print_text(&out, a);
}

const struct command command_baseline_show = {
	.name = "baseline show",
	.synopsis = "[--baseline FILE]",
	.group = "Only what is new",
	.summary = "list what is in a baseline",
	.about =
		"Lists the findings of a baseline: that of --baseline, or the one that holds "
		"for the working directory.",
	.run = run,
};
