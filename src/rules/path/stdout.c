/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/tree_facts.h"
#include "tree/names.h"
#include "tree/value.h"

/* What stdout-path says, taken apart. */
struct target {
	const struct prop *prop;
	const struct node *chosen;
	const char *name;      /* up to the options */
	const char *alias;     /* the alias that it begins with, or NULL */
	const char *path;      /* in full; NULL where the alias is not there */
	const struct node *to; /* or NULL */
};

/* The path that an alias stands for, or NULL. */
static const char *
alias_path(const struct tree *t, const char *alias)
{
	const struct node *aliases = node_child(t, t->nodes, "aliases", 7);
	atom_t name = intern_find(t->names, alias, strlen(alias));
	const struct prop *p;

	if (!aliases || name == ATOM_NONE || !(p = node_prop(t, aliases, name)))
		return NULL;
	return prop_next_string(p, NULL);
}

/* As Linux's of_find_node_opts_by_path(): a path or an alias, and ':' before options. */
static bool
read_target(struct lint *l, const struct node *chosen, const struct prop *p,
	struct target *out)
{
	const char *s = prop_next_string(p, NULL), *rest;

	if (!s || !*s)
		return false;
	*out = (struct target){ .prop = p, .chosen = chosen };
	out->name = arena_strndup(l->scratch, s, strcspn(s, ":"));
	out->path = out->name;
	if (*out->name != '/') {
		rest = out->name + strcspn(out->name, "/");
		out->alias = arena_strndup(
			l->scratch, out->name, (size_t)(rest - out->name));
		out->path = alias_path(l->tree, out->alias);
		if (out->path && *rest)
			out->path = arena_printf(l->scratch, "%s%s", out->path, rest);
	}
	out->to = out->path ? tree_find(l->tree, out->path) : NULL;
	return true;
}

/* The property that Linux would read: linux,stdout-path only where the other is not. */
static bool
find_target(struct lint *l, struct target *out)
{
	const struct node *chosen = node_child(l->tree, l->tree->nodes, "chosen", 6);
	const struct prop *p;

	if (!chosen || l->tree->overlay)
		return false;
	p = node_prop(l->tree, chosen, NAME_stdout_path);
	if (!p)
		p = node_prop(l->tree, chosen, NAME_linux_stdout_path);
	return p && read_target(l, chosen, p, out);
}

static void
check_absent(struct lint *l, const struct rule *r)
{
	struct target t;
	struct diag *d;

	if (!find_target(l, &t) || t.to)
		return;
	if (!t.path)
		d = lint_report(l, r, LEVEL_WARNING, t.chosen, t.prop,
			"%s begins with '%s', which is no alias in /aliases",
			prop_name(l->tree, t.prop), t.alias);
	else if (t.alias)
		d = lint_report(l, r, LEVEL_WARNING, t.chosen, t.prop,
			"%s is '%s', and there is no node '%s', which the alias leads to",
			prop_name(l->tree, t.prop), t.name, t.path);
	else
		d = lint_report(l, r, LEVEL_WARNING, t.chosen, t.prop,
			"%s is '%s', and there is no such node",
			prop_name(l->tree, t.prop), t.path);
	diag_why(l, d,
		"Linux finds no console there: without console= on the command line the boot is "
		"silent");
	diag_help(l, d, "name a console by its full path, or by an alias for it");
}

static void
check_disabled(struct lint *l, const struct rule *r)
{
	const struct node *by;
	struct target t;
	struct diag *d;

	if (!find_target(l, &t) || !t.to || !(by = node_disabled_by(l->tree, t.to)))
		return;
	d = lint_report(l, r, LEVEL_WARNING, t.chosen, t.prop,
		"%s leads to '%s', which %s disables", prop_name(l->tree, t.prop),
		lint_path(l, t.to),
		by == t.to ? "its status"
			   : arena_printf(
				   l->scratch, "the status of '%s'", lint_path(l, by)));
	diag_why(l, d,
		"no driver is bound to a disabled node, so that the boot is silent");
	diag_help(l, d, "enable the node (status = \"okay\"), or name another console");
}

