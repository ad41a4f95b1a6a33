/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/run/work.h"

size_t
work_add(
	struct work *w, struct arena *a, const struct about *about, const struct fault *f)
{
	size_t n = w->n;

	w->results = arena_grow(
		a, w->results, n * sizeof(*w->results), (n + 1) * sizeof(*w->results));
	w->results[n] = (struct report_input){
		.file = about->file, .unit = about->unit, .fault = f->message
	};
	w->n++;
	return n;
}
