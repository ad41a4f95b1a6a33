/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/dtc/ref/interrupts.h"

#include "base/vec.h"

bool
dtc_is_interrupt_provider(const struct tree *t, const struct node *n)
{
	return node_has(t, n, NAME_interrupt_controller)
	       || node_has(t, n, NAME_interrupt_map);
}

struct memo {
	/* Who decides the interrupt parent of what is below a node: see decider(). */
	uint32_t *deciders; /* by node, its number + 1, or 0: not known yet */
	struct map causes;  /* node numbers, and NOBODY, -> index in `reported` */
	struct reported {
		struct diag *d; /* NULL where it is not reported */
		uint32_t users; /* that it names beside the first */
	} * reported;
	uint32_t nreported, cap;
};

enum { NOBODY = UINT32_MAX };

enum { USERS_NAMED = 8 };

/*
 * Whether what is wrong with the node (NOBODY: that there is none) was told of another
 * device already: then @n is named there. dtc tells it of each, and so does the family
 * where it is selected.
 */
static bool
is_reported(struct lint *l, const struct rule *r, uint32_t cause, const struct node *n)
{
	struct memo *m = lint_slot(l, r, sizeof(*m));
	uint32_t i = map_get(&m->causes, cause);

	if (l->config->selected)
		return false;
	if (i != MAP_ABSENT) {
		if (m->reported[i].d && m->reported[i].users++ < USERS_NAMED)
			diag_also(l, m->reported[i].d, n,
				node_prop(l->tree, n, NAME_interrupts), "needs it, too");
		return true;
	}
	vec_room(l->scratch, m->reported, m->nreported, m->cap);
	m->reported[m->nreported] = (struct reported){ 0 };
	map_put(&m->causes, l->scratch, cause, m->nreported++);
	return false;
}

/* Notes the diagnostic that told the cause that is_reported() was asked for last. */
static struct diag *
tell(struct lint *l, const struct rule *r, struct diag *d)
{
	struct memo *m = lint_slot(l, r, sizeof(*m));

	if (!l->config->selected)
		m->reported[m->nreported - 1].d = d;
	return d;
}

/*
 * The nearest of @n's ancestors that is an interrupt provider or bears
 * `interrupt-parent`, or NULL. What was found is kept at each step, so that all
 * look-ups together pass over a node once.
 */
static const struct node *
decider(struct lint *l, const struct rule *r, const struct node *n)
{
	const struct tree *t = l->tree;
	struct memo *m = lint_slot(l, r, sizeof(*m));
	const struct node *up, *first = node_parent(t, n);
	uint32_t found = NOBODY;

	if (!m->deciders)
		m->deciders = arena_array(l->scratch, uint32_t, t->nnodes);
	for (up = first; up; up = node_parent(t, up)) {
		found = m->deciders[node_id(t, up)];
		if (found)
			break;
		if (dtc_is_interrupt_provider(t, up)
			|| node_has(t, up, NAME_interrupt_parent)) {
			found = node_id(t, up) + 1;
			break;
		}
	}
	if (!up)
		found = NOBODY;
	for (; first != up; first = node_parent(t, first))
		m->deciders[node_id(t, first)] = found;
	if (up)
		m->deciders[node_id(t, up)] = found;
	return found == NOBODY ? NULL : &t->nodes[found - 1];
}

static void
report_none(struct lint *l, const struct rule *r, const struct node *n,
	const struct prop *interrupts)
{
	struct diag *d;

	/* what an overlay's target is below of may say */
	if (l->tree->overlay || is_reported(l, r, NOBODY, n))
		return;
	d = tell(l, r,
		lint_report(l, r, r->level, n, interrupts,
			"the node has 'interrupts', but neither it nor a node above it says who "
			"its interrupt controller is"));
	diag_help(l, d, "write interrupt-parent = <&controller>; here or in the root");
}

/* Where a node lacks one of the two alone, dtc/interrupt_provider tells it, at the node. */
static bool
is_reported_of_provider(const struct lint *l, const struct node *n)
{
	return !l->config->selected && node_has(l->tree, n, NAME_interrupt_cells)
	       && rule_is_reported(l->config, rule_find("dtc/interrupt_provider"));
}

/* By the `interrupt-parent` of @bearer, which is @n or above it; NULL: reported. */
static const struct node *
named_parent(struct lint *l, const struct rule *r, const struct node *n,
	const struct prop *interrupts, const struct node *bearer)
{
	const struct prop *p = node_prop(l->tree, bearer, NAME_interrupt_parent);
	const struct node *found;
	uint32_t phandle;
	struct diag *d;

	if (p->len != 4) {
		if (!is_reported(l, r, node_id(l->tree, bearer), n))
			tell(l, r,
				dtc_report_cells(l, r, bearer, p, 0, 0,
					"'interrupt-parent' is %s, expected one cell: 4 bytes",
					dtc_count(l, p->len, "byte")));
		return NULL;
	}
	phandle = prop_cell(p, 0);
	if (!dtc_phandle_is_valid(phandle)) {
		if (dtc_is_plugin(l->tree)
			|| is_reported(l, r, node_id(l->tree, bearer), n))
			return NULL;
		tell(l, r,
			dtc_report_cells(l, r, bearer, p, 0, 1,
				"'interrupt-parent' is 0x%x, expected the phandle of an interrupt "
				"controller",
				phandle));
		if (l->config->selected)
			report_none(l, r, n, interrupts);
		return NULL;
	}
	found = tree_phandle(l->tree, phandle);
	if (!found) {
		if (is_reported(l, r, node_id(l->tree, bearer), n))
			return NULL;
		tell(l, r,
			dtc_report_cells(l, r, bearer, p, 0, 1,
				"'interrupt-parent' is 0x%x, which is no node's phandle (used by "
				"'interrupts' of %s)",
				phandle, dtc_path(l, n)));
		return NULL;
	}
	if (!dtc_is_interrupt_provider(l->tree, found)
		&& !is_reported_of_provider(l, found)
		&& !is_reported(l, r, node_id(l->tree, found), n)) {
		d = tell(l, r,
			lint_report(l, r, r->level, found, NULL,
				"the node is the interrupt parent of %s, but has neither "
				"'interrupt-controller' nor 'interrupt-map'",
				dtc_path(l, n)));
		diag_help(l, d,
			"say what it is, or mend the 'interrupt-parent' of %s, which "
			"names it",
			dtc_path(l, bearer));
	}
	return found;
}

