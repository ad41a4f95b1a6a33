/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Composites of a folder of the kernel's: trees that its Makefile has put together of a
 * base and overlays (scripts/Makefile.lib: NAME-dtbs := BASE.dtb OVERLAY.dtbo …).
 *
 * make is not run. Read are assignments of plain names to NAME-dtbs, with comments and
 * lines that go on; what is more than that is told as not understood.
 */
#ifndef DTLINT_DTS_SOURCE_COMPOSITE_H
#define DTLINT_DTS_SOURCE_COMPOSITE_H

#include "base/fault.h"
#include "base/strings.h"

/* Describes one composite, with those that it is made of spelled out. */
struct composite {
	const char *name;         /* without a suffix */
	uint32_t line;            /* of its last assignment */
	const char *base;         /* without ".dtb"; NULL: see `unclear` */
	struct string_list parts; /* the overlays in their order, without ".dtbo" */
	const char *unclear;      /* why it is not understood, or NULL */
};

struct composites {
	const char *path; /* of the Makefile, as it was opened; NULL: there is none */
	struct composite *v;
	size_t n, cap;
};

/*
 * Reads the Makefile of a folder, "" or one with a '/' at its end. Names are relative to
 * the folder. False with the fault set where there is one that cannot be read.
 */
bool composites_read(
	struct composites *c, const char *folder, struct arena *a, struct fault *f);

/* The same from a text; its number of bytes bounds time and memory. */
void composites_parse(struct composites *c, const char *text, size_t n, struct arena *a);

#endif
