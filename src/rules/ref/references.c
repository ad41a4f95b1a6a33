/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/ref/references.h"

#include "base/search.h"
#include "base/vec.h"
#include "rules/tree_facts.h"
#include "tree/names.h"
#include "tree/value.h"

#define PLAIN(prop_, name_, flags_) \
	{ \
		name_, NAME_##prop_, REF_PLAIN, NAME_empty, flags_ \
	}
#define CELLS(prop_, name_, cells_, flags_) \
	{ \
		name_, NAME_##prop_, REF_CELLS, NAME_##cells_, flags_ \
	}
#define OPTIONAL(prop_, name_, cells_, flags_) \
	{ \
		name_, NAME_##prop_, REF_OPTIONAL, NAME_##cells_, flags_ \
	}
#define MAP(prop_, name_, cells_) \
	{ \
		name_, NAME_##prop_, REF_MAP, NAME_##cells_, 0 \
	}

static const struct ref_kind kinds[] = {
	/* clang-format off */
	CELLS(clocks, "clocks", clock_cells, REF_BY_DTC | REF_UNLESS_CLOCK),
	CELLS(cooling_device, "cooling-device", cooling_cells, REF_BY_DTC),
	CELLS(dmas, "dmas", dma_cells, REF_BY_DTC),
	CELLS(hwlocks, "hwlocks", hwlock_cells, REF_BY_DTC),
	CELLS(interrupts_extended, "interrupts-extended", interrupt_cells, REF_BY_DTC),
	CELLS(io_channels, "io-channels", io_channel_cells, REF_BY_DTC | REF_DEVICE),
	CELLS(iommus, "iommus", iommu_cells, REF_BY_DTC | REF_DEVICE),
	CELLS(mboxes, "mboxes", mbox_cells, REF_BY_DTC | REF_DEVICE),
	OPTIONAL(msi_parent, "msi-parent", msi_cells, REF_BY_DTC),
	CELLS(mux_controls, "mux-controls", mux_control_cells, REF_BY_DTC),
	CELLS(phys, "phys", phy_cells, REF_BY_DTC | REF_DEVICE),
	CELLS(power_domains, "power-domains", power_domain_cells, REF_BY_DTC | REF_DEVICE),
	CELLS(pwms, "pwms", pwm_cells, REF_BY_DTC | REF_DEVICE),
	CELLS(resets, "resets", reset_cells, REF_BY_DTC | REF_DEVICE),
	CELLS(sound_dai, "sound-dai", sound_dai_cells, REF_BY_DTC | REF_DEVICE),
	CELLS(thermal_sensors, "thermal-sensors", thermal_sensor_cells, REF_BY_DTC | REF_DEVICE),
	OPTIONAL(access_controllers, "access-controllers", access_controller_cells, 0),
	CELLS(assigned_clocks, "assigned-clocks", clock_cells, 0),
	CELLS(assigned_clock_parents, "assigned-clock-parents", clock_cells, 0),
	CELLS(interconnects, "interconnects", interconnect_cells, 0),
	OPTIONAL(nvmem_cells, "nvmem-cells", nvmem_cell_cells, REF_DEVICE),
	MAP(iommu_map, "iommu-map", iommu_cells),
	MAP(msi_map, "msi-map", msi_cells),
	PLAIN(backlight, "backlight", 0),
	PLAIN(cpu, "cpu", 0),
	PLAIN(cpu_idle_states, "cpu-idle-states", 0),
	PLAIN(domain_idle_states, "domain-idle-states", 0),
	PLAIN(memory_region, "memory-region", 0),
	PLAIN(mmc_pwrseq, "mmc-pwrseq", REF_DEVICE),
	PLAIN(next_level_cache, "next-level-cache", 0),
	PLAIN(nvmem, "nvmem", 0),
	PLAIN(operating_points_v2, "operating-points-v2", 0),
	PLAIN(pcs_handle, "pcs-handle", 0),
	PLAIN(phy_handle, "phy-handle", REF_DEVICE),
	PLAIN(remote_endpoint, "remote-endpoint", 0),
	PLAIN(required_opps, "required-opps", 0),
	PLAIN(sfp, "sfp", 0),
	PLAIN(trip, "trip", 0),
	/* clang-format on */
};

