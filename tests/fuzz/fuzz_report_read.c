/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes as a report of -f json, alone, with itself and held against itself. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "compare/findings.h"
#include "compare/report_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool ok)
{
	if (!ok)
		abort();
}

static bool
read_text(struct read_reports *all, struct arena *a, const uint8_t *data, size_t size)
{
	struct fault f = FAULT_INIT(a);
	bool ok = report_read_text(all, data, size, &f);

	must(ok == !f.message);
	return ok;
}

static void
write_all(struct report *r, struct arena *a)
{
	const struct reporter *reporter;

	r->cwd = "/";
	r->scratch = a;
	for (size_t i = 0; (reporter = reporter_at(i)); i++) {
		struct buf out = { 0 };

		reporter->write(r, &out);
		buf_free(&out);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a = { 0 };
	struct read_reports all = { .arena = &a }, old = { .arena = &a };
	struct report_comparison comparison;
	struct report r;
	size_t n;

	if (read_text(&all, &a, data, size)) {
		n = all.diags.n;
		must(read_text(&all, &a, data, size) && all.diags.n == n);
		r = read_reports_done(&all);
		write_all(&r, &a);
		read_text(&old, &a, data, size);
		read_reports_done(&old);
		compare_findings(&(struct compare_side){ "old", NULL, old.inputs.v,
					 old.inputs.n, &old.diags },
			&(struct compare_side){
				"new", NULL, all.inputs.v, all.inputs.n, &all.diags },
			&all.known, &comparison, &a);
		must(!comparison.nfixed);
		for (size_t i = 0; i < all.diags.n; i++)
			must(all.diags.v[i]->state == STATE_NONE);
	}
	arena_free(&a);
	return 0;
}
