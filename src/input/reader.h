/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reading inputs: from a path, or a part of what it leads to, to units.
 *
 * A kind of input is one file with a struct input_reader and one line in inputs.def. A
 * reader yields units, or parts that may hold units in turn, and says what it cannot
 * read; it never judges a tree. It is called by whichever thread lints what it yields.
 */
#ifndef DTLINT_INPUT_READER_H
#define DTLINT_INPUT_READER_H

#include <stdbool.h>

#include "base/io.h"
#include "base/past.h"
#include "base/strings.h"
#include "base/suggest.h"
#include "input/unit.h"
#include "input/unpack/unpack.h"
#include "rules/rule.h"

enum {
	/* Of a file, for telling its kind: what a reader may look at before it is read. */
	CONTENT_HEAD = IO_HEAD,
};

/* What may hold trees: a path, or the bytes of a file or of a part of one. */
struct content {
	const char *file;    /* the input, as it was named; "-": standard input */
	const char *name;    /* of the part, as a unit's; NULL: it is the input itself */
	const uint8_t *data; /* 8-byte aligned; NULL while only the path is known */
	size_t n;
	size_t size;        /* of the whole where data is no more than its head, else n */
	int64_t base;       /* where it begins in the file; -1: it was unpacked */
	unsigned int depth; /* parts within parts */
	bool merged; /* made of trees that were yielded before: a base with overlays */
};

struct reading;
struct dts_compilation;
struct source_set;
struct pp_options;

struct input_reader {
	const char *name; /* of the kind, for people: "a FIT image" */
	/* What files of directories are looked at for it, NULL-terminated; or NULL. */
	const char *const *suffixes;
	/*
	 * Whether it is of this kind. By the path, before the file is opened; or by the
	 * content, of which there may be no more than CONTENT_HEAD bytes yet. Either may be
	 * NULL. Readers are asked in the order of inputs.def.
	 */
	bool (*takes_path)(const char *path);
	bool (*takes)(const struct content *c);
	/* Yields what is in it. False with the fault set where it cannot be read at all. */
	bool (*read)(struct reading *r, const struct content *c, struct fault *f);
	/* Why its trees cannot be written back; NULL: they can, where nothing else says no. */
	const char *sealed;
};

/* What the command line and configurations say of inputs. */
struct input_options {
	const char *stdin_name; /* --stdin-filename, or NULL */

	/* How sources are compiled. */
	struct source_set *sources; /* the files of the run, shared by its threads */
	const struct string_list *include_dirs; /* of -I: what is there may be read */
	const struct string_list *more_dirs;    /* of a configuration; NULL: none */
	const struct pp_options *preprocess;
	const struct past *past; /* inputs as they were; NULL: as they are */
	const char *built_from;  /* --source: what blobs were made of, or NULL */
	bool symbols; /* with the labels in __symbols__: overlays are applied to them */
};

/* Reading one input, and what is done with that which is found. */
struct reading {
	/* set by whoever has it read */
	const struct input_options *options;
	const struct rule_config *config; /* of the input; NULL: the defaults */
	struct arena *arena;              /* names and findings */
	struct intern *names;             /* for trees that are read on the way */
	struct arena *scratch;            /* until the input is done */
	const char *only; /* the name of the only unit that is wanted; NULL: all are */
	bool guessed;     /* met in a directory, by a name that may mean other things */
	void *context;
	const char *path; /* that is read */

	/* Called in the order of the input; the data are gone afterwards. */
	void (*on_unit)(struct reading *r, const struct unit *u);
	/* What is in the input, or the input itself (@name NULL), could not be read. */
	void (*on_fault)(struct reading *r, const char *name, const struct fault *f);
	/* What is no tree and was passed over; NULL: nobody wants to know. */
	void (*on_skip)(struct reading *r, const char *name, const char *why);
	/*
	 * A source, whether or not it compiled, before anything else that comes of it; NULL:
	 * nobody wants to see it.
	 */
	void (*on_compiled)(struct reading *r, const struct dts_compilation *c);
	/*
	 * A finding of a rule about the input (container/…), or NULL where that is not
	 * reported; NULL: nobody wants to know.
	 */
	struct diag *(*on_finding)(struct reading *r, const struct rule *rule,
		enum level level, const char *name, const struct place *at,
		const char *message);

	/* Set by a reader that told by findings what is wrong: its fault is no other one. */
	bool reported;
	/*
	 * Takes what a unit's origins refer to, to be freed when nobody asks them any more;
	 * NULL: the reader frees it when on_unit() has returned.
	 */
	void (*on_keep)(struct reading *r, void (*free_it)(void *what), void *what);

	/* read.c's own */
	uint64_t unpacked;   /* bytes so far, */
	uint64_t spared;     /* and of parts that there was no more room for */
	uint64_t parts;      /* bytes of parts that were looked into */
	uint64_t size;       /* of the input */
	bool met;            /* the unit that is wanted */
	struct suggest near; /* to its name, among others */
};

/* Reads an input: a file, "-", a directory that is a tree. */
void input_read(struct reading *r, const char *path);

/* The same for what was read already; @path is what it is called. Copies it. */
void input_read_bytes(struct reading *r, const char *path, const void *data, size_t n);

/* For readers: a tree, of which the name and base are those of the content. */
void input_unit(
	struct reading *r, const struct content *c, const struct origins *origins);

/*
 * Looks at @n bytes from @offset on for what they are. @part is its name within the
 * content; NULL: it is all that the content is. Where they are none of what is known:
 * a fault.
 */
void input_part(struct reading *r, const struct content *c, const char *part,
	size_t offset, size_t n);

/*
 * Unpacks what stands at @offset, to as much as an input of its size may come to; @used
 * is the number of bytes it was. False where it cannot be unpacked, which is told.
 * bytes_free().
 */
bool input_unpack(struct reading *r, const struct content *c, const char *part,
	const struct codec *codec, size_t offset, size_t n, struct bytes *made,
	size_t *used);

/* input_part() for bytes that are not in the file but were made from what is. */
void input_made(struct reading *r, const struct content *c, const char *part,
	const uint8_t *data, size_t n);

/* Whether so many more bytes may be made or looked into; if not, that is told. */
bool input_may_make(
	struct reading *r, const struct content *c, const char *part, size_t n);

/* Whether bytes are of a kind that is read. */
bool input_is_known(const uint8_t *data, size_t n);

/* The name of a part: "image.itb#fdt-1", "vendor.img#dtb/0". */
const char *input_part_name(struct reading *r, const struct content *c, const char *part);

/* A fault of a part (NULL: the content). */
void input_part_fault(struct reading *r, const struct content *c, const char *part,
	const struct fault *f);

/* A finding about a part (NULL: the content), at bytes of the content. */
struct diag *input_finding(struct reading *r, const struct content *c, const char *part,
	const struct rule *rule, enum level level, size_t offset, size_t n,
	const char *fmt, ...) __attribute__((format(printf, 8, 9)));

/* Readers in the order of inputs.def; NULL from the end on. */
const struct input_reader *input_reader_at(size_t i);

/* Whether directories are searched for files of that name, and whether it tells enough. */
bool input_is_named(const char *name, bool *guessed);

/* What bytes of no kind that is read are: "an ELF file", "gzip-compressed data". */
const char *input_kind(const uint8_t *data, size_t n);

#endif
