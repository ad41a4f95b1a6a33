/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/dtc/ref/interrupts.h"

/* Where a walk over an `interrupt-map` is. */
struct map_walk {
	struct lint *l;
	const struct rule *r;
	const struct node *n;
	const struct prop *p;
	uint64_t child_cells; /* the child's address and interrupt, before the phandle */
	uint64_t cell;        /* where the row begins */
	uint32_t row;         /* from 0 */
};

/*
 * dtc's check also reports each '#address-cells' that is left out, which is 0 to Linux
 * and in most trees: so it is off in a plain run, and irq/interrupt-map finds the rest.
 */
static bool
is_dtc(const struct rule *r)
{
	return !strncmp(r->id, "dtc/", 4);
}

static struct diag *
report_row(struct map_walk *w, const char *text)
{
	return dtc_report_cells(w->l, w->r, w->n, w->p, w->cell, 0,
		"row %u of 'interrupt-map' %s", w->row, text);
}

static void
report_no_cells(struct map_walk *w, const struct node *parent)
{
	struct lint *l = w->l;
	struct diag *d;

	/* told at the controller itself */
	if (!is_dtc(w->r) && dtc_is_interrupt_provider(l->tree, parent)
		&& rule_is_reported(l->config, rule_find("dtc/interrupt_provider")))
		return;
	d = report_row(w, arena_printf(l->scratch,
				  "has the interrupt parent %s, which has no "
				  "'#interrupt-cells': the rest cannot be read",
				  dtc_path(l, parent)));
	if (dtc_is_interrupt_provider(l->tree, parent))
		diag_help(l, d, "give %s its #interrupt-cells", dtc_path(l, parent));
	else
		diag_help(l, d,
			"name the interrupt controller that the row is for: %s is none; if "
			"a row before it has too many or too few cells, this is no phandle "
			"at all",
			dtc_path(l, parent));
}

/* The parent that the phandle at @cell names, or NULL: the walk is over. */
static const struct node *
row_parent(struct map_walk *w, uint32_t cell)
{
	struct lint *l = w->l;
	uint32_t phandle = prop_cell(w->p, cell);
	const struct node *parent = NULL;

	if (dtc_phandle_is_valid(phandle))
		parent = tree_phandle(l->tree, phandle);
	else if (dtc_is_plugin(l->tree))
		return NULL; /* of another tree */
	if (!parent)
		report_row(w,
			arena_printf(l->scratch,
				"has 0x%x as its interrupt parent (cell %u), which is no "
				"node's phandle",
				phandle, cell));
	return parent;
}

/* The cells behind the phandle: false where there is no telling, which is reported. */
static bool
parent_cells(struct map_walk *w, const struct node *parent, uint64_t *out)
{
	struct lint *l = w->l;
	const struct prop *irq = node_prop(l->tree, parent, NAME_interrupt_cells);
	const struct prop *address = node_prop(l->tree, parent, NAME_address_cells);
	struct diag *d;

	if (!irq || irq->len != 4) {
		report_no_cells(w, parent);
		return false;
	}
	*out = prop_cell(irq, 0);
	if (address) {
		*out += parent->address_cells;
		return true;
	}
	if (!is_dtc(w->r))
		return true;
	d = dtc_report_cells(l, w->r, w->n, w->p, w->cell + w->child_cells, 1,
		"row %u of 'interrupt-map' has the interrupt parent %s, which has no "
		"'#address-cells': taken as 0",
		w->row, dtc_path(l, parent));
	diag_help(l, d,
		"write #address-cells = <0>; into %s: readers differ over a default",
		dtc_path(l, parent));
	return true;
}

/* One row; false where the walk is over. */
static bool
check_row(struct map_walk *w, uint64_t ncells)
{
	struct lint *l = w->l;
	const struct node *parent;
	uint64_t behind, at = w->cell + w->child_cells;

	if (at >= ncells) {
		report_row(w,
			arena_printf(l->scratch,
				"is cut short: it has %s, expected %llu (the child's address "
				"and interrupt), a phandle, and what that asks for",
				dtc_count(l, ncells - w->cell, "cell"),
				(unsigned long long)w->child_cells));
		return false;
	}
	parent = row_parent(w, (uint32_t)at);
	if (!parent || !parent_cells(w, parent, &behind))
		return false;
	w->cell = at + 1 + behind;
	if (w->cell <= ncells)
		return true;
	report_row(
		w, arena_printf(l->scratch,
			   "is cut short: it has %s behind the phandle of %s, expected "
			   "%llu (an address and interrupt there)",
			   dtc_count(l, ncells - at - 1, "cell"), dtc_path(l, parent),
			   (unsigned long long)behind));
	return false;
}

