/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Command lines, understood: the command, and what its options say. */
#ifndef DTLINT_CLI_OPTIONS_H
#define DTLINT_CLI_OPTIONS_H

#include "base/strings.h"
#include "config/profile.h"
#include "diag/diag.h"
#include "report/report.h"
#include "rules/rule.h"

struct command;

enum color { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

enum fail_on {
	FAIL_ON_NOTE,
	FAIL_ON_WARNING,
	FAIL_ON_ERROR,
	FAIL_ON_NONE,
	FAIL_ON_NOT_GIVEN, /* the configuration says, else errors */
};

enum fix_mode {
	FIX_NONE,
	FIX_TREE,     /* the corrected tree beside its file */
	FIX_IN_PLACE, /* the corrected tree in place of it */
	FIX_OVERLAY,  /* the source of an overlay beside it */
	FIX_DIFF,     /* of sources, what is changed, on standard output */
};

struct output {
	const struct reporter *reporter;
	const char *path; /* NULL: standard output */
};

struct options {
	const struct command *command;
	struct string_list operands; /* those behind the words of the command */
	const char *output;          /* of schema build, compile: the file to write */
	struct string_list hosts;
	struct string_list schemas;
	bool tree;                  /* of diff: what changed in the trees themselves */
	bool exit_code;             /* of that: 1 for a difference */
	struct string_list against; /* of diff: the later bindings */
	const char *core;           /* as core_find() takes it */
	bool no_schema_cache;
	bool coverage;
	bool statistics;
	struct profile profile;
	const char *const *host_argv; /* what stands behind `--`, NULL: no `--` */
	size_t host_argc;
	struct output *outputs; /* at least one; one alone of a command with a document */
	size_t noutputs;
	struct string_list allow; /* folders that configurations may name files in */
	const char *config;       /* --config; NULL: found from each input */
	bool no_config;
	const char *baseline; /* --baseline; NULL: found from each input */
	struct rule_request rules;
	const struct arch *arch; /* NULL: the tree tells */
	const char *live;        /* the root of --live; NULL: not given */
	enum fix_mode fix;
	bool in_place; /* --in-place was given: fix says the rest */
	bool diff;     /* --diff likewise */
	enum fail_on fail_on;
	enum color color;
	bool verbose;
	size_t jobs;            /* threads, at least 1 */
	const char *since;      /* a commit, or NULL */
	uint32_t shard, shards; /* from 0, of how many; 0: all inputs */

	struct string_list overlays;     /* applied in this order */
	struct string_list overlay_sets; /* each to the bases that it fits */

	/* How sources are compiled. */
	const char *stdin_name; /* --stdin-filename, or NULL */
	const char *source;     /* --source, or NULL */
	struct string_list include_dirs;
	struct string_list defines; /* "DNAME=TEXT" and "UNAME", in their order */
	bool all; /* findings of sources that include a part that was named */
	bool preprocess_only;
	bool places;              /* of show */
	const char *dependencies; /* the file for make to write, or NULL */
	bool symbols;
	int64_t boot_cpu; /* -1: as dtc guesses it */
	int64_t space;    /* bytes that the blob has at least */
	int64_t pad;      /* bytes behind it */
	int64_t align;    /* of its size; 0: none */
};

/*
 * Reads the command line; strings are argv's or @a's. False with the fault set where
 * it cannot be understood, as where an option is not for the command.
 */
bool options_parse(
	struct options *o, int argc, char **argv, struct arena *a, struct fault *f);

/* Whether this is a step of a GitHub Actions workflow, by its documented variable. */
bool in_github_actions(void);

#endif
