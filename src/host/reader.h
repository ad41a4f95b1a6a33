/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Readers of host configurations: one file and one line in host/readers.def each.
 * They read; they never run anything, open no socket but where the kind is one, and
 * open no file but those their source names for reading (-readconfig).
 */
#ifndef DTLINT_HOST_READER_H
#define DTLINT_HOST_READER_H

#include "base/io.h"
#include "host/host.h"

/* What a reader is handed. */
struct host_source {
	const char *name;  /* for messages: the file, "-", or "command line" */
	const char *dir;   /* relative file names in it are relative to this; or NULL */
	struct bytes text; /* the whole source; empty where argv is given; not kept */
	const char *const *argv; /* a command line already split into words, or NULL */
	size_t argc;
	unsigned int pick; /* the command line of that number, from 1; 0: all of them */
};

struct host_reader {
	const char *kind;    /* as in --host KIND:SOURCE */
	const char *summary; /* one line for --help and the documentation */
	const char *
		command; /* a program whose command line it reads, for messages; or NULL */
	/*
	 * SOURCE is a name of which the reader makes something itself - a socket, a
	 * process, a directory - unless there is a regular file of that name; then the
	 * text has no data. `--host KIND` alone is an empty name. Asked while it runs:
	 * .dtlint.yaml cannot name it.
	 */
	bool named;
	/*
	 * How sure this reader is that the source is its own, 0 (no) to 100. Looks at
	 * the content; must not fail on any input.
	 */
	int (*detect)(const struct host_source *src);
	/*
	 * Fills @h, whose source and kind are set. On failure returns false with the
	 * fault set: the file where it is another than the source, line and column,
	 * what was expected.
	 */
	bool (*read)(const struct host_source *src, struct host *h, struct arena *a,
		struct fault *f);
};

/* For those whose sources hold a QEMU command line. */
extern const struct host_reader host_reader_qemu;

/* The readers in the order of readers.def; NULL from the end on. */
const struct host_reader *host_reader_at(size_t i);

/* The largest source that is read. */
#define HOST_SOURCE_MAX ((size_t)64 << 20)

/*
 * Reads "[KIND:]SOURCE" as given to --host; SOURCE "-" is standard input. "FILE#N", where
 * there is no such file, is the N-th command line of a script. What stands
 * before the first ':' is the kind where there is such a kind; else the whole is a
 * file, where there is one of that name. Otherwise a word there is an unknown kind,
 * which is a fault that names the kinds; so is a source that no reader takes for its
 * own. A fault has its file set but where the kind is what is wrong.
 */
bool host_read(const char *spec, struct host *h, struct arena *a, struct fault *f);

/*
 * A specification that stands in a file, as one for host_read(): its relative file name
 * with @prefix ("boards/", or "") before it.
 */
const char *host_spec_from(const char *spec, const char *prefix, struct arena *a);

/* What it names in the file system, the end of @spec; "": nothing. */
const char *host_spec_path(const char *spec);

/* Whether host_read() would ask something that is running, rather than read a file. */
bool host_spec_is_live(const char *spec);

/* Reads the command line behind `--`; the kind comes from its program. */
bool host_read_argv(const char *const *argv, size_t argc, struct host *h, struct arena *a,
	struct fault *f);

/*
 * The same for a command line that a reader has found: @name is what to call it, @dir
 * what relative names in it are relative to (or NULL).
 */
bool host_read_words(const char *const *argv, size_t argc, const char *name,
	const char *dir, struct host *h, struct arena *a, struct fault *f);

#endif