static void
check_interrupts(
	struct lint *l, const struct rule *r, const struct node *n, const struct prop *p)
{
	const struct node *bearer = n, *parent;
	const struct prop *cells;
	uint32_t count;

	if (p->len % 4)
		dtc_report_cells(l, r, n, p, 0, 0,
			"'interrupts' is %s, expected whole cells: a multiple of 4",
			dtc_count(l, p->len, "byte"));
	if (!node_has(l->tree, n, NAME_interrupt_parent))
		bearer = decider(l, r, n);
	if (!bearer) {
		report_none(l, r, n, p);
		return;
	}
	if (bearer != n && dtc_is_interrupt_provider(l->tree, bearer))
		parent = bearer;
	else
		parent = named_parent(l, r, n, p, bearer);
	cells = parent ? node_prop(l->tree, parent, NAME_interrupt_cells) : NULL;
	if (!cells || cells->len != 4)
		return;
	count = prop_cell(cells, 0);
	if (count > INT32_MAX / 4 ? p->len == 0 : dtc_is_multiple(p->len, count * 4))
		return;
	dtc_report_cells(l, r, n, p, count ? p->len / 4 / count * count : 0, 0,
		"'interrupts' is %s; #interrupt-cells of its parent %s is %u, expected a "
		"multiple of %llu",
		dtc_count(l, p->len, "byte"), dtc_path(l, parent), count,
		(unsigned long long)count * 4);
}

static bool
is_about_providers(const char *name)
{
	return !strcmp(name, "interrupt-controller") || !strcmp(name, "interrupt-map")
	       || !strcmp(name, "#interrupt-cells");
}

static void
check_provider(
	struct lint *l, const struct rule *r, const struct node *n, const struct prop *p)
{
	const struct tree *t = l->tree;
	struct diag *d;

	if (p->name == NAME_interrupt_cells) {
		if (dtc_is_interrupt_provider(t, n))
			return;
		d = lint_report(l, r, r->level, n, p,
			"the node has '#interrupt-cells', but neither 'interrupt-controller' "
			"nor 'interrupt-map'");
		diag_help(l, d, "remove it, or say what the node is");
		return;
	}
	if (node_has(t, n, NAME_interrupt_cells))
		return;
	if (p->name == NAME_interrupt_map && node_has(t, n, NAME_interrupt_controller))
		return; /* once a node */
	d = lint_report(l, r, r->level, n, p,
		"the node has '%s', but no '#interrupt-cells'", prop_name(t, p));
	diag_help(l, d,
		"write #interrupt-cells = <…>; with as many cells as its binding gives an "
		"interrupt");
}

#define SAMPLE(cells, interrupts) \
	DTC_ROOT("\tpic: interrupt-controller {\n\t\tinterrupt-controller;\n" cells \
		 "\t};\n\n\tdevice {\n\t\tinterrupt-parent = <&pic>;\n" \
		 "\t\tinterrupts = <" interrupts ">;\n\t};\n")
#define CELLS_2 "\t\t#interrupt-cells = <2>;\n"

static const struct rule rules[] = {
	{
		.id = "dtc/interrupts_property",
		.level = LEVEL_WARNING,
		.summary = "an 'interrupts' without a parent, or that does not fit the "
			   "parent's '#interrupt-cells'",
		.why = "Each interrupt is as many cells as the interrupt parent says: where "
		       "there is no parent, or the cells do not fit, the device gets no "
		       "interrupt or a wrong one.",
		.fix = "Name the controller in 'interrupt-parent', and write whole interrupts.",
		.refs = DTC_SPEC("2.4.1 properties for interrupt generating devices")
			DTC_CHECK(interrupts_property),
		.bad = SAMPLE(CELLS_2, "1"),
		.good = SAMPLE(CELLS_2, "1 4"),
		.check_prop = check_interrupts,
		.prop = NAME_interrupts,
		DTC_NEEDS("dtc/phandle_references"),
	},
	{
		.id = "dtc/interrupt_provider",
		.level = LEVEL_WARNING,
		.summary =
			"an interrupt controller or nexus without '#interrupt-cells', or "
			"those without it",
		.why = "'#interrupt-cells' says how many cells an interrupt has there: a "
		       "controller without it cannot be referred to, and a node that is no "
		       "controller has no use for it.",
		.fix = "Add what is missing: '#interrupt-cells', or 'interrupt-controller' "
		       "or 'interrupt-map'.",
		.refs = DTC_SPEC("2.4.2 properties for interrupt controllers")
			DTC_CHECK(interrupt_provider),
		.bad = SAMPLE("", "1 4"),
		.good = SAMPLE(CELLS_2, "1 4"),
		.check_prop = check_provider,
		.match_prop = is_about_providers,
		DTC_NEEDS("dtc/interrupts_extended_is_cell"),
	},
};

const struct rule_set rules_dtc_interrupts = { rules, sizeof(rules) / sizeof(*rules) };
