/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The files that --schema paths stand for: found, told apart from what they were, and
 * read.
 */
#ifndef DTLINT_SCHEMA_BINDING_FILES_H
#define DTLINT_SCHEMA_BINDING_FILES_H

#include "base/io.h"

/* The largest file of schemas that is read. */
#define SCHEMA_FILE_MAX ((size_t)64 << 20)

struct schema_file {
	const char *path;
	uint32_t layer;     /* the number of what was named, from 0 */
	struct bytes text;  /* once it was read */
	uint64_t content;   /* see schema_file_digest() */
	struct fault fault; /* message NULL: none */
};

struct schema_files {
	struct arena *arena; /* for what is not the texts */
	struct schema_file *v;
	uint32_t n;
	uint32_t cap;
};

/*
 * Adds a file, or every *.yaml below a directory, in the order of their names. A
 * directory that cannot be read is an entry with a fault. False with @f set where
 * @path itself is not there.
 */
bool schema_files_add(
	struct schema_files *l, const char *path, uint32_t layer, struct fault *f);

/* Reads one that is not read yet; false: it has a fault. */
bool schema_file_read(struct schema_file *file);

/* A hash of the text of one that was read, kept in `content`. */
uint64_t schema_file_digest(struct schema_file *file);

/* Gives back the texts that there still are. */
void schema_files_free(struct schema_files *l);

/* 128 bits that stand for something. */
struct schema_key {
	uint64_t v[2];
};

void schema_key_add(struct schema_key *k, uint64_t x);
void schema_key_add_text(struct schema_key *k, const char *s);

/*
 * Adds what stat() says of the files that schema_files_add() would find, without reading
 * any. False where @path is neither a file nor a directory. @newest becomes the latest
 * change of them, in nanoseconds since 1970, where that is later than it was.
 */
bool schema_files_stat(const char *path, struct schema_key *k, int64_t *newest);

#endif
