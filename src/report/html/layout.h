/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Layout of an address map: which addresses are drawn to scale together, what is folded
 * between them, and where each address is on the page.
 *
 * Addresses run from top to bottom. Neighbours of like size are one piece, drawn to one
 * scale; a gap or a region that would dwarf them is a piece of its own, folded to a fixed
 * height.
 */
#ifndef DTLINT_REPORT_HTML_LAYOUT_H
#define DTLINT_REPORT_HTML_LAYOUT_H

#include "base/span.h"

enum {
	LAYOUT_LINE = 16,      /* height of a label */
	LAYOUT_FOLD = 26,      /* of a gap that is folded */
	LAYOUT_STEP = 5,       /* between two scales that adjoin */
	LAYOUT_CUT = 34,       /* of a region that is, at least */
	LAYOUT_PIECE_MIN = 20, /* of what is to scale, at least */
};

struct layout_piece {
	uint64_t first, last; /* addresses, both within */
	bool covered;         /* else nothing is there, and that is folded */
	bool folded; /* not to scale: a gap, or a region that dwarfs what adjoins */
	double y, height;
};

struct layout {
	const struct layout_piece
		*v; /* by address; adjoin from the first span to the last */
	size_t n;
	double height;
};

/*
 * Of spans sorted (span_sort()); @labels are further addresses at which a label wants its
 * place, each within a span or between two. Costs n log n; in @a.
 */
struct layout layout_of(const struct span_list *sorted, const uint64_t *labels,
	size_t nlabels, struct arena *a);

/* Where an address begins, or with @end where it ends; it is cut to what is laid out. */
double layout_y(const struct layout *l, uint64_t address, bool end);

#endif
