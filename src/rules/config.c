/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/suggest.h"
#include "rules/dynamic.h"

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
raise_level(struct rule_config *c, const struct rule *r, bool warn, bool error)
{
	struct rule_flags *f = &c->flags[rule_number(r)];
	const char *const *id;

	if ((warn && !f->warn) || (error && !f->error))
		for (id = r->prerequisites; id && *id; id++)
			raise_level(c, rule_find(*id), warn, error);
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
no_such_rule(const char *name, struct fault *f)
{
	struct suggest s = { .word = name };
	const struct rule *r;
	size_t i;

	for (i = 0; (r = rule_at(i)); i++) {
		const char *bare = strchr(r->id, '/') + 1;

		suggest_try(&s, r->id);
		suggest_try(&s, bare);
		suggest_try(
			&s, arena_strndup(f->arena, r->id, (size_t)(bare - r->id) - 1));
	}
	return fault_set(f, "there is no rule or family '%s'%s (--list-rules lists them)",
		name, suggest_text(f->arena, &s));
}

static bool
is_known(const char *selector)
{
	const struct rule *r;
	size_t i;

	for (i = 0; (r = rule_at(i)); i++)
		if (rule_matches(r, selector))
			return true;
	return false;
}

static void
flag_rule(struct rule_config *c, const struct rule *r, bool no, bool as_error)
{
	if (no)
		lower(c, r, !as_error, as_error);
	else
		raise_level(c, r, !as_error, as_error);
}

/* As a selection does, a family turns on nothing that is off by default. */
static void
flag_family(struct rule_config *c, const char *name, bool no, bool as_error)
{
	const struct rule *r;
	size_t i;

	for (i = 0; (r = rule_at(i)); i++)
		if (rule_matches(r, name)
			&& (no || c->in_family[i] || rule_is_reported(c, r)))
			flag_rule(c, r, no, as_error);
}

bool
rule_config_flag(struct rule_config *c, const char *arg, bool as_error, struct fault *f)
{
	bool no = !strncmp(arg, "no-", 3) || !strncmp(arg, "no_", 3);
	const char *name = no ? arg + 3 : arg;
	const struct rule *r = rule_find(name);

	if (r)
		flag_rule(c, r, no, as_error);
	else if (rule_is_dynamic(name))
		rule_dynamic_add(c, name,
			as_error ? (no ? ASKED_NO_ERROR : ASKED_ERROR)
			: no     ? ASKED_NO_WARN
				 : ASKED_WARN);
	else if (is_known(name))
		flag_family(c, name, no, as_error);
	else if (!rule_is_void(name))
		return no_such_rule(name, f);
	return true;
}

/*
 * The length of the first of the selectors. Bindings have commas in their names: what
 * follows is part of one unless it means something by itself.
 */
static size_t
first_selector(const char *s, struct arena *a)
{
	size_t len = strcspn(s, ","), next;
	const char *one = arena_strndup(a, s, len);

	if (is_known(one) || !rule_is_dynamic(one))
		return len;
	while (s[len]) {
		next = strcspn(s + len + 1, ",");
		one = arena_strndup(a, s + len + 1, next);
		if (is_known(one) || strchr(one, '/'))
			break;
		len += 1 + next;
	}
	return len;
}

/*
 * Applies @apply to every rule that one of the comma-separated selectors names, and
 * notes @asked of those that are made at run time. @by_name tells it whether the rule's
 * own name was given.
 */
static bool
each_selected(struct rule_config *c, const char *selectors,
	void (*apply)(struct rule_config *, const struct rule *, bool by_name),
	enum rule_asked asked, struct fault *f)
{
	const struct rule *r, *named;
	const char *s = selectors;
	size_t i, len;

	for (;; s += len + 1) {
		char *one;
		bool any = false;

		len = first_selector(s, f->arena);
		one = arena_strndup(f->arena, s, len);
		named = rule_find(one);
		for (i = 0; (r = rule_at(i)); i++) {
			if (!rule_matches(r, one))
				continue;
			any = true;
			apply(c, r, named == r);
		}
		if (!any && !rule_is_dynamic(one))
			return no_such_rule(one, f);
		if (!any)
			rule_dynamic_add(c, one, asked);
		if (!s[len])
			return true;
	}
}

/* Whether it is about the run itself, not about what is in a tree. */
static bool
rule_is_of_run(const struct rule *r)
{
	static const char *const families[] = { "config/", "host/", "input/" };

	for (size_t i = 0; i < sizeof(families) / sizeof(*families); i++)
		if (!strncmp(r->id, families[i], strlen(families[i])))
			return true;
	return false;
}

static void
select_rule(struct rule_config *c, const struct rule *r, bool by_name)
{
	struct rule_flags *f = &c->flags[rule_number(r)];
	bool error = r->level == LEVEL_ERROR && !r->varies;

	if (!by_name && !c->in_family[rule_number(r)])
		return;
	if (c->defaults[rule_number(r)].error)
		error = true;
	f->warn |= !error;
	f->error |= error;
}

static void
ignore_rule(struct rule_config *c, const struct rule *r, bool by_name)
{
	(void)by_name;
	/* what could not be looked at is no matter of taste */
	if (strncmp(r->id, "input/", strlen("input/")) != 0)
		c->flags[rule_number(r)] = (struct rule_flags){ 0 };
}

bool
rule_config_select(
	struct rule_config *c, const char *const *selectors, size_t n, struct fault *f)
{
	const struct rule *r;
	size_t i;

	for (i = 0; (r = rule_at(i)); i++)
		if (!rule_is_of_run(r))
			c->flags[i] = (struct rule_flags){ 0 };
	c->selected = true;
	for (i = 0; i < n; i++)
		if (!each_selected(c, selectors[i], select_rule, ASKED_SELECT, f))
			return false;
	return true;
}

bool
rule_config_ignore(struct rule_config *c, const char *selector, struct fault *f)
{
	return each_selected(c, selector, ignore_rule, ASKED_IGNORE, f);
}

/* As the rule with a number says, and how strict the run is. */
static void
set_default(struct rule_config *c, size_t number, enum rule_strict strict,
	const struct rule_profile *profile)
{
	const struct rule *r = rule_at(number);
	bool error = r->level == LEVEL_ERROR && !r->varies;
	bool strictly = r->strict && r->strict <= strict;
	bool family = r->state != RULE_OFF || strictly;
	bool on = r->state == RULE_ON || strictly
		  || (family && profile && profile->dtc && rule_matches(r, "dtc"));

	c->flags[number] = (struct rule_flags){ on && !error, on && error, false };
	c->in_family[number] = family;
}

/* A word for dtc: of one of its checks, or it says nothing. */
static void
flag_check(struct rule_config *c, const struct rule_flag *flag)
{
	bool no = !strncmp(flag->arg, "no-", 3) || !strncmp(flag->arg, "no_", 3);
	const struct rule *r = rule_find(no ? flag->arg + 3 : flag->arg);

	if (r && rule_matches(r, "dtc"))
		flag_rule(c, r, no, flag->as_error);
}

/* What the profile says of rules, which a selection of their family goes by, too. */
static void
apply_profile(struct rule_config *c, const struct rule_profile *profile)
{
	struct fault f = FAULT_INIT(c->arena);
	const struct rule *r;
	size_t i, k;

	for (i = 0; i < profile->rules.n; i++)
		each_selected(c, profile->rules.v[i], select_rule, ASKED_SELECT, &f);
	for (i = 0; i < profile->nflags; i++)
		flag_check(c, &profile->flags[i]);
	for (k = 0; (r = rule_at(k)); k++) {
		if (rule_is_reported(c, r))
			c->in_family[k] = true;
		else if (profile->dtc && rule_matches(r, "dtc"))
			c->in_family[k] = false;
	}
}

struct rule_config *
rule_config_new(
	struct arena *a, enum rule_strict strict, const struct rule_profile *profile)
{
	struct rule_config *c = arena_new(a, struct rule_config);
	size_t i, n = rules_count();

	c->arena = a;
	c->flags = arena_array(a, struct rule_flags, n);
	c->defaults = arena_array(a, struct rule_flags, n);
	c->in_family = arena_array(a, bool, n);
	for (i = 0; i < n; i++)
		set_default(c, i, strict, profile);
	if (profile)
		apply_profile(c, profile);
	memcpy(c->defaults, c->flags, n * sizeof(*c->flags));
	return c;
}