static void
check_mask(struct map_walk *w)
{
	const struct prop *mask = node_prop(w->l->tree, w->n, NAME_interrupt_map_mask);

	if (mask && mask->len != w->child_cells * 4)
		lint_report(w->l, w->r, w->r->level, w->n, mask,
			"'interrupt-map-mask' is %s; #address-cells is %u and "
			"#interrupt-cells %llu, expected %llu",
			dtc_count(w->l, mask->len, "byte"), w->n->address_cells,
			(unsigned long long)w->child_cells - w->n->address_cells,
			(unsigned long long)w->child_cells * 4);
}

static bool
is_reported_by_dtc(const struct lint *l)
{
	return rule_is_reported(l->config, rule_find("dtc/interrupt_map"));
}

static void
check_map(
	struct lint *l, const struct rule *r, const struct node *n, const struct prop *p)
{
	const struct prop *cells = node_prop(l->tree, n, NAME_interrupt_cells);
	struct map_walk w = { .l = l, .r = r, .n = n, .p = p };
	struct diag *d;

	/* Linux leaves the rows of nodes that are controllers themselves to their drivers */
	if (!is_dtc(r)
		&& (is_reported_by_dtc(l)
			|| node_has(l->tree, n, NAME_interrupt_controller)))
		return;
	if (!node_has(l->tree, n, NAME_address_cells)) {
		if (!is_dtc(r))
			return;
		d = lint_report(l, r, r->level, n, p,
			"the node has 'interrupt-map', but no '#address-cells'");
		diag_help(l, d,
			"write #address-cells = <…>;, or <0> where its children have no "
			"address");
		return;
	}
	if (!cells || cells->len != 4)
		return; /* interrupt_provider's, and interrupts_extended_is_cell's */
	w.child_cells = (uint64_t)n->address_cells + prop_cell(cells, 0);
	check_mask(&w);
	if (p->len % 4) {
		lint_report(l, r, r->level, n, p,
			"'interrupt-map' is %s, expected whole cells: a multiple of 4",
			dtc_count(l, p->len, "byte"));
		return;
	}
	while (w.cell < prop_ncells(p) && !lint_is_done(l, r)
		&& check_row(&w, prop_ncells(p)))
		w.row++;
}

#define NEXUS \
	"\tnexus {\n\t\t#address-cells = <0>;\n\t\t#interrupt-cells = <1>;\n" \
	"\t\tinterrupt-map-mask = <0xf>;\n" \
	"\t\tinterrupt-map = <1 &pic 9>;\n\t};\n"
#define SAMPLE(parent) \
	DTC_ROOT("\tpic: interrupt-controller {\n\t\tinterrupt-controller;\n" \
		 "\t\t#interrupt-cells = <1>;\n" parent "\t};\n\n" NEXUS)

static const struct rule rules[] = {
	{
		.id = "dtc/interrupt_map",
		.level = LEVEL_WARNING,
		.state = RULE_FAMILY,
		.strict = STRICT_W1,
		.summary =
			"an 'interrupt-map' or 'interrupt-map-mask' that does not fit the "
			"cell counts around it",
		.why = "Each row is an address and interrupt of a child, a phandle, and an "
		       "address and interrupt of that parent, each as long as the node "
		       "concerned says: where a count is missing or does not fit, interrupts "
		       "behind the nexus go nowhere, or elsewhere.",
		.fix = "Give the nexus and each parent '#address-cells' (0 where there are "
		       "none) and '#interrupt-cells', and write whole rows.",
		.refs = DTC_SPEC("2.4.3 interrupt nexus properties")
			DTC_CHECK(interrupt_map),
		.bad = SAMPLE(""),
		.good = SAMPLE("\t\t#address-cells = <0>;\n"),
		.check_prop = check_map,
		.prop = NAME_interrupt_map,
		DTC_NEEDS("dtc/phandle_references", "dtc/addr_size_cells",
			"dtc/interrupt_provider"),
	},
	{
		.id = "irq/interrupt-map",
		.level = LEVEL_WARNING,
		.summary = "a row of an 'interrupt-map' that leads to no interrupt "
			   "controller, or is cut short, or a mask of another size",
		.why = "Linux goes through the rows with the cell counts of what each "
		       "names: at one that does not fit it gives up, and the devices behind "
		       "the nexus get no interrupt. dtc/interrupt_map says the same, and "
		       "reports each '#address-cells' that is left out too; where it is on, "
		       "this rule is silent.",
		.fix = "Name an interrupt controller in each row, and write whole rows; the "
		       "mask has the cells of one child's address and interrupt.",
		.refs = DTC_SPEC(
			"2.4.3 interrupt nexus properties") "Linux drivers/of/irq.c, of_irq_parse_raw()",
		.bad = DTC_ROOT("\tpic: cpu {\n\t};\n\n" NEXUS),
		.good = SAMPLE(""),
		.check_prop = check_map,
		.prop = NAME_interrupt_map,
	},
};

const struct rule_set rules_dtc_interrupt_map = { rules, sizeof(rules) / sizeof(*rules) };
