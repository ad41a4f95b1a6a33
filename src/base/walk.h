/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Directories, entry by entry: the one place where they are read.
 *
 * Whatever cannot be read is an entry of its own, so that nothing is left out in
 * silence: an error of readdir() as much as one of open(). (glibc's fts swallows the
 * former.) The entries of a directory come in the order of their names. Nothing recurses,
 * and the work is linear in what there is: where links are followed, each directory is
 * entered once, by whichever path comes first, so that links that lead back or make a
 * lattice do no harm.
 */
#ifndef DTLINT_BASE_WALK_H
#define DTLINT_BASE_WALK_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

#include "base/fence.h"

/* Directories within directories: more is a fault wherever a caller asks for no less. */
enum { WALK_DEPTH_MAX = 64 };

enum walk_kind {
	WALK_FILE,      /* a regular file, or a link to one */
	WALK_SPECIAL,   /* a FIFO, a socket, a device, or a link to one */
	WALK_DIRECTORY, /* what is in it follows, unless it is not entered */
	WALK_END,       /* of a directory that was entered */
	WALK_DANGLING,  /* a link that leads nowhere */
	WALK_FAULT,     /* what could not be read: `fault` says why */
};

struct walk_entry {
	enum walk_kind kind;
	bool link;          /* a symbolic link; `kind` is what it leads to */
	bool entered;       /* of a directory: its entries follow, and its end */
	unsigned int depth; /* 0: what was named; 1: the entries of that */
	const char *path;   /* from what was named on; the walk's, until the next entry */
	const char *name;   /* the end of it; of what was named all of it */
	const char *fault;  /* as a fault's message has it; the walk's, too */
	struct stat st;     /* where it was asked for: what `kind` is of */
};

struct walk_options {
	/* Whether what is no directory is wanted, by its name; NULL: everything is. */
	bool (*wanted)(const char *name);
	bool hidden;               /* names that begin with '.', too */
	bool follow;               /* links to directories are entered */
	bool flat;                 /* directories below what was named are not entered */
	bool files_first;          /* before the directories beside them */
	const struct fence *fence; /* links that lead out of it are faults; NULL: none */
	bool stat;                 /* fill `st` of what is no directory */
	unsigned int depth_max;    /* 0: WALK_DEPTH_MAX */
	size_t names_max;          /* looked at in all, wanted or not; 0: any number */
};

struct walk;

/* Begins at a directory, or a link to one. Nothing is read yet. */
struct walk *walk_open(const char *path, const struct walk_options *o);

/* The next entry, from the directory that was named on; NULL: there are no more. */
const struct walk_entry *walk_next(struct walk *w);

void walk_close(struct walk *w);

/* For `wanted`: "*.yaml", with something before the dot. */
bool walk_wants_yaml(const char *name);

#endif
