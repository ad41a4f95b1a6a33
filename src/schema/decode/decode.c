/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema/decode/decode.h"

#include <stdlib.h>
#include <string.h>

#include "base/fatal.h"
#include "base/search.h"
#include "schema/program/keywords.h"

void
decoder_init(struct decoder *d, struct machine *m)
{
	*d = (struct decoder){ .m = m };
	d->type_patterns = pattern_index_new(&m->arena, m->p,
		program_section(m->p, uint32_t, SECTION_PATTERN_TYPES),
		sizeof(struct program_type) / sizeof(uint32_t),
		program_count(m->p, SECTION_PATTERN_TYPES));
}

void
decoder_free(struct decoder *d)
{
	arena_free(&d->arena);
	arena_free(&d->past.arena);
	free(d->info);
	free(d->rows.v);
}

static bool
ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), k = strlen(end);

	return n >= k && !strcmp(s + n - k, end);
}

/* The types of the name itself, or where it has none, of the patterns it matches. */
static void
find_types(struct decoder *d, const char *s, uint32_t name, struct name_info *info)
{
	const struct program *p = d->m->p;
	const struct program_type *t = program_section(
		p, struct program_type, SECTION_TYPES);
	uint32_t ntypes = program_count(p, SECTION_TYPES), i;
	size_t own = search_first(ntypes, at, t[at].name < name);
	const uint32_t *places;
	size_t n = strlen(s);
	bool by_name;

	by_name = own < ntypes && t[own].name == name;
	info->dim = by_name ? t[own].dim : DIM_NONE;
	info->types = by_name ? t[own].types : 0;
	if (by_name && info->dim != DIM_NONE)
		return;
	places = pattern_index_get(d->type_patterns, s);
	for (i = 1; i <= places[0]; i++) {
		t = program_section(p, struct program_type, SECTION_PATTERN_TYPES)
		    + places[i];
		if (by_name && t->dim == DIM_NONE)
			continue;
		if (!regex_search(d->m->regexes, t->name, s, n))
			continue;
		if (!by_name)
			info->types |= t->types;
		if (info->dim == DIM_NONE)
			info->dim = t->dim;
	}
}

/* Properties of phandles whose arguments are not counted by `#foo-cells` of `foos`. */
static uint32_t
special_cells(uint32_t name)
{
	switch (name) {
	case K_ASSIGNED_CLOCKS:
	case K_ASSIGNED_CLOCK_PARENTS: return K_CLOCK_CELLS;
	case K_COOLING_DEVICE: return K_COOLING_CELLS;
	case K_INTERRUPTS_EXTENDED:
	case K_MSI_RANGES: return K_INTERRUPT_CELLS;
	case K_INTERCONNECTS: return K_INTERCONNECT_CELLS;
	case K_MBOXES: return K_MBOX_CELLS;
	case K_SOUND_DAI: return K_SOUND_DAI_CELLS;
	case K_MSI_PARENT: return K_MSI_CELLS;
	case K_DMA_MASTERS: return K_DMA_CELLS;
	case K_GPIO_RANGES: return CELLS_THREE;
	case K_MEMORY_REGION: return CELLS_NONE;
	default: return CELLS_NOT_SPLIT;
	}
}

static uint32_t
find_cells(struct decoder *d, const char *s, uint32_t name)
{
	uint32_t cells = special_cells(name);
	size_t n = strlen(s);
	char *text;

	if (cells != CELLS_NOT_SPLIT || s[n - (n > 0)] != 's' || strstr(s, "gpio"))
		return cells;
	text = arena_printf(&d->arena, "#%.*s-cells", (int)n - 1, s);
	return machine_name(d->m, text, strlen(text));
}

static void
find_info(struct decoder *d, uint32_t name, struct name_info *info)
{
	const char *s = machine_text(d->m, name);
	const struct dim *dim;

	*info = (struct name_info){
		.name = name, .known = true, .cells = CELLS_NOT_SPLIT
	};
	info->is_hidden = s[0] == '_' && s[1] == '_';
	info->is_gpio = (ends_with(s, "-gpios") || ends_with(s, "-gpio")
				|| !strcmp(s, "gpio") || !strcmp(s, "gpios"))
			&& !ends_with(s, ",nr-gpios");
	find_types(d, s, name, info);
	if (info->dim != DIM_NONE) {
		dim = program_section(d->m->p, struct dim, SECTION_DIMS) + info->dim;
		info->fixed_dim = (dim->rows[0] && dim->rows[0] == dim->rows[1])
				  || (dim->columns[0]
					  && dim->columns[0] == dim->columns[1]);
	}
	if (info->types & TYPE_PHANDLE_ARRAY
		&& (!info->fixed_dim || name == K_DMA_MASTERS))
		info->cells = find_cells(d, s, name);
	info->has_rows = info->is_gpio || info->types & TYPE_ADDRESS
			 || info->cells != CELLS_NOT_SPLIT || name == K_INTERRUPTS
			 || name == K_INTERRUPT_MAP || name == K_RANGES
			 || name == K_DMA_RANGES || name == K_IOMMU_MAP;
}

