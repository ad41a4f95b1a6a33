/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is wrong with an overlay on any base. */
#include <string.h>

#include "rules/rule.h"
#include "tree/names.h"
#include "tree/overlay.h"
#include "tree/value.h"

#define LIBFDT \
	"https://git.kernel.org/pub/scm/utils/dtc/dtc.git/tree/libfdt/fdt_overlay.c"

/* A fragment written as dtc writes one. */
#define FRAGMENT(target, content) \
	"/dts-v1/;\n/ { fragment@0 { " target "\n" \
	"\t__overlay__ { " content " }; }; };\n"

static void
check_target(struct lint *l, const struct rule *r)
{
	struct overlay o;

	if (!l->tree->overlay)
		return;
	overlay_read(&o, l->tree, l->scratch);
	for (size_t i = 0; i < o.nfragments; i++) {
		const struct overlay_fragment *f = &o.fragments[i];

		if (!f->content)
			continue;
		if (!f->target && !f->path_prop)
			lint_report(l, r, LEVEL_ERROR, f->node, NULL,
				"the fragment has neither 'target' nor 'target-path'");
		else if (!f->target && (!f->path || *f->path != '/'))
			lint_report(l, r, LEVEL_ERROR, f->node, f->path_prop,
				"the target path is '%s', expected one that begins with '/'",
				f->path ? f->path : "");
		else if (f->target
			 && (f->target->len != 4
				 || (prop_cell(f->target, 0) == UINT32_MAX && !f->label)))
			lint_report(l, r, LEVEL_ERROR, f->node, f->target,
				"the target is not resolved: no entry of __fixups__ gives it");
	}
}

static void
check_fixups(struct lint *l, const struct rule *r)
{
	struct overlay o;

	if (!l->tree->overlay)
		return;
	overlay_read(&o, l->tree, l->scratch);
	for (size_t i = 0; i < o.nfixups; i++) {
		const struct overlay_fixup *f = &o.fixups[i];
		const struct node *n = &l->tree->nodes[f->entry->node];
		struct diag *d = NULL;

		if (f->malformed)
			d = lint_report(l, r, LEVEL_ERROR, n, f->entry,
				"'%s' is no place of a phandle, expected PATH:PROPERTY:OFFSET "
				"within a value",
				f->text);
		else if (!f->node || !f->prop)
			d = lint_report(l, r, LEVEL_ERROR, n, f->entry,
				"'%s' names %s that the overlay does not have", f->text,
				f->node ? "a property" : "a node");
		diag_entry(l, d, f->entry,
			(uint32_t)((const uint8_t *)f->text - f->entry->data),
			(uint32_t)strlen(f->text) + 1);
	}
}

static void
check_label(struct lint *l, const struct rule *r)
{
	struct overlay o;

	if (!l->tree->overlay)
		return;
	overlay_read(&o, l->tree, l->scratch);
	for (size_t i = 0; i < o.nfragments; i++) {
		const struct node *n = o.fragments[i].content;
		const struct prop *p = n ? node_prop(l->tree, n, NAME_phandle) : NULL;

		if (p)
			lint_report(l, r, LEVEL_ERROR, n, p,
				"the __overlay__ node has a phandle, which takes the place of "
				"the one that its target has in the base");
	}
}

/* Two fragments with one target: by the label or path that they name. */
static bool
has_same_target(const struct overlay_fragment *a, const struct overlay_fragment *b)
{
	if (a->label || b->label)
		return a->label && b->label && !strcmp(a->label, b->label);
	return a->path && b->path && !strcmp(a->path, b->path);
}

static void
compare(struct lint *l, const struct rule *r, const struct overlay_fragment *a,
	const struct overlay_fragment *b)
{
	const struct tree *t = l->tree;

	node_for_each_prop (t, b->content, p) {
		const struct prop *first = node_prop(t, a->content, p->name);
		struct diag *d;

		if (!first)
			continue;
		d = lint_report(l, r, LEVEL_WARNING, b->content, p,
			"'%s' of the same target is given by %s, too; Linux refuses that at "
			"run time",
			prop_name(t, p), node_name(t, a->node));
		diag_also(l, d, a->content, first, "first given here");
	}
	node_for_each_child (t, b->content, n) {
		const char *name = node_name(t, n);
		const struct node *first = node_child(t, a->content, name, strlen(name));
		struct diag *d;

		if (!first)
			continue;
		d = lint_report(l, r, LEVEL_WARNING, n, NULL,
			"the node is touched by %s, too; Linux refuses that at run time",
			node_name(t, a->node));
		diag_also(l, d, first, NULL, "first touched here");
	}
}

