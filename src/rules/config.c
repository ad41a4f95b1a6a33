/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/suggest.h"
#include "rules/rule.h"

struct rule_config *
rule_config_new(struct arena *a)
{
	struct rule_config *c = arena_new(a, struct rule_config);
	const struct rule *r;
	size_t i;

	c->flags = arena_array(a, struct rule_flags, rules_count());
	for (i = 0; (r = rule_at(i)); i++) {
		bool error = r->level == LEVEL_ERROR && !r->varies;

		c->flags[i].warn = r->state == RULE_ON && !error;
		c->flags[i].error = r->state == RULE_ON && error;
	}
	return c;
}

bool
rule_is_reported(const struct rule_config *c, const struct rule *r)
{
	const struct rule_flags *f = &c->flags[rule_number(r)];

	return f->warn || f->error;
}

static bool
depends_on(const struct rule *r, const struct rule *on)
{
	const char *const *id;

	for (id = r->prerequisites; id && *id; id++)
		if (!strcmp(*id, on->id))
			return true;
	return false;
}

/* dtc's enable_warning_error() */
static void
raise(struct rule_config *c, const struct rule *r, bool warn, bool error)
{
	struct rule_flags *f = &c->flags[rule_number(r)];
	const char *const *id;

	if ((warn && !f->warn) || (error && !f->error))
		for (id = r->prerequisites; id && *id; id++)
			raise(c, rule_find(*id), warn, error);
	f->warn |= warn;
	f->error |= error;
	if (error)
		f->capped = false;
}

/* dtc's disable_warning_error() */
static void
lower(struct rule_config *c, const struct rule *r, bool warn, bool error)
{
	struct rule_flags *f = &c->flags[rule_number(r)];
	const struct rule *other;
	size_t i;

	if ((warn && f->warn) || (error && f->error))
		for (i = 0; (other = rule_at(i)); i++)
			if (depends_on(other, r))
				lower(c, other, warn, error);
	f->warn &= !warn;
	f->error &= !error;
	if (error)
		f->capped = true;
}

static bool
no_such_rule(const char *name, bool families, struct fault *f)
{
	struct suggest s = { .word = name };
	const struct rule *r;
	size_t i;

	for (i = 0; (r = rule_at(i)); i++) {
		const char *bare = strchr(r->id, '/') + 1;

		suggest_try(&s, r->id);
		suggest_try(&s, bare);
		if (families)
			suggest_try(&s, arena_strndup(f->arena, r->id,
						(size_t)(bare - r->id) - 1));
	}
	return fault_set(f, "there is no rule%s '%s'%s (--list-rules lists them)",
		families ? " or family" : "", name, suggest_text(f->arena, &s));
}

bool
rule_config_flag(struct rule_config *c, const char *arg, bool as_error, struct fault *f)
{
	bool no = !strncmp(arg, "no-", 3) || !strncmp(arg, "no_", 3);
	const char *name = no ? arg + 3 : arg;
	const struct rule *r = rule_find(name);

	if (!r)
		return rule_is_void(name) || no_such_rule(name, false, f);
	if (no)
		lower(c, r, !as_error, as_error);
	else
		raise(c, r, !as_error, as_error);
	return true;
}

/*
 * Applies @apply to every rule that one of the comma-separated selectors names.
 * @by_name tells it whether the rule's own name was given.
 */
static bool
each_selected(struct rule_config *c, const char *selectors,
	void (*apply)(struct rule_config *, const struct rule *, bool by_name),
	struct fault *f)
{
	const struct rule *r;
	const char *s = selectors;
	size_t i, len;

	for (;; s += len + 1) {
		char *one;
		bool any = false;

		len = strcspn(s, ",");
		one = arena_strndup(f->arena, s, len);
		for (i = 0; (r = rule_at(i)); i++) {
			if (!rule_matches(r, one))
				continue;
			any = true;
			apply(c, r, rule_find(one) == r);
		}
		if (!any)
			return no_such_rule(one, true, f);
		if (!s[len])
			return true;
	}
}

static void
select_rule(struct rule_config *c, const struct rule *r, bool by_name)
{
	struct rule_flags *f = &c->flags[rule_number(r)];
	bool error = r->level == LEVEL_ERROR && !r->varies;

	if (r->state == RULE_OFF && !by_name)
		return;
	f->warn |= !error;
	f->error |= error;
}

static void
ignore_rule(struct rule_config *c, const struct rule *r, bool by_name)
{
	(void)by_name;
	c->flags[rule_number(r)] = (struct rule_flags){ 0 };
}

bool
rule_config_select(
	struct rule_config *c, const char *const *selectors, size_t n, struct fault *f)
{
	size_t i;

	memset(c->flags, 0, rules_count() * sizeof(*c->flags));
	for (i = 0; i < n; i++)
		if (!each_selected(c, selectors[i], select_rule, f))
			return false;
	return true;
}

bool
rule_config_ignore(struct rule_config *c, const char *selector, struct fault *f)
{
	return each_selected(c, selector, ignore_rule, f);
}
