/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Leaving out what a configuration ignores, and telling which of its ignores do nothing. */
#ifndef DTLINT_CONFIG_IGNORE_H
#define DTLINT_CONFIG_IGNORE_H

#include "config/config.h"

/* What became of one of a configuration's ignores. */
struct ignore_use {
	bool met;  /* something was looked at that it is for */
	bool used; /* it ignored a finding */
};

struct ignoring {
	const struct config *config;
	const struct rule_config *rules; /* what is reported at all */
	const char *path;                /* what was looked at: config_path_of() */
	const struct tree *tree;         /* or NULL, where that is no tree */
	struct arena *scratch;
	struct ignore_use *use; /* one for each ignore, added to */
};

/*
 * Moves diagnostics from @from on that are ignored to the end of @ignored, with the
 * reason in them. Faults stay.
 */
void config_ignore(const struct ignoring *g, struct diag_list *diags, size_t from,
	struct diag_list *ignored);

/* Reports ignores that have expired, and those that had nothing to ignore. */
void config_report_ignores(const struct config *c, const struct rule_config *rules,
	const struct ignore_use *use, struct diag_list *diags);

#endif
