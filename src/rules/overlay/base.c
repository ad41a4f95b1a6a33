/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/overlay/base.h"

#include <inttypes.h>
#include <libfdt.h>

#include "base/suggest.h"
#include "tree/names.h"
#include "tree/value.h"

#define LIBFDT \
	"https://git.kernel.org/pub/scm/utils/dtc/dtc.git/tree/libfdt/fdt_overlay.c"
#define LINUX "https://www.kernel.org/doc/html/latest/devicetree/overlay-notes.html"

static const struct rule rules[] = {
	[OVERLAY_UNKNOWN_LABEL] = {
		.id = "overlay/unknown-label",
		.level = LEVEL_ERROR,
		.summary = "an overlay refers to a label that its base does not have",
		.why = "Labels are looked up in the base's __symbols__ when the overlay is "
		       "applied. One that is not there ends it: nothing of the overlay is "
		       "applied.",
		.fix = "Mend the name, or add the label to the base.",
		.refs = LIBFDT,
	},
	[OVERLAY_NO_SYMBOLS] = {
		.id = "overlay/no-symbols",
		.level = LEVEL_ERROR,
		.summary = "an overlay refers to labels, and its base has no __symbols__",
		.why = "Without __symbols__ no label of the base can be found, and nothing of "
		       "the overlay is applied.",
		.fix = "Compile the base with -@ (in the kernel: DTC_FLAGS_NAME := -@).",
		.refs = LIBFDT,
	},
	[OVERLAY_ABSENT_TARGET] = {
		.id = "overlay/absent-target",
		.level = LEVEL_ERROR,
		.summary = "a fragment aims at a node that its base does not have",
		.why = "A fragment whose target is absent ends the application of the overlay.",
		.fix = "Mend the path of the target.",
		.refs = LIBFDT,
	},
	[OVERLAY_NOT_APPLIED] = {
		.id = "overlay/not-applied",
		.level = LEVEL_ERROR,
		.summary = "libfdt does not apply an overlay to its base",
		.why = "Boot loaders apply overlays by libfdt, and refuse what it refuses.",
		.fix = "The message has libfdt's reason.",
		.refs = LIBFDT,
	},
	[OVERLAY_NOTHING_APPLIED] = {
		.id = "overlay/nothing-applied",
		.level = LEVEL_ERROR,
		.summary = "an overlay changes nothing",
		.why = "It is applied without an error and without an effect: it has no "
		       "fragment with an __overlay__ node. Most often it is a plain tree, "
		       "compiled without /plugin/.",
		.fix = "Begin the source with /dts-v1/; /plugin/; and compile it again.",
		.refs = LIBFDT,
	},
	[OVERLAY_PHANDLE_OVERFLOW] = {
		.id = "overlay/phandle-overflow",
		.level = LEVEL_ERROR,
		.summary = "the phandles of base and overlay together are too many",
		.why = "The phandles of an overlay are moved behind the largest of the base; "
		       "beyond 0xfffffffe there is none.",
		.fix = "Leave phandles to dtc, in the base and in the overlay.",
		.refs = LIBFDT,
	},
	[OVERLAY_CELLS_CHANGED] = {
		.id = "overlay/cells-changed",
		.level = LEVEL_WARNING,
		.summary = "an overlay changes the cells of a node of its base",
		.why = "Linux refuses at run time to change #address-cells or #size-cells of a "
		       "live node: what is below it was read by the old ones.",
		.fix = "Leave them as the base has them.",
		.refs = LINUX,
	},
	[OVERLAY_NO_BASE] = {
		.id = "overlay/no-base",
		.level = LEVEL_WARNING,
		.summary = "an overlay fits none of the bases of the run",
		.why = "Each base lacks a label or path that it needs, or is for another "
		       "machine, so it was applied to none and its result was not looked at.",
		.fix = "Name its base, or say in .dtlint.yaml (overlays) which it is for.",
		.refs = "schemas/config.schema.yaml",
	},
};

