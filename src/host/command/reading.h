/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading of one command line: where it reads from, and where it says what it finds. */
#ifndef DTLINT_HOST_COMMAND_READING_H
#define DTLINT_HOST_COMMAND_READING_H

#include "host/command/text.h"
#include "host/reader.h"

/* Texts that a script writes into files, or hands on as such. */
struct document {
	const char *name; /* the file's, or `<(cat <<END …)` as a whole */
	struct text text;
};

struct documents {
	struct document *v;
	size_t n;
};

struct reading {
	const struct host_source *src;
	const struct lines *lines;         /* NULL: the words are told by their numbers */
	const struct documents *documents; /* or NULL */
	struct arena *arena;
	struct fault *fault;
	struct host *host;
};

/* A place in a source, for what is said of it and for faults. */
struct where {
	struct said said;
	uint32_t column; /* from 1; 0: not known */
};

/*
 * The place of byte @i of the value (of the option, where there is none; of the word,
 * where @i is past its end). Both words are what is said there.
 */
struct where reading_where(const struct reading *rd, const struct word *option,
	const struct word *value, size_t i);

/* "QEMU refuses this: …" and the like, at a place. Returns false. */
bool reading_fault(struct reading *rd, const struct where *where, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/*
 * A remark, or a note, which no device, place or claim can depend on; unless the very same
 * was made already.
 */
void reading_say(struct reading *rd, const struct where *where, bool aside,
	const char *fmt, ...) __attribute__((format(printf, 4, 5)));
#define reading_remark(rd, where, ...) reading_say((rd), (where), false, __VA_ARGS__)
#define reading_note(rd, where, ...) reading_say((rd), (where), true, __VA_ARGS__)

/* The same that names what is not expanded in @text, and what follows. */
void reading_say_opaque(struct reading *rd, const struct where *where,
	const struct text *text, const char *consequence, bool aside);
#define reading_remark_opaque(rd, where, text, consequence) \
	reading_say_opaque((rd), (where), (text), (consequence), false)
#define reading_note_opaque(rd, where, text, consequence) \
	reading_say_opaque((rd), (where), (text), (consequence), true)

/* The path of a file that the source names: relative to where the source is. */
const char *reading_path(const struct reading *rd, const char *file);
/* The text that the script writes to a file of that name last; NULL: it writes none. */
const struct text *reading_document(const struct reading *rd, const char *name);

/*
 * Why such a file is not read, or NULL: it is there and is no regular file, so that reading
 * it could take for ever; or a file of a checkout names it, and it is neither in that nor
 * below the working directory.
 */
const char *reading_closed(const struct reading *rd, const char *path);
/* A file that @option names, and that io_read() could not read. Returns false. */
bool reading_unreadable(struct reading *rd, const char *path, const char *option,
	const struct where *where, const struct fault *f);

#endif
