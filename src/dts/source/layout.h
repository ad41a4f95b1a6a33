/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Layouts of trees that sources live in: where their own builds look for headers. */
#ifndef DTLINT_DTS_SOURCE_LAYOUT_H
#define DTLINT_DTS_SOURCE_LAYOUT_H

#include "base/strings.h"

/* Describes a folder of sources. */
struct layout {
	const char *kind; /* "Linux", "U-Boot", …; NULL: none that is known */
	const char *root; /* real path of the tree; NULL likewise */
	const char
		*shown; /* the same as messages have it; "" for the working directory */
	const char
		*below; /* the folder's path from there, with a '/' at its end, or "" */
	const char *repository;     /* its root, a real path; NULL: it is in none */
	struct string_list trusted; /* real paths: what sources of the folder may use */
	struct string_list dirs;    /* where headers are looked for, behind -I */
	struct string_list files;   /* of Zephyr's build: real paths, in order */
};

/* Looks at the folders around one, up to the repository's root. */
struct layout *layout_find(const char *folder, struct arena *a);

/*
 * Finds the files that the tree's own build puts before a source and behind it: U-Boot's
 * -u-boot.dtsi, Zephyr's board and overlays.
 */
void layout_around(const struct layout *l, const char *source, struct string_list *before,
	struct string_list *after, struct arena *a);

/* A real path as messages have it: relative where it is below the working directory. */
const char *layout_shown(const char *real, struct arena *a);

/* A path with each "dir/.." taken out; NULL where it has none. */
char *layout_without_parents(const char *path, struct arena *a);

#endif