enum { NKINDS = sizeof(kinds) / sizeof(*kinds) };

static const struct ref_kind supply = PLAIN(empty, "-supply", REF_DEVICE);
static const struct ref_kind pinctrl = PLAIN(empty, "pinctrl-", REF_DEVICE);
static const struct ref_kind gpios = CELLS(
	empty, "gpios", gpio_cells, REF_BY_DTC | REF_DEVICE);

static bool
ends_in(const char *s, const char *end)
{
	size_t n = strlen(s), k = strlen(end);

	return n > k && !strcmp(s + n - k, end);
}

/* As dtc tells them; "…,nr-gpios" counts some. */
static bool
is_gpio(const char *name)
{
	return !strcmp(name, "gpio") || !strcmp(name, "gpios") || ends_in(name, "-gpio")
	       || (ends_in(name, "-gpios") && !ends_in(name, ",nr-gpios"));
}

static bool
is_pinctrl(const char *name)
{
	return !strncmp(name, "pinctrl-", 8) && name[8]
	       && !name[8 + strspn(name + 8, "0123456789")];
}

const struct ref_kind *
ref_kind_of(const struct intern *names, atom_t name)
{
	const char *text;
	size_t i;

	for (i = 0; name < NAMES_COUNT && i < NKINDS; i++)
		if (kinds[i].prop == name)
			return &kinds[i];
	text = intern_str(names, name);
	if (ends_in(text, "-supply"))
		return &supply;
	if (is_pinctrl(text))
		return &pinctrl;
	return is_gpio(text) ? &gpios : NULL;
}

/* What was read of a tree, and how its names were judged. */
struct ref_table {
	struct references references;
	struct ref_props props;
};

struct reading {
	struct lint *l;
	const struct ref_kind **kinds; /* by atom, where judged */
	bool *judged;
	bool plugin; /* refers to labels of another tree */
	struct reference *v;
	size_t n, cap;
	struct ref_prop *props;
	size_t nprops, props_cap;
};

static const struct ref_kind *
judge(struct reading *r, atom_t name)
{
	if (!r->judged[name]) {
		r->judged[name] = true;
		r->kinds[name] = ref_kind_of(r->l->tree->names, name);
	}
	return r->kinds[name];
}

static void
add(struct reading *r, const struct reference *ref)
{
	*vec_add(r->l->scratch, r) = *ref;
}

static struct ref_prop *
add_prop(struct reading *r, const struct prop *p, const struct ref_kind *kind)
{
	vec_room(r->l->scratch, r->props, r->nprops, r->props_cap);
	r->props[r->nprops] = (struct ref_prop){
		.prop = p, .kind = kind, .node = p->node, .to = NODE_NONE
	};
	return &r->props[r->nprops++];
}

/* The cells behind a phandle of @to. */
static enum ref_fault
count_args(const struct tree *t, const struct ref_kind *kind, const struct node *to,
	uint32_t *args)
{
	const struct prop *cells;

	*args = 0;
	if (kind->form == REF_PLAIN)
		return REF_READ;
	cells = node_prop(t, to, kind->cells);
	if (cells && cells->len == 4) {
		*args = prop_cell(cells, 0);
		return REF_READ;
	}
	return !cells && kind->form == REF_OPTIONAL ? REF_READ : REF_UNKNOWN;
}

/* Notes the first fault of a property, and where it is. */
static void
set_fault(struct ref_prop *p, enum ref_fault fault, uint32_t at, uint32_t to,
	uint32_t expected)
{
	if (p->fault)
		return;
	p->fault = fault;
	p->at = at;
	p->to = to;
	p->expected = expected;
}

