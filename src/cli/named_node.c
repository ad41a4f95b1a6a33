/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/named_node.h"

#include <string.h>

#include "base/suggest.h"

static const struct node *
by_alias(const struct tree *t, const char *alias)
{
	const struct node *aliases = tree_find(t, "/aliases");
	const struct prop *p = NULL;

	if (!aliases)
		return NULL;
	node_for_each_prop (t, aliases, q)
		if (!strcmp(prop_name(t, q), alias))
			p = q;
	if (!p || !p->len || p->data[p->len - 1])
		return NULL;
	return tree_find(t, (const char *)p->data);
}

static bool
is_named(const struct tree *t, const struct node *n, const char *name)
{
	const char *own = node_name(t, n), *at = strchr(own, '@');
	size_t k = strlen(name);

	return !strcmp(own, name)
	       || (at && (size_t)(at - own) == k && !strncmp(own, name, k));
}

/* The only node of that name, with or without its unit address. */
static const struct node *
by_name(const struct tree *t, const char *name, struct arena *a, struct fault *f)
{
	const struct node *found = NULL;

	tree_for_each_node (t, n) {
		if (!is_named(t, n, name))
			continue;
		if (found) {
			fault_set(f, "'%s' is the name of %s and of %s, expected a path",
				name, node_path(t, found, a), node_path(t, n, a));
			return NULL;
		}
		found = n;
	}
	return found;
}

bool
named_node(const struct tree *t, const char *name, struct arena *a, struct fault *f,
	uint32_t *node)
{
	const struct node *aliases = tree_find(t, "/aliases");
	struct suggest s = { .word = name };
	const struct node *n = NULL;

	if (*name == '/')
		n = tree_find(t, name);
	else if (!(n = by_alias(t, name)))
		n = by_name(t, name, a, f);
	if (n) {
		*node = node_id(t, n);
		return true;
	}
	if (f->message)
		return false;
	if (aliases && *name != '/')
		node_for_each_prop (t, aliases, p)
			suggest_try(&s, prop_name(t, p));
	tree_for_each_node (t, m)
		suggest_try(&s, *name == '/' ? node_path(t, m, a) : node_name(t, m));
	return fault_set(f, "there is no node '%s'%s", name, suggest_text(a, &s));
}
