/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Searches for the files that a source names: beside the file that names them, in the
 * folders of -I, and where the tree around the source keeps its headers.
 */
#ifndef DTLINT_DTS_SOURCE_SEARCH_H
#define DTLINT_DTS_SOURCE_SEARCH_H

#include "dts/source/file.h"

struct source_search {
	struct source_set *set;
	struct arena *arena;
	struct fence trust;
	struct string_list dirs;   /* of -I, then of a configuration */
	struct string_list layout; /* of the tree around; after @dirs */
	struct string_list
		before; /* files that the tree's own build puts before a source */
	struct string_list after; /* and behind it: U-Boot's -u-boot.dtsi */
	const char *kind; /* "Linux", "U-Boot", …: whose layout it is; NULL: none known */
};

/*
 * Sets up the search for one source. @dirs are those of -I, below which files may be read
 * for being named there; @more, which may be NULL, are looked through behind them. The
 * layout is found from the source's path. Everything lives in @a.
 */
void search_init(struct source_search *s, struct source_set *set, const char *source,
	const struct string_list *dirs, const struct string_list *more, struct arena *a);

enum search_how {
	SEARCH_QUOTED, /* beside the file that names it first */
	SEARCH_ANGLED,
	SEARCH_NEXT, /* in the folders behind the one where the includer was found */
};

/* Where a file was found: the number of its folder, for SEARCH_NEXT. */
#define SEARCH_BESIDE UINT32_MAX

struct search_result {
	const struct source_file *file; /* held; NULL: not found */
	uint32_t folder;                /* its place among @dirs and @layout */
};

/*
 * Finds the file of an include. @from is the path of the file that names it, @folder
 * where that one was found. Where nothing is found, @f has the fault if a file is there
 * but cannot be used, else nothing: search_tried() then says where it was looked for.
 */
struct search_result search_find(const struct source_search *s, const char *from,
	uint32_t folder, const char *name, enum search_how how, struct fault *f);

/*
 * The message for a file that was not found: all places that were tried, and the name
 * that may have been meant.
 */
const char *search_tried(const struct source_search *s, const char *from, uint32_t folder,
	const char *name, enum search_how how, struct arena *a);

/* Whether what is in the folder of a path may be told: for suggestions. */
bool search_allows(const struct source_search *s, const char *path, struct arena *a);

#endif
