/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Overlays of a run (--overlay, --overlays): read once, applied in memory to each base
 * that they are for.
 */
#ifndef DTLINT_CLI_RUN_OVERLAYS_H
#define DTLINT_CLI_RUN_OVERLAYS_H

#include <pthread.h>
#include <stdatomic.h>

#include "cli/run/setup.h"
#include "input/reader.h"
#include "rules/input.h"
#include "rules/overlay/base.h"

/* One overlay, which stays as it is while threads apply copies of it. */
struct loaded_overlay {
	size_t input; /* its number among the inputs */
	const char *file;
	const char *name; /* as people call it */
	struct bytes blob;
	int64_t base; /* where it begins in the file, or -1 */
	struct tree tree;
	struct overlay parts;
	bool assigned;        /* its bases are said: no others are tried */
	atomic_size_t fits;   /* bases that it is for */
	atomic_size_t merged; /* trees that it is a part of */
	atomic_bool applied;  /* libfdt has taken it */
};

/* Overlays that are said to be for a base: applied in their order. */
struct overlay_row {
	struct numbers_of_inputs {
		size_t *v;
		size_t n, cap;
	} inputs;
	bool failed; /* one of them cannot be read, which is told where it is linted */
	struct loaded_overlay **v; /* overlays_read()'s */
	size_t n;
};

struct overlays {
	struct arena arena;
	struct intern names;
	struct loaded_overlay **v; /* those of --overlay first, in their order */
	size_t n, cap;
	size_t first;    /* the input that is an overlay, as are those behind it */
	size_t nordered; /* of --overlay: applied one behind the other */
	size_t nnamed;   /* of --overlay and --overlays */
	bool any_failed; /* of these, so that there is nothing to apply */
	struct {
		void (*free)(void *what);
		void *what;
	} * owned; /* what origins refer to */
	size_t nowned, owned_cap;
	struct unread_overlay {
		size_t input;
		const char *name; /* of the part of it, or NULL */
		struct fault fault;
	} * unread; /* what could not be read, at most one an input */
	size_t nunread, unread_cap;
	struct overlay_row *rows;
	size_t nrows, rows_cap;
	struct numbers_of_inputs *of_input; /* rows of each that may be a base; or NULL */
	struct report_skip *left_out;       /* combinations that were not understood */
	size_t nleft_out, left_out_cap;
	pthread_mutex_t lock; /* of what origins keep while they are asked */
	size_t input;         /* that is read */
	bool ordered;
};

/*
 * Adds what --overlay and --overlays name to the inputs: they are linted, too, as the
 * overlays that they are.
 */
void overlays_expand(
	struct overlays *o, const struct options *options, struct input_list *inputs);

/*
 * Finds out which overlays are said to be for the inputs before them, by configurations
 * (`overlays:`), and by the Makefiles of a kernel that they stand in; adds those that are
 * no inputs yet.
 */
void overlays_assign(
	struct overlays *o, struct setups *setups, struct input_list *inputs);

/*
 * Reads them; what cannot be read is told where they are linted. It may be that they can be
 * read by then: overlays_unread() has why it was not applied.
 */
void overlays_read(struct overlays *o, const struct options *options,
	const struct input_list *inputs, const struct input_options *reading);

/* Why an input was not, or not all of it, among them; NULL: it was. @o: or NULL. */
const struct unread_overlay *overlays_unread(const struct overlays *o, size_t input);

void overlays_free(struct overlays *o);

/* A base to which overlays are applied, and what is done with the result. */
struct base_tree {
	const struct unit *unit;
	const struct tree *tree;
	struct intern *names; /* for merged trees */
	struct arena *arena;  /* for findings */
	struct arena *scratch;
	struct diag_list *diags;
	const struct rule_config *config;
	struct about about;
	void *context;
	/*
	 * Called with each merged tree, what is other than in the base (NULL: that is not
	 * known), the name of the combination, and the last overlay of it. The tree's
	 * origins are set.
	 */
	void (*merged)(const struct base_tree *b, const struct tree *t,
		const struct tree_delta *delta, const char *name,
		const struct loaded_overlay *last);
};

/*
 * Reports those of --overlays that fit no base, and drops what was found in overlays
 * alone that were applied: what they are on a base says more. Only what is wrong with
 * one as an overlay is left.
 */
void overlays_report(const struct overlays *o, const struct setups *setups,
	struct diag_list *diags, struct diag_list *ignored);

/* Applies all overlays of --overlay in turn, and each of --overlays that fits. */
void overlays_apply(struct overlays *o, const struct base_tree *b);

/* Remembers what was found in a base, from @from on. */
void overlays_remember(
	struct map *known, struct arena *a, const struct diag_list *diags, size_t from);

/*
 * Drops what the base has of what was found in a merged tree; of the rest it says which
 * overlay it comes with, where @last is not NULL.
 */
void overlays_drop_known(const struct map *known, struct diag_list *diags, size_t from,
	const struct loaded_overlay *last, const char *base);

#endif
