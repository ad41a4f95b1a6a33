/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/dtc/name/chars.h"
#include "rules/dtc/name/name_property.h"

/*
 * As dtc looks up a path: names in full, without a leading '/' too, and "" is the
 * root. tree_find() is the specification's way.
 */
static const struct node *
find(const struct tree *t, const char *path)
{
	const struct node *n = t->nodes;
	size_t len;

	while (n && *path) {
		path += strspn(path, "/");
		len = strcspn(path, "/");
		n = node_child(t, n, path, len);
		path += len;
		path += *path == '/';
	}
	return n;
}

/* The node that the alias's first string names; NULL with @why set where none is. */
static const struct node *
target(struct lint *l, const struct prop *p, const char **why)
{
	const char *path = prop_next_string(p, NULL);
	const struct node *n;

	if (!path) {
		*why = p->len ? "is not a string" : "is empty";
		return NULL;
	}
	n = find(l->tree, path);
	if (!n)
		*why = arena_printf(l->scratch, "is \"%s\", which %s", path,
			*path && !path[strspn(path, "/")] ? "leads to the root"
							  : "is no node's path");
	return n;
}

static void
check_alias(
	struct lint *l, const struct rule *r, const struct node *n, const struct prop *p)
{
	const char *name = prop_name(l->tree, p), *why;
	struct diag *d;
	size_t good;

	if (!dtc_is_plugin(l->tree) && !target(l, p, &why)) {
		d = dtc_report_cells(l, r, n, p, 0, 0,
			"the alias '%s' %s, expected the full path of a node", name, why);
		diag_help(l, d, "mend the path, or remove the alias");
		return;
	}
	good = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-");
	if (!name[good])
		return;
	d = lint_report(l, r, r->level, n, p,
		"the alias '%s' has '%c' in its name, expected lower-case letters, digits and "
		"'-' alone",
		name, name[good]);
	diag_help(l, d, "rename the alias, in what refers to it too");
}

static bool
is_aliases(const char *name)
{
	return !strcmp(name, "aliases");
}

static void
check_aliases(struct lint *l, const struct rule *r, const struct node *n)
{
	node_for_each_prop (l->tree, n, p) {
		if (lint_is_done(l, r))
			return;
		if (p->name != NAME_phandle && p->name != NAME_linux_phandle
			&& !dtc_is_redundant_name(l->tree, n, p))
			check_alias(l, r, n, p);
	}
}

static const struct rule rules[] = {
	{
		.id = "dtc/alias_paths",
		.level = LEVEL_WARNING,
		.state = RULE_FAMILY,
		.strict = STRICT_W1,
		.summary =
			"an alias that names no node, or with a character that alias names "
			"must not have",
		.why = "Boot loaders and Linux number devices, and find the console, by "
		       "aliases: one that leads nowhere is passed over in silence.",
		.fix = "Mend the path: in full, with unit addresses; or remove the alias.",
		.refs = DTC_SPEC("3.3 /aliases node") DTC_CHECK(alias_paths),
		.bad = DTC_ROOT("\taliases {\n\t\tserial0 = \"/serial\";\n\t};\n"),
		.good = DTC_ROOT("\taliases {\n\t\tserial0 = \"/serial\";\n\t};\n\n"
				 "\tserial { };\n"),
		.check_node = check_aliases,
		.match_node = is_aliases,
	},
};

const struct rule_set rules_dtc_aliases = { rules, sizeof(rules) / sizeof(*rules) };
