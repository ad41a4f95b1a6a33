/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Words for what a binding finds, apart from the tree that it was found in: a node that is
 * the same in many trees has the same ones, which are then made once.
 */
#ifndef DTLINT_BINDINGS_REMARK_H
#define DTLINT_BINDINGS_REMARK_H

#include "bindings/message.h"

struct remark {
	const struct rule *rule;
	enum level level;
	atom_t name;   /* of the property that it is about; ATOM_NONE: about none */
	uint32_t prop; /* which of the node's that was */
	bool entry;    /* about these bytes of its value; @length 0: all from there on */
	uint32_t offset;
	uint32_t length;
	const char *message;
	const char *why;
	const char *help;
	const char *schema; /* and what follows, as in struct diag */
	const char *keyword;
	const char *what;
	const struct diag_step *property_path;
	size_t nproperty_path;
	const struct diag_step *schema_path;
	size_t nschema_path;
	struct slip slip;
};

/* What there is to say of a finding; texts live in the arena of @w's lint. */
struct remark remark_of(const struct words_of *w, const struct rule *r, enum level level);

/* Says it of a node of the tree at hand. */
struct diag *remark_report(struct lint *l, const struct remark *s, const struct node *n);

#endif
