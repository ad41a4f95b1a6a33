/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The files that --schema paths stand for: found, told apart from what they were, and
 * read.
 */
#ifndef DTLINT_SCHEMA_BINDING_FILES_H
#define DTLINT_SCHEMA_BINDING_FILES_H

#include "base/digest.h"
#include "base/fence.h"
#include "base/io.h"

/* The largest file of schemas that is read. */
#define SCHEMA_FILE_MAX ((size_t)64 << 20)

struct schema_file {
	const char *path;
	uint32_t layer;        /* the number of what was named, from 0 */
	struct bytes text;     /* once it was read */
	struct digest content; /* once has_content; see schema_file_digest() */
	bool has_content;
	struct fault fault; /* message NULL: none */
};

struct schema_files {
	struct arena *arena; /* for what is not the texts */
	struct schema_file *v;
	uint32_t n;
	uint32_t cap;
	const struct fence *fence; /* what was named by an untrusted configuration is read
	                              within this; NULL: it was not */
	bool unread;               /* something was not found or not read, this time */
};

/*
 * Adds a file, or every *.yaml below a directory, in the order of their names; links are
 * followed, and each directory is looked into once. A directory that cannot be read is an
 * entry with a fault. False with @f set where @path itself is not there.
 */
bool schema_files_add(
	struct schema_files *l, const char *path, uint32_t layer, struct fault *f);

/* Reads one that is not read yet; false: it has a fault. */
bool schema_file_read(struct schema_file *file);

/* That of the text of one that was read. */
const struct digest *schema_file_digest(struct schema_file *file);

/* Gives back the texts that there still are. */
void schema_files_free(struct schema_files *l);

/*
 * Adds what stat() says of the files that schema_files_add() would find, without reading
 * any. False where that is not all: @path is neither a file nor a directory, or something
 * below it cannot be looked at. @newest becomes the latest
 * change of them, in nanoseconds since 1970, where that is later than it was.
 */
bool schema_files_stat(const char *path, const struct fence *fence, struct digest_run *k,
	int64_t *newest);

#endif