/*
 * What is wrong with a serial line's options, or NULL: Linux's uart_parse_options(), a
 * baud rate and, each where it wants, parity, bits and flow control.
 */
static const char *
options_fault(const char *s)
{
	s += strspn(s, "0123456789");
	if (!*s)
		return NULL;
	if (!strchr("noeNOE", *s))
		return "behind the baud rate stands the parity: n, o or e";
	s++;
	if (!*s)
		return NULL;
	if (*s < '5' || *s > '8')
		return "behind the parity stands the number of bits: 7 or 8";
	s++;
	return !*s || (*s == 'r' && !s[1])
		       ? NULL
		       : "behind the bits may stand r, for flow control";
}

static void
check_options(struct lint *l, const struct rule *r)
{
	const char *s, *options, *fault;
	struct target t;

	if (!find_target(l, &t))
		return;
	s = prop_next_string(t.prop, NULL);
	options = s ? strchr(s, ':') : NULL;
	/* other consoles have options of their own */
	if (!options || options[1] < '0' || options[1] > '9'
		|| !(fault = options_fault(++options)))
		return;
	diag_help(l,
		lint_report(l, r, LEVEL_WARNING, t.chosen, t.prop,
			"the options '%s' are none of a serial line: %s", options, fault),
		"write them like 115200n8");
}

#define TREE(status, path) TREE_OPTIONS(status, path, "115200n8")

#define TREE_OPTIONS(status, path, options) \
	SAMPLE_ROOT_1_1 \
	"\n" \
	"\taliases {\n" \
	"\t\tserial0 = \"/serial@9000000\";\n" \
	"\t};\n" \
	"\n" \
	"\tchosen {\n" \
	"\t\tstdout-path = \"" path ":" options "\";\n" \
	"\t};\n" \
	"\n" \
	"\tserial@9000000 {\n" \
	"\t\tcompatible = \"arm,pl011\", \"arm,primecell\";\n" \
	"\t\treg = <0x9000000 0x1000>;\n" status "\t};\n" \
	"};\n"

#define REFS \
	"Devicetree Specification v0.4, 3.6 /chosen node\n" \
	"Linux drivers/of/base.c, of_alias_scan()"

static const struct rule rules[] = {
	{
		.id = "path/stdout-absent",
		.level = LEVEL_WARNING,
		.summary =
			"stdout-path in /chosen names a node or an alias that is not there",
		.why = "Linux takes its console from stdout-path, the path of a node or an alias "
		       "and, behind a ':', options. Where that leads nowhere, it goes on without: "
		       "unless the command line names a console, the boot is silent.",
		.fix = "Name the console's node by its full path, or by an alias for it.",
		.refs = REFS,
		.bad = { TREE("", "serial1"), NULL },
		.good = { TREE("", "serial0"), NULL },
		.check_tree = check_absent,
	},
	{
		.id = "path/stdout-disabled",
		.level = LEVEL_WARNING,
		.summary = "stdout-path in /chosen leads to a node that is disabled",
		.why = "No driver is bound to a node that its status, or an ancestor's, disables: "
		       "unless the command line names another console, the boot is silent.",
		.fix = "Enable the node, or name another console.",
		.refs = REFS,
		.bad = { TREE("\t\tstatus = \"disabled\";\n", "serial0"), NULL },
		.good = { TREE("\t\tstatus = \"okay\";\n", "serial0"), NULL },
		.check_tree = check_disabled,
	},
	{
		.id = "path/stdout-options",
		.level = LEVEL_WARNING,
		.summary = "the options in stdout-path are none of a serial line",
		.why = "Behind the ':' stand baud rate, parity and bits, as in 115200n8. What is "
		       "none of these Linux takes for something that it is not, and boot programs "
		       "refuse: the console is silent, or shows noise.",
		.fix = "Write the options like 115200n8.",
		.refs = "Devicetree Specification v0.4, 3.6 /chosen node\n"
			"Linux drivers/tty/serial/serial_core.c, uart_parse_options()",
		.bad = { TREE_OPTIONS("", "serial0", "115200ns"), NULL },
		.good = { TREE("", "serial0"), NULL },
		.check_tree = check_options,
	},
};

const struct rule_set rules_path_stdout = { rules, 3 };
