/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A project's configuration, .dtlint.yaml, as schemas/config.schema.yaml describes it.
 *
 * It says which rules are reported, which findings are not, and which hosts trees are
 * paired with. Nothing in it is run.
 */
#ifndef DTLINT_CONFIG_CONFIG_H
#define DTLINT_CONFIG_CONFIG_H

#include "base/fence.h"
#include "config/profile.h"
#include "doc/doc.h"
#include "rules/rule.h"

#define CONFIG_NAME ".dtlint.yaml"

/* One host, and the trees it is paired with. */
struct config_pair {
	struct string_list trees; /* globs */
	struct place *places;     /* of each, lines and columns */
	bool *used;               /* of each: an input of the run matches it */
	struct string_list hosts; /* as for --host, relative to the working directory */
};

/* Overlays, and the bases that they are applied to. */
struct config_overlays {
	struct string_list bases; /* globs */
	struct place *places;     /* of each, lines and columns */
	bool *used;               /* of each: an input of the run matches it */
	/* Applied each by itself; what is in one, in its order. Relative to the working
	 * directory. */
	struct string_list *rows;
	size_t nrows;
};

/* Findings that are known and not reported. */
struct config_ignore {
	uint32_t line; /* where it stands */
	uint32_t column;
	struct string_list rules;      /* families, ids or bare names; at least one */
	struct string_list files;      /* globs; none: every tree */
	struct string_list nodes;      /* globs; none: every node, and the file itself */
	struct string_list compatible; /* globs; none: likewise */
	const char *reason;
	const char *expires; /* YYYY-MM-DD, the last day it holds, UTC; or NULL */
	bool expired;        /* that day has passed: ignores nothing */
};

/* How sources are compiled: all of them, or those that globs match. */
struct config_sources {
	struct string_list files;   /* globs; none: every source */
	struct string_list include; /* as for -I, relative to the working directory */
	struct string_list define;  /* as for -D */
};

struct config {
	const char *file; /* for messages, relative to the working directory if below */
	const char *dir;  /* absolute, real: what globs and files in it are relative to */
	struct rule_request rules;
	struct profile profile;
	int fail_on; /* the exit status is 1 from this level on, as enum fail_on; -1 */
	struct config_pair *pairs;
	size_t npairs;
	struct config_overlays *overlays;
	size_t noverlays;
	struct config_ignore *ignores;
	size_t nignores;
	/* paths, relative to the working directory, or LABEL=PATH */
	struct string_list schemas;
	struct config_sources *sources; /* what is for fewer sources first */
	size_t nsources;
	struct string_list roots; /* where sources are looked for, likewise relative */
	const struct fence
		*fence; /* what those files are read within; NULL: it is trusted */
};

/* How a configuration is read. */
struct config_how {
	const char *today; /* YYYY-MM-DD */
	/* The user named it: it may name any file. The user's own may, too. */
	bool trusted;
	const struct string_list *allow; /* folders that others may name files in */
};

/* The largest configuration that is read. */
#define CONFIG_SIZE_MAX ((size_t)4 << 20)

/*
 * Reads a configuration's text; @c->file and @c->dir are set by the caller. @prefix goes
 * before the relative names in it: "boards/", or "". @today is YYYY-MM-DD. Everything
 * lives in @a. False with the fault set, line and column, where it is not one.
 */
bool config_read(struct config *c, const void *text, size_t n, const char *prefix,
	const char *today, struct arena *a, struct fault *f);

/*
 * The same from a file. One that was found beside an input is not trusted: what it names
 * lies within the repository that it is in, or a folder of @how->allow, or else that is
 * the fault.
 */
bool config_load(struct config *c, const char *path, const struct config_how *how,
	struct arena *a, struct fault *f);

/*
 * Parts LABEL=PATH, as bindings are named: returns the label, clean, and has @path be what
 * is behind it. NULL where it is a path alone, as one is that is there: @base, "boards/" or
 * "", is what it is relative to.
 */
const char *config_schema_label(const char **path, const char *base, struct arena *a);

/* Whether it is a day, as YYYY-MM-DD. */
bool config_is_day(const char *s);

/* Today's date in UTC, YYYY-MM-DD. */
const char *config_today(struct arena *a);

/*
 * The configuration that holds for inputs in a directory: the nearest .dtlint.yaml from
 * there upward, up to the first that holds `.git`; else dtlint/config.yaml below
 * $XDG_CONFIG_HOME (~/.config). NULL where there is none. The path is relative to the
 * working directory where that is above it.
 */
const char *config_find_in(const char *dir, struct arena *a);

/*
 * The path of @name, which need not be there, in the nearest directory from the input's
 * upward that has it or a configuration; NULL where none has.
 */
const char *config_find_beside(const char *input, const char *name, struct arena *a);

/* The directory of a path as it was given: "." where it has none. */
const char *config_dir_of(const char *path, struct arena *a);

/*
 * An input's path as globs see it: relative to the configuration's directory where it is
 * below it, else absolute; "-" itself.
 */
const char *config_path_of(const struct config *c, const char *input, struct arena *a);

/* Whether one of the globs matches the path; which of them do is noted in @used. */
bool config_note_match(struct arena *scratch, const struct string_list *globs, bool *used,
	const char *path);

/* Whether one of the globs matches the path; true for none at all. */
bool config_globs_match(
	struct arena *scratch, const struct string_list *globs, const char *path);

#endif
