/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/vec.h"
#include "rules/rule.h"

void
rule_request_flag(struct rule_request *q, struct arena *a, const char *arg, bool as_error)
{
	*vec_more(a, q->flags, q->nflags) = (struct rule_flag){ arg, as_error };
}

static bool
apply_selectors(struct rule_config *c, const struct rule_request *q, struct fault *f)
{
	size_t i;

	if (q->select.n && !rule_config_select(c, q->select.v, q->select.n, f))
		return false;
	for (i = 0; i < q->ignore.n; i++)
		if (!rule_config_ignore(c, q->ignore.v[i], f))
			return false;
	return true;
}

static bool
apply_flags(struct rule_config *c, const struct rule_request *q, struct fault *f)
{
	size_t i;

	for (i = 0; i < q->nflags; i++)
		if (!rule_config_flag(c, q->flags[i].arg, q->flags[i].as_error, f))
			return false;
	return true;
}

/* Takes back what flags have turned on that was not on in @before. */
static void
keep_off(struct rule_config *c, const struct rule_flags *before)
{
	size_t i;

	for (i = 0; i < rules_count(); i++)
		if (!before[i].warn && !before[i].error)
			c->flags[i] = before[i];
}

enum rule_strict
rule_strict_of(const struct rule_request *file, const struct rule_request *args)
{
	return file && file->strict > args->strict ? file->strict : args->strict;
}

struct rule_config *
rule_config_make(struct arena *a, const struct rule_profile *profile,
	const struct rule_request *file, const struct rule_request *args, struct fault *f)
{
	struct rule_config *c = rule_config_new(a, rule_strict_of(file, args), profile);
	size_t n = rules_count(), ndynamic;
	struct rule_flags *before;

	if (file && !args->select.n
		&& (!apply_selectors(c, file, f) || !apply_flags(c, file, f)))
		return NULL;
	if (!apply_selectors(c, args, f))
		return NULL;
	if (file && args->select.n) {
		before = arena_array(a, struct rule_flags, n);
		memcpy(before, c->flags, n * sizeof(*before));
		ndynamic = c->ndynamic;
		if (!apply_flags(c, file, f))
			return NULL;
		keep_off(c, before);
		for (; ndynamic < c->ndynamic; ndynamic++)
			c->dynamic[ndynamic].weak = true;
	}
	return apply_flags(c, args, f) ? c : NULL;
}