const struct rule_set rules_overlay_base = { rules, sizeof(rules) / sizeof(*rules) };

const struct rule *
overlay_rule(enum overlay_rule which)
{
	return &rules[which];
}

__attribute__((format(printf, 5, 6))) static void
report(struct overlay_pair *pair, enum overlay_rule which, const struct node *n,
	const struct prop *p, const char *fmt, ...)
{
	const char *message;
	va_list ap;

	va_start(ap, fmt);
	message = arena_vprintf(pair->scratch, fmt, ap);
	va_end(ap);
	pair->errors += rules[which].level == LEVEL_ERROR;
	pair->report(pair, &rules[which], rules[which].level, n, p, message);
}

enum { SUGGESTED_MAX = 8, REPORTED_MAX = 1000 };

static const char *
near_label(struct overlay_pair *pair, const struct node *symbols, const char *label)
{
	struct suggest s = { .word = label };

	/* many that are unknown are unknown for another reason than a slip */
	if (pair->errors < SUGGESTED_MAX)
		node_for_each_prop (pair->base, symbols, p)
			suggest_try(&s, prop_name(pair->base, p));
	return suggest_text(pair->scratch, &s);
}

static void
check_labels(struct overlay_pair *pair)
{
	const struct overlay *o = pair->overlay;
	const struct tree *base = pair->base;
	const struct node *symbols = overlay_descend(base, base->nodes, "__symbols__");
	size_t i;

	if (o->nfixups && !symbols) {
		report(pair, OVERLAY_NO_SYMBOLS, o->fixups[0].node, o->fixups[0].prop,
			"the label '%s' cannot be looked up: %s has no __symbols__, "
			"expected a base that was compiled with -@",
			o->fixups[0].label, pair->base_name);
		return;
	}
	for (i = 0; i < o->nfixups && pair->errors < REPORTED_MAX; i++) {
		const struct overlay_fixup *f = &o->fixups[i];

		/* each label once: the entries of one stand in a row */
		if (i && o->fixups[i - 1].entry == f->entry)
			continue;
		if (!overlay_symbol_entry(base, f->label))
			report(pair, OVERLAY_UNKNOWN_LABEL, f->node, f->prop,
				"the label '%s' is not in %s%s", f->label,
				pair->base_name, near_label(pair, symbols, f->label));
		else if (!overlay_symbol(base, f->label))
			report(pair, OVERLAY_ABSENT_TARGET, f->node, f->prop,
				"the label '%s' stands for '%s', which is no node of %s",
				f->label,
				prop_next_string(
					overlay_symbol_entry(base, f->label), NULL)
					? prop_next_string(
						overlay_symbol_entry(base, f->label),
						NULL)
					: "",
				pair->base_name);
	}
}

static void
check_target(struct overlay_pair *pair, size_t fragment)
{
	const struct overlay_fragment *f = &pair->overlay->fragments[fragment];

	/* a label is told of already; without a target it is the overlay's own fault */
	if (f->label || pair->targets[fragment])
		return;
	if (f->path)
		report(pair, OVERLAY_ABSENT_TARGET, f->node, f->path_prop,
			"the target path '%s' is not in %s", f->path, pair->base_name);
	else if (f->target && f->target->len == 4
		 && prop_cell(f->target, 0) != UINT32_MAX)
		report(pair, OVERLAY_ABSENT_TARGET, f->node, f->target,
			"the target is the phandle 0x%" PRIx32
			", which no node of %s has",
			prop_cell(f->target, 0), pair->base_name);
}

static bool
is_cells(atom_t name)
{
	return name == NAME_address_cells || name == NAME_size_cells;
}

