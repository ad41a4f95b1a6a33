/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What was asked for of rules that are made at run time: those of bindings, by name. */
#include <string.h>

#include "rules/named.h"

static const char family[] = "schema/";

bool
rule_is_named(const char *name)
{
	return !strncmp(name, family, sizeof(family) - 1) && name[sizeof(family) - 1];
}

void
rule_named_add(struct rule_config *c, const char *name, enum rule_asked what)
{
	size_t size = c->nnamed * sizeof(*c->named);

	c->named = arena_grow(c->arena, c->named, size, size + sizeof(*c->named));
	c->named[c->nnamed++] = (struct rule_named){ arena_strdup(c->arena, name), what,
		false };
}

bool
rule_named_matches(const char *id, const char *name)
{
	for (; *name; id++, name++)
		if (*id != *name && !(*id == '-' && *name == '_')
			&& !(*id == '_' && *name == '-'))
			return false;
	return !*id || *id == '/';
}

static void
apply(struct rule_flags *f, const struct rule_named *n)
{
	if (n->weak && !f->warn && !f->error)
		return;
	switch (n->what) {
	case ASKED_WARN: f->warn = true; break;
	case ASKED_NO_WARN: f->warn = false; break;
	case ASKED_ERROR:
		f->error = true;
		f->capped = false;
		break;
	case ASKED_NO_ERROR:
		f->error = false;
		f->capped = true;
		break;
	case ASKED_SELECT: f->warn = true; break;
	case ASKED_IGNORE: *f = (struct rule_flags){ 0 }; break;
	}
}

struct rule_flags
rule_named_flags(const struct rule_config *c, const struct rule *base, const char *id)
{
	struct rule_flags f = c->flags[rule_number(base)];
	size_t i;

	for (i = 0; i < c->nnamed; i++)
		if (rule_named_matches(id, c->named[i].name))
			apply(&f, &c->named[i]);
	return f;
}

bool
rule_named_wanted(const struct rule_config *c)
{
	size_t i;

	for (i = 0; i < c->nnamed; i++)
		if (!c->named[i].weak
			&& (c->named[i].what == ASKED_WARN
				|| c->named[i].what == ASKED_ERROR
				|| c->named[i].what == ASKED_SELECT))
			return true;
	return false;
}
