/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Sets up what each input is linted with: the configuration that holds for it, the
 * rules that this and the command line leave, the hosts it is paired with.
 *
 * Each file is read once, whoever names it. Hosts on the command line take the place of
 * those that configurations name.
 */
#ifndef DTLINT_CLI_RUN_SETUP_H
#define DTLINT_CLI_RUN_SETUP_H

#include "cli/options/options.h"
#include "cli/run/project.h"
#include "config/ignore.h"
#include "input/expand.h"

/*
 * A configuration, and what follows from it for inputs of one project; the first of all is
 * none.
 */
struct setup_config {
	const char *path; /* NULL: no configuration */
	size_t number;    /* its index */
	bool ok;
	bool again; /* one before it is of the same file: `config` and `use` are its */
	struct profile profile;        /* as the options and the configuration have it */
	const struct project *project; /* that its inputs stand in */
	struct config config;
	const struct rule_config *rules;
	struct ignore_use *use;
	struct setup *setups; /* those with it, the last one first */
};

/* What one or more inputs are linted with. */
struct setup {
	struct setup_config *config;
	const struct host *hosts;
	size_t nhosts;
	struct setup *next; /* with the same configuration */
};

struct setups {
	/* set by the caller */
	const struct options *options;
	struct arena *arena;
	/* The file that stands for one as it was, or NULL: there was none. NULL: each for
	 * itself. */
	const char *(*as_was)(void *context, const char *path);
	void *context;
	struct diag_list *diags; /* of what cannot be read, and of hosts' remarks */

	/* filled by setups_make() */
	const struct setup **by_input;
	size_t ninputs;
	struct setup_config **configs;
	size_t nconfigs;
	struct report_host *hosts; /* all that were named, in that order */
	size_t nhosts;
	struct report_config *config_results; /* all that were found */
	size_t nconfig_results;
	size_t failed; /* files that could not be read; the faults are printed */

	struct setup **v;
	size_t n;
	const char **specs; /* of the hosts; NULL: the command behind `--` */
	const char *today;
	bool paired; /* as configurations have it, not the command line */
	struct projects projects;
	struct map by_path;    /* the first configuration of a file */
	struct map by_project; /* others of it, by its number and the project's */
	struct {
		const char *dir;
		struct setup_config *config;
	} last; /* directory that was looked at, and the first configuration of its file */
};

/* How the options have configurations read. */
struct config_how setup_config_how(const struct options *o, const char *today);

/*
 * The configuration that holds for an input ("-": standard input), by the options; NULL:
 * none does.
 */
const char *setup_config_path(
	const struct options *o, const char *input, struct arena *a);

/* The profile that holds where a configuration does, or none (its `config` all zero). */
struct profile setup_profile(
	const struct options *o, const struct config *c, struct arena *a);

/* Reports that a file that configures the run cannot be read: printed, and counted. */
void setups_report_unreadable(struct setups *s, const char *path, const struct fault *f);

/* A path that is read in the place of one that was named; NULL: it was not there. */
const char *setups_as_was(const struct setups *s, const char *path);

/*
 * Reports patterns of pairs, and of bases of overlays, that match no file at all
 * (config/unused-pair, config/unused-overlays).
 */
void setups_report_unused(struct setups *s);

/* Finds and reads everything that the inputs need; again for those that were added. */
void setups_make(struct setups *s, const struct input_list *inputs);

/*
 * What hosts could not know, as the rules of an input that uses them report it; what a
 * configuration ignores goes to @ignored.
 */
void setups_report_hosts(struct setups *s, struct diag_list *ignored);

#endif