/* What Linux's add_changeset_property() refuses. */
static void
check_cells(struct overlay_pair *pair, const struct overlay_fragment *f)
{
	const struct tree *t = pair->overlay->tree;
	const struct node *to = overlay_target(f, pair->base);

	if (!to || !f->content)
		return;
	node_for_each_prop (t, f->content, p) {
		const struct prop *has;

		if (!is_cells(p->name) || p->len != 4
			|| !(has = node_prop(pair->base, to, p->name)) || has->len != 4
			|| prop_cell(has, 0) == prop_cell(p, 0))
			continue;
		report(pair, OVERLAY_CELLS_CHANGED, f->content, p,
			"%s of %s in %s becomes <%" PRIu32 ">, which is <%" PRIu32
			"> there; Linux refuses that at run time",
			prop_name(t, p), node_path(pair->base, to, pair->scratch),
			pair->base_name, prop_cell(p, 0), prop_cell(has, 0));
	}
}

static void
check_phandles(struct overlay_pair *pair)
{
	uint32_t base = tree_largest_phandle(pair->base),
		 own = tree_largest_phandle(pair->overlay->tree);

	/* FDT_MAX_PHANDLE is 0xfffffffe */
	if (own && own > UINT32_MAX - 1 - base)
		report(pair, OVERLAY_PHANDLE_OVERFLOW, NULL, NULL,
			"its largest phandle is 0x%" PRIx32 ", that of %s 0x%" PRIx32
			", together more than 0xfffffffe",
			own, pair->base_name, base);
}

void
overlay_check_base(struct overlay_pair *pair)
{
	const struct overlay *o = pair->overlay;
	bool any = false;
	size_t i;

	for (i = 0; i < o->nfragments; i++)
		any = any || o->fragments[i].content;
	if (!any) {
		report(pair, OVERLAY_NOTHING_APPLIED, NULL, NULL,
			"changes nothing of %s: it has no fragment with an __overlay__ node%s",
			pair->base_name,
			o->nfragments ? "" : ", and may be a plain tree");
		return;
	}
	pair->targets = overlay_target_paths(o, pair->base, pair->scratch);
	check_labels(pair);
	for (i = 0; i < o->nfragments && pair->errors < REPORTED_MAX; i++) {
		check_target(pair, i);
		check_cells(pair, &o->fragments[i]);
	}
	check_phandles(pair);
}

void
overlay_report_failure(struct overlay_pair *pair, int libfdt_error)
{
	if (!pair->errors && !libfdt_error)
		report(pair, OVERLAY_NOT_APPLIED, NULL, NULL,
			"is not applied to %s: it has so many fix-ups, nodes and properties that "
			"this would take too long",
			pair->base_name);
	else if (!pair->errors)
		report(pair, OVERLAY_NOT_APPLIED, NULL, NULL,
			"cannot be applied to %s: libfdt says %s", pair->base_name,
			fdt_strerror(libfdt_error));
}

static bool
shares_compatible(const struct tree *a, const struct tree *b)
{
	const struct prop *p = node_prop(a, a->nodes, NAME_compatible);
	const struct prop *q = node_prop(b, b->nodes, NAME_compatible);

	if (!p || !q)
		return true;
	prop_for_each_string(p, s) if (prop_has_string(q, s)) return true;
	return false;
}

/* The same with what the overlay itself brings. */
static bool
aims_are_there(const struct overlay *o, const struct tree *base)
{
	struct arena a = { 0 };
	const char **paths = overlay_target_paths(o, base, &a);
	size_t i;

	for (i = 0; i < o->nfragments && paths[i]; i++)
		;
	arena_free(&a);
	return i == o->nfragments;
}

bool
overlay_fits(const struct overlay *o, const struct tree *base)
{
	size_t i;

	for (i = 0; i < o->nfixups; i++)
		if ((!i || o->fixups[i - 1].entry != o->fixups[i].entry)
			&& !overlay_symbol(base, o->fixups[i].label))
			return false;
	if (!shares_compatible(o->tree, base))
		return false;
	for (i = 0; i < o->nfragments; i++)
		if (!overlay_target(&o->fragments[i], base))
			return aims_are_there(o, base);
	return true;
}