/* Enough for any overlay that people write; each is compared with each before it. */
enum { FRAGMENTS_MAX = 256 };

static void
check_conflict(struct lint *l, const struct rule *r)
{
	struct overlay o;
	size_t i, k;

	if (!l->tree->overlay)
		return;
	overlay_read(&o, l->tree, l->scratch);
	for (i = 1; i < o.nfragments && i < FRAGMENTS_MAX; i++)
		for (k = 0; k < i && o.fragments[i].content; k++)
			if (o.fragments[k].content
				&& has_same_target(&o.fragments[k], &o.fragments[i]))
				compare(l, r, &o.fragments[k], &o.fragments[i]);
}

static const struct rule rules[] = {
	{
		.id = "overlay/no-target",
		.level = LEVEL_ERROR,
		.summary = "a fragment of an overlay aims at nothing",
		.why = "Without a target that can be found libfdt refuses the whole overlay.",
		.fix = "Write the fragment as &label { … }; or &{/path} { … }; and compile it "
		       "again.",
		.refs = LIBFDT,
		.bad = { FRAGMENT("", "status = \"okay\";"), NULL },
		.good = { FRAGMENT("target-path = \"/\";", "status = \"okay\";"), NULL },
		.check_tree = check_target,
	},
	{
		.id = "overlay/malformed-fixup",
		.level = LEVEL_ERROR,
		.summary = "an entry of __fixups__ leads to no place in the overlay",
		.why = "Each entry names a place that the phandle of a label is written to. Where "
		       "there is no such place libfdt refuses the whole overlay.",
		.fix = "Compile the overlay again; __fixups__ are dtc's to write.",
		.refs = LIBFDT,
		.bad = { "/dts-v1/;\n/ { fragment@0 { target = <0xffffffff>;\n"
			 "\t__overlay__ { }; };\n"
			 "\t__fixups__ { a = \"/fragment@0:target:0\", \"/fragment@1:x:0\"; };\n};\n",
			NULL },
		.good = { "/dts-v1/;\n/ { fragment@0 { target = <0xffffffff>;\n"
			  "\t__overlay__ { }; };\n"
			  "\t__fixups__ { a = \"/fragment@0:target:0\"; };\n};\n",
			NULL },
		.check_tree = check_fixups,
	},
	{
		.id = "overlay/label-on-target",
		.level = LEVEL_ERROR,
		.summary = "an __overlay__ node has a phandle of its own",
		.why = "It comes of a label on the body of a fragment that something refers to. "
		       "The phandle is merged into the target like any property, and whatever "
		       "the base refers to the target by leads nowhere from then on.",
		.fix = "Refer to the target by its label in the base.",
		.refs = LIBFDT,
		.bad = { FRAGMENT("target-path = \"/\";", "phandle = <1>;"), NULL },
		.good = { FRAGMENT("target-path = \"/\";", "a { phandle = <1>; };"),
			NULL },
		.check_tree = check_label,
	},
	{
		.id = "overlay/fragment-conflict",
		.level = LEVEL_WARNING,
		.summary = "two fragments of an overlay touch the same node or property",
		.why = "The later one wins where a boot loader applies it; Linux refuses such "
		       "overlays at run time.",
		.fix = "Put what is for one target into one fragment.",
		.refs = "https://www.kernel.org/doc/html/latest/devicetree/overlay-notes.html",
		.bad = { "/dts-v1/;\n/ {\n"
			 "\tfragment@0 { target-path = \"/\"; __overlay__ { a = <1>; }; };\n"
			 "\tfragment@1 { target-path = \"/\"; __overlay__ { a = <2>; }; };\n};\n",
			NULL },
		.good = { "/dts-v1/;\n/ {\n"
			  "\tfragment@0 { target-path = \"/\"; __overlay__ { a = <1>; }; };\n"
			  "\tfragment@1 { target-path = \"/\"; __overlay__ { b = <2>; }; };\n};\n",
			NULL },
		.check_tree = check_conflict,
	},
};

const struct rule_set rules_overlay_alone = { rules, sizeof(rules) / sizeof(*rules) };
