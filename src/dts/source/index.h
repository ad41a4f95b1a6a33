/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Indexes of sources: which of them include a file, directly or not, by #include, /include/ or
 * /incbin/. Made by reading the include lines of all sources and headers below some folders,
 * whatever conditions they stand under, so that a source is named once too often rather than
 * missed. Where the file of a line is, is found out when one of that name is asked for. Headers
 * are looked at where something includes them, and are taken to include headers alone. A file
 * that a macro names is not found.
 */
#ifndef DTLINT_DTS_SOURCE_INDEX_H
#define DTLINT_DTS_SOURCE_INDEX_H

#include "base/fault.h"
#include "base/strings.h"

struct source_index;

/* The folders where the files of a folder look for includes, beside its layout's. */
typedef const struct string_list *source_dirs_fn(
	const void *user, const char *folder, struct arena *a);

/*
 * Reads what is below @roots, folders or files; @narrow: these leave files out that may be
 * parts. Of @gone, paths of files that are there no more (or NULL), it knows who would include
 * them if they were. @user is used as long as the index is there. To be given back with
 * source_index_free(). NULL with the fault set where there is more than is looked at.
 */
struct source_index *source_index_new(const struct string_list *roots,
	const struct string_list *gone, bool narrow, source_dirs_fn *dirs,
	const void *user, struct fault *f);
void source_index_free(struct source_index *index);

/*
 * Appends the real paths of the sources (.dts, .dtso, .overlay) that include the file of
 * a real path, or one of @gone, sorted; they live as long as the index. False: the file is not
 * in it.
 */
bool source_index_find(
	struct source_index *index, const char *real, struct string_list *sources);

/* Whether files of that name are compiled by themselves: .dts, .dtso, .overlay. */
bool source_is_whole(const char *path);

/* Whether they only ever are parts of others: .dtsi, .h and the like. */
bool source_is_part(const char *path);

/* Whether they are headers, which other languages may include, too. */
bool source_is_header(const char *path);

#endif