struct name_info *
decoder_info(struct decoder *d, atom_t atom)
{
	struct name_info found;
	const char *s;
	uint32_t n;

	if (atom >= d->ninfo) {
		n = (atom + 64) * 2;
		d->info = realloc(d->info, n * sizeof(*d->info));
		if (!d->info)
			fatal("out of memory: %u names", n);
		memset(d->info + d->ninfo, 0, (n - d->ninfo) * sizeof(*d->info));
		d->ninfo = n;
	}
	if (!d->info[atom].known) {
		s = intern_str(d->tree->names, atom);
		find_info(d, machine_name(d->m, s, strlen(s)), &found);
		d->info[atom] = found;
	}
	return &d->info[atom];
}

uint32_t
decoder_name(struct decoder *d, atom_t atom)
{
	return decoder_info(d, atom)->name;
}

uint32_t
decoder_types(struct decoder *d, uint32_t name)
{
	struct name_info info;

	find_info(d, name, &info);
	return info.types;
}

/*
 * The place of a name in the object: that of the same name before it, where there is
 * one, whose value it takes.
 */
static struct member *
place(struct decoder *d, struct value *object, struct name_info *info)
{
	struct member *m;

	if (info->serial == d->serial)
		return &object->members[info->place];
	info->serial = d->serial;
	info->place = object->n;
	m = &object->members[object->n++];
	*m = (struct member){ .key = info->name };
	return m;
}

static void
place_child(struct decoder *d, struct value *object, const struct node *child)
{
	struct name_info *info = decoder_info(d, child->name);
	struct member *m;

	if (info->is_hidden)
		return;
	m = place(d, object, info);
	/* of children of one name the last one counts */
	if (m->value.kind == V_OBJECT)
		d->objects[m->value.line] = NULL;
	m->value = decode_is_shared(d, node_id(d->tree, child))
			   ? decode_past_value(d, node_id(d->tree, child))
			   : (struct value){ .kind = V_OBJECT };
	m->value.line = node_id(d->tree, child);
	m->extra = MEMBER_NODE;
	d->objects[m->value.line] = &m->value;
}

static void
decode_node(struct decoder *d, uint32_t id)
{
	const struct tree *t = d->tree;
	const struct node *n = &t->nodes[id];
	struct value *object = d->objects[id];
	uint32_t nchildren = 0, own = decoder_name(d, n->name);
	const char *own_text = id ? node_name(t, n) : "/";
	struct name_info *info;
	struct member *m;

	node_for_each_child (t, n, child)
		nchildren++;
	object->members = arena_room(
		&d->arena, struct member, (size_t)n->nprops + nchildren + 1);
	object->n = 0;
	d->serial++;
	d->node = id;
	node_for_each_prop (t, n, p) {
		info = decoder_info(d, p->name);
		m = place(d, object, info);
		m->value = decode_value(d, own, own_text, info, p);
		m->extra = (uint32_t)(p - t->props);
	}
	node_for_each_child (t, n, child)
		place_child(d, object, child);
}

static void
index_phandles(struct decoder *d)
{
	uint64_t phandle;
	uint32_t i;

	d->phandles = d->counts = (struct map){ 0 };
	d->nby_phandle = d->tree->nnodes + 1;
	d->by_phandle = arena_array(&d->arena, uint32_t, d->nby_phandle);
	for (i = d->tree->nnodes; i--;) {
		if (!d->objects[i])
			continue;
		phandle = decode_phandle(d, i);
		if (!phandle--)
			continue;
		if (phandle >= d->nby_phandle)
			map_put(&d->phandles, &d->arena, phandle, i);
		else if (!d->by_phandle[phandle])
			d->by_phandle[phandle] = i + 1;
	}
}

static void
start(struct decoder *d, const struct tree *t, const struct tree_delta *delta)
{
	arena_reset(&d->arena);
	if (d->names != t->names) {
		d->names = t->names;
		free(d->info);
		d->info = NULL;
		d->ninfo = 0;
	}
	d->tree = t;
	d->delta = delta;
	d->fixups = (struct map){ 0 };
	d->complaints = NULL;
	d->ncomplaints = d->complaints_cap = 0;
	d->objects = arena_array(&d->arena, struct value *, t->nnodes);
	d->root = (struct value){ .kind = V_OBJECT };
	d->objects[0] = &d->root;
}

void
decode_tree(struct decoder *d, const struct tree *t, const struct tree_delta *delta)
{
	const struct inherited top = { 1, 2, 1, false };
	struct inherited *in;
	uint32_t i;

	start(d, t, delta);
	for (i = 0; i < t->nnodes; i++)
		if (d->objects[i] && !decode_is_shared(d, i))
			decode_node(d, i);
	if (delta)
		decode_past_objects(d);
	index_phandles(d);
	decode_fixups(d);
	in = arena_array(&d->arena, struct inherited, t->nnodes);
	for (i = 0; i < t->nnodes; i++) {
		if (!d->objects[i] || decode_is_shared(d, i))
			continue;
		in[i] = i ? in[t->nodes[i].parent] : top;
		decode_rows(d, i, &in[i]);
	}
	decode_digests(d);
}
