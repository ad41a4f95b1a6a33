/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Trees held against bindings: what --schema named, as findings.
 *
 * Each binding is a rule of its own, made when it first finds something: schema/ and
 * the binding's path. They are reported as the rule schema/violation is.
 */
#ifndef DTLINT_BINDINGS_BINDINGS_H
#define DTLINT_BINDINGS_BINDINGS_H

#include "rules/rule.h"
#include "schema/apply/validate.h"
#include "schema/store/store.h"

/* The bindings of a run; shared by its workers. */
struct bindings;

/*
 * Reads and compiles what @from names, as schemas_load() does with @use. NULL where
 * nothing is left.
 */
struct bindings *bindings_load(const struct schemas_from *from, unsigned int use,
	struct arena *a, schemas_report_fn *report, void *context);

/*
 * Tells what is wrong with single bindings, which bindings_load() did not, and whether it
 * matters: whether a node of the trees linted so far was held against the binding, or
 * would have been. Strings are in @a. Not while a worker lints.
 */
void bindings_each_fault(struct bindings *b, struct arena *a,
	void (*tell)(void *context, const struct fault *f, bool met), void *context);

/* The bindings that are part of the program. */
struct bindings *bindings_builtin(void);

/*
 * Has trees that are held against @b be held against @next, too, and those that follow it;
 * its findings bear the label. They are freed with @b.
 */
void bindings_chain(struct bindings *b, const char *label, struct bindings *next);
struct bindings *bindings_next(const struct bindings *b);
const char *bindings_label(const struct bindings *b); /* or NULL */

void bindings_free(struct bindings *b);

/* What they were compiled to; lives as long as they do. */
const struct program *bindings_program(const struct bindings *b);

/* False where nothing that bindings find would be reported. */
bool bindings_wanted(const struct rule_config *c);

/*
 * The rule that a binding's findings are named after, by its `$id`: schema/ and its
 * path.
 */
const char *binding_rule_id(struct arena *a, const char *id);

/*
 * False with the fault set where the configuration names a binding that there is none of,
 * so that nothing is thought to be checked that is not.
 */
bool bindings_check_names(
	const struct bindings *b, const struct rule_config *c, struct fault *f);

/* One worker's part. */
struct bindings_worker;

struct bindings_worker *bindings_worker_new(struct bindings *b);
void bindings_worker_free(struct bindings_worker *w);

struct validator *bindings_worker_validator(struct bindings_worker *w);

/* That of the next set, see bindings_chain(), or NULL. */
struct bindings_worker *bindings_worker_next(const struct bindings_worker *w);

/*
 * Adds what the bindings find in the tree, after what other rules found. Costs nothing
 * where none of it is wanted. Texts of findings are shared by all that @w lints: @l's
 * arena lives as long as @w.
 */
void bindings_lint(struct bindings_worker *w, struct lint *l);

/*
 * Takes away what rules that yield (rules/rule.h) found of properties of which a binding
 * has found something in the same tree; a part of bindings_lint().
 */
void bindings_yield(struct lint *l);

#endif
