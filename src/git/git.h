/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Runs git, for what a repository has of earlier times.
 *
 * The checkout may be anyone's: git is run by plumbing alone, without hooks, file system
 * monitors, filters, pagers, prompts, submodules, and without fetching what is not there; of
 * the environment what would lead it elsewhere is left out. It writes nothing.
 */
#ifndef DTLINT_GIT_GIT_H
#define DTLINT_GIT_GIT_H

#include <sys/types.h>

#include "base/buf.h"
#include "base/fault.h"
#include "base/strings.h"

/* How git is run in one repository. */
struct git {
	struct arena *arena;
	const char *dir;          /* where it is run */
	const char *top;          /* of the work tree */
	struct string_list words; /* before those of each command */
	char **environment;
};

/*
 * Finds out what has to be switched off in the repository that @dir is in; one without a work
 * tree is a fault.
 */
bool git_open(struct git *g, const char *dir, struct arena *a, struct fault *f);

/*
 * Runs it to its end with these words, NULL-terminated; what it writes goes to @out, to
 * be given back in either case. False where it did not end with 0, with what it said as
 * the fault.
 */
bool git_run(struct git *g, const char *const *words, struct buf *out, struct fault *f);

/* A git that answers line by line. */
struct git_process {
	pid_t pid; /* 0: not started */
	int to;    /* its standard input, a socket; */
	int from;  /* its standard output */
	struct buf got;
	size_t at; /* of what was got: read so far */
};

bool git_start(
	struct git *g, struct git_process *p, const char *const *words, struct fault *f);

/* Each false with the fault set where the process is not there any more, or is silent. */
bool git_ask(struct git_process *p, const char *line, struct fault *f);
bool git_answer_line(struct git_process *p, const char **line, struct fault *f);
bool git_answer_bytes(
	struct git_process *p, size_t n, const char **bytes, struct fault *f);

void git_stop(struct git_process *p);

#endif
