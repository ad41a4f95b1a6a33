/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Findings about the inputs themselves, made by whoever reads them, before any rule can
 * look at a tree.
 */
#ifndef DTLINT_RULES_INPUT_H
#define DTLINT_RULES_INPUT_H

#include "rules/rule.h"

/* What a finding or fault is about: an input, or a part of it. */
struct about {
	const char *file;
	const char *unit; /* NULL: the file itself */
	uint32_t input;
	uint32_t unit_id;
};

/* A tree that could not be read; a fault, reported whatever is selected. */
void input_report_tree(
	struct diag_list *list, const struct about *about, const struct fault *f);

/*
 * A finding that no walk over a tree makes. NULL where the rule is not reported; its level
 * is what -E and -W leave of @level. @message need not be clean.
 */
struct diag *input_report(struct diag_list *list, const struct rule_config *config,
	const struct rule *r, enum level level, const struct about *about,
	const char *message);

/* A host configuration that could not be read; likewise. */
void input_report_host(struct diag_list *list, const char *source, const struct fault *f);

/* A tree that was to be mended and could not be; likewise. */
void input_report_fix(
	struct diag_list *list, const struct about *about, const struct fault *f);

/* A configuration file (.dtlint.yaml) that could not be read; likewise. */
void input_report_config(struct diag_list *list, const char *file, const struct fault *f);

/* One of its ignores or pairs, that stands at a line, and is of no use any more. */
enum input_ignore {
	INPUT_UNUSED_IGNORE,
	INPUT_EXPIRED_IGNORE,
	INPUT_UNUSED_PAIR,
	INPUT_UNUSED_OVERLAYS
};

void input_report_ignore(struct diag_list *list, const struct rule_config *config,
	enum input_ignore what, const char *file, uint32_t line, uint32_t column,
	const char *fmt, ...) __attribute__((format(printf, 7, 8)));

/* What a host's reader could not know, one diagnostic a remark. */
void input_report_remarks(
	struct diag_list *list, const struct rule_config *config, const struct host *h);

/* A binding that was left out, or a path that has none; @f names its file. */
void input_report_binding(struct diag_list *list, const struct fault *f);

/* A binding that dt-schema's meta-schemas do not allow; the caller adds the place. */
struct diag *input_report_meta_schema(
	struct diag_list *list, const char *file, const char *message);

#endif