/* The entry whose phandle is cell @at; false where the property is read to here only. */
static bool
read_entry(struct reading *r, struct ref_prop *p, uint32_t at, uint32_t *args)
{
	const struct tree *t = r->l->tree;
	uint32_t phandle = prop_cell(p->prop, at), id;
	const struct node *to = tree_phandle(t, phandle);
	bool map = p->kind->form == REF_MAP;
	bool goes_on = map || p->kind->form == REF_PLAIN;

	*args = map ? 2 : 0;
	if (!phandle)
		return true;
	if (!to && phandle == UINT32_MAX && r->plugin)
		return goes_on;
	id = to ? node_id(t, to) : NODE_NONE;
	if (to && !map && count_args(t, p->kind, to, args) != REF_READ) {
		set_fault(p, REF_UNKNOWN, at, id, 0);
		return false;
	}
	if (to && *args > prop_ncells(p->prop) - at - 1) {
		set_fault(p, REF_SHORT, at, id, *args);
		return false;
	}
	add(r, &(struct reference){ .prop = p->prop,
		       .kind = p->kind,
		       .node = p->node,
		       .to = id,
		       .phandle = phandle,
		       .entry = p->entries,
		       .at = at,
		       .nargs = *args });
	if (!to)
		set_fault(p, REF_NOWHERE, at, id, 0);
	return to || goes_on;
}

static void
read_prop(struct reading *r, const struct prop *prop, const struct ref_kind *kind)
{
	bool map = kind->form == REF_MAP;
	struct ref_prop *p = add_prop(r, prop, kind);
	uint32_t at, args, n = prop_ncells(prop);

	if (prop->len % (map ? 16 : 4)) {
		p->fault = REF_PARTIAL;
		return;
	}
	for (at = map; at < n; at += 1 + args + map) {
		if (!read_entry(r, p, at, &args))
			return;
		p->entries++;
	}
}

/* A hog's GPIOs are those of its parent, without a phandle. */
static bool
is_hog(const struct tree *t, const struct node *n, const struct ref_kind *kind)
{
	return kind == &gpios && node_has(t, n, NAME_gpio_hog);
}

/* `cpu` is a reference in a map of CPUs, and elsewhere may be anything. */
static bool
is_other(const struct tree *t, const struct node *n, const struct ref_kind *kind)
{
	const char *name = node_name(t, n);

	if (kind->prop == NAME_cpu)
		return strncmp(name, "core", 4) != 0 && strncmp(name, "thread", 6) != 0;
	return is_hog(t, n, kind);
}

static void
read_node(struct reading *r, const struct node *n)
{
	const struct tree *t = r->l->tree;

	node_for_each_prop (t, n, p) {
		const struct ref_kind *kind = judge(r, p->name);

		if (kind && p->len && !is_other(t, n, kind))
			read_prop(r, p, kind);
	}
}

static struct ref_table *
read_tree(struct lint *l)
{
	const struct tree *t = l->tree;
	const struct addresses *a = lint_addresses(l);
	struct ref_table *table = arena_new(l->scratch, struct ref_table);
	struct reading r = { .l = l };

	r.kinds = arena_array(l->scratch, const struct ref_kind *, t->names->count);
	r.judged = arena_array(l->scratch, bool, t->names->count);
	node_for_each_child (t, t->nodes, n)
		r.plugin |= n->name == NAME_fixups || n->name == NAME_local_fixups;
	tree_for_each_node (t, n)
		if (l->absent_too || !node_is_absent(a, n))
			read_node(&r, n);
	table->references = (struct references){ .v = r.v, .n = r.n };
	table->props = (struct ref_props){ .v = r.props, .n = r.nprops };
	return table;
}

static const struct ref_table *
table_of(struct lint *l)
{
	if (!l->references)
		l->references = read_tree(l);
	return l->references;
}

const struct references *
lint_references(struct lint *l)
{
	return &table_of(l)->references;
}

const struct reference *
lint_references_of(struct lint *l, const struct prop *p, size_t *n)
{
	const struct references *all = lint_references(l);
	size_t low = search_first(all->n, i, all->v[i].prop < p), end;

	for (end = low; end < all->n && all->v[end].prop == p; end++)
		;
	*n = end - low;
	return *n ? &all->v[low] : NULL;
}

const struct ref_props *
lint_ref_props(struct lint *l)
{
	return &table_of(l)->props;
}

const char *
ref_text(struct lint *l, const struct reference *ref)
{
	const char *name = prop_name(l->tree, ref->prop);

	if (!ref->entry && ref->prop->len == 4 * (1 + ref->nargs))
		return arena_printf(l->scratch, "'%s'", name);
	return arena_printf(l->scratch, "entry %u of '%s'", ref->entry, name);
}
