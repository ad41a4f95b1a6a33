/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What was asked for of rules that are made at run time: those of bindings, by name. */
#include <string.h>

#include "rules/dynamic.h"

#include "base/vec.h"

static const char family[] = "schema/";

bool
rule_is_dynamic(const char *name)
{
	return !strncmp(name, family, sizeof(family) - 1) && name[sizeof(family) - 1];
}

void
rule_dynamic_add(struct rule_config *c, const char *name, enum rule_asked what)
{
	*vec_more(c->arena, c->dynamic, c->ndynamic) =
		(struct rule_dynamic){ arena_strdup(c->arena, name), what, false };
}

bool
rule_dynamic_matches(const char *id, const char *name)
{
	for (; *name; id++, name++)
		if (*id != *name && !(*id == '-' && *name == '_')
			&& !(*id == '_' && *name == '-'))
			return false;
	return !*id || *id == '/';
}

static void
apply(struct rule_flags *f, const struct rule_dynamic *n)
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
rule_dynamic_flags(const struct rule_config *c, const struct rule *base, const char *id)
{
	struct rule_flags f = c->flags[rule_number(base)];
	size_t i;

	for (i = 0; i < c->ndynamic; i++)
		if (rule_dynamic_matches(id, c->dynamic[i].name))
			apply(&f, &c->dynamic[i]);
	return f;
}

bool
rule_dynamic_wanted(const struct rule_config *c)
{
	size_t i;

	for (i = 0; i < c->ndynamic; i++)
		if (!c->dynamic[i].weak
			&& (c->dynamic[i].what == ASKED_WARN
				|| c->dynamic[i].what == ASKED_ERROR
				|| c->dynamic[i].what == ASKED_SELECT))
			return true;
	return false;
}
